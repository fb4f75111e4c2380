"""What perfect foresight would have earned: with the best markdown, and at full price alone, the yardstick."""

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation import apportion
from forecast_kit.allocation.tiers import from_dc
from forecast_kit.errors import PlanError
from forecast_kit.pricing import demand_lift, markdown_ladder
from forecast_kit.replay.rules import holdback_units, sendable_units, useful_deliveries
from forecast_kit.replay.season import Opening, Season, State, WeekDecision
from forecast_kit.replay.world import demand_grid

__all__ = ["Hindsight"]

Units = npt.NDArray[np.int64]


class Hindsight:
    """Knows `demand` (`week, store_id, units`, the world's own) and buys and places exactly what sells.

    It is bound like everybody: the holdback leaves the shops with the rest until the first delivery, so of the buys
    that the season allows it takes the one that earns most, sends each shop what it sells until that delivery,
    and then all it sells after it. Usable stock may be placed anywhere.

    With the one markdown, week and depth, that earns most together with its buy it is *perfect hindsight*. With
    `full_price` it never marks down: the yardstick that every score is a share of. That is no ceiling: where demand
    answers strongly to price, buying for a markdown earns more.
    """

    def __init__(self, demand: pd.DataFrame, *, full_price: bool = False) -> None:
        self.demand, self.full_price = demand, full_price
        self._first: int | None = None
        self._want: pd.Series | None = None
        self.markdown_week, self.markdown = 0, 0.0

    def open(self, season: Season) -> Opening:
        """The buy that earns most, and each shop's part of it.

        Raises:
            PlanError: the season lacks a price, or the demand is not that of its weeks.
        """
        grid = demand_grid(self.demand, season.parameters.forecast_horizon_weeks)
        foresight = [_Foresight(season, grid, week, depth) for week, depth in self._markdowns(season)]
        best = max(foresight, key=lambda found: (round(found.worth, 9), -found.depth))
        self.markdown_week, self.markdown = best.week, best.depth
        deliveries = useful_deliveries(season)
        self._first = deliveries[0][0] if deliveries else None
        placed = _placed(best.committed - best.dc_units, best.early, best.total)
        self._want = pd.Series(np.maximum(0, best.total - np.maximum(best.early, placed)), index=best.shops)
        return Opening(
            buy_units=best.committed - season.usable.units,
            store_units=pd.Series(placed, index=best.shops, name="units"),
            dc_units=best.dc_units,
        )

    def week(self, state: State) -> WeekDecision:
        """All that each shop still needs, as soon as it can be sent, and the markdown in its week.

        Raises:
            PlanError: the season has not been opened.
        """
        if self._want is None:
            raise PlanError("A season is traded by the policy that opened it.", "Call open first, then week by week.")
        markdown = self.markdown if self.markdown and state.week >= self.markdown_week else 0.0
        if state.week != self._first:
            return WeekDecision(shipments=pd.Series(dtype=np.int64), markdown=markdown)
        sent = min(sendable_units(state.dc_stock), int(self._want.sum()))
        shipments = pd.Series(apportion(sent, self._want.to_numpy()), index=self._want.index)
        return WeekDecision(shipments=shipments, markdown=markdown)

    def _markdowns(self, season: Season) -> list[tuple[int, float]]:
        """The weeks and depths to choose from; without any: depth 0, after the season."""
        checkpoint, horizon = season.parameters.markdown_checkpoint_week, season.parameters.forecast_horizon_weeks
        none = [(horizon + 1, 0.0)]
        if self.full_price or checkpoint is None or season.elasticity is None:
            return none
        weeks = range(checkpoint + 1, horizon + 1)
        return none + [(week, depth) for week in weeks for depth in markdown_ladder() if depth]


class _Foresight:
    """The best buy of a season marked down by `depth` from `week` on, and where it goes."""

    def __init__(self, season: Season, grid: pd.DataFrame, week: int, depth: float) -> None:
        self.week, self.depth = week, depth
        horizon, deliveries = len(grid), useful_deliveries(season)
        before = horizon if not deliveries else deliveries[0][0] + season.lead_time_weeks - 1
        demand = grid.to_numpy(dtype=np.float64) * _lifts(season, horizon, week, depth)[:, None]
        online = from_dc(season.stores, grid.columns).to_numpy(dtype=bool)
        self.shops = grid.columns[~online]
        worth = _Worth(season, depth)
        total = worth.whole(demand.sum(axis=0))
        early = np.minimum(np.ceil(np.round(demand[:before].sum(axis=0), 9)), total)
        self.early, self.total = early[~online].astype(np.int64), total[~online].astype(np.int64)
        sums = (int(self.early.sum()), int(self.total.sum()), int(total[online].sum()))
        chain = _Chain(season, *sums, has_shops=not online.all())
        at_full_price = float(demand[: week - 1].sum())
        of_it_early = float(demand[: min(before, week - 1), ~online].sum())

        def earned(committed: int) -> float:
            """At full price sells what is wanted before the markdown, less what the shops lack until a delivery."""
            lacking = max(0.0, of_it_early - (committed - chain.dc_units(committed)))
            sold = chain.sold(committed)
            return worth.of(min(sold, at_full_price - lacking), sold, committed)

        self.committed = max(chain.candidates(), key=lambda units: (earned(units), -units))
        self.worth, self.dc_units = earned(self.committed), chain.dc_units(self.committed)


def _lifts(season: Season, horizon: int, week: int, depth: float) -> npt.NDArray[np.float64]:
    """What the markdown makes of each week's demand."""
    lifts = np.ones(horizon)
    if depth and season.elasticity is not None:
        lifts[week - 1 :] = demand_lift(depth, season.elasticity * season.markdown_fade)
        lifts[week - 1] = demand_lift(depth, season.elasticity)
    return lifts


class _Worth:
    """Money of units sold at full price, sold at the markdown `depth`, and not sold."""

    def __init__(self, season: Season, depth: float) -> None:
        economics = season.economics
        price, cost, salvage = economics.net_price, economics.unit_cost, economics.salvage_value
        if price is None or cost is None or salvage is None:
            raise PlanError("Hindsight needs price, cost and salvage value.", "Give all three.")
        self.price, self.cost, self.salvage, self.cut = price, cost, salvage, price * (1 - depth)

    def of(self, sold_at_full_price: float, sold: float, committed: float) -> float:
        takings = self.price * sold_at_full_price + self.cut * (sold - sold_at_full_price)
        return takings + self.salvage * (committed - sold) - self.cost * committed

    def whole(self, demand: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Demand in whole units: a last unit of which only a part sells, where that part pays at full price."""
        down = np.floor(np.round(demand, 9))
        if self.cut < self.price:
            return down
        part = np.maximum(0.0, demand - down)
        pays = self.price * part + self.salvage * (1 - part) > self.cost
        return down + (pays & (part > 1e-9))


class _Chain:
    """The season as one number each: what shops sell before the first delivery, in all, and what online sells."""

    def __init__(self, season: Season, early: int, shops: int, online: int, *, has_shops: bool) -> None:
        self.season, self.early, self.shops, self.online, self.has_shops = season, early, shops, online, has_shops

    def dc_units(self, committed: int) -> int:
        return holdback_units(self.season, committed, has_shops=self.has_shops)

    def sold(self, committed: int) -> int:
        """The most units that can be sold of `committed`.

        What stands in shops sells before the first delivery, then after it; the DC sells the rest of that, and online.
        """
        dc = self.dc_units(committed)
        on_shelves = min(committed - dc, self.shops)
        before = min(on_shelves, self.early)
        after = min(on_shelves - before, self.shops - self.early)
        return before + after + min(dc, self.shops - self.early - after + self.online)

    def candidates(self) -> list[int]:
        """Where units start or stop to sell: profit is straight in between, so one of these earns most."""
        held = self.season.parameters.dc_holdback_percentage
        total = self.shops + self.online
        corners = [0.0, float(total)]
        if held < 1:
            corners += [self.early / (1 - held), self.shops / (1 - held)]
        if held > 0:
            corners += [self.online / held, (self.shops - self.early + self.online) / held]
        least = self.season.usable.units
        around = {math.floor(corner) + step for corner in corners for step in (-1, 0, 1, 2)}
        return sorted({max(least, units) for units in around})


def _placed(units: int, early: Units, total: Units) -> Units:
    """Opening stock: what sells before the first delivery first, then what sells after it, then anywhere."""
    if units <= early.sum():
        return apportion(units, early)
    if units <= total.sum():
        return early + apportion(units - int(early.sum()), total - early)
    return total + apportion(units - int(total.sum()), total)
