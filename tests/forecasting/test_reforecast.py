"""The season's level from its sales so far: the textbook's formula, then what planners see of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.forecasting import update_level

PLAN = [100.0, 120.0, 80.0, 100.0]


def test_with_poisson_sales_it_is_the_textbook_gamma_poisson_posterior():
    made = update_level(PLAN, plan_sd=100.0, sold_units=[130.0, 150.0], dispersion=1.0)
    alpha = beta = (400 / 100) ** 2
    assert (made.shape, made.rate) == (alpha + 280, beta + 220)
    assert made.level == pytest.approx((alpha + 280) / (beta + 220))
    assert made.level_sd == pytest.approx(np.sqrt(alpha + 280) / (beta + 220))


def test_replays_belief_and_the_re_forecast_are_one_formula():
    from forecast_kit.replay.belief import shrink

    made = update_level(PLAN, plan_sd=100.0, sold_units=[130.0, 150.0], dispersion=3.0)
    mean, sd = shrink(100 / 400, 280.0, 220.0, 3.0)
    assert (float(mean), float(sd)) == pytest.approx((made.level, made.level_sd))


def test_the_season_ahead_is_the_negative_binomial_of_the_textbook():
    made = update_level(PLAN, plan_sd=100.0, sold_units=[130.0, 150.0], dispersion=1.0)
    rng = np.random.default_rng(0)
    drawn = 280 + rng.poisson(180 * rng.gamma(made.shape, 1 / made.rate, 200_000))
    assert made.total_mean == pytest.approx(drawn.mean(), rel=0.002)
    assert made.total_sd == pytest.approx(drawn.std(), rel=0.01)
    for quantile in (0.1, 0.5, 0.9):
        assert made.total_quantile(quantile) == pytest.approx(np.quantile(drawn, quantile), rel=0.005)


def test_dividing_sales_and_plan_by_the_dispersion_is_poisson_again():
    wide = update_level(PLAN, 100.0, [130.0, 150.0], dispersion=5.0)
    assert wide.level == pytest.approx(update_level([20, 24, 16, 20], 20.0, [26, 30], dispersion=1.0).level)


def test_the_shape_of_the_season_is_kept():
    made = update_level(PLAN, 100.0, [150.0, 170.0])
    assert np.array(made.weekly) == pytest.approx(made.level * np.array(PLAN[2:]))


def test_without_sales_it_is_the_plan_and_its_doubt():
    made = update_level(PLAN, 100.0, [])
    assert (made.level, made.total_mean) == (1.0, 400.0)
    assert made.total_sd == pytest.approx(np.sqrt(100.0**2 + 400))


def test_a_season_that_is_over_is_known():
    made = update_level(PLAN, 100.0, [90.0, 100.0, 60.0, 70.0])
    assert (made.total_mean, made.total_sd, made.total_quantile(0.9)) == (320.0, 0.0, 320.0)


def test_over_dispersion_is_found_and_makes_sales_count_less():
    rng = np.random.default_rng(2)
    mean, dispersion = np.full(200, 50.0), 4.0
    sold = rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion)
    assert update_level(mean, 5000.0, sold).dispersion == pytest.approx(dispersion, rel=0.25)
    calm, wild = (update_level(PLAN, 50.0, [150.0, 160.0], dispersion=d).level for d in (1.0, 20.0))
    assert 1 < wild < calm


def test_weeks_that_run_together_say_less():
    alone, together = (update_level(PLAN, 100.0, [150.0, 170.0], week_correlation=r) for r in (0.0, 0.6))
    assert together.dispersion == pytest.approx(4 * alone.dispersion)
    assert 1 < together.level < alone.level
    with pytest.raises(PlanError, match="week_correlation is 1"):
        update_level(PLAN, 100.0, [], week_correlation=1.0)


def test_a_surer_plan_is_moved_less():
    levels = [update_level(PLAN, sd, [150.0, 180.0]).level for sd in (10.0, 50.0, 200.0)]
    assert 1 < levels[0] < levels[1] < levels[2] < 1.51


def test_eight_of_ten_seasons_end_within_the_interval():
    rng = np.random.default_rng(5)
    plan, inside = np.full(12, 60.0), []
    for level in rng.gamma(25, 1 / 25, 400):
        sold = rng.negative_binomial(level * plan / 2, 1 / 3)
        made = update_level(plan, plan.sum() / 5, sold[:5], usual_dispersion=3.0)
        inside.append(made.total_quantile(0.1) <= sold.sum() <= made.total_quantile(0.9))
    assert np.mean(inside) == pytest.approx(0.8, abs=0.06)


@given(
    st.lists(st.floats(0, 1e5), min_size=1, max_size=12).filter(lambda plan: sum(plan) > 1),
    st.lists(st.floats(0, 1e5), max_size=12),
    st.floats(0.01, 2.0),
)
def test_the_level_is_between_plan_and_sales(plan, sold, doubt):
    sold = sold[: len(plan)]
    made = update_level(plan, doubt * sum(plan), sold)
    ahead = sum(plan[: len(sold)])
    seen = sum(sold) / ahead if ahead > 0 else np.inf
    assert min(1.0, seen) - 1e-9 <= made.level
    assert made.level <= max(1.0, seen) * (1 + 1e-9)
    assert made.total_mean >= sum(sold) * (1 - 1e-12)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([], 1.0, []), "has no units"),
        (([0.0], 1.0, []), "has no units"),
        (([10.0, -1.0], 1.0, []), "plan_units has values that are no units"),
        (([10.0], 1.0, [np.nan]), "sold_units has values that are no units"),
        (([10.0], 0.0, []), "plan_sd is 0"),
        (([10.0], 1.0, [1.0, 2.0]), "2 weeks were sold of a season of 1"),
    ],
)
def test_what_cannot_be_is_refused(arguments, said):
    with pytest.raises(PlanError, match=said):
        update_level(*arguments)
