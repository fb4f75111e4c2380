"""A season played: what arrives when, what it sells, and what it comes to in money."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.plan import UsableStock
from forecast_kit.replay import SupplyTerms, World, play
from tests.replay.small import Script, demand, season

CHECKPOINT_1 = {"markdown_checkpoint_week": 1, "dc_holdback_percentage": 0.4}


def test_a_season_reckoned_by_hand():
    """Two stores, three weeks, 20 units at cost 4, 40 % held back, half price from week 3: demand then fourfold.

    Week 1: A has 7 and sells 5; B has 5, wants 8 and sells 5 (3 lost).          10 x 10 = 100
    Week 2: 5 go to B. A has 2, wants 3, sells 2 (1 lost); B sells 4 of its 5.    6 x 10 =  60
    Week 3: the last 3 go to A. A wants 4 x 1 = 4, sells 3 (1 lost); B wants 0.   3 x  5 =  15
    Left: 1 in B, salvage 1. Profit = 175 + 1 - 4 x 20 = 96.
    """
    world = World(season(terms=CHECKPOINT_1), demand(A=[5, 3, 1], B=[8, 4, 0]))
    script = Script({"A": 7, "B": 5}, 8, shipments={2: {"B": 5}, 3: {"A": 3}}, markdowns={3: 0.5})
    result = play(world, script)
    assert (result.units_sold, result.units_lost, result.units_left) == (19, 5, 1)
    assert result.revenue == pytest.approx(175)
    assert result.profit == pytest.approx(96)
    rows = result.ledger.set_index(["week", "store_id"])
    assert rows["sales"].tolist() == [5, 5, 2, 4, 3, 0]
    assert rows["stock"].tolist() == [7, 5, 2, 5, 3, 1]
    assert rows["lost"].tolist() == [0, 3, 1, 0, 1, 0]
    assert rows["shipped"].tolist() == [0, 0, 0, 5, 3, 0]
    assert rows["markdown"].tolist() == [0, 0, 0, 0, 0.5, 0.5]
    assert rows["revenue"].tolist() == [50, 50, 20, 40, 15, 0]


def test_a_policy_is_shown_what_was_sold_and_what_is_left():
    world = World(season(terms=CHECKPOINT_1), demand(A=[5, 3, 1], B=[8, 4, 0]))
    script = Script({"A": 7, "B": 5}, 8, shipments={2: {"B": 5}, 3: {"A": 3}}, markdowns={2: 0.25})
    play(world, script)
    first, second, third = script.shown
    assert first.sales.empty
    assert first.store_stock.to_dict() == {"A": 7, "B": 5}
    assert second.store_stock.to_dict() == {"A": 2, "B": 0}
    assert (second.dc_stock, third.dc_stock) == (8, 3)
    assert second.sales.to_dict("list") == {"week": [1, 1], "store_id": ["A", "B"], "units": [5, 5]}
    assert (first.markdown, second.markdown, third.markdown) == (0, 0, 0.25)


def test_money_is_net_of_vat_and_usable_stock_costs_nothing_more():
    terms = {"dc_holdback_percentage": 0.0}
    stocked = season(1, terms=terms, supply=SupplyTerms(vat_rate=0.25), usable=UsableStock(on_hand_dc=4))
    result = play(World(stocked, demand(A=[8])), Script({"A": 10}, 0))
    assert result.buy_units == 6
    assert result.revenue == pytest.approx(8 * 8)
    assert result.profit == pytest.approx(64 + 2 * 1 - 6 * 4)


def test_a_shipment_is_on_the_shelf_a_lead_time_later_and_in_between_on_its_way():
    slow = season(4, terms={"dc_holdback_percentage": 0.5}, lead_time_weeks=2)
    result = play(World(slow, demand(A=[1, 1, 1, 9])), Script({"A": 3}, 3, shipments={2: {"A": 2}, 3: {"A": 1}}))
    assert result.ledger["stock"].tolist() == [3, 2, 1, 2]
    assert result.weeks["in_transit_units"].tolist() == [0, 2, 3, 1]
    assert result.weeks["dc_units"].tolist() == [3, 1, 0, 0]
    assert result.units_left == 1  # still on a lorry when the season ends: salvage


def test_online_sells_from_the_dc_after_the_shipments_have_left():
    stores = pd.DataFrame({"store_id": ["A", "WEB"], "ships_from_dc": [False, True]})
    world = World(season(2, terms={"dc_holdback_percentage": 0.6}, stores=stores), demand(A=[4, 2], WEB=[3, 3]))
    script = Script({"A": 4}, 6, shipments={2: {"A": 1}})
    result = play(world, script)
    web = result.ledger[result.ledger["store_id"] == "WEB"]
    assert web["stock"].tolist() == [6, 2]
    assert web["sales"].tolist() == [3, 2]
    assert "WEB" not in script.shown[0].store_stock.index
    assert "WEB" in set(script.shown[1].sales["store_id"])


def test_parts_of_units_sold_online_leave_whole_ones_to_send():
    """0.7 + 0.2 + 0.1 of 3 units: 2 are left, and not the 1.9999999999999996 of the sums."""
    stores = pd.DataFrame({"store_id": ["A", "WEB"], "ships_from_dc": [False, True]})
    made = season(4, terms={"dc_holdback_percentage": 0.75}, stores=stores)
    world = World(made, demand(A=[0, 0, 0, 1], WEB=[0.7, 0.2, 0.1, 0]))
    script = Script({"A": 1}, 3, shipments={4: {"A": 2}})
    assert play(world, script).units_left == 2
    assert script.shown[3].dc_stock == 2


def test_two_stores_online_share_a_short_dc_in_proportion():
    stores = pd.DataFrame({"store_id": ["APP", "WEB"], "ships_from_dc": [True, True]})
    result = play(World(season(1, stores=stores), demand(APP=[2], WEB=[6])), Script({}, 4))
    assert result.ledger["sales"].tolist() == [1, 3]


@pytest.mark.parametrize(
    ("fade", "wanted"), [(1.0, [10, 40, 40, 40]), (0.5, [10, 40, 20, 20]), (0.0, [10, 40, 10, 10])]
)
def test_a_markdown_fades_after_its_first_week(fade, wanted):
    world = World(season(4, terms={"markdown_checkpoint_week": 1}, markdown_fade=fade), demand(A=[10] * 4))
    result = play(world, Script({"A": 11}, 9, markdowns={2: 0.5, 4: 0.5}))
    assert result.ledger["demand"].tolist() == pytest.approx(wanted)


def test_a_deeper_markdown_has_a_first_week_of_its_own():
    world = World(season(4, terms={"markdown_checkpoint_week": 1}, markdown_fade=0.5), demand(A=[9] * 4))
    result = play(world, Script({"A": 11}, 9, markdowns={2: 0.25, 4: 0.5}))
    assert result.ledger["demand"].tolist() == pytest.approx([9, 9 / 0.75**2, 9 / 0.75, 9 / 0.5**2])


def test_a_markdown_holds_when_nothing_more_is_asked_for():
    world = World(season(4, terms={"markdown_checkpoint_week": 1}), demand(A=[1] * 4))
    result = play(world, Script({"A": 11}, 9, markdowns={2: 0.3}))
    assert result.ledger["markdown"].tolist() == [0, 0.3, 0.3, 0.3]


def test_store_ids_may_be_numbers():
    world = World(season(2), demand(A=[1, 1]).assign(store_id=7))
    assert play(world, Script({7: 1}, 1, {2: {7: 1}})).ledger["sales"].tolist() == [1, 1]


def test_what_a_policy_does_to_its_copies_changes_nothing():
    class Vandal(Script):
        def week(self, state):
            state.store_stock.iloc[:] = 1000.0
            state.sales["units"] = 1000.0
            return super().week(state)

    world = World(season(), demand(A=[5, 3, 1]))
    quiet, loud = play(world, Script({"A": 3}, 2)), play(world, Vandal({"A": 3}, 2))
    pd.testing.assert_frame_equal(quiet.ledger, loud.ledger)


unhurried = settings(deadline=None, max_examples=60)
weeks_of = st.integers(1, 6)


@st.composite
def games(draw):
    """Any legal season: demand whole or not, a cadence, a lead time, and shipments that the DC can make."""
    weeks, stores = draw(weeks_of), draw(st.integers(1, 4))
    names = [f"S{n}" for n in range(stores)]
    units = st.one_of(st.integers(0, 30).map(float), st.floats(0, 30))
    wanted = {name: draw(st.lists(units, min_size=weeks, max_size=weeks)) for name in names}
    held = draw(st.sampled_from([0.0, 0.3, 0.45, 1.0]))
    buy = draw(st.integers(0, 200))
    dc = int(np.floor(held * buy + 0.5))
    opening = np.random.default_rng(draw(st.integers(0, 99))).multinomial(buy - dc, [1 / stores] * stores)
    terms = {
        "dc_holdback_percentage": held,
        "replenishment_strategy": draw(st.sampled_from(["none", "weekly", "bi-weekly"])),
        "markdown_checkpoint_week": draw(st.one_of(st.none(), st.integers(1, weeks))),
    }
    made = season(
        weeks, terms=terms, lead_time_weeks=draw(st.integers(0, 2)), markdown_fade=draw(st.sampled_from([0.5, 1.0]))
    )
    shipments, left = {}, dc
    for week in made.parameters.delivery_weeks:
        sent = {name: draw(st.integers(0, left // stores)) for name in names}
        left -= sum(sent.values())
        shipments[week] = sent
    checkpoint = made.parameters.markdown_checkpoint_week
    cuts = {} if checkpoint is None or checkpoint == weeks else {checkpoint + 1: draw(st.sampled_from([0.0, 0.2, 0.6]))}
    script = Script(dict(zip(names, opening.tolist(), strict=True)), dc, shipments, cuts)
    return World(made, demand(**wanted)), script


@unhurried
@given(games())
def test_every_unit_is_in_a_store_in_the_dc_on_its_way_or_sold_in_every_week(game):
    result = play(*game)
    weeks = result.weeks
    there = weeks["stores_units"] + weeks["dc_units"] + weeks["in_transit_units"]
    assert there.to_numpy() == pytest.approx(
        (result.buy_units - weeks["sales"].cumsum().shift(fill_value=0)).to_numpy()
    )
    assert result.units_sold + result.units_left == pytest.approx(result.buy_units)
    assert (weeks.to_numpy() >= 0).all()


@unhurried
@given(games())
def test_sales_never_exceed_demand_or_stock_and_what_was_not_sold_was_lost(game):
    ledger = play(*game).ledger
    assert (ledger["sales"] <= ledger["stock"] + 1e-9).all()
    assert (ledger["sales"] + ledger["lost"]).to_numpy() == pytest.approx(ledger["demand"].to_numpy())
    assert (ledger[["demand", "sales", "lost", "stock", "shipped", "markdown", "revenue"]] >= 0).all(axis=None)
    assert ((ledger["lost"] < 1e-9) | (ledger["stock"] - ledger["sales"] < 1e-9)).all()


@unhurried
@given(games())
def test_the_money_follows_from_the_units(game):
    result = play(*game)
    revenue = (result.ledger["sales"] * 10 * (1 - result.ledger["markdown"])).sum()
    assert result.revenue == pytest.approx(revenue)
    assert result.profit == pytest.approx(revenue + result.units_left - 4 * result.buy_units)


@unhurried
@given(games())
def test_the_same_decisions_come_to_the_same(game):
    once, again = play(*game), play(*game)
    pd.testing.assert_frame_equal(once.ledger, again.ledger)
    assert once.profit == again.profit


def naive_sales(world, script):
    """The same season by loops over weeks and stores, without markdowns."""
    stock, dc = dict(script.store_units), script.dc_units
    coming, sold = [], []
    for week in world.demand.index:
        dc -= sum(script.shipments.get(week, {}).values())
        coming += [(week + world.season.lead_time_weeks, s, u) for s, u in script.shipments.get(week, {}).items()]
        for when, store, units in coming:
            stock[store] += units if when == week else 0
        for store in sorted(stock):
            sales = min(stock[store], world.demand.loc[week, store])
            stock[store] -= sales
            sold.append(sales)
    return sold


@unhurried
@given(games())
def test_it_sells_what_a_loop_over_weeks_and_stores_would(game):
    world, script = game
    plain = Script(script.store_units, script.dc_units, script.shipments)
    assert play(world, plain).ledger["sales"].tolist() == pytest.approx(naive_sales(world, plain))


def refused(made, script, message, wanted=None):
    with pytest.raises(PlanError, match=message):
        play(World(made, wanted or demand(A=[5, 3, 1], B=[8, 4, 0])), script)


@pytest.mark.parametrize(
    ("stores", "dc", "message"),
    [
        ({"A": 7, "B": 4}, 9, "a holdback of 40 % is 8"),
        ({"A": 7, "B": 6}, 7, "a holdback of 40 % is 8"),
        ({"A": 15, "B": -3}, 8, "whole units"),
    ],
)
def test_an_opening_against_the_rules_is_refused(stores, dc, message):
    refused(season(terms=CHECKPOINT_1), Script(stores, dc), message)


def test_an_opening_that_does_not_add_up_is_refused():
    class Generous(Script):
        def open(self, season):
            opening = super().open(season)
            return type(opening)(**{**vars(opening), "buy_units": 21})

    refused(season(terms=CHECKPOINT_1), Generous({"A": 12}, 8), "not the 21 units")


@pytest.mark.parametrize(
    ("shipments", "message"),
    [
        ({1: {"A": 1}}, "shipments leave in weeks 2, 3"),
        ({2: {"A": 9}}, "ships 9 units, but the DC has 8"),
        ({2: {"A": 6}, 3: {"B": 3}}, "the DC has 2"),
        ({2: {"A": -1}}, "whole units"),
        ({2: {"A": 0.5}}, "whole units"),
        ({2: {"A": float("nan")}}, "whole units"),
        ({2: {"C": 1}}, "ships to C"),
    ],
)
def test_a_shipment_against_the_rules_is_refused(shipments, message):
    refused(season(terms=CHECKPOINT_1), Script({"A": 7, "B": 5}, 8, shipments), message)


@pytest.mark.parametrize(("strategy", "message"), [("bi-weekly", "in weeks 3"), ("none", "no deliveries")])
def test_the_cadence_is_the_seasons(strategy, message):
    made = season(terms={**CHECKPOINT_1, "replenishment_strategy": strategy})
    refused(made, Script({"A": 7, "B": 5}, 8, {2: {"A": 1}}), message)


def test_deliveries_end_when_the_supply_side_says():
    made = season(terms=CHECKPOINT_1, supply=SupplyTerms(last_delivery_week=2))
    refused(made, Script({"A": 7, "B": 5}, 8, {3: {"A": 1}}), "in weeks 2")


def test_online_has_no_shelf_to_send_to():
    stores = pd.DataFrame({"store_id": ["A", "B"], "ships_from_dc": [False, True]})
    made = season(terms=CHECKPOINT_1, stores=stores)
    refused(made, Script({"A": 7, "B": 5}, 8), "B ships from the DC")
    refused(made, Script({"A": 12}, 8, {2: {"B": 1}}), "ships to B")


@pytest.mark.parametrize(
    ("markdowns", "message"),
    [
        ({1: 0.2}, "checkpoint is after week 1"),
        ({2: 0.4, 3: 0.2}, "back from 40 % to 20 %"),
        ({2: 1.0}, "cannot be made"),
        ({2: -0.1}, "cannot be made"),
        ({2: float("nan")}, "cannot be made"),
    ],
)
def test_a_markdown_against_the_rules_is_refused(markdowns, message):
    refused(season(terms=CHECKPOINT_1), Script({"A": 7, "B": 5}, 8, markdowns=markdowns), message)


def test_without_a_checkpoint_there_is_no_markdown_and_without_an_elasticity_none_can_be_played():
    refused(season(), Script({"A": 11}, 9, markdowns={3: 0.2}), "no checkpoint")
    refused(season(terms=CHECKPOINT_1, elasticity=None), Script({"A": 12}, 8, markdowns={3: 0.2}), "elasticity")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (demand(A=[1, 2]), "weeks 1 to 3"),
        (demand(A=[1, 2, 3, 4]), "weeks 1 to 3"),
        (demand(A=[1, 2, -3]), "negative"),
        (demand(A=[1, 2, float("nan")]), "not numbers"),
        (pd.concat([demand(A=[1, 2, 3])] * 2), "twice"),
        (demand(A=[1, 2, 3]).drop(columns="store_id"), "no column store_id"),
    ],
)
def test_a_demand_that_is_not_the_seasons_is_refused(wanted, message):
    with pytest.raises(PlanError, match=message):
        World(season(), wanted)


def test_a_season_without_prices_has_no_score():
    with pytest.raises(PlanError, match="no score in money"):
        World(season(unit_cost=None), demand(A=[1, 2, 3]))
