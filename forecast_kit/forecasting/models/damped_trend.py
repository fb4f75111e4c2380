"""Holt's linear trend, damped, for many series at once; smoothing chosen a series by its past one-week errors.

Source: Gardner and McKenzie, Forecasting trends in time series, Management Science 31 (1985), equations 1-3.
"""

from itertools import product

import numpy as np

from forecast_kit.forecasting.grid import Floats

__all__ = ["damped_trend"]

LEVEL_GAINS = (0.05, 0.15, 0.3, 0.5, 0.8)
TREND_GAINS = (0.0, 0.05, 0.2)
DAMPING = (0.8, 0.95)
WARM_UP = 8


def damped_trend(series: Floats, horizon: int) -> Floats:
    """Forecast (S, horizon) of series (S, T) without a season.

    >>> damped_trend(np.full((1, 30), 5.0), 3).tolist()
    [[5.0, 5.0, 5.0]]
    """
    gains = np.array(list(product(LEVEL_GAINS, TREND_GAINS, DAMPING)))
    alpha, beta, phi = (column[:, None] for column in gains.T)
    level = np.repeat(series[None, :, :WARM_UP].mean(axis=2), len(gains), axis=0)
    slope = np.zeros_like(level)
    squared = np.zeros_like(level)
    for week in range(series.shape[1]):
        error = series[:, week] - level - phi * slope
        squared += error**2 if week >= WARM_UP else 0.0
        level = level + phi * slope + alpha * error
        slope = phi * slope + alpha * beta * error
    best = np.argmin(squared, axis=0)
    at = np.arange(series.shape[0])
    powers = gains[best, 2][:, None] ** np.arange(1, horizon + 1)
    return np.asarray(level[best, at][:, None] + slope[best, at][:, None] * np.cumsum(powers, axis=1))
