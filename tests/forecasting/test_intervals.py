"""Intervals that hold what they say, on errors whose distribution is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.forecasting.intervals import (
    conformal_quantile,
    log_errors,
    measured_coverage,
    spread_at,
    total_spread,
    unfamiliarity,
    weekly_spread,
)


def errors(origins=12, series=10, horizon=12, growing=0.0, seed=0):
    rng = np.random.default_rng(seed)
    scale = np.linspace(0.05, 0.3, series)[:, None] * (1 + growing * np.arange(horizon))
    return scale * rng.standard_normal((origins, series, horizon))


@given(st.lists(st.floats(0, 10), min_size=1, max_size=40), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_higher_level_is_never_narrower(scores, one, other):
    low, high = sorted((one, other))
    ordered = np.sort(np.array(scores))
    assert conformal_quantile(ordered, low) <= conformal_quantile(ordered, high) + 1e-12


def test_new_errors_fall_inside_as_often_as_promised_in_every_series():
    spread = weekly_spread(errors())
    fresh = np.abs(errors(origins=400, seed=1))
    inside = (fresh <= spread.half_width(0.8)).mean(axis=(0, 2))
    assert inside.mean() == pytest.approx(0.8, abs=0.03)
    assert inside.min() > 0.6


def test_later_weeks_are_wider_only_where_they_are_worse():
    widths = weekly_spread(errors(growing=0.1)).half_width(0.8)
    assert (widths[:, -1] > 1.5 * widths[:, 0]).all()
    flat = weekly_spread(errors()).half_width(0.8)
    assert (flat[:, -1] < 1.25 * flat[:, 0]).all()


def test_measured_coverage_leaves_the_origin_out():
    plain = measured_coverage(errors(), 0.8, range(12))
    assert plain.mean() == pytest.approx(0.8, abs=0.04)
    one_calm_one_wild = errors(origins=2)
    one_calm_one_wild[1] *= 50
    assert measured_coverage(one_calm_one_wild, 0.8, (1, 2)).mean() == pytest.approx(0.5, abs=0.1)


def test_totals_have_their_own_spread():
    rng = np.random.default_rng(5)
    weekly = weekly_spread(errors())
    totals = total_spread(0.02 * rng.standard_normal((12, 10)), weekly, seasons=4)
    assert (totals.half_width(0.8) < weekly.half_width(0.8).mean(axis=1, keepdims=True)).all()


def test_a_total_that_was_seen_fewer_times_is_wider():
    weekly = weekly_spread(errors())
    seen = [total_spread(errors()[:, :, 0], weekly, seasons=count).half_width(0.8) for count in (1, 4, 1000)]
    assert seen[0] / seen[2] == pytest.approx(np.full((10, 1), 2**0.5), rel=0.01)
    assert (seen[1] < seen[0]).all()


def test_without_a_backtest_a_wide_rule_is_used():
    spread = weekly_spread(np.full((0, 2, 4), np.nan))
    assert spread.half_width(0.8).shape == (2, 4)
    assert (spread.half_width(0.8) > 0.3).all()


def test_log_errors_are_twins_of_the_plain_formula():
    assert log_errors(np.array([3.0]), np.array([1.0]), np.array([1.0]))[0] == pytest.approx(np.log(2))


def test_errors_of_a_young_series_count_as_smaller_ones_once_it_is_known():
    seen = unfamiliarity([8, 30, 52, 58, 70, 104, 260])
    assert (np.diff(seen) <= 0).all()
    assert seen[0] == seen[2]  # before a second year no season is known, and no growth
    assert seen[-1] == pytest.approx(1.0, abs=0.02)


def test_a_season_far_off_is_judged_by_errors_as_far_off():
    far = errors(horizon=24)
    far[:, :, 12:] *= 3
    cuts = range(60, 108, 4)
    at_once, later = spread_at(far[:, :, 12:], cuts), spread_at(far, cuts, from_week=13)
    assert later.half_width(0.8)[:, 12:] == pytest.approx(at_once.half_width(0.8))
    assert later.half_width(0.8)[:, :12] == pytest.approx(weekly_spread(far).half_width(0.8)[:, :12])


def test_the_fewer_seasons_were_seen_as_far_off_the_wider():
    cuts = np.arange(60, 108, 4)
    every, few = errors(horizon=24), errors(horizon=24)
    few[3:, :, 12:] = np.nan
    seen = [spread_at(part, cuts, from_week=13).half_width(0.8)[:, 12:] for part in (every, few)]
    known = weekly_spread(few[:, :, 12:]).half_width(0.8)
    wider = np.sqrt((1 + 1 / (1 + 8 / 12)) / (1 + 1 / (1 + 44 / 12)))
    assert seen[1] == pytest.approx(known * wider)
    assert seen[0] == pytest.approx(weekly_spread(every[:, :, 12:]).half_width(0.8))


def test_nothing_seen_as_far_off_is_carried_on_from_nearer():
    near = errors(horizon=24)
    near[:, :, 12:] = np.nan
    widths = spread_at(near, range(60, 108, 4), from_week=13).half_width(0.8)
    assert (widths[:, 12:] >= weekly_spread(near).half_width(0.8)[:, 12:]).all()
    assert np.isfinite(widths).all()
