"""Loess and STL as matrices, against naive twins and statsmodels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.forecasting.models.loess import loess_matrix, stl_matrices
from tests.forecasting.series import seasonal


def one_loess(values: np.ndarray, window: int, at: float) -> float:
    """The naive twin: pick neighbours, weigh, fit a line by least squares."""
    x = np.arange(len(values), dtype=float)
    distance = np.abs(x - at)
    reach = np.sort(distance)[min(window, len(values)) - 1] + max(window - len(values), 0) // 2
    weight = np.where(distance < reach, (1 - (distance / reach) ** 3) ** 3, 0.0)
    design = np.stack([np.ones_like(x), x - at], axis=1) * np.sqrt(weight)[:, None]
    return float(np.linalg.lstsq(design, values * np.sqrt(weight), rcond=None)[0][0])


@settings(max_examples=25, deadline=None)
@given(st.integers(12, 40), st.sampled_from([5, 7, 11, 21]), st.integers(0, 1000))
def test_the_matrix_is_the_naive_local_line(points, window, seed):
    values = np.random.default_rng(seed).standard_normal(points)
    at = np.array([-1.0, 0.0, points / 2, points - 1.0, float(points)])
    assert loess_matrix(points, window, at) @ values == pytest.approx([one_loess(values, window, x) for x in at])


@pytest.mark.parametrize("weeks", [110, 143, 170])
def test_stl_is_that_of_statsmodels(weeks):
    stl = pytest.importorskip("statsmodels.tsa.seasonal").STL
    values = np.log(seasonal(weeks, growth=0.1))
    peer = stl(values, period=52, seasonal=11, robust=False).fit(inner_iter=2, outer_iter=0)
    season, trend = stl_matrices(weeks)
    assert season @ values == pytest.approx(np.asarray(peer.seasonal), abs=2e-3)
    assert trend @ values == pytest.approx(np.asarray(peer.trend), abs=2e-3)


def test_a_level_and_a_line_have_no_season():
    season, trend = stl_matrices(120)
    line = 3.0 + 0.1 * np.arange(120)
    assert season @ line == pytest.approx(np.zeros(120), abs=1e-6)
    assert trend @ line == pytest.approx(line, abs=1e-6)
