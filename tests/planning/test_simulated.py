import pytest

from forecast_kit.planning import Terms, plan_season
from forecast_kit.planning.cautions import cautions_of
from forecast_kit.planning.risks import stuck_in_the_dc
from forecast_kit.planning.simulated import worth_of_topping_up
from forecast_kit.words import money
from tests.seasons import economics, inputs, parameters


def never(holdback=0.45, **changes):
    without = parameters(replenishment_strategy="none", dc_holdback_percentage=holdback)
    given = inputs(**{"parameters": without, **changes})
    return plan_season(given), given


def test_topping_up_is_worth_more_the_more_is_held():
    worth = [worth_of_topping_up(*never(holdback)) for holdback in (0.25, 0.45, 0.7)]
    assert 0 < worth[0] < worth[1] < worth[2]


def test_it_is_worth_something_where_a_season_on_plan_loses_nothing():
    """Opening stock covers what is expected; in a strong season stores run out all the same, with stock in the DC."""
    plan, given = never(0.22)
    assert stuck_in_the_dc(plan)[0] < 1
    caution = {c.code: c.message for c in cautions_of(plan, given)}["held_without_replenishment"]
    assert f"weekly top-ups would earn {money(worth_of_topping_up(plan, given), 'GBP')} more on average" in caution


def test_the_same_plan_is_worth_the_same():
    assert worth_of_topping_up(*never()) == worth_of_topping_up(*never())


def test_money_ten_times_as_large_is_worth_ten_times_as_much():
    small = worth_of_topping_up(*never())
    large = worth_of_topping_up(*never(economics=economics(unit_price=600, unit_cost=200, salvage_value=80)))
    assert large == pytest.approx(10 * small, rel=1e-6)


def test_without_prices_it_is_not_known_and_not_said():
    plan, given = never(economics=economics(unit_cost=None))
    assert worth_of_topping_up(plan, given) is None
    assert "simulated" not in " ".join(c.message for c in cautions_of(plan, given))


def test_top_ups_that_the_last_delivery_week_forbids_are_not_offered():
    plan, given = never(terms=Terms(supplier_lead_weeks=2, last_delivery_week=1))
    assert "simulated" not in " ".join(c.message for c in cautions_of(plan, given))
