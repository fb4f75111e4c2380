"""Weights from the pooled backtest, and what stands in for a forecast that is not sane."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.forecasting.combine import caution, combined, mean_correction, pooled_weights, sane, simplex, stand_in
from forecast_kit.forecasting.grid import build_panel
from forecast_kit.forecasting.past import known_at
from tests.forecasting.series import frame, seasonal


@pytest.fixture
def past():
    panel = build_panel(frame(seasonal(120)))
    return known_at(panel, np.zeros((0, 1, 132)), 120, 12)


@given(st.integers(1, 4), st.integers(1, 6))
def test_simplex_points_are_all_different_and_add_up_to_one(models, steps):
    points = simplex(models, steps)
    assert points.sum(axis=1) == pytest.approx(np.ones(len(points)))
    assert len({tuple(point) for point in points}) == len(points)
    assert (points >= 0).all()


def test_weights_add_up_to_one_and_favour_the_better_model():
    rng = np.random.default_rng(0)
    actual = rng.uniform(50, 150, (6, 5, 12))
    good, poor = (actual * np.exp(spread * rng.standard_normal(actual.shape)) for spread in (0.05, 0.5))
    weights = pooled_weights(np.stack([poor, good], axis=1), actual)
    assert weights.sum() == pytest.approx(1)
    assert weights[1] > 0.9


def test_two_equally_good_models_share():
    rng = np.random.default_rng(0)
    actual = np.full((6, 5, 12), 100.0)
    made = np.stack([actual * np.exp(0.2 * rng.standard_normal(actual.shape)) for _ in range(2)], axis=1)
    assert pooled_weights(made, actual) == pytest.approx([0.5, 0.5], abs=0.15)


def test_without_a_backtest_the_weights_are_equal():
    assert pooled_weights(np.full((0, 4, 2, 12), np.nan), np.full((0, 2, 12), np.nan)).tolist() == [0.25] * 4


def test_combined_is_the_weighted_mean():
    made = np.arange(24.0).reshape(2, 3, 4)
    assert combined(made, np.array([0.25, 0.75])) == pytest.approx(0.25 * made[0] + 0.75 * made[1])


@pytest.mark.parametrize("spoilt", [np.nan, np.inf, -1.0, 1e6])
def test_what_is_not_sane_is_replaced_by_seasonal_naive(past, spoilt):
    naive = past.units[:, -52:-40]
    bad = naive.copy()
    bad[0, 3] = spoilt
    made, kept = stand_in(np.stack([naive, bad]), past)
    assert kept.tolist() == [[True], [False]]
    assert made[1] == pytest.approx(naive)


def test_a_level_far_below_any_known_is_not_sane(past):
    assert sane(np.stack([past.units[:, -52:-40] * share for share in (1.0, 0.05)]), past)[:, 0].tolist() == [
        True,
        False,
    ]


def test_an_intermittent_series_is_made_right_in_sum_and_others_are_left():
    actual, forecast = np.full((5, 2, 12), 10.0), np.full((5, 2, 12), 5.0)
    units = np.array([[0, 10.0] * 26, [10.0] * 52])
    factor = mean_correction(forecast, actual, units)
    assert factor[0] == pytest.approx(2.0, rel=0.05)
    assert factor[1] == 1.0


def test_weights_stay_near_where_they_stood_until_there_is_much_to_learn_from():
    rng = np.random.default_rng(0)
    actual = rng.uniform(50, 150, (6, 5, 12))
    made = np.stack([actual * np.exp(spread * rng.standard_normal(actual.shape)) for spread in (0.10, 0.105)], axis=1)
    standing = (0.1, 0.9)
    assert pooled_weights(made, actual, standing, worth=1e6) == pytest.approx(standing, abs=0.01)
    assert pooled_weights(made[:0], actual[:0], standing) == pytest.approx(standing)


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_no_weight_is_ever_above_one_not_by_a_rounding_error(origins, seed):
    rng = np.random.default_rng(seed)
    actual = rng.uniform(50, 150, (origins, 1, 12))
    made = np.stack([actual * np.exp(spread * rng.standard_normal(actual.shape)) for spread in (0.05, 0.5)], axis=1)
    weights = pooled_weights(made, actual, (0.3, 0.7), worth=400.0)
    assert weights.max() <= 1.0
    assert weights.sum() == pytest.approx(1.0, abs=1e-12)


def turning(bold_misses: float, safe_misses: float, origins: int = 6):
    """A backtest (origins, 2 series, 12 weeks) in which the two forecasts miss by so much, to different sides."""
    actual = np.full((origins, 2, 12), 100.0)
    return actual * (1 + bold_misses), actual * (1 + safe_misses), actual


def test_a_young_series_is_as_cautious_as_is_nearly_free():
    young = np.array([60, 60])
    assert caution(*turning(0.05, 0.05), young).tolist() == [0.5, 0.5]
    assert caution(*turning(0.02, 0.30), young).tolist() == [0.0, 0.0]
    some = caution(*turning(0.10, 0.11), young)
    assert some.tolist() == pytest.approx([0.3, 0.3])  # 0.1 + 0.3 x 0.01 is 3 % more than 0.1


def test_caution_ends_before_the_middle_of_the_season_is_seen_twice():
    known = np.array([78, 92, 98])
    actual = np.full((6, 3, 12), 100.0)
    half = caution(actual, actual, actual, known)
    assert half[0] == 0.5
    assert 0 < half[1] < 0.5
    assert half[2] == 0.0


def test_without_a_last_year_there_is_nothing_to_be_cautious_with():
    assert caution(*turning(0.05, 0.05), np.array([51, 52])).tolist() == [0.0, 0.5]


def test_untested_young_series_are_half_cautious_and_old_ones_never():
    nothing = np.full((0, 2, 12), np.nan)
    assert caution(nothing, nothing, nothing, np.array([60, 143])).tolist() == [0.5, 0.0]


def test_each_series_may_have_its_own_weights():
    made = np.arange(24.0).reshape(2, 3, 4)
    weights = np.array([[1.0, 0.5, 0.0], [0.0, 0.5, 1.0]])
    together = combined(made, weights)
    for s in range(3):
        assert together[s] == pytest.approx(weights[0, s] * made[0, s] + weights[1, s] * made[1, s])


def test_where_only_a_model_without_standing_survives_it_has_all_the_weight():
    actual = np.full((4, 2, 12), 100.0)
    made = np.stack([2 * actual, actual], axis=1)
    assert pooled_weights(made, actual, (1.0, 0.0)).tolist() == [0.0, 1.0]
