from datetime import date

import pytest

from forecast_kit.planning import Terms, plan_season
from forecast_kit.planning.by_setting import clauses_by_setting, sell_through_by_week
from forecast_kit.words import about, money
from tests.seasons import economics, inputs, parameters

STRATEGY, HOLDBACK = "replenishment_strategy", "dc_holdback_percentage"
CHECKPOINT, THRESHOLD = "markdown_checkpoint_week", "markdown_threshold"


def planned(**changes):
    plan = plan_season(inputs(**changes))
    return plan, clauses_by_setting(plan)


def test_demand_is_said_in_units_and_in_sales_net_of_vat():
    plan, told = planned()
    wanted = plan.forecast.total_units
    sales = money(wanted * 60 / 1.2, "GBP")
    assert told["forecast_horizon_weeks"] == f"{about(wanted)} units wanted, {sales} net of VAT"


@pytest.mark.parametrize(
    ("lead", "told"),
    [(2, " by Mon 17 Feb 2025, 7 days left"), (3, " by Mon 10 Feb 2025, today"), (4, ": was due Mon 3 Feb 2025")],
)
def test_the_order_has_its_cash_and_the_days_that_are_left(lead, told):
    plan, clauses = planned(terms=Terms(supplier_lead_weeks=lead))
    cash = money(plan.buy.option(plan.buy.chosen).cash, "GBP")
    assert clauses["season_start_date"] == f"order {cash}{told}"


def test_a_start_in_the_middle_of_a_week_says_how_much_of_week_1_there_is():
    _, told = planned(parameters=parameters(season_start_date=date(2025, 3, 5)))
    assert told["season_start_date"].endswith("; week 1 has 5 of 7 days")


def test_top_ups_are_what_leaves_the_dc_at_cost():
    plan, told = planned()
    shipped = sum(order.units for order in plan.replenishment)
    assert told[STRATEGY].startswith(f"{about(shipped)} units, {money(shipped * 20, 'GBP')} at cost")


def test_without_top_ups_the_sales_that_stay_in_the_dc_are_priced():
    _, told = planned(parameters=parameters(replenishment_strategy="none", dc_holdback_percentage=0.6))
    assert "units that would sell stay in the DC, £" in told[STRATEGY]
    assert told[STRATEGY].endswith(" lost")


def test_the_holdback_is_cover_in_stores_and_money_in_the_dc():
    plan, told = planned()
    assert told[HOLDBACK].endswith(f"; {money(plan.allocation.dc_units * 20, 'GBP')} of stock waits")
    assert "weeks of cover" in told[HOLDBACK]
    assert "waits" not in planned(parameters=parameters(dc_holdback_percentage=0.0))[1][HOLDBACK]


def test_the_check_has_its_day_what_is_sold_by_then_and_what_is_left():
    plan, told = planned()
    left = (1 - sell_through_by_week(plan)[4]) * plan.buy.committed_units
    assert told[CHECKPOINT].startswith("Sun 6 Apr 2025: ")
    assert told[CHECKPOINT].endswith(f"sold by then on plan, {money(left * 20, 'GBP')} of stock left")


def test_a_threshold_is_reached_or_costs_money():
    _, low = planned(parameters=parameters(markdown_threshold=0.1))
    _, high = planned(parameters=parameters(markdown_threshold=0.99))
    assert low[THRESHOLD] == "reached on plan: no cut"
    assert "not reached on plan: the cut gives away £" in high[THRESHOLD]


def test_no_check_has_no_clause():
    _, told = planned(parameters=parameters(markdown_checkpoint_week=None))
    assert {CHECKPOINT, THRESHOLD}.isdisjoint(told)


def test_without_prices_units_are_said_and_no_money():
    _, told = planned(economics=economics(unit_price=None, unit_cost=None, salvage_value=None))
    assert "£" not in " ".join(told.values())
    assert told["forecast_horizon_weeks"].endswith(" units wanted")


def test_what_is_sold_never_falls_and_never_passes_everything():
    plan, _ = planned()
    shares = sell_through_by_week(plan)
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] <= 1
