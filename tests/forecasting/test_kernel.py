"""The covariance of level and season, and the forecast that is linear in it."""

import numpy as np
import pytest

from forecast_kit.forecasting.kernel import GRID, TYPICAL, Kernel, smoother


@pytest.mark.parametrize("kernel", GRID[::7])
def test_the_smoother_is_the_textbook_conditional_mean(kernel: Kernel):
    weeks, horizon = 70, 5
    past = np.random.default_rng(0).standard_normal(weeks)
    age = np.arange(weeks - 1, -horizon - 1, -1)
    # The free level makes where the random walk is anchored irrelevant: anchored at another week, the same forecast.
    signal = kernel.covariance(age)
    weights = np.linalg.solve(signal[:weeks, :weeks] + np.eye(weeks), past)
    expected = signal[weeks:, :weeks] @ weights
    assert smoother(kernel, weeks, horizon).ahead @ past == pytest.approx(expected, abs=0.05)


def test_whitening_makes_the_covariance_one():
    made = smoother(TYPICAL, 60, 4)
    signal = TYPICAL.covariance(np.arange(-52, 60))[52:, 52:][::-1, ::-1]
    assert made.whiten @ (signal + np.eye(60)) @ made.whiten.T == pytest.approx(np.eye(60), abs=1e-8)


def test_the_season_a_year_ago_counts_more_than_half_a_year_ago():
    ahead = smoother(TYPICAL, 104, 1).ahead[0]
    assert ahead[104 - 52] > 5 * abs(ahead[104 - 26])


def test_shorter_histories_share_the_factorisation():
    assert smoother(TYPICAL, 80, 3).whiten.base is smoother(TYPICAL, 90, 3).whiten.base
