"""The markdown plan that earns most: which price to stand at in each week, given what is left and how it sells."""

import math
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from forecast_kit.errors import PlanError
from forecast_kit.pricing.elasticity import demand_lift

__all__ = ["MarkdownProgram", "Rest", "served"]

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

STOCKS = 160
LEAST_STOCK, MOST_STOCK = 0.05, 8.0  # of the demand still to come at full price: between them stocks are told apart
SHOCKS = 9
_Z = np.array([NormalDist().inv_cdf((point + 0.5) / SHOCKS) for point in range(SHOCKS)])
NORMAL_POINTS: Array = _Z / _Z.std()


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What is known of the weeks still to come.

    `weekly`: units expected at full price, at the level now believed in. `level_sd`: of that level, relative; it
    drifts by `drift` (relative) from week to week. `dispersion`: variance / mean of the chain's week. `net_price` and
    `salvage`: money per unit. `elasticities` are equally likely; after a price's first week they count `fade` times.
    `ladder`: shares off full price, shallowest first, the running one at the front. `store_sd`: how far, as a share
    of the last week's demand, stores' stocks will by then be off their demand.
    """

    weekly: tuple[float, ...]
    level_sd: float
    drift: float
    dispersion: float
    net_price: float
    salvage: float
    elasticities: tuple[float, ...]
    fade: float
    ladder: tuple[float, ...]
    store_sd: float = 0.0

    def __post_init__(self) -> None:
        if not self.weekly or not self.ladder or list(self.ladder) != sorted(set(self.ladder)):
            raise PlanError("A markdown is planned for weeks to come, over prices that go down.", "Give both.")


def served(stock: Array, demand: Array, store_sd: float) -> Array:
    """Units that many stores sell of their `stock` together, where each one's part of it is only roughly right.

    The mean of min(stock, demand x (1 + store_sd x Z)), Z standard normal, the loss function of Silver, Pyke and
    Thomas (2017), "Inventory and Production Management in Supply Chains", appendix II; at 0 it is the smaller of both.

    >>> served(np.array([100.0]), np.array([100.0]), 0.1).round(2).tolist()
    [96.01]
    """
    both = np.minimum(stock, demand)
    if store_sd <= 0:
        return both
    from scipy.special import ndtr

    spread = np.maximum(store_sd * demand, 1e-12)
    z = (stock - demand) / spread
    unsold = spread * (z * ndtr(z) + np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi))
    result: Array = np.clip(stock - unsold, 0.0, both)
    return result


class MarkdownProgram:
    """The value of every stock at every price in every week to come, worked backwards from the last.

    In a week the price stays or goes down a step or several; after a step it stays for at least two weeks. Sales are
    the smaller of stock and demand; what they say of the level is learnt for the weeks after; leftovers earn salvage.
    Values are for a level of 1: both stock and value are in proportion to it. Weeks count from 0, prices by their
    position on the ladder.

    Source: Gallego and van Ryzin (1994), "Optimal dynamic pricing of inventories with stochastic demand", with the
    periodic review of Bitran and Mondschein (1997), "Periodic pricing of seasonal products in retailing".

    >>> rest = Rest(weekly=(100.0,) * 6, level_sd=0.02, drift=0.0, dispersion=1.0, net_price=1.0, salvage=0.15,
    ...             elasticities=(2.0,), fade=1.0, ladder=(0.0, 0.1, 0.2, 0.3, 0.4))
    >>> [rest.ladder[MarkdownProgram(rest).choose(stock)] for stock in (600.0, 940.0, 1650.0)]
    [0.0, 0.2, 0.4]
    """

    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        reach = np.concatenate([[0.0], np.geomspace(LEAST_STOCK, MOST_STOCK, STOCKS)])
        self.stocks: Array = max(sum(rest.weekly), 1e-9) * reach
        rungs, shape = len(rest.ladder), (len(rest.weekly), len(rest.ladder), len(reach))
        self.stay, self.step = np.empty(shape), np.empty(shape)
        free = locked = np.repeat((rest.salvage * self.stocks)[None, :], rungs, axis=0)
        for week, (shocks, levels) in reversed(list(enumerate(self._shocks()))):
            for rung in range(rungs):
                self.stay[week, rung] = self._expected(week, rung, shocks, levels, rest.fade, free[rung])
                self.step[week, rung] = self._expected(week, rung, shocks, levels, 1.0, locked[rung])
            deeper = np.maximum.accumulate(self.step[week, :0:-1], axis=0)[::-1]
            free, locked = self.stay[week].copy(), self.stay[week]
            free[:-1] = np.maximum(free[:-1], deeper)

    def choose(self, stock: float) -> int:
        """The position on the ladder to stand at now with `stock` units, the running price being the first."""
        return int(self.table[0, 0, self.nearest(np.array([stock]))][0])

    def nearest(self, stock: Array) -> Index:
        """The position in `stocks` of the stock at or just above each of `stock`."""
        found: Index = np.minimum(np.searchsorted(self.stocks, stock), len(self.stocks) - 1)
        return found

    @cached_property
    def table(self) -> Index:
        """Where to stand, by week, running price and stock, where a step is allowed; of equals the shallowest."""
        best = np.empty(self.stay.shape, dtype=np.int64)
        for rung in range(len(self.rest.ladder)):
            open_to_it = np.concatenate([self.stay[:, rung : rung + 1], self.step[:, rung + 1 :]], axis=1)
            best[:, rung] = rung + open_to_it.argmax(axis=1)
        return best

    def _shocks(self) -> list[tuple[Array, Array]]:
        """By week: equally likely factors on demand, and what the level is believed to be after each."""
        weeks, level_sd = [], self.rest.level_sd
        for units in self.rest.weekly:
            noise = self.rest.dispersion / max(units, 1e-9)
            both = level_sd**2 + noise
            gain = level_sd**2 / both if both > 0 else 0.0
            factors = np.exp(math.sqrt(math.log1p(both)) * NORMAL_POINTS)
            factors /= factors.mean()
            weeks.append((factors, 1 + gain * (factors - 1)))
            level_sd = math.sqrt(level_sd**2 * (1 - gain) + self.rest.drift**2)
        return weeks

    def _expected(self, week: int, rung: int, shocks: Array, levels: Array, fade: float, after: Array) -> Array:
        rest, depth, total = self.rest, self.rest.ladder[rung], np.zeros(len(self.stocks))
        store_sd = rest.store_sd if week == len(rest.weekly) - 1 else 0.0
        for elasticity in rest.elasticities:
            demand = rest.weekly[week] * demand_lift(depth, elasticity * fade) * shocks
            sold = served(self.stocks[:, None], demand, store_sd)
            later = levels * np.interp((self.stocks[:, None] - sold) / levels, self.stocks, after)
            total += (rest.net_price * (1 - depth) * sold + later).mean(axis=1)
        return total / len(rest.elasticities)
