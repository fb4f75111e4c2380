import pytest

from forecast_kit.errors import PlanError
from forecast_kit.planning import plan_season, study_buy
from forecast_kit.replay import SeasonChoices
from forecast_kit.widgets import buy_curve_chart
from forecast_kit.words import money
from tests.seasons import economics, inputs, stock


@pytest.fixture(scope="module")
def study():
    given = inputs(stock=stock())
    return study_buy(given, plan_season(given), mine=(900,))


def test_the_rules_buys_and_mine_lie_on_the_curve(study):
    on_curve = study.curve.set_index("buy_units")["expected_margin"]
    for _, option in study.options:
        assert on_curve[option.buy_units] == pytest.approx(option.expected_margin)
    labels = [label for label, _ in study.options]
    assert labels[0] == "Recommended"
    assert labels[-1] == "Mine, 900"


def test_hardly_any_number_of_units_is_expected_to_earn_more_than_the_recommended(study):
    assert study.curve["expected_margin"].max() <= study.recommended.expected_margin * 1.01


def test_more_units_lose_fewer_sales_and_leave_more(study):
    assert study.curve["expected_lost_units"].is_monotonic_decreasing
    assert study.curve["expected_leftover_units"].is_monotonic_increasing


def test_each_number_is_set_against_the_recommended_in_money(study):
    best = study.recommended.expected_margin
    rows = {row[0]: row for row in study.what_it_costs().rows}
    for label, option in (*study.options[1:], *study.wrong):
        assert rows[label][-1] == money(option.expected_margin - best, "GBP", signed=True), label
    assert rows["Recommended −20 %"][-1].startswith("−£")
    assert rows["Mine, 900"][-1].startswith("−£")
    assert rows["Recommended"][-1] == "—"
    assert study.what_it_costs().strong_rows == (0,)


def test_the_assumptions_stand_above(study):
    assert "price £50.00 net of VAT, cost £20.00, salvage £8.00" in study.what_it_costs().lines[0]
    assert "packs of 6" in study.what_it_costs().lines[0]


def test_a_number_is_judged_as_when_a_person_types_it_into_the_plan(study):
    typed = plan_season(inputs(stock=stock()), SeasonChoices(mine_units=900))
    (shown,) = (option for label, option in study.options if label == "Mine, 900")
    assert shown == typed.buy.option("mine")


def test_a_number_of_a_person_that_the_plan_took_is_shown_as_theirs():
    given = inputs()
    plan = plan_season(given, SeasonChoices(mine_units=1200, buy_rule="mine"))
    assert "Mine" in [label for label, _ in study_buy(given, plan).options]


def test_a_number_below_zero_is_refused():
    given = inputs()
    with pytest.raises(PlanError, match="A buy of -1 units cannot be placed"):
        study_buy(given, plan_season(given), mine=(-1,))


def test_the_chart_names_every_way_to_buy_with_its_units(study):
    chart = buy_curve_chart(study)
    said = [text.get_text() for axes in chart.axes for text in axes.texts]
    assert "Mine, 900" in said
    assert any(text.startswith("Flat") for text in said)
    assert {"left over", "lost sales"} <= set(said)
    assert "thousand GBP" in " ".join(text.get_text() for text in chart.texts)
    assert "900 units" in chart.describe()


def test_without_prices_there_is_no_curve_and_no_money():
    given = inputs(economics=economics(unit_cost=None))
    found = study_buy(given, plan_season(given))
    assert buy_curve_chart(found) is None
    assert {row[-2] for row in found.what_it_costs().rows} == {"—"}
