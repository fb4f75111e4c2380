"""Holt's damped trend for many series, against one series at a time."""

from itertools import product

import numpy as np
import pytest

from forecast_kit.forecasting.models.damped_trend import DAMPING, LEVEL_GAINS, TREND_GAINS, WARM_UP, damped_trend


def one_series(values: np.ndarray, horizon: int) -> list[float]:
    """The naive twin: the textbook recursion, every setting tried in turn."""
    best, answer = np.inf, []
    for alpha, beta, phi in product(LEVEL_GAINS, TREND_GAINS, DAMPING):
        level, slope, squared = float(values[:WARM_UP].mean()), 0.0, 0.0
        for week, value in enumerate(values):
            error = value - (level + phi * slope)
            squared += error**2 if week >= WARM_UP else 0.0
            level, slope = level + phi * slope + alpha * error, phi * slope + alpha * beta * error
        if squared < best:
            best = squared
            answer = [level + slope * sum(phi**j for j in range(1, h + 1)) for h in range(1, horizon + 1)]
    return answer


def test_many_series_are_each_the_textbook_recursion():
    rng = np.random.default_rng(0)
    series = rng.standard_normal((5, 60)).cumsum(axis=1)
    assert damped_trend(series, 6) == pytest.approx(np.array([one_series(row, 6) for row in series]))


def test_a_trend_goes_on_and_fades():
    made = damped_trend(np.arange(80.0)[None], 30)[0]
    steps = np.diff(made)
    assert steps[0] > 0
    assert (np.diff(steps) < 1e-9).all()
