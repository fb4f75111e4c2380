from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.planning import SeasonDesk, plan_season
from forecast_kit.replay import KitPolicy, SeasonChoices
from tests.seasons import AS_OF, START, economics, inputs, parameters, plan_ahead, sales, stock, stores


@pytest.fixture(scope="module")
def plan():
    return plan_season(inputs(stock=stock(), plan_ahead=plan_ahead()))


def test_the_plan_adds_up_from_need_to_stores(plan):
    stocked = plan.buy.usable_stock
    assert (stocked.on_hand_stores, stocked.on_hand_dc) == (15, 120)
    assert (stocked.on_order_in_time, stocked.on_order_late) == (60, 40)
    assert plan.allocation.store_units + plan.allocation.dc_units == plan.buy.buy_units + 195
    assert plan.buy.buy_units % 6 == 0


def test_the_same_inputs_give_the_same_plan_to_the_byte(plan):
    again = plan_season(inputs(stock=stock(), plan_ahead=plan_ahead()))
    assert again.model_dump_json() == plan.model_dump_json()


def test_live_planning_is_the_policy_that_is_replayed():
    desk = SeasonDesk(inputs())
    opening = KitPolicy(panel=desk.panel).open(desk.season)
    planned = plan_season(inputs())
    assert opening.buy_units == planned.buy.buy_units
    assert opening.dc_units == planned.allocation.dc_units
    assert opening.store_units.to_dict() == {line.store_id: line.opening_units for line in planned.allocation.lines}


def test_nothing_after_the_day_of_planning_is_looked_at():
    past = plan_season(inputs())
    future = sales().assign(week_start=lambda frame: frame["week_start"] + pd.Timedelta(weeks=110), units=10_000)
    assert plan_season(inputs(sales=pd.concat([sales(), future]))).digest == past.digest


def test_a_promotion_known_ahead_moves_its_week():
    quiet = plan_ahead().assign(promotion=0.0)
    busy = quiet.assign(promotion=(quiet["week_start"] == pd.Timestamp("2025-03-17")).astype(float))
    without, with_it = (plan_season(inputs(plan_ahead=ahead)).forecast for ahead in (quiet, busy))
    assert with_it.weeks[2].units > 1.1 * without.weeks[2].units
    assert with_it.weeks[4].units == pytest.approx(without.weeks[4].units, rel=0.02)


def test_a_plan_ahead_that_lacks_weeks_is_refused_by_name():
    with pytest.raises(PlanError, match="lacks .* weeks, the first 10 March 2025"):
        plan_season(inputs(plan_ahead=plan_ahead()[lambda frame: frame["week_start"] < "2025-03-10"]))


def test_a_closed_store_gets_nothing_and_its_sales_leave_the_forecast():
    closing = stores(open_to=pd.to_datetime([None] * 7 + ["2025-02-20", None]))
    smaller, whole = plan_season(inputs(stores=closing)), plan_season(inputs())
    assert "S8" not in {line.store_id for line in smaller.allocation.lines}
    assert smaller.forecast.total_units < 0.9 * whole.forecast.total_units
    assert any("1 store closed" in note for note in smaller.forecast.notes)


def test_the_web_shop_opens_with_nothing_and_keeps_its_units_in_the_dc(plan):
    web = next(line for line in plan.allocation.lines if line.store_id == "WEB")
    assert web.opening_units == 0
    assert 0 < web.ring_fenced_units <= plan.allocation.dc_units


def test_a_start_within_a_week_scales_week_one_and_says_so():
    midweek = plan_season(inputs(parameters=parameters(season_start_date=START + timedelta(days=3))))
    whole = plan_season(inputs())
    assert midweek.forecast.weeks[0].units == pytest.approx(whole.forecast.weeks[0].units * 4 / 7)
    assert any("4 of 7 days" in note for note in midweek.forecast.notes)


def test_a_season_that_started_already_is_refused_with_what_to_do():
    with pytest.raises(PlanError, match="before the day it is planned.*--as-of"):
        plan_season(inputs(parameters=parameters(season_start_date=AS_OF - timedelta(days=30))))


def test_a_category_with_hardly_any_history_is_refused():
    few = sales()[lambda frame: (frame["category"] != "Dresses") | (frame["week_start"] > "2025-01-10")]
    with pytest.raises(PlanError, match="at least 8"):
        plan_season(inputs(sales=few))


def test_without_economics_the_buy_is_flat_and_no_money_is_invented():
    plan = plan_season(inputs(economics=economics(unit_price=None)))
    assert [option.rule for option in plan.buy.options] == ["flat"]
    assert plan.buy.option("flat").expected_margin is None
    assert plan.markdown is None
    assert any("no money is shown" in warning for warning in plan.warnings)
    assert any("cannot" in warning or "not priced" in warning or "not be" in warning for warning in plan.warnings)


def test_one_store_and_one_category_are_enough():
    alone = sales()[lambda frame: (frame["store_id"] == "S3") & (frame["category"] == "Dresses")]
    plan = plan_season(inputs(sales=alone, stores=None))
    assert [line.store_id for line in plan.allocation.lines] == ["S3"]


def test_no_replenishment_with_a_holdback_is_put_to_the_planner():
    plan = plan_season(inputs(parameters=parameters(replenishment_strategy="none")))
    assert plan.replenishment == ()
    assert any("no store will ever see them" in warning for warning in plan.warnings)
    assert any(risk.title.startswith("Stock stays in the DC") and risk.money > 0 for risk in plan.risks)


def test_an_order_date_already_gone_is_said_with_its_day():
    late = plan_season(inputs(economics=economics(supplier_lead_weeks=9), terms=inputs().terms.__class__()))
    assert late.order_date == date(2024, 12, 30)
    assert any("had to be placed by Mon 30 Dec 2024" in warning for warning in late.warnings)


def test_choices_are_recorded_with_their_alternatives_and_money(plan):
    buy = next(choice for choice in plan.choices if choice.name == "buy")
    assert {option.name for option in buy.options} == {"flat", "newsvendor"}
    assert all(option.expected_margin is not None for option in buy.options)
    assert buy.chosen_by == "offline rules"


def test_a_persons_own_buy_stands_beside_the_rules():
    plan = plan_season(inputs(), SeasonChoices(mine_units=1000, buy_rule="mine"))
    assert plan.buy.chosen == "mine"
    assert plan.buy.buy_units == pytest.approx(1000, abs=6)
    assert len(plan.buy.options) == 3
    by = {choice.name: choice.chosen_by for choice in plan.choices}
    assert by["buy"] == "planner"
    assert by["store shares"] == "offline rules"


def test_stages_are_planned_in_their_order():
    with pytest.raises(PlanError, match="forecast has not been made"):
        SeasonDesk(inputs()).buy()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    horizon=st.integers(1, 20),
    strategy=st.sampled_from(["none", "weekly", "bi-weekly"]),
    holdback=st.floats(0, 1),
    delay=st.integers(0, 60),
    checkpoint=st.integers(1, 20),
)
def test_any_season_adds_up_and_conserves_its_units(horizon, strategy, holdback, delay, checkpoint):
    season = parameters(
        forecast_horizon_weeks=horizon,
        replenishment_strategy=strategy,
        dc_holdback_percentage=holdback,
        season_start_date=START + timedelta(days=delay),
        markdown_checkpoint_week=min(checkpoint, horizon),
    )
    plan = plan_season(inputs(parameters=season, stock=stock()))
    for before, after in zip(plan.stock_path, plan.stock_path[1:], strict=False):
        left = before.stores_units + before.dc_units - before.expected_sales
        assert after.stores_units + after.dc_units == pytest.approx(left, abs=1e-6)
    assert plan.stock_path[0].stores_units + plan.stock_path[0].dc_units == plan.buy.committed_units
