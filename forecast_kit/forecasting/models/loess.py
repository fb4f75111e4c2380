"""Loess and STL as matrices: without robustness weights both are linear, so one matrix serves every series.

Source: Cleveland, Cleveland, McRae and Terpenning, STL: a seasonal-trend decomposition procedure based on loess,
Journal of Official Statistics 6 (1990), section 2.
"""

from functools import lru_cache

import numpy as np

from forecast_kit.forecasting.grid import Floats

__all__ = ["loess_matrix", "stl_matrices"]

INNER_ROUNDS = 2


def loess_matrix(points: int, window: int, at: Floats) -> Floats:
    """(len(at), points): local linear regression on 0 .. points - 1, evaluated at `at`, tricube weights.

    `window` points are used; when there are fewer, the weights widen by half the difference.

    >>> line = 2.0 * np.arange(10) + 1
    >>> np.allclose(loess_matrix(10, 5, np.array([0.0, 4.0, 10.0])) @ line, [1, 9, 21])
    True
    """
    x = np.arange(points, dtype=np.float64)
    distance = np.abs(at[:, None] - x)
    nearest = min(window, points)
    reach = np.partition(distance, nearest - 1, axis=1)[:, nearest - 1]
    reach = reach + max(window - points, 0) // 2
    # Ties at the rim have weight zero whichever of them is counted.
    weight = np.where(distance < reach[:, None], (1 - (distance / np.maximum(reach, 1e-9)[:, None]) ** 3) ** 3, 0.0)
    weight = weight / weight.sum(axis=1, keepdims=True)
    centre = weight @ x
    spread = weight @ x**2 - centre**2
    slope = np.where(spread > 1e-9, (at - centre) / np.maximum(spread, 1e-9), 0.0)
    return np.asarray(weight * (1 + slope[:, None] * (x - centre[:, None])))


@lru_cache(maxsize=256)
def stl_matrices(weeks: int, period: int = 52, seasonal: int = 11) -> tuple[Floats, Floats]:
    """(season, trend), each (weeks, weeks): what STL makes of a series y is `season @ y` and `trend @ y`."""
    trend_window = _next_odd(1.5 * period / (1 - 1.5 / seasonal))
    cycle = _cycle_matrix(weeks, period, seasonal)
    season_step = cycle[period : period + weeks] - _low_pass(weeks, period) @ cycle
    trend_step = loess_matrix(weeks, trend_window, np.arange(weeks, dtype=np.float64))
    season, trend = np.zeros((weeks, weeks)), np.zeros((weeks, weeks))
    for _ in range(INNER_ROUNDS):
        season = season_step @ (np.eye(weeks) - trend)
        trend = trend_step @ (np.eye(weeks) - season)
    return season, trend


def _next_odd(value: float) -> int:
    up = int(np.ceil(value))
    return up if up % 2 else up + 1


def _cycle_matrix(weeks: int, period: int, window: int) -> Floats:
    """(weeks + 2 period, weeks): each week of the year smoothed over the years, and one year beyond either end."""
    matrix = np.zeros((weeks + 2 * period, weeks))
    smooth: dict[int, Floats] = {}  # a week of the year is there in all the years, or in all but one
    for phase in range(period):
        own = np.arange(phase, weeks, period)
        if len(own):
            if len(own) not in smooth:
                smooth[len(own)] = loess_matrix(len(own), window, np.arange(-1.0, len(own) + 1.0))
            rows = np.arange(phase, phase + period * (len(own) + 2), period)
            matrix[np.ix_(rows, own)] = smooth[len(own)]
    return matrix


def _low_pass(weeks: int, period: int) -> Floats:
    """(weeks, weeks + 2 period): moving averages of a year, a year and three weeks, then loess."""
    length = weeks + 2 * period
    step = np.eye(length)
    for width in (period, period, 3):
        total = np.cumsum(np.vstack([np.zeros(length), step]), axis=0)
        step = (total[width:] - total[:-width]) / width
    return np.asarray(loess_matrix(weeks, _next_odd(period), np.arange(weeks, dtype=np.float64)) @ step)
