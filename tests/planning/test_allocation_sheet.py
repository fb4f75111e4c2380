import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import plan_season
from forecast_kit.planning.allocation_sheet import allocation_sheet, summarise_sheet
from tests.builders import season_plan
from tests.seasons import inputs, parameters, stock

RATIO = pd.DataFrame({"category": "Dresses", "size": ["8", "10", "12", "14"], "share": [0.15, 0.35, 0.3, 0.2]})


def planned(**changes) -> SeasonPlan:
    return plan_season(inputs(**{"size_shares": RATIO, "stock": stock(), **changes}))


@pytest.fixture(scope="module")
def plan():
    return planned()


@pytest.fixture(scope="module")
def sheet(plan):
    return allocation_sheet(plan)


def body(frame):
    return frame.iloc[:-1]


def test_the_order_is_the_buy_in_whole_packs_of_each_size(plan, sheet):
    order = sheet.order.set_index("size")["buy_units"]
    assert order["Total"] == plan.buy.buy_units
    assert (order % 6 == 0).all()
    assert plan.order_payload["buy_by_size"] == order.drop("Total").to_dict()


def test_stores_and_dc_have_all_units_of_the_season(plan, sheet):
    total = sheet.opening.iloc[-1]
    assert total["store_id"] == "Total"
    assert total["on_hand_units"] + total["to_send_units"] == plan.allocation.committed_units
    sizes = [f"size {name}" for name in sheet.sizes]
    assert total[sizes].sum() == total["to_send_units"]
    assert total["rounding_units"] == 0


def test_every_store_is_sent_its_opening_less_what_it_has_give_or_take_a_pack(plan, sheet):
    stores = body(sheet.opening).set_index("store_id").drop("DC")
    sizes = [f"size {name}" for name in sheet.sizes]
    for line in plan.allocation.lines:
        row = stores.loc[line.store_id]
        assert row["to_send_units"] == line.opening_units - line.on_hand_units
        assert row[sizes].sum() + row["rounding_units"] == row["to_send_units"]
        assert abs(row["rounding_units"]) < 6
        assert all(pieces % 6 == 0 for pieces in row[sizes])


def test_no_size_is_shipped_that_is_not_there(sheet):
    sizes = [f"size {name}" for name in sheet.sizes]
    kept = body(sheet.opening).set_index("store_id").loc["DC", sizes].astype(int)
    sent = body(sheet.deliveries)[sizes].astype(int).sum()
    assert (kept - sent >= 0).all()
    assert (body(sheet.deliveries)[sizes].astype(int) >= 0).all(axis=None)


def test_deliveries_are_those_of_the_plan(plan, sheet):
    lines = body(sheet.deliveries)
    by_week = lines.groupby("week")["to_send_units"].sum().to_dict()
    assert by_week == {order.week: order.units for order in plan.replenishment}


def test_without_a_size_file_there_are_stores_and_no_sizes():
    plain = planned(size_shares=None)
    found = allocation_sheet(plain)
    assert found.sizes == ()
    assert "order" not in found.frames
    assert "buy_by_size" not in plain.order_payload
    assert list(found.opening.columns) == ["store_id", "store_name", "tier", "on_hand_units", "to_send_units"]
    assert found.opening.iloc[-1]["to_send_units"] == body(found.opening)["to_send_units"].sum()


def test_another_categorys_ratio_is_not_this_ones():
    assert planned(size_shares=RATIO.assign(category="Knitwear")).sizes == ()


def test_a_ratio_changes_the_digest_and_none_leaves_it():
    one, two = planned(size_shares=None), planned()
    assert one.digest != two.digest
    assert one.input_digest != two.input_digest


def test_sizes_that_are_not_the_buy_make_no_plan(plan):
    wrong = (plan.sizes[0].model_copy(update={"buy_units": 1}), *plan.sizes[1:])
    with pytest.raises(ValueError, match="sizes ordered are not the units bought"):
        SeasonPlan.model_validate({**dict(plan), "sizes": wrong})


def test_no_deliveries_have_no_frame():
    never = planned(parameters=parameters(replenishment_strategy="none"))
    assert set(allocation_sheet(never).frames) == {"order", "opening"}


def test_it_reads_with_the_ratio_and_the_pack_above(plan, sheet):
    section = summarise_sheet(plan, sheet)
    assert "10 35 %" in section.lines[1]
    assert "packs of 6" in section.lines[1]
    assert section.headers[5:] == ("8", "10", "12", "14", "Rounding")
    assert len(section.rows) == 11
    assert summarise_sheet(season_plan(), allocation_sheet(season_plan())).headers[-1] == "To send"


@settings(max_examples=25)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.sampled_from([0.0, 0.2, 0.45, 0.9]))
def test_units_are_conserved_by_size_for_any_ratio_and_holdback(ratio, holdback):
    shares = pd.DataFrame(
        {"category": "Dresses", "size": [f"s{n}" for n in range(len(ratio))], "share": [n / sum(ratio) for n in ratio]}
    )
    plan = planned_once(holdback, shares)
    sheet = allocation_sheet(plan)
    columns = [f"size {name}" for name in sheet.sizes]
    total = sheet.opening.iloc[-1]
    assert total[columns].sum() == plan.allocation.committed_units - total["on_hand_units"]
    assert all(value >= 0 for value in body(sheet.opening)[columns].to_numpy().ravel())


_PLANS: dict[float, SeasonPlan] = {}


def planned_once(holdback, shares) -> SeasonPlan:
    """The plan of a holdback under another ratio: the plan is made once, the sizes anew."""
    from forecast_kit.planning.allocation_sheet import sizes_of_order

    given = inputs(size_shares=shares, stock=stock(), parameters=parameters(dc_holdback_percentage=holdback))
    if holdback not in _PLANS:
        _PLANS[holdback] = plan_season(given)
    plan = _PLANS[holdback]
    return plan.model_copy(update={"sizes": sizes_of_order(given, plan.buy.buy_units)})
