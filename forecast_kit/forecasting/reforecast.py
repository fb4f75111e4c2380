"""Re-forecast in season: the level of the season from its sales so far, its shape kept.

A Gamma prior on how far above or below plan the season runs, Poisson sales given it: Gelman et al., Bayesian Data
Analysis (3rd ed., 2013), section 2.6. Sales vary more than Poisson; their counts are divided by the dispersion first,
the quasi-likelihood of McCullagh and Nelder, Generalized Linear Models (1989), section 6.2.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecast_kit.errors import PlanError
from forecast_kit.forecasting.grid import Floats

__all__ = ["WEEK_CORRELATION", "LevelUpdate", "gamma_posterior", "update_level"]

POISSON = 1.0
WEEK_CORRELATION = 0.5  # of weeks above or below plan, in real seasons: what beat both the plan and the weeks sold
LEAST_SHARE = 1e-6  # of the plan so far: a week planned with less says nothing of the dispersion
DISPERSION_WORTH = 3.0  # weeks: how much the dispersion believed before counts


def gamma_posterior(
    prior_sd: ArrayLike, seen: ArrayLike, expected: ArrayLike, dispersion: ArrayLike
) -> tuple[Floats, Floats]:
    """Shape and rate of a factor on demand after `seen` units of `expected`; prior Gamma with mean 1.

    The prior has shape and rate 1 / sd ** 2; counts with variance `dispersion` x mean weigh 1 / dispersion each.
    The mean is shape / rate, the standard deviation sqrt(shape) / rate. Arrays of any shape that broadcast.

    >>> gamma_posterior(0.5, 15.0, 10.0, 1.0)
    (array(19.), array(14.))
    """
    sd, sold, planned, wide = (
        np.asarray(values, dtype=np.float64) for values in (prior_sd, seen, expected, dispersion)
    )
    return np.asarray(sd**-2 + sold / wide), np.asarray(sd**-2 + planned / wide)


@dataclass(frozen=True)
class LevelUpdate:
    """What the season's level is now believed to be.

    `level` is the posterior mean of sales over plan (1 is on plan) and `level_sd` its standard deviation; `shape` and
    `rate` are its Gamma's. `dispersion` is the variance of a week's sales over their mean. `weekly` are the units
    expected in the weeks still ahead, `units_sold` those sold.
    """

    level: float
    level_sd: float
    shape: float
    rate: float
    dispersion: float
    units_sold: float
    weekly: tuple[float, ...]

    @property
    def total_mean(self) -> float:
        """Units of the whole season: sold and expected."""
        return self.units_sold + sum(self.weekly)

    @property
    def total_sd(self) -> float:
        """Standard deviation of `total_mean`: of the level, and of the weeks around it."""
        ahead = sum(self.weekly)
        return float(np.sqrt(self.dispersion * ahead + (ahead / self.level * self.level_sd) ** 2)) if ahead else 0.0

    def total_quantile(self, quantile: float) -> float:
        """Units of the season that are not passed with this probability: a Gamma with the mean and sd of what is ahead.

        >>> 990 < update_level([100.0] * 10, 200.0, [100.0] * 5).total_quantile(0.5) < 1000
        True
        """
        from scipy.special import gammaincinv

        ahead = sum(self.weekly)
        if not ahead:
            return self.units_sold
        shape = (ahead / self.total_sd) ** 2
        return float(self.units_sold + gammaincinv(shape, quantile) * ahead / shape)


def update_level(
    plan_units: Sequence[float],
    plan_sd: float,
    sold_units: Sequence[float],
    *,
    dispersion: float | None = None,
    usual_dispersion: float = POISSON,
    week_correlation: float = 0.0,
) -> LevelUpdate:
    """The level of a season from `sold_units`, one a week from week 1, against `plan_units`, one a week of the season.

    `plan_sd` is how far the season's total may be off plan (one standard deviation, units): the Gamma prior of the
    level has mean 1 and shape (total / plan_sd) ** 2. With sales S against a plan of P so far and dispersion d, the
    posterior is Gamma(shape + S / d, rate + P / d). The dispersion is the Pearson estimate around the season's own
    level, shrunk towards `usual_dispersion` (from past seasons; 1 is Poisson) and never below 1. Where a week above
    plan is followed by another, weeks say less than they seem to: with `week_correlation` r the dispersion is
    multiplied by (1 + r) / (1 - r), what an autoregression adds to the variance of a sum. A given `dispersion` is taken
    as it is. Weeks still ahead keep the plan's shape.

    On real seasons of 12 weeks r = 0.5 beat both the plan and the weeks sold, and r = 0 did not. WAPE % of the weeks
    still ahead, after so many weeks sold, over 14 origins of 15 departments and 18 of 4 grocery categories:

        |                      | departments: 2 | 4    | 6    | 8    | grocery: 2 | 4     | 6     | 8     |
        |----------------------|----------------|------|------|------|------------|-------|-------|-------|
        | keep the plan        | 5.45           | 5.51 | 5.55 | 5.57 | 12.12      | 12.08 | 12.21 | 12.27 |
        | trust the weeks sold | 6.48           | 6.08 | 5.89 | 5.66 | 14.33      | 13.48 | 13.14 | 12.89 |
        | r = 0                | 5.52           | 5.57 | 5.51 | 5.42 | 12.15      | 12.31 | 12.32 | 12.30 |
        | r = 0.5              | 5.35           | 5.39 | 5.37 | 5.32 | 11.99      | 11.97 | 12.11 | 12.12 |

    Raises:
        PlanError: the plan is empty, negative or without units, more weeks were sold than planned, or a number is
            negative, missing or infinite.

    >>> update = update_level([10.0, 10.0], 10.0, [15.0], dispersion=1.0)   # shape 4 + 15, rate 4 + 10
    >>> round(update.level, 4), [round(units, 2) for units in update.weekly]
    (1.3571, [13.57])
    """
    plan, sold = _checked(plan_units, "plan_units"), _checked(sold_units, "sold_units")
    _refuse(plan, plan_sd, sold, dispersion, usual_dispersion)
    if not 0 <= week_correlation < 1:
        raise PlanError(f"week_correlation is {week_correlation}.", "Give a number from 0 to below 1, such as 0.5.")
    so_far = plan[: len(sold)]
    if dispersion is None:
        together = (1 + week_correlation) / (1 - week_correlation)
        dispersion = together * _dispersion(so_far, sold, usual_dispersion)
    found = gamma_posterior(plan_sd / plan.sum(), sold.sum(), so_far.sum(), dispersion)
    shape, rate = (float(part) for part in found)
    level = shape / rate
    weekly = tuple((level * plan[len(sold) :]).tolist())
    return LevelUpdate(level, float(np.sqrt(shape)) / rate, shape, rate, dispersion, float(sold.sum()), weekly)


def _dispersion(plan: Floats, sold: Floats, usual: float) -> float:
    """Pearson's statistic of the weeks that had a plan, with the level taken from them."""
    known = plan > LEAST_SHARE * plan.sum()
    if known.sum() < 2 or sold[known].sum() <= 0:
        return max(usual, POISSON)
    expected = plan[known] * sold[known].sum() / plan[known].sum()
    free = int(known.sum()) - 1
    found = float(((sold[known] - expected) ** 2 / expected).sum())
    return max((found + DISPERSION_WORTH * usual) / (free + DISPERSION_WORTH), POISSON)


def _checked(values: ArrayLike, name: str) -> Floats:
    units = np.asarray(values, dtype=np.float64)
    if units.ndim != 1 or not np.isfinite(units).all() or (units < 0).any():
        raise PlanError(f"{name} has values that are no units.", "Give one number a week, not below zero.")
    return units


def _refuse(plan: Floats, plan_sd: float, sold: Floats, dispersion: float | None, usual: float) -> None:
    if not plan.sum() > 0:
        raise PlanError("The plan has no units.", "Give the units planned for every week of the season.")
    if len(sold) > len(plan):
        raise PlanError(f"{len(sold)} weeks were sold of a season of {len(plan)}.", "Give the sales of its weeks only.")
    for name, value in (("plan_sd", plan_sd), ("dispersion", dispersion), ("usual_dispersion", usual)):
        if value is not None and not (np.isfinite(value) and value > 0):
            raise PlanError(f"{name} is {value}.", "Give a number above zero.")
