"""What the season's own sales say about its level and its stores, weighed against what was forecast."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation import SeasonTotal
from forecast_kit.errors import PlanError
from forecast_kit.forecasting.reforecast import WEEK_CORRELATION, gamma_posterior
from forecast_kit.plan import DemandForecast
from forecast_kit.pricing import Rest, likely_elasticities
from forecast_kit.replay.rules import useful_deliveries
from forecast_kit.replay.season import Season

__all__ = ["Belief", "Prior", "shrink"]

Array = npt.NDArray[np.float64]

Z_HI_80 = 1.2816  # the top of an 80 % interval is the 90th percentile, this many standard deviations up
SHARE_SD = 0.08  # of a store's share, relative: shares from history misplace 3.3 % of units (DESIGN, section 5)
LEVEL_DRIFT = 0.05  # a week, relative: what sold best in a season's first half does not quite hold in its second
WEEKS_TOGETHER = (1 + WEEK_CORRELATION) / (1 - WEEK_CORRELATION)  # a week above plan is followed by another
PASSES = 3  # sold-out weeks are filled at the level that they themselves move: it settles at once


def shrink(
    prior_sd: float, seen: Array | float, expected: Array | float, dispersion: Array | float
) -> tuple[Array, Array]:
    """Mean and standard deviation of a factor on demand, prior Gamma with mean 1, after `seen` units of `expected`.

    The prior has shape and rate 1 / sd^2; counts with variance `dispersion` x mean weigh 1 / dispersion each.
    Source: the Gamma-Poisson pair, Gelman et al. (2013), "Bayesian Data Analysis", section 2.6.

    >>> mean, sd = shrink(0.1, 300.0, 200.0, 1.0)
    >>> round(float(mean), 3), round(float(sd), 3)
    (1.333, 0.067)
    """
    if prior_sd <= 0:
        sure = np.ones_like(np.asarray(seen, dtype=np.float64))
        return sure, 0 * sure
    shape, rate = gamma_posterior(prior_sd, seen, expected, dispersion)
    return shape / rate, np.sqrt(shape) / rate


@dataclass(frozen=True)
class Belief:
    """Factors on the forecast after some weeks: the chain's level, and each store's rate beside it (mean 1)."""

    level: float
    level_sd: float
    store: Array
    store_sd: Array


@dataclass(frozen=True)
class Prior:
    """The forecast as a belief: expected units by week and share by store, and how far each may be out.

    `week_dispersion` and `store_dispersion` are variance / mean of the chain's week and of the store's part in it.
    """

    weekly: Array
    share: Array
    level_sd: float
    week_dispersion: float
    store_dispersion: Array

    @classmethod
    def of(cls, forecast: DemandForecast, shares: pd.Series, store_weeks: pd.DataFrame, log_sd: float = 0.0) -> "Prior":
        """The prior of a plan: `shares` by store_id; `store_weeks`, recent demand, has `week_start, store_id, units`.

        `log_sd` is what the planner admits not to know of the total: it is in the totals, and not in the weeks.
        """
        weekly = np.array([week.units for week in forecast.weeks])
        spread = np.array([week.units_hi_80 - week.units for week in forecast.weeks]) / Z_HI_80
        points = forecast.total_quantiles
        total = SeasonTotal([point.quantile for point in points], [point.units for point in points])
        level_sd = (total.quantile(0.9) - total.quantile(0.1)) / (2 * Z_HI_80 * max(forecast.total_units, 1.0))
        own_variance = max(0.0, level_sd**2 - math.expm1(log_sd**2))
        noise = np.maximum(spread**2 - own_variance * weekly**2, weekly)
        return cls(
            weekly=weekly,
            share=shares.to_numpy(dtype=np.float64),
            level_sd=level_sd,
            week_dispersion=float(noise.sum() / weekly.sum()) if weekly.sum() > 0 else 1.0,
            store_dispersion=_store_dispersion(store_weeks, list(shares.index)),
        )

    def level(self, seen: Array | float, expected: Array | float) -> tuple[Array, Array]:
        """Mean and standard deviation of the chain's level after `seen` units of `expected`."""
        return shrink(self.level_sd, seen, expected, self.week_dispersion * WEEKS_TOGETHER)

    def after(self, sold: Array, sold_out: npt.NDArray[np.bool_]) -> Belief:
        """The belief after `sold` units at full price (weeks so far x stores).

        Where a store sold out, demand is taken to be what was expected there, unless it sold more.
        """
        expected = np.outer(self.weekly[: len(sold)], self.share)
        level, level_sd = 1.0, self.level_sd
        demand = sold
        for _ in range(PASSES):
            demand = np.where(sold_out, np.maximum(sold, level * expected), sold)
            mean, sd = self.level(float(demand.sum()), float(expected.sum()))
            level, level_sd = float(mean), float(sd)
        store, store_sd = shrink(SHARE_SD, demand.sum(axis=0), level * expected.sum(axis=0), self.store_dispersion)
        whole = float(self.share @ store)
        return Belief(level, level_sd, store / whole, store_sd / whole)

    def ahead(self, belief: Belief, lifts: Array, first: int, last: int) -> tuple[Array, Array]:
        """Mean and standard deviation of each store's demand in weeks `first` to `last`, with price `lifts` by week."""
        weekly = (self.weekly * lifts)[first - 1 : last]
        rate = belief.level * belief.store * self.share
        mean = rate * weekly.sum()
        doubt = (belief.level_sd / belief.level) ** 2 + (belief.store_sd / belief.store) ** 2
        noise = self.week_dispersion * rate**2 * weekly.sum() / belief.level + self.store_dispersion * mean
        return mean, np.sqrt(doubt * mean**2 + noise)

    def rest(
        self,
        season: Season,
        week: int,
        level: float,
        level_sd: float,
        share_sd: Array | float,
        ladder: tuple[float, ...],
    ) -> Rest:
        """What the markdown program is told of the weeks from `week` on, at a level that is known to `level_sd`.

        Money is in full prices, so that no currency changes a rung.

        Raises:
            PlanError: the season lacks a price, a salvage value or an elasticity.
        """
        price, salvage, elasticity = season.economics.net_price, season.salvage_value, season.elasticity
        if price is None or salvage is None or elasticity is None:
            raise PlanError("A markdown is weighed in money.", "Give price, salvage value and elasticity.")
        horizon = len(self.weekly)
        arrivals = [sent + season.lead_time_weeks for sent, _ in useful_deliveries(season) if sent >= week]
        return Rest(
            weekly=tuple((level * np.maximum(self.weekly[week - 1 :], 1e-9)).tolist()),
            level_sd=level_sd / level,
            drift=LEVEL_DRIFT,
            dispersion=self.week_dispersion,
            net_price=1.0,
            salvage=salvage / price,
            elasticities=likely_elasticities(elasticity, season.elasticity_sd),
            fade=season.markdown_fade,
            ladder=ladder,
            store_sd=self.out_of_place(share_sd, max(arrivals, default=week), horizon),
        )

    def out_of_place(self, share_sd: Array | float, first: int, last: int) -> float:
        """How far stores will be off their part of the chain after weeks `first` to `last` without a delivery.

        The sum over stores of a standard deviation, units, as a share of the chain's demand in week `last`.
        """
        mean = self.share * self.weekly[first - 1 : last].sum()
        sd = np.sqrt((share_sd * mean) ** 2 + self.store_dispersion * mean)
        return float(sd.sum() / max(self.weekly[last - 1], 1e-9))


def _store_dispersion(store_weeks: pd.DataFrame, stores: list[str]) -> Array:
    """Variance / mean of each store's week around its own part of the chain's week, at least a Poisson's 1.

    Source: the Pearson estimate, McCullagh and Nelder (1989), "Generalized Linear Models", section 6.2.3.
    """
    grid = store_weeks.pivot_table(index="week_start", columns="store_id", values="units", aggfunc="sum")
    units = grid.reindex(columns=stores).to_numpy(dtype=np.float64)
    seen = ~np.isnan(units)
    units = np.where(seen, units, 0.0)
    chain = units.sum(axis=1, keepdims=True) * seen
    own = units.sum(axis=0) / np.maximum(chain.sum(axis=0), 1e-9)
    expected = own * chain
    misses = np.where(expected > 0, (units - expected) ** 2 / np.where(expected > 0, expected, 1.0), 0.0)
    found: Array = misses.sum(axis=0) / np.maximum(seen.sum(axis=0) - 1, 1)
    return np.maximum(found, 1.0)
