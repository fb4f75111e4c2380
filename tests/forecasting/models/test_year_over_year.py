"""Growth of this year over last, pooled."""

import numpy as np
import pytest

from forecast_kit.forecasting.models.year_over_year import shrunk_growth


def test_a_single_series_keeps_its_own_growth():
    assert shrunk_growth(np.full((1, 20), 0.2), 8.0) == pytest.approx([0.2])


def test_recent_weeks_weigh_more():
    growth = np.concatenate([np.zeros(20), np.full(10, 0.3)])[None]
    assert 0.15 < shrunk_growth(growth, 8.0)[0] < 0.3


def test_a_noisy_series_moves_towards_the_others_and_a_quiet_one_stays():
    rng = np.random.default_rng(0)
    growth = 0.1 + 0.02 * rng.standard_normal((9, 40))
    growth[0] = 0.6 + 1.5 * rng.standard_normal(40)
    plain = growth @ (0.5 ** (np.arange(40)[::-1] / 8.0) / (0.5 ** (np.arange(40) / 8.0)).sum())
    made = shrunk_growth(growth, 8.0)
    assert abs(made[0] - 0.1) < 0.75 * abs(plain[0] - 0.1)
    assert made[1:] == pytest.approx(plain[1:], abs=0.02)
