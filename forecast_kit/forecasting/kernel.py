"""How alike two weeks of one series are expected to be: level, season, what passes and noise, as a covariance.

Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), chapters 2 and 5.4.3 (the sum of a
slow trend, a decaying seasonal term and noise). All variances are relative to that of the weekly noise.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from forecast_kit.forecasting.calendar import CYCLE_WEEKS
from forecast_kit.forecasting.grid import Floats

__all__ = ["GRID", "TYPICAL", "Kernel", "Smoother", "smoother"]

SMOOTH_WEEKS = 1.0
LASTING, MEMORY_YEARS = 0.85, 3.0  # this share of a season's variance is the same every year; the rest fades
PASSING, PASSING_KEPT = 0.5, 0.5  # variance of what passes within weeks, and how much of it is left a week later
FREE_LEVEL = 1e4  # so wide that where the level stands is learnt from the data alone


@dataclass(frozen=True, slots=True)
class Kernel:
    """Variances relative to the noise: of the level's weekly step, of a season week by week, of its smooth part."""

    level_step: float
    season_sharp: float
    season_smooth: float

    def covariance(self, age: NDArray[np.intp]) -> Floats:
        """Covariance of the signal, without noise, between weeks of these ages (last known week 0, next week -1).

        The level is a random walk that starts, without a known height, after the last week ahead and runs back in
        time: so the covariance of two weeks does not depend on how much history there is.
        """
        ahead = 1 - age.min()
        level = self.level_step * np.minimum.outer(age + ahead, age + ahead) + FREE_LEVEL
        distance = np.abs(np.subtract.outer(age, age))
        apart = np.minimum(distance % CYCLE_WEEKS, -distance % CYCLE_WEEKS)
        season = self.season_sharp * (apart == 0) + self.season_smooth * np.exp(-apart / SMOOTH_WEEKS)
        kept = LASTING + (1 - LASTING) * np.exp(-distance / (CYCLE_WEEKS * MEMORY_YEARS))
        return np.asarray(level + season * kept + PASSING * PASSING_KEPT**distance)


TYPICAL = Kernel(0.02, 2.0, 8.0)
LEVELS = (0.005, 0.03)  # one that stays, one that moves
GRID = tuple(Kernel(step, sharp, smooth) for step, sharp, smooth in product(LEVELS, (0.05, 0.5, 4.0), (0.5, 4.0, 32.0)))


@dataclass(frozen=True, slots=True)
class Smoother:
    """`whiten` (T, T) makes a series' weeks independent; `ahead` (H, T) is the forecast, linear in the past.

    `half_log_det` is the log-determinant part of the likelihood.
    """

    whiten: Floats
    ahead: Floats
    half_log_det: float


@lru_cache(maxsize=4096)
def smoother(kernel: Kernel, weeks: int, horizon: int) -> Smoother:
    """The matrices of one kernel for a history of `weeks` and a horizon; the same for every series.

    >>> made = smoother(TYPICAL, 120, 12)
    >>> np.allclose(made.ahead @ np.ones(120), 1.0, atol=0.01)    # a flat series stays flat
    True
    """
    whiten, cross, log_diagonal = _factors(kernel, _whole_years(weeks), _whole_years(horizon))
    inner = whiten[:weeks, :weeks]
    ahead = (cross[:horizon, :weeks] @ inner.T) @ inner
    return Smoother(inner[:, ::-1], ahead[:, ::-1], float(log_diagonal[:weeks].sum()))


@lru_cache(maxsize=512)
def _factors(kernel: Kernel, weeks: int, ahead: int) -> tuple[Floats, Floats, Floats]:
    """Newest week first, so that a shorter history needs only the leading block: one factorisation for all origins."""
    signal = kernel.covariance(np.arange(-ahead, weeks))
    known = signal[ahead:, ahead:]
    root = np.linalg.cholesky(known + np.eye(weeks))
    return np.linalg.inv(root), signal[:ahead, ahead:][::-1], np.log(np.diag(root))


def _whole_years(weeks: int) -> int:
    """Weeks up to the end of the year they end in, so that neighbouring lengths share one factorisation."""
    return CYCLE_WEEKS * -(-weeks // CYCLE_WEEKS)
