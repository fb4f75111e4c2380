"""Many seasons at once come to what each comes to alone: the twin plays the same rules by `World` and `play`."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.allocation import apportion, top_up
from forecast_kit.errors import PlanError
from forecast_kit.plan import UsableStock
from forecast_kit.pricing import markdown_ladder
from forecast_kit.replay import Opening, SupplyTerms, WeekDecision, World, play
from forecast_kit.replay.belief import Prior
from forecast_kit.replay.many import play_many
from forecast_kit.replay.rules import useful_deliveries
from tests.replay.small import season

STORES = ["A", "B", "C", "WEB"]
ONLINE = np.array([False, False, False, True])
FRAME = pd.DataFrame({"store_id": STORES, "ships_from_dc": ONLINE})
WEEKLY = np.array([60.0, 80, 90, 70, 60, 40, 30, 30])
PRIOR = Prior(
    weekly=WEEKLY,
    share=np.array([0.4, 0.3, 0.2, 0.1]),
    level_sd=0.2,
    week_dispersion=3.0,
    store_dispersion=np.array([1.5, 1.0, 2.0, 1.0]),
)


class Twin:
    """The same rules for one season, store by store and week by week, in plain Python."""

    def __init__(self, prior, committed):
        self.prior, self.committed = prior, committed

    def open(self, season):
        self.season, self.deliveries = season, dict(useful_deliveries(season))
        dc = int(season.parameters.dc_holdback_percentage * self.committed + 0.5)
        placed = apportion(self.committed - dc, self.prior.share[:3])
        self.ring = min(dc, int(self.prior.share[3] * self.committed + 0.5))
        self.on_shelf, self.sent, self.price = {}, {}, {}
        return Opening(
            buy_units=self.committed - season.usable.units,
            store_units=pd.Series(placed, index=STORES[:3]),
            dc_units=dc,
        )

    def level(self, state):
        """Gamma-Poisson by hand; a shelf that sold out wanted what was expected, or what it sold."""
        seen = expected = 0.0
        for row in state.sales.itertuples():
            n, lift = STORES.index(row.store_id), self.price[row.week]
            usual = self.prior.weekly[row.week - 1] * self.prior.share[n]
            out = self.on_shelf[row.week][n] - row.units < 1e-6
            seen += max(row.units / lift, usual) if out else row.units / lift
        expected = self.prior.weekly[: state.week - 1].sum()
        weight = self.prior.level_sd**-2
        rate = weight + expected / self.prior.week_dispersion
        shape = weight + seen / self.prior.week_dispersion
        return shape / rate, shape**0.5 / rate

    def lift(self, depth, week):
        """Demand at `depth` over full price in `week`; the first week after the checkpoint has not faded."""
        fade = 1.0 if week == self.season.parameters.markdown_checkpoint_week + 1 else self.season.markdown_fade
        return (1 - depth) ** (-self.season.elasticity * fade)

    def depth(self, state, level, stock):
        check = self.season.parameters.markdown_checkpoint_week
        if check is None or state.week != check + 1:
            return state.markdown
        best, earned = 0.0, -1e18
        for rung in markdown_ladder():
            wanted = sum(level * self.prior.weekly[w - 1] * self.lift(rung, w) for w in range(state.week, 9))
            sold = min(stock, wanted)
            money = self.season.economics.net_price * (1 - rung) * sold + self.season.salvage_value * (stock - sold)
            if money > earned + 1e-9:
                best, earned = rung, money
        return best

    def week(self, state):
        level, level_sd = self.level(state) if state.week > 1 else (1.0, self.prior.level_sd)
        coming = sum((u for w, u in self.sent.items() if w + self.season.lead_time_weeks > state.week), np.zeros(3))
        shelves = state.store_stock.reindex(STORES[:3]).to_numpy()
        ring = max(0.0, self.ring - state.sales.loc[state.sales["store_id"] == "WEB", "units"].sum())
        in_dc = state.dc_stock if max(self.deliveries, default=0) >= state.week else min(ring, state.dc_stock)
        depth = self.depth(state, level, shelves.sum() + coming.sum() + in_dc)
        lifts = [1.0 if not depth else self.lift(depth, w) for w in range(1, 9)]
        units = np.zeros(3, dtype=int)
        until = self.deliveries.get(state.week)
        if until is not None:
            weekly = sum(self.prior.weekly[w - 1] * lifts[w - 1] for w in range(state.week, until + 1))
            rate = level * self.prior.share[:3]
            mean = rate * weekly
            noise = self.prior.week_dispersion * rate**2 * weekly / level + self.prior.store_dispersion[:3] * mean
            sd = np.sqrt((level_sd / level * mean) ** 2 + noise)
            z = 1000.0 if state.week == max(self.deliveries) else 3.0
            free = int(min(state.dc_stock, round(max(0.0, state.dc_stock - ring), 9)))
            units = top_up(free, shelves + coming, mean, sd, min_ship_units=self.season.supply.min_ship_units, z=z)
        self.sent[state.week] = units
        arriving = units if self.season.lead_time_weeks == 0 else 0
        self.on_shelf[state.week] = [*(shelves + arriving), state.dc_stock - units.sum()]
        self.price[state.week] = lifts[state.week - 1]
        return WeekDecision(shipments=pd.Series(units, index=STORES[:3]), markdown=depth)


def paths(seed, scenarios=4, factor=1.0):
    rng = np.random.default_rng(seed)
    level = factor * rng.uniform(0.5, 1.6, scenarios)
    return rng.poisson(level[:, None, None] * WEEKLY[:, None] * PRIOR.share).astype(float)


def made(strategy="weekly", holdback=0.45, checkpoint=4, **changes):
    terms = {
        "replenishment_strategy": strategy,
        "dc_holdback_percentage": holdback,
        "markdown_checkpoint_week": checkpoint,
    }
    return season(8, terms=terms, stores=FRAME, **changes)


@settings(max_examples=40)
@given(
    seed=st.integers(0, 9999),
    strategy=st.sampled_from(["none", "weekly", "bi-weekly"]),
    holdback=st.sampled_from([0.05, 0.3, 0.45, 1.0]),
    checkpoint=st.sampled_from([None, 3, 7]),
    lead=st.integers(0, 2),
    fade=st.sampled_from([1.0, 0.5]),
    smallest=st.sampled_from([1, 4]),
    committed=st.sampled_from([150, 460, 700]),
)
def test_every_scenario_comes_to_what_it_comes_to_alone(
    seed, strategy, holdback, checkpoint, lead, fade, smallest, committed
):
    one = made(
        strategy,
        holdback,
        checkpoint,
        lead_time_weeks=lead,
        markdown_fade=fade,
        supply=SupplyTerms(min_ship_units=smallest, vat_rate=0.2),
        usable=UsableStock(on_hand_dc=10),
    )
    wanted = paths(seed)
    together = play_many(one, PRIOR, ONLINE, wanted, committed)
    for n, path in enumerate(wanted):
        grid = pd.DataFrame(path, index=pd.RangeIndex(1, 9, name="week"), columns=pd.Index(STORES, name="store_id"))
        alone = play(World(one, grid.stack().rename("units").reset_index()), Twin(PRIOR, committed))
        for name in ("units_sold", "units_lost", "units_left", "revenue", "profit"):
            assert getattr(together, name)[n] == pytest.approx(getattr(alone, name), abs=1e-6), name


@settings(max_examples=30)
@given(st.integers(0, 9999), st.sampled_from(["none", "weekly", "bi-weekly"]), st.sampled_from([0.0, 0.45, 1.0]))
def test_units_are_conserved_in_every_scenario_and_nothing_is_negative(seed, strategy, holdback):
    found = play_many(made(strategy, holdback), PRIOR, ONLINE, paths(seed, 30), 460)
    assert found.units_sold + found.units_left == pytest.approx(np.full(30, 460.0))
    for values in (found.units_sold, found.units_lost, found.units_left, found.markdown):
        assert (values >= -1e-9).all()


def test_money_ten_times_as_large_changes_no_decision():
    small = made()
    large = replace(small, unit_price=100.0, unit_cost=40.0, salvage_value=10.0)
    one, ten = (play_many(s, PRIOR, ONLINE, paths(3, 20), 460) for s in (small, large))
    assert one.units_sold.tolist() == ten.units_sold.tolist()
    assert ten.profit == pytest.approx(10 * one.profit)


def test_without_prices_nothing_can_be_compared():
    with pytest.raises(PlanError, match="compared in money"):
        play_many(made(unit_cost=None), PRIOR, ONLINE, paths(1), 460)
