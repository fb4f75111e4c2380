from datetime import date

from forecast_kit.planning.assumptions import assumptions_of
from forecast_kit.planning.inputs import Terms
from tests.seasons import economics, inputs, parameters, sales, stock


def test_the_digest_follows_everything_the_plan_depends_on():
    changed = [
        inputs(parameters=parameters(dc_holdback_percentage=0.3)),
        inputs(economics=economics(unit_cost=21)),
        inputs(stock=stock()),
        inputs(as_of=date(2025, 2, 17)),
        inputs(terms=Terms(supplier_lead_weeks=2, min_ship_units=6)),
        inputs(sales=sales().assign(units=lambda frame: frame["units"] + 1)),
    ]
    digests = {given.digest() for given in [inputs(), *changed]}
    assert len(digests) == len(changed) + 1


def test_the_digest_does_not_depend_on_the_order_of_rows():
    shuffled = sales().sample(frac=1, random_state=1)
    assert inputs(sales=shuffled).digest() == inputs().digest()


def test_the_header_says_where_each_assumption_is_from():
    rows = {row.name: row for row in assumptions_of(inputs())}
    assert rows["Selling price"].value == "£60.00"
    assert rows["Selling price"].source == "file"
    assert rows["Price elasticity"].source == "default"
    assert rows["Supplier lead time"].value == "2 weeks"


def test_the_categorys_own_lead_time_yields_to_a_stated_one():
    own = economics(supplier_lead_weeks=9)
    assert inputs(economics=own, terms=Terms()).supplier_lead_weeks == 9
    assert inputs(economics=own).supplier_lead_weeks == 2
