"""Measures against naive twins, and against utilsforecast where it is installed."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.forecasting.accuracy import bias, coverage, mase, pinball, total_error, wape

UNITS = st.lists(st.tuples(st.floats(0.1, 1e4), st.floats(0, 1e4)), min_size=1, max_size=30)


@given(UNITS)
def test_wape_bias_and_total_error_are_their_definitions(pairs):
    sold = sum(a for a, _ in pairs)
    actual, forecast = zip(*pairs, strict=True)
    assert wape(actual, forecast) == pytest.approx(sum(abs(a - f) for a, f in pairs) / sold)
    assert bias(actual, forecast) == pytest.approx(sum(f - a for a, f in pairs) / sold, abs=1e-9)
    assert total_error(actual, forecast) == pytest.approx(abs(bias(actual, forecast)))


@given(UNITS, st.floats(0.01, 0.99))
def test_pinball_is_its_definition(pairs, quantile):
    actual, forecast = zip(*pairs, strict=True)
    losses = [quantile * (a - f) if a >= f else (1 - quantile) * (f - a) for a, f in pairs]
    assert pinball(actual, forecast, quantile) == pytest.approx(sum(losses) / len(losses))


@given(UNITS)
def test_coverage_counts(pairs):
    low = [f for _, f in pairs]
    high = [f + 100 for _, f in pairs]
    inside = [lo <= a <= hi for (a, _), lo, hi in zip(pairs, low, high, strict=True)]
    assert coverage([a for a, _ in pairs], low, high) == pytest.approx(sum(inside) / len(inside))


def test_pairs_that_are_not_known_are_left_out():
    assert wape([10, math.nan, 10], [5, 5, math.nan]) == 0.5


def test_nothing_sold_has_no_share():
    assert math.isnan(wape([0, 0], [1, 1]))
    assert math.isnan(mase([1], [1], [1, 2, 3], season=52))
    assert math.isnan(pinball([], [], 0.5))


def test_they_agree_with_utilsforecast():
    losses = pytest.importorskip("utilsforecast.losses")
    rng = np.random.default_rng(0)
    past, actual, forecast = rng.uniform(5, 50, 30), rng.uniform(5, 50, 8), rng.uniform(5, 50, 8)
    train = pd.DataFrame({"unique_id": "a", "ds": range(30), "y": past})
    frame = pd.DataFrame({"unique_id": "a", "ds": range(30, 38), "y": actual, "m": forecast})
    assert mase(actual, forecast, past, season=4) == pytest.approx(
        losses.mase(frame, ["m"], seasonality=4, train_df=train)["m"].iloc[0]
    )
    assert pinball(actual, forecast, 0.3) == pytest.approx(losses.quantile_loss(frame, {"m": "m"}, q=0.3)["m"].iloc[0])
    assert wape(actual, forecast) == pytest.approx(losses.nd(frame, ["m"])["m"].iloc[0])
