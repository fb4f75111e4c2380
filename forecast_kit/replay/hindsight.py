"""What perfect foresight would have earned at full price: the yardstick that every score is a share of."""

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation import apportion
from forecast_kit.allocation.tiers import from_dc
from forecast_kit.errors import PlanError
from forecast_kit.replay.rules import holdback_units, useful_deliveries
from forecast_kit.replay.season import Opening, Season, State, WeekDecision
from forecast_kit.replay.world import demand_grid

__all__ = ["Hindsight"]

Units = npt.NDArray[np.int64]


class Hindsight:
    """Knows `demand` (`week, store_id, units`, the world's own) and buys and places exactly what sells at full price.

    It is bound like everybody: the holdback leaves the shops with the rest until the first delivery, so of the buys
    that the season allows it takes the one that earns most, sends each shop what it sells until that delivery,
    and then all it sells after it. It never marks down. Where demand answers strongly to price, a markdown could earn
    more than this, so a score of more than 100 % of it is possible. Usable stock may be placed anywhere.
    """

    def __init__(self, demand: pd.DataFrame) -> None:
        self.demand = demand
        self._first: int | None = None
        self._want: pd.Series | None = None

    def open(self, season: Season) -> Opening:
        """The buy that earns most, and each shop's part of it.

        Raises:
            PlanError: the season lacks a price, or the demand is not that of its weeks.
        """
        deliveries = useful_deliveries(season)
        self._first = deliveries[0][0] if deliveries else None
        horizon = season.parameters.forecast_horizon_weeks
        grid = demand_grid(self.demand, horizon)
        before = horizon if self._first is None else self._first + season.lead_time_weeks - 1
        online = from_dc(season.stores, grid.columns).to_numpy(dtype=bool)
        worth = _Worth(season)
        total = worth.whole(grid.sum().to_numpy(dtype=np.float64))
        early = np.minimum(np.ceil(np.round(grid.iloc[:before].sum().to_numpy(dtype=np.float64), 9)), total)
        shops = ~online
        sums = (int(early[shops].sum()), int(total[shops].sum()), int(total[online].sum()))
        chain = _Chain(season, *sums, has_shops=bool(shops.any()))
        committed = max(chain.candidates(), key=lambda units: (worth.of(chain.sold(units), units), -units))
        dc_units = chain.dc_units(committed)
        early, total, stores = early[shops].astype(np.int64), total[shops].astype(np.int64), grid.columns[shops]
        placed = _placed(committed - dc_units, early, total)
        self._want = pd.Series(np.maximum(0, total - np.maximum(early, placed)), index=stores)
        return Opening(
            buy_units=committed - season.usable.units,
            store_units=pd.Series(placed, index=stores, name="units"),
            dc_units=dc_units,
        )

    def week(self, state: State) -> WeekDecision:
        """All that each shop still needs, as soon as it can be sent.

        Raises:
            PlanError: the season has not been opened.
        """
        if self._want is None:
            raise PlanError("A season is traded by the policy that opened it.", "Call open first, then week by week.")
        if state.week != self._first:
            return WeekDecision(shipments=pd.Series(dtype=np.int64))
        sent = min(math.floor(state.dc_stock), int(self._want.sum()))
        return WeekDecision(shipments=pd.Series(apportion(sent, self._want.to_numpy()), index=self._want.index))


class _Worth:
    """Money of sold and unsold units."""

    def __init__(self, season: Season) -> None:
        economics = season.economics
        price, cost, salvage = economics.net_price, economics.unit_cost, economics.salvage_value
        if price is None or cost is None or salvage is None:
            raise PlanError("Hindsight needs price, cost and salvage value.", "Give all three.")
        self.price, self.cost, self.salvage = price, cost, salvage

    def of(self, sold: float, committed: float) -> float:
        return self.price * sold + self.salvage * (committed - sold) - self.cost * committed

    def whole(self, demand: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Demand in whole units: a last unit of which only a part sells, where that part still pays."""
        down = np.floor(np.round(demand, 9))
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
