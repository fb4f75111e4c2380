"""Series by series through a library, within a time budget: what fails or comes too late is left empty.

An empty row is not sane, so that seasonal naive stands in for it and the frame `models` of a forecast records it.
"""

import time
from collections.abc import Callable

import numpy as np

from forecast_kit.forecasting.grid import Floats

__all__ = ["one_by_one"]

LIBRARY_ERRORS = (ValueError, RuntimeError, ArithmeticError, LookupError, TypeError, np.linalg.LinAlgError)


def one_by_one(
    series: Floats,
    horizon: int,
    fit: Callable[[Floats], Floats],
    seconds: float,
    clock: Callable[[], float] = time.monotonic,
) -> Floats:
    """(S, horizon) from `fit` of each row of (S, T); NaN where it failed, gave another shape, or time had run out.

    `seconds` is the budget for all rows together. A fit that has begun is not cut short, but nothing follows it.

    >>> one_by_one(np.ones((2, 5)), 3, lambda row: np.full(3, row.sum()), seconds=60).tolist()
    [[5.0, 5.0, 5.0], [5.0, 5.0, 5.0]]
    """
    made = np.full((len(series), horizon), np.nan)
    until = clock() + seconds
    for row, known in enumerate(series):
        if clock() >= until:
            break
        try:
            ahead = np.asarray(fit(known), dtype=np.float64)
        except LIBRARY_ERRORS:
            continue
        if ahead.shape == (horizon,):
            made[row] = ahead
    return made
