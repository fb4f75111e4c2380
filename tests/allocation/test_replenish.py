"""The season at expected demand: units are conserved every week, deliveries keep to the cadence."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.allocation import ONLINE, deliveries, schedule
from forecast_kit.errors import PlanError
from forecast_kit.plan import StoreAllocation, StoreLine
from forecast_kit.season import SeasonParameters, trading_weeks


def season(horizon=8, strategy="weekly"):
    return SeasonParameters(
        season_start_date=date(2026, 3, 2), forecast_horizon_weeks=horizon, replenishment_strategy=strategy
    )


def stocked(opening, dc_units, shares=None, ring_fenced=None):
    """An allocation of `opening` units by store; `ring_fenced` units by online store."""
    ring_fenced = ring_fenced or {}
    stores = [*opening, *ring_fenced]
    shares = shares or {store: 1 / len(stores) for store in stores}
    lines = tuple(
        StoreLine(
            store_id=store,
            tier=ONLINE if store in ring_fenced else "All stores",
            share=shares[store],
            opening_units=opening.get(store, 0),
            ring_fenced_units=ring_fenced.get(store, 0),
        )
        for store in stores
    )
    return StoreAllocation(lines=lines, tiers=(), dc_units=dc_units, committed_units=sum(opening.values()) + dc_units)


def played(allocation, parameters, weekly, *, hi=None, lead=1, min_ship=1, last=None):
    weeks = trading_weeks(parameters, date(2025, 1, 6))
    return schedule(
        allocation,
        parameters,
        weeks,
        weekly,
        weekly_hi_units=hi,
        dc_lead_weeks=lead,
        min_ship_units=min_ship,
        last_delivery_week=last,
    )


@st.composite
def seasons(draw):
    horizon = draw(st.integers(1, 16))
    parameters = season(horizon, draw(st.sampled_from(["none", "weekly", "bi-weekly"])))
    weights = draw(st.lists(st.floats(0.01, 10), min_size=1, max_size=8))
    ids = [f"S{n}" for n in range(len(weights))]
    online = {store for store in ids if draw(st.integers(0, 3)) == 0}
    opening = {store: draw(st.integers(0, 80)) for store in ids if store not in online}
    ring_fenced = {store: draw(st.integers(0, 60)) for store in online}
    free = draw(st.integers(0, 300))
    shares = {store: weight / sum(weights) for store, weight in zip(ids, weights, strict=True)}
    weekly = draw(st.lists(st.floats(0, 200), min_size=horizon, max_size=horizon))
    options = {
        "hi": draw(st.sampled_from([None, [units * 1.5 for units in weekly]])),
        "lead": draw(st.integers(0, 4)),
        "min_ship": draw(st.integers(1, 12)),
        "last": draw(st.sampled_from([None, 1, 2, 5, 40])),
    }
    return stocked(opening, free + sum(ring_fenced.values()), shares, ring_fenced), parameters, weekly, options


class TestAlways:
    @settings(max_examples=60, deadline=None)
    @given(seasons())
    def test_stock_changes_only_by_what_is_sold(self, given_season):
        allocation, parameters, weekly, options = given_season
        _, path = played(allocation, parameters, weekly, **options)
        assert len(path) == parameters.forecast_horizon_weeks
        first = path[0]
        assert first.stores_units + first.dc_units == pytest.approx(allocation.committed_units)
        for week, following in pairwise(path):
            left = week.stores_units + week.dc_units - week.expected_sales
            assert following.stores_units + following.dc_units == pytest.approx(left, abs=1e-6)
        for week, demand in zip(path, weekly, strict=True):
            assert week.expected_sales + week.expected_lost == pytest.approx(demand, abs=1e-6)
            assert week.expected_sales <= week.stores_units + week.dc_units + 1e-9

    @settings(max_examples=60, deadline=None)
    @given(seasons())
    def test_deliveries_keep_to_the_cadence_and_to_what_the_dc_may_ship(self, given_season):
        allocation, parameters, weekly, options = given_season
        orders, _ = played(allocation, parameters, weekly, **options)
        assert sum(order.units for order in orders) <= allocation.dc_units - allocation.ring_fenced_units
        last = options["last"] or parameters.forecast_horizon_weeks
        assert all(order.week in parameters.delivery_weeks and order.week <= last for order in orders)
        shops = {line.store_id for line in allocation.lines if line.tier != ONLINE}
        for order in orders:
            stores = [store for store, _ in order.lines]
            assert set(stores) <= shops
            assert len(set(stores)) == len(stores)
            assert order.dispatch_week_start == order.week_start - timedelta(weeks=options["lead"])


class TestCover:
    def test_each_delivery_brings_the_demand_until_the_next_and_a_margin(self):
        """One store, 50 a week, nothing uncertain but its own Poisson: a week's cover is 50 + 3 x sqrt(100)."""
        orders, path = played(stocked({"S1": 50}, 1000), season(4), [50.0] * 4)
        assert [order.week for order in orders] == [2, 3, 4]
        assert orders[0].lines == (("S1", 80),)
        assert all(week.expected_lost == 0 for week in path)

    def test_a_surer_forecast_ships_less(self):
        allocation = stocked({"S1": 50}, 1000)
        sure, unsure = (played(allocation, season(4), [50.0] * 4, hi=[top] * 4)[0][0].units for top in (55.0, 110.0))
        assert sure < unsure

    def test_a_longer_lead_time_needs_a_wider_margin(self):
        allocation = stocked({"S1": 50}, 1000)
        short, long = (played(allocation, season(6), [50.0] * 6, hi=[80.0] * 6, lead=n)[0][-1] for n in (0, 4))
        assert short.week == long.week
        units = [
            sum(o.units for o in played(allocation, season(6), [50.0] * 6, hi=[80.0] * 6, lead=n)[0]) for n in (0, 4)
        ]
        assert units[0] < units[1]

    def test_every_two_weeks_covers_two_weeks(self):
        orders, path = played(stocked({"S1": 100}, 1000), season(6, "bi-weekly"), [50.0] * 6)
        assert [order.week for order in orders] == [3, 5]
        assert sum(week.expected_lost for week in path) == 0

    def test_the_last_delivery_covers_the_rest_of_the_season_and_no_more(self):
        orders, path = played(stocked({"S1": 50}, 1000), season(8), [50.0] * 8, last=3)
        assert [order.week for order in orders] == [2, 3]
        assert sum(week.expected_lost for week in path) == 0
        assert path[-1].dc_units > 500

    def test_a_season_the_dc_cannot_cover_sells_everything_it_has(self):
        orders, path = played(stocked({"A": 20, "B": 20}, 100, {"A": 0.7, "B": 0.3}), season(8), [50.0] * 8)
        assert sum(order.units for order in orders) == 100
        assert sum(week.expected_sales for week in path) == pytest.approx(140)

    def test_without_replenishment_the_dc_stays_put_and_sales_are_lost(self):
        orders, path = played(stocked({"S1": 60}, 500), season(4, "none"), [50.0] * 4)
        assert orders == ()
        assert {week.dc_units for week in path} == {500}
        assert sum(week.expected_lost for week in path) == pytest.approx(140)


class TestSmallLines:
    def test_wait_until_they_are_worth_picking(self):
        allocation = stocked({"A": 8, "B": 8}, 200)
        orders, _ = played(allocation, season(10), [6.0] * 10, min_ship=4)
        assert orders
        assert all(units >= 4 for order in orders for _, units in order.lines)

    def test_go_to_a_store_that_is_out(self):
        orders, _ = played(stocked({"A": 0}, 3), season(3), [1.0, 1.0, 1.0], min_ship=50)
        assert orders[0].lines == (("A", 3),)


class TestOnline:
    def test_sells_from_its_ring_fence_and_nobody_else_does(self):
        shares = {"A": 0.5, "WEB": 0.5}
        orders, path = played(stocked({"A": 0}, 40, shares, {"WEB": 40}), season(4), [50.0] * 4)
        assert orders == ()
        assert [week.expected_sales for week in path] == pytest.approx([25, 15, 0, 0])

    def test_does_not_sell_from_what_is_kept_for_stores(self):
        shares = {"A": 0.1, "WEB": 0.9}
        _, path = played(stocked({"A": 10}, 200, shares, {"WEB": 20}), season(3), [10.0] * 3)
        assert sum(week.expected_sales for week in path) == pytest.approx(3 + 20)


def test_delivery_weeks_and_how_far_each_must_last():
    assert deliveries(season(6), None) == [(2, 2), (3, 3), (4, 4), (5, 5), (6, 6)]
    assert deliveries(season(6, "bi-weekly"), 4) == [(3, 6)]
    assert deliveries(season(6, "none"), None) == []
    assert deliveries(season(6), 1) == []


def test_what_is_not_this_seasons_is_refused():
    allocation = stocked({"A": 5}, 5)
    with pytest.raises(PlanError, match="The season has 8 weeks, but 8 weeks and 3 forecasts were given"):
        played(allocation, season(), [1.0] * 3)
    with pytest.raises(PlanError, match="negative or not numbers"):
        played(allocation, season(), [-1.0] * 8)
    with pytest.raises(PlanError, match="cannot be shipped"):
        played(allocation, season(), [1.0] * 8, lead=-1)
    with pytest.raises(PlanError, match="cannot be shipped"):
        played(allocation, season(), [1.0] * 8, min_ship=0)
