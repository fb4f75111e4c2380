"""Measures of a forecast against what came, as shares; NaN pairs are left out.

Sources: MASE, Hyndman and Koehler, Another look at measures of forecast accuracy (2006); pinball loss, Koenker and
Bassett, Regression quantiles (1978). WAPE is the sum of absolute errors over the sum of units.
"""

import numpy as np
from numpy.typing import ArrayLike

from forecast_kit.forecasting.grid import Floats

__all__ = ["bias", "coverage", "mase", "pinball", "total_error", "usual_miss", "value_added", "wape"]


def wape(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Sum of |actual - forecast| over sum of actual; NaN where nothing was sold.

    >>> round(wape([10, 20], [12, 18]), 3)
    0.133
    """
    a, f = _pairs(actual, forecast)
    return _share(np.abs(a - f).sum(), a.sum())


def bias(actual: ArrayLike, forecast: ArrayLike) -> float:
    """(Sum of forecast - sum of actual) / sum of actual: positive means forecast too high.

    >>> bias([10, 10], [12, 12])
    0.2
    """
    a, f = _pairs(actual, forecast)
    return _share((f - a).sum(), a.sum())


def total_error(actual: ArrayLike, forecast: ArrayLike) -> float:
    """|bias|: how far off the total was, whatever the weeks.

    >>> total_error([10, 20], [20, 10])
    0.0
    """
    return abs(bias(actual, forecast))


def mase(actual: ArrayLike, forecast: ArrayLike, history: ArrayLike, season: int = 52) -> float:
    """Mean |error| over the mean |error| of seasonal naive within the history; NaN with no full season before.

    >>> mase([12], [10], [5, 6, 7, 8], season=2)
    1.0
    """
    a, f = _pairs(actual, forecast)
    return _share(np.abs(a - f).mean(), usual_miss(history, season)) if len(a) else float("nan")


def usual_miss(history: ArrayLike, season: int = 52) -> float:
    """Mean |error| of seasonal naive within the history, units: what MASE measures by; NaN with no full season before.

    >>> usual_miss([5, 6, 7, 9], season=2)
    2.5
    """
    past = np.asarray(history, dtype=np.float64)
    missed = float(np.abs(past[season:] - past[:-season]).mean()) if len(past) > season else 0.0
    return missed if missed > 0 else float("nan")


def pinball(actual: ArrayLike, forecast: ArrayLike, quantile: float) -> float:
    """Mean pinball loss in units: an under-forecast costs `quantile` a unit, an over-forecast 1 - quantile.

    >>> pinball([10], [8], 0.9)
    1.8
    """
    a, f = _pairs(actual, forecast)
    return float(np.maximum(quantile * (a - f), (quantile - 1) * (a - f)).mean()) if len(a) else float("nan")


def coverage(actual: ArrayLike, low: ArrayLike, high: ArrayLike) -> float:
    """Share of actuals within [low, high].

    >>> coverage([1, 5], [0, 6], [2, 9])
    0.5
    """
    a, lo, hi = (np.asarray(values, dtype=np.float64) for values in (actual, low, high))
    known = np.isfinite(a) & np.isfinite(lo) & np.isfinite(hi)
    return _share(((a >= lo) & (a <= hi) & known).sum(), known.sum())


def value_added(actual: ArrayLike, forecast: ArrayLike, naive: ArrayLike) -> float:
    """WAPE of the naive forecast less that of the forecast: above 0 the forecast is worth having.

    Source: Gilliland, The Business Forecasting Deal (2010), chapter 4.

    >>> round(value_added([10, 20], [11, 20], [12, 18]), 3)
    0.1
    """
    a, f, n = (np.asarray(values, dtype=np.float64).ravel() for values in (actual, forecast, naive))
    known = np.isfinite(a) & np.isfinite(f) & np.isfinite(n)
    return wape(a[known], n[known]) - wape(a[known], f[known])


def _pairs(actual: ArrayLike, forecast: ArrayLike) -> tuple[Floats, Floats]:
    a, f = np.asarray(actual, dtype=np.float64).ravel(), np.asarray(forecast, dtype=np.float64).ravel()
    known = np.isfinite(a) & np.isfinite(f)
    return a[known], f[known]


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole > 0 else float("nan")
