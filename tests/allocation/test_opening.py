"""Opening stock: stores + DC = buy + usable stock, whatever is asked."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.allocation import ONLINE, Tiering, allocate
from forecast_kit.errors import PlanError
from forecast_kit.plan import UsableStock


def tiering_of(store_ids, online=()):
    labels = pd.Series([ONLINE if store in online else "All stores" for store in store_ids], index=list(store_ids))
    return Tiering(labels, {name: f"{name}." for name in dict.fromkeys(labels)}, None)


def opened(
    shares, *, online=(), on_hand=None, buy=1000, holdback=0.45, weekly=(50.0,) * 12, presentation=0, usable=None
):
    shares = pd.Series(shares)
    stores = pd.DataFrame({"store_id": shares.index, "ships_from_dc": [store in online for store in shares.index]})
    held = None if on_hand is None else pd.Series(on_hand)
    return allocate(
        shares,
        tiering_of(shares.index, online),
        stores,
        buy_units=buy,
        usable=usable or UsableStock(on_hand_stores=0 if held is None else int(held.sum())),
        store_on_hand=held,
        holdback=holdback,
        weekly_units=weekly,
        min_presentation_units=presentation,
    )


def units(allocation):
    return {line.store_id: line.opening_units for line in allocation.lines}


@st.composite
def chains(draw):
    weights = draw(st.lists(st.floats(0.001, 100), min_size=1, max_size=15))
    ids = [f"S{n}" for n in range(len(weights))]
    online = [store for store in ids if draw(st.integers(0, 4)) == 0]
    on_hand = {store: draw(st.integers(0, 40)) for store in ids if store not in online}
    return dict(zip(ids, np.array(weights) / sum(weights), strict=True)), online, on_hand


class TestAlways:
    @settings(max_examples=60, deadline=None)
    @given(chains(), st.integers(0, 3000), st.integers(0, 500), st.floats(0, 1), st.integers(0, 60), st.floats(0, 400))
    def test_stores_and_dc_are_what_was_bought_and_usable(self, chain, buy, in_dc, holdback, presentation, weekly):
        shares, online, on_hand = chain
        usable = UsableStock(on_hand_stores=sum(on_hand.values()), on_hand_dc=in_dc)
        plan = opened(
            shares,
            online=online,
            on_hand=on_hand or None,
            buy=buy,
            holdback=holdback,
            weekly=[weekly] * 4,
            presentation=presentation,
            usable=usable,
        )
        assert plan.store_units + plan.dc_units == buy + usable.units
        assert 0 <= plan.ring_fenced_units <= plan.dc_units
        for line in plan.lines:
            assert line.opening_units >= on_hand.get(line.store_id, 0)
            assert line.short_of_presentation == max(0, line.presentation_units - line.opening_units)
            if line.store_id in online:
                assert (line.opening_units, line.presentation_units, line.tier) == (0, 0, ONLINE)

    @settings(max_examples=30, deadline=None)
    @given(chains(), st.integers(0, 3000), st.floats(0, 1), st.floats(0, 1))
    def test_a_higher_holdback_never_opens_stores_with_more(self, chain, buy, one, two):
        shares, online, on_hand = chain
        low, high = (
            opened(shares, online=online, on_hand=on_hand or None, buy=buy, holdback=holdback)
            for holdback in sorted((one, two))
        )
        assert high.store_units <= low.store_units

    @given(st.integers(0, 5000), st.floats(0, 1))
    def test_the_dc_is_the_contracts_formula(self, buy, holdback):
        assert opened({"A": 0.5, "B": 0.5}, buy=buy, holdback=holdback).dc_units == math.floor(holdback * buy + 0.5)


class TestPresentation:
    def test_is_two_weeks_of_demand_or_the_minimum_whichever_is_more(self):
        plan = opened({"A": 0.9, "B": 0.1}, weekly=[30.0, 33.0, 900.0], presentation=8)
        assert [line.presentation_units for line in plan.lines] == [57, 8]

    def test_comes_first_when_it_fits(self):
        plan = opened({"A": 0.99, "B": 0.01}, buy=200, holdback=0.5, weekly=[1.0] * 12, presentation=20)
        assert units(plan) == {"A": 80, "B": 20}
        assert plan.notes == ()

    def test_gives_way_to_the_holdback_and_says_who_is_short(self):
        plan = opened({"A": 0.75, "B": 0.25}, buy=100, holdback=0.6, weekly=[0.0] * 12, presentation=25)
        assert units(plan) == {"A": 30, "B": 10}
        assert plan.dc_units == 60
        assert [line.short_of_presentation for line in plan.lines] == [0, 15]
        assert plan.notes == ("1 store opens 15 units short of the presentation minimum: B.",)

    def test_a_long_list_of_short_stores_is_cut(self):
        plan = opened({f"S{n}": 0.125 for n in range(8)}, buy=0, presentation=3, weekly=[0.0])
        assert plan.notes == (
            "8 stores open 24 units short of the presentation minimum: S0, S1, S2, S3, S4 and others.",
        )


class TestStockInStores:
    def test_stays_where_it_is(self):
        plan = opened({"A": 0.5, "B": 0.5}, on_hand={"A": 70, "B": 0}, buy=30, holdback=0.2)
        assert units(plan) == {"A": 70, "B": 10}
        assert plan.dc_units == 20

    def test_beyond_the_stores_part_takes_from_the_dc_and_says_so(self):
        plan = opened({"A": 0.5, "B": 0.5}, on_hand={"A": 80, "B": 0}, buy=20, holdback=0.5)
        assert (units(plan), plan.dc_units) == ({"A": 80, "B": 0}, 20)
        assert plan.notes[0] == (
            "Stores already hold 80 units, so the DC keeps 20 instead of the 50 that a holdback of 50 % asks for."
        )

    def test_that_no_one_can_place_is_treated_as_new_and_said(self):
        plan = opened({"A": 1.0}, buy=0, holdback=0.0, usable=UsableStock(on_hand_stores=12))
        assert units(plan) == {"A": 12}
        assert plan.notes[0] == "Which stores hold the 12 units on hand is not known: they are placed like new stock."
        elsewhere = opened({"A": 1.0}, on_hand={"A": 2, "CLOSED": 10}, buy=0, usable=UsableStock(on_hand_stores=12))
        assert elsewhere.notes[0].startswith("10 units on hand are in stores outside this plan")

    def test_more_than_is_committed_is_refused(self):
        with pytest.raises(PlanError, match="already hold 9 units, more than the 5 committed"):
            opened({"A": 1.0}, on_hand={"A": 9}, buy=5, usable=UsableStock())

    @pytest.mark.parametrize("held", [-1, 2.5])
    def test_must_be_whole_units(self, held):
        with pytest.raises(PlanError, match="whole units"):
            opened({"A": 1.0}, on_hand={"A": held}, usable=UsableStock())


class TestOnline:
    def test_has_its_share_of_everything_ring_fenced_in_the_dc(self):
        plan = opened({"A": 0.5, "B": 0.25, "WEB": 0.25}, online=["WEB"], buy=1000, holdback=0.4)
        assert units(plan) == {"A": 400, "B": 200, "WEB": 0}
        assert (plan.dc_units, plan.ring_fenced_units) == (400, 250)
        online = next(tier for tier in plan.tiers if tier.name == ONLINE)
        assert (online.opening_units, online.weeks_of_cover) == (0, None)

    def test_gets_no_more_than_the_dc_holds_back(self):
        plan = opened({"A": 0.5, "WEB": 0.5}, online=["WEB"], buy=1000, holdback=0.0)
        assert (plan.store_units, plan.dc_units, plan.ring_fenced_units) == (1000, 0, 0)
        assert plan.notes[0].startswith("Online would need 500 units in the DC, which holds back only 0")

    def test_alone_keeps_everything_in_the_dc(self):
        plan = opened({"WEB": 0.5, "APP": 0.5}, online=["WEB", "APP"], buy=101, holdback=0.3)
        assert (plan.store_units, plan.dc_units, plan.ring_fenced_units) == (0, 101, 101)
        assert plan.notes == ("Every store ships from the DC, so all units stay there.",)

    def test_stock_on_hand_online_is_in_the_dc(self):
        plan = opened({"A": 0.5, "WEB": 0.5}, online=["WEB"], on_hand={"WEB": 40}, usable=UsableStock(on_hand_dc=40))
        assert [line.on_hand_units for line in plan.lines] == [0, 0]


class TestEdges:
    def test_everything_or_nothing_held_back(self):
        assert opened({"A": 0.5, "B": 0.5}, holdback=1.0).store_units == 0
        assert opened({"A": 0.5, "B": 0.5}, holdback=0.0).dc_units == 0

    def test_nothing_bought(self):
        plan = opened({"A": 0.5, "B": 0.5}, buy=0)
        assert (plan.store_units, plan.dc_units, plan.committed_units) == (0, 0, 0)

    def test_no_demand_covers_no_number_of_weeks(self):
        assert opened({"A": 1.0}, weekly=[0.0] * 12).tiers[0].weeks_of_cover is None

    def test_impossible_inputs_are_refused(self):
        with pytest.raises(PlanError, match="do not add up to 1"):
            opened({"A": 0.5})
        with pytest.raises(PlanError, match=r"holdback of 45\.0 is not a share"):
            opened({"A": 1.0}, holdback=45.0)
        with pytest.raises(PlanError, match="without a tier: B"):
            allocate(
                pd.Series({"A": 0.5, "B": 0.5}),
                tiering_of(["A"]),
                None,
                buy_units=1,
                usable=UsableStock(),
                store_on_hand=None,
                holdback=0.0,
                weekly_units=[1.0],
                min_presentation_units=0,
            )


def test_tiers_add_up_and_say_how_long_they_last():
    plan = opened({"A": 0.5, "B": 0.25, "WEB": 0.25}, online=["WEB"], buy=1000, holdback=0.4, weekly=[80.0] * 10)
    shops, online = plan.tiers
    assert (shops.name, shops.stores, shops.share, shops.opening_units) == ("All stores", 2, 0.75, 600)
    assert shops.weeks_of_cover == pytest.approx(600 / 60)
    assert shops.share + online.share == 1


def test_stores_are_named_as_in_the_file():
    shares = pd.Series({"A": 0.5, "B": 0.5})
    stores = pd.DataFrame({"store_id": ["B", "A"], "store_name": [None, "Leeds"]})
    plan = allocate(
        shares,
        tiering_of("AB"),
        stores,
        buy_units=2,
        usable=UsableStock(),
        store_on_hand=None,
        holdback=0.0,
        weekly_units=[1.0],
        min_presentation_units=0,
    )
    assert [line.store_name for line in plan.lines] == ["Leeds", ""]
