"""Effects of the plan: found again where we put them, pooled where a series is silent."""

import numpy as np
import pytest

from forecast_kit.forecasting.effects import effects_and_growth, estimate_effects, fit_effects
from tests.forecasting.series import seasonal


def made(series: int = 8, weeks: int = 120, effect: float = 0.8, noise: float = 0.05):
    rng = np.random.default_rng(3)
    discount = rng.choice([0.0, 0.0, 0.3], size=(1, series, weeks))
    logs = np.log(np.stack([seasonal(weeks, noise=noise, seed=s) for s in range(series)])) + effect * discount[0]
    return logs, discount


def test_a_planted_effect_is_found_in_every_series():
    logs, discount = made()
    assert estimate_effects(logs, discount)[:, 0] == pytest.approx(np.full(8, 0.8), abs=0.1)


def test_a_short_history_finds_it_too():
    logs, discount = made(weeks=64)
    assert estimate_effects(logs, discount).mean() == pytest.approx(0.8, abs=0.1)


def test_a_series_that_never_had_a_promotion_takes_the_pools():
    logs, discount = made()
    logs[0] -= 0.8 * discount[0, 0]
    discount[0, 0] = 0.0
    assert estimate_effects(logs, discount)[0, 0] == pytest.approx(0.8, abs=0.1)


def test_no_columns_and_columns_that_never_vary_have_no_effect():
    logs, discount = made(series=2)
    assert estimate_effects(logs, discount[:0]).shape == (2, 0)
    assert (estimate_effects(logs, np.ones_like(discount)) == 0).all()


def test_the_unit_of_a_column_does_not_matter():
    logs, discount = made(series=3)
    assert estimate_effects(logs, 100 * discount) * 100 == pytest.approx(estimate_effects(logs, discount))


def test_the_fit_with_its_doubt_has_the_same_effects():
    logs, discount = made(series=3)
    found = fit_effects(logs, discount)
    assert found.values == pytest.approx(estimate_effects(logs, discount))
    assert found.covariance.shape == (3, 1, 1)


def test_more_noise_is_more_doubt_and_more_weeks_are_less():
    doubt = [
        fit_effects(*made(noise=noise, weeks=weeks)).covariance.mean()
        for noise, weeks in ((0.02, 120), (0.2, 120), (0.2, 220))
    ]
    assert doubt[0] < doubt[2] < doubt[1]


def test_nothing_is_doubted_of_no_columns():
    logs, discount = made(series=2)
    assert fit_effects(logs, discount[:0]).covariance.shape == (2, 0, 0)


def test_a_growth_that_all_share_is_believed_in_part_and_more_than_that_of_one_alone():
    logs, discount = made(noise=0.02)
    growing = logs + 0.06 * np.arange(logs.shape[1]) / 52
    all_share = effects_and_growth(growing, discount)[1]
    alone = effects_and_growth(growing[:1], discount[:, :1])[1][0]
    assert 0 < alone < all_share.mean() < 0.06


def test_growth_is_learnt_without_any_column_and_is_nought_where_there_is_none():
    logs, discount = made(noise=0.02)
    without = logs - 0.8 * discount[0]
    grown = effects_and_growth(without + 0.06 * np.arange(120) / 52, discount[:0])[1]
    assert grown.mean() > 0.02 > 0.01 > abs(effects_and_growth(without, discount[:0])[1].mean())
