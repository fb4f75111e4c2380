"""Perfect foresight at full price: nothing earns more, within the season's own terms."""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.replay import Hindsight, KitPolicy, RuleOfThumb, World, play
from tests.replay.small import Script, demand, planned, played, season


def best_of(made, wanted):
    return play(World(made, wanted), Hindsight(demand=wanted, full_price=True))


def test_it_sells_everything_and_has_nothing_left():
    wanted = demand(A=[5, 3, 1], B=[8, 4, 0])
    result = best_of(season(terms={"dc_holdback_percentage": 0.3}), wanted)
    assert (result.buy_units, result.units_lost, result.units_left) == (21, 0, 0)
    assert result.profit == 21 * 6


def test_a_holdback_that_starves_the_first_week_is_bought_around_only_if_it_pays():
    """12 wanted in week 1 and 1 after it, half held back: at a margin of 6 and 3 lost a leftover, 24 are bought."""
    wanted = demand(A=[12, 1, 0])
    half = {"dc_holdback_percentage": 0.5}
    assert best_of(season(terms=half), wanted).buy_units == 24
    dear = best_of(season(terms=half, unit_cost=7.0), wanted)
    assert (dear.buy_units, dear.units_left) == (2, 0)


def test_without_deliveries_what_is_held_back_cannot_be_sold():
    wanted = demand(A=[4, 4, 4])
    made = season(terms={"replenishment_strategy": "none", "dc_holdback_percentage": 0.25})
    result = best_of(made, wanted)
    assert (result.buy_units, result.units_sold, result.units_left) == (16, 12, 4)


def test_a_unit_that_loses_money_is_not_bought():
    assert best_of(season(unit_cost=11.0), demand(A=[5, 3, 1])).buy_units == 0


def test_online_sells_from_what_is_held_back():
    stores = pd.DataFrame({"store_id": ["A", "WEB"], "ships_from_dc": [False, True]})
    result = best_of(season(terms={"dc_holdback_percentage": 0.5}, stores=stores), demand(A=[4, 1, 0], WEB=[2, 1, 2]))
    assert (result.buy_units, result.units_lost, result.units_left) == (10, 0, 0)


def test_a_part_of_a_unit_is_bought_where_it_pays():
    """0.5 of a unit earns 10 x 0.5 + 1 x 0.5 = 5.5 at a cost of 4; 0.3 earns 3.7."""
    terms = {"dc_holdback_percentage": 0.0}
    assert best_of(season(1, terms=terms), demand(A=[2.5])).buy_units == 3
    assert best_of(season(1, terms=terms), demand(A=[2.3])).buy_units == 2


def test_it_needs_the_demand_of_the_season_and_to_be_opened():
    with pytest.raises(PlanError, match="weeks 1 to 3"):
        Hindsight(demand=demand(A=[1])).open(season())
    with pytest.raises(PlanError, match="opened"):
        Hindsight(demand=demand(A=[1])).week(None)
    with pytest.raises(PlanError, match="price, cost and salvage"):
        Hindsight(demand=demand(A=[1, 2, 3])).open(season(salvage_value=None))


small_demand = st.lists(st.integers(0, 3), min_size=3, max_size=3)


@settings(deadline=None, max_examples=15)
@given(small_demand, small_demand, st.sampled_from([0.0, 0.4, 1.0]), st.sampled_from([2.0, 7.0]), st.integers(0, 1))
def test_no_buy_and_no_placing_earns_more(first, second, held, cost, lead):
    """Against other buys, placed all in one store, all in the other or by halves, opening and delivery each."""
    wanted = demand(A=first, B=second)
    made = season(
        terms={"dc_holdback_percentage": held, "replenishment_strategy": "bi-weekly"},
        unit_cost=cost,
        lead_time_weeks=lead,
    )
    world = World(made, wanted)
    best = play(world, Hindsight(wanted)).profit
    for buy in range(0, sum(first) + sum(second) + 4, 2):
        dc = int(held * buy + 0.5)
        for a, sent in itertools.product({0, (buy - dc) // 2, buy - dc}, {0, dc // 2, dc}):
            script = Script({"A": a, "B": buy - dc - a}, dc, {3: {"A": sent, "B": dc - sent}})
            assert play(world, script).profit <= best + 1e-9


def test_no_policy_earns_more_at_full_price():
    made = planned()
    world = played(made)
    wanted = world.demand.stack().rename("units").reset_index()
    best = play(world, Hindsight(wanted))
    kit, thumb = play(world, KitPolicy()), play(world, RuleOfThumb())
    assert thumb.profit < kit.profit < best.profit


def test_it_buys_for_the_markdown_that_earns_most():
    """100 a week, cost 0.4 of the price, elasticity 2: the best price is 0.4 x 2 / (2 - 1) = 0.8 of full price.

    100 units at 10 and 300 / 0.8 ** 2 = 468.75 at 8: 568 are bought, whole, and earn 100 x 6 + 468 x 4.
    """
    made, wanted = season(4, terms={"markdown_checkpoint_week": 1}), demand(A=[100] * 4)
    perfect, full_price = (play(World(made, wanted), Hindsight(wanted, full_price=only)) for only in (False, True))
    assert full_price.profit == 400 * 6
    assert perfect.ledger["markdown"].tolist() == [0, 0.2, 0.2, 0.2]
    assert (perfect.buy_units, perfect.units_left) == (568, 0)
    assert perfect.profit == pytest.approx(2472)


@settings(deadline=None, max_examples=15)
@given(small_demand, small_demand, st.sampled_from([0.0, 0.4]), st.sampled_from([1.0, 0.5]))
def test_no_buy_with_one_markdown_earns_more(first, second, held, fade):
    """Placed as demand is, 20 or 50 % off from either week; but for the parts of units that it does not buy for."""
    wanted = demand(A=[100 * units for units in first], B=[100 * units for units in second])
    terms = {"dc_holdback_percentage": held, "markdown_checkpoint_week": 1}
    world = World(season(terms=terms, markdown_fade=fade), wanted)
    best = play(world, Hindsight(wanted)).profit
    for buy, week, depth in itertools.product(range(0, 2000, 200), (2, 3), (0.2, 0.5)):
        dc = int(held * buy + 0.5)
        a = (buy - dc) * sum(first) // max(1, sum(first) + sum(second))
        sent = dc * sum(first) // max(1, sum(first) + sum(second))
        script = Script({"A": a, "B": buy - dc - a}, dc, {2: {"A": sent, "B": dc - sent}}, {week: depth})
        assert play(world, script).profit <= best + 2 * 6
