"""A world of somebody else's, a dictionary a store, plays the policies by their two methods and the contract alone."""

import math
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.replay import Hindsight, KitPolicy, RuleOfThumb, Season, State, World, play
from forecast_kit.season import SeasonParameters

WEEKS = pd.date_range("2022-01-03", periods=120, freq="7D")
SIZES = [3.0, 6.0, 9.0, 14.0, 20.0]


def mean_units(first, weeks):
    at = np.arange(first, first + weeks)
    return np.outer(1 + 0.3 * np.cos(at * 2 * np.pi / 52), SIZES)


def told(names, horizon=8, *, stores=False, terms=None, **changes):
    """A season of five stores called `names`."""
    units = np.random.default_rng(11).poisson(mean_units(0, len(WEEKS)))
    history = pd.DataFrame(units, index=WEEKS, columns=names).rename_axis("week_start").reset_index()
    parameters = {
        "season_start_date": (WEEKS[-1] + timedelta(weeks=1)).date(),
        "forecast_horizon_weeks": horizon,
        "markdown_checkpoint_week": 4,
    }
    known = {
        "category": "coats",
        "history": history.melt("week_start", var_name="store_id", value_name="units"),
        "stores": pd.DataFrame({"store_id": names, "size_sqft": 1000 + np.arange(5)}) if stores else None,
        "plan": None,
        "parameters": SeasonParameters(**{**parameters, **(terms or {})}),
        "unit_price": 1.0,
        "unit_cost": 0.4,
        "salvage_value": 0.15,
        "elasticity": 2.0,
    }
    return Season(**{**known, **changes})


def wanted(names, horizon=8, factor=1.0, seed=4):
    units = np.random.default_rng(seed).poisson(factor * mean_units(len(WEEKS), horizon))
    return {name: units[:, n].astype(float).tolist() for n, name in enumerate(names)}


def outside(season, demand, policy):
    """Money, and every decision taken: the rules of the contract, each as an assertion."""
    terms, horizon = season.parameters, season.parameters.forecast_horizon_weeks
    opening = policy.open(season)
    shelf = {store: int(opening.store_units.get(store, 0)) for store in demand}
    assert set(opening.store_units.index) <= set(demand)
    dc = opening.dc_units
    assert dc == math.floor(terms.dc_holdback_percentage * opening.buy_units + 0.5)
    assert sum(shelf.values()) + dc == opening.buy_units
    assert min(shelf.values()) >= 0
    step = {"none": 0, "weekly": 1, "bi-weekly": 2}[terms.replenishment_strategy]
    sold, lorries, cut, cut_in, revenue = [], [], 0.0, 0, 0.0
    decisions = [opening.store_units.to_dict()]
    for week in range(1, horizon + 1):
        for due, store, units in list(lorries):
            if due == week:
                shelf[store] += units
                lorries.remove((due, store, units))
        state = State(
            week=week,
            store_stock=pd.Series(shelf),
            dc_stock=dc,
            sales=pd.DataFrame(sold, columns=["week", "store_id", "units"]),
            markdown=cut,
        )
        decision = policy.week(state)
        sent = {store: units for store, units in decision.shipments.items() if units}
        assert all(units == int(units) and units > 0 for units in sent.values())
        assert sum(sent.values()) <= dc
        assert not sent or (step and week > 1 and (week - 1) % step == 0)
        for store, units in sent.items():
            dc -= int(units)
            if season.lead_time_weeks:
                lorries.append((week + season.lead_time_weeks, store, int(units)))
            else:
                shelf[store] += int(units)
        assert 0 <= decision.markdown < 1
        if decision.markdown > cut:
            assert terms.markdown_checkpoint_week is not None
            assert week > terms.markdown_checkpoint_week
            cut, cut_in = decision.markdown, week
        exponent = season.elasticity * (1.0 if week == cut_in else season.markdown_fade)
        for store in demand:
            units = min(shelf[store], demand[store][week - 1] * (1 - cut) ** -exponent)
            shelf[store] -= units
            revenue += units * season.unit_price * (1 - cut)
            sold.append((week, store, units))
        decisions.append((dict(sent), cut))
    left = sum(shelf.values()) + dc + sum(units for _, _, units in lorries)
    assert left + sum(units for _, _, units in sold) == pytest.approx(opening.buy_units)
    return revenue + season.salvage_value * left - season.unit_cost * opening.buy_units, decisions


TEXT, NUMBERS = ["a", "b", "c", "d", "e"], [1, 2, 10, 11, 101]


@pytest.mark.parametrize("policy", [KitPolicy, RuleOfThumb])
@pytest.mark.parametrize("strategy", ["none", "weekly", "bi-weekly"])
@pytest.mark.parametrize("lead", [0, 2])
def test_it_is_played_the_same_as_in_our_own_world(policy, strategy, lead):
    season = told(TEXT, stores=True, terms={"replenishment_strategy": strategy}, lead_time_weeks=lead)
    demand = wanted(TEXT)
    money, _ = outside(season, demand, policy())
    rows = [(week, store, units) for store, weeks in demand.items() for week, units in enumerate(weeks, start=1)]
    ours = play(World(season, pd.DataFrame(rows, columns=["week", "store_id", "units"])), policy())
    assert money == pytest.approx(ours.profit)


@pytest.mark.parametrize("policy", [KitPolicy, RuleOfThumb])
def test_stores_may_be_numbers(policy):
    by_text, by_number = (outside(told(n), wanted(n), policy()) for n in (TEXT, NUMBERS))
    assert set(by_number[1][0]) == set(NUMBERS)
    assert by_number[0] == pytest.approx(by_text[0], rel=0.05)


def test_the_kit_earns_more_than_the_rule_of_thumb_and_near_hindsight():
    season, demand = told(TEXT), wanted(TEXT)
    rows = [(week, store, units) for store, weeks in demand.items() for week, units in enumerate(weeks, start=1)]
    frame = pd.DataFrame(rows, columns=["week", "store_id", "units"])
    kit, thumb, best = (outside(season, demand, policy)[0] for policy in (KitPolicy(), RuleOfThumb(), Hindsight(frame)))
    assert thumb < kit <= best
    assert kit > 0.9 * best


@settings(deadline=None, max_examples=12)
@given(
    st.sampled_from([0.0, 0.3, 0.45, 1.0]),
    st.sampled_from(["none", "weekly", "bi-weekly"]),
    st.floats(0.2, 3.0),
    st.sampled_from([0.0, 0.6]),
    st.integers(0, 3),
    st.sampled_from([None, 1, 4, 8]),
)
def test_whatever_comes_it_keeps_the_rules(held, strategy, factor, doubt, lead, checkpoint):
    """The assertions are in the world: units conserved, nothing negative, no store above what there is."""
    terms = {
        "dc_holdback_percentage": held,
        "replenishment_strategy": strategy,
        "markdown_checkpoint_week": checkpoint,
    }
    season = told(TEXT, terms=terms, demand_log_sd=doubt, lead_time_weeks=lead)
    outside(season, wanted(TEXT, factor=factor), KitPolicy())


def test_the_same_season_and_seed_are_decided_the_same():
    first, second = (outside(told(TEXT, seed=5), wanted(TEXT), KitPolicy())[1] for _ in range(2))
    assert first == second


def test_the_currency_changes_no_decision():
    cheap = told(TEXT)
    dear = told(TEXT, unit_price=10.0, unit_cost=4.0, salvage_value=1.5)
    (money, decisions), (ten_times, same) = (outside(season, wanted(TEXT), KitPolicy()) for season in (cheap, dear))
    assert decisions == same
    assert ten_times == pytest.approx(10 * money)


@settings(deadline=None, max_examples=10)
@given(st.floats(0.2, 0.85), st.floats(0.01, 0.3), st.sampled_from([0.0, 0.3]))
def test_a_better_margin_never_lowers_the_buy(cost, less, doubt):
    buys = [KitPolicy().open(told(TEXT, unit_cost=c, demand_log_sd=doubt)).buy_units for c in (cost, cost - less)]
    assert buys[0] <= buys[1]


@settings(deadline=None, max_examples=10)
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_holdback_never_raises_the_opening_shipment_of_the_same_buy(one, other):
    low, high = sorted([one, other])
    policy, season = KitPolicy(), told(TEXT)
    buy = policy.buy(season, policy.forecast(season))
    placed = [
        policy.place(told(TEXT, terms={"dc_holdback_percentage": held}), policy.forecast(season), buy).store_units
        for held in (low, high)
    ]
    assert placed[1] <= placed[0]
