import numpy as np
import pytest

from forecast_kit.plan import TotalQuantile
from forecast_kit.replay.belief import Prior
from forecast_kit.replay.paths import sample_paths
from tests.builders import forecast

PRIOR = Prior(
    weekly=np.array([500.0, 500.0]),
    share=np.array([0.7, 0.3]),
    level_sd=0.1,
    week_dispersion=5.0,
    store_dispersion=np.array([4.0, 1.0]),
)
TOTALS = ((0.1, 850), (0.5, 1000), (0.9, 1150))


def drawn(seed=1, scenarios=2000, prior=PRIOR):
    quantiles = tuple(TotalQuantile(quantile=q, units=u) for q, u in TOTALS)
    return sample_paths(forecast(total_quantiles=quantiles), prior, scenarios=scenarios, seed=seed)


def test_seasons_are_whole_units_by_scenario_week_and_store():
    paths = drawn()
    assert paths.shape == (2000, 2, 2)
    assert (paths == np.round(paths)).all()
    assert (paths >= 0).all()


def test_totals_have_the_forecasts_distribution():
    totals = drawn().sum(axis=(1, 2))
    assert totals.mean() == pytest.approx(1000, rel=0.01)
    assert np.quantile(totals, [0.1, 0.9]) == pytest.approx([850, 1150], rel=0.03)


def test_stores_have_their_share_and_their_own_noise():
    paths = drawn()
    assert paths.sum(axis=(0, 1)) / paths.sum() == pytest.approx([0.7, 0.3], abs=0.01)
    noisy, calm = paths[:, 0, 0], paths[:, 0, 1]
    assert np.var(noisy) / noisy.mean() > np.var(calm) / calm.mean() + 2


def test_the_same_seed_draws_the_same_seasons_and_another_others():
    assert (drawn(3, 20) == drawn(3, 20)).all()
    assert (drawn(3, 20) != drawn(4, 20)).any()


def test_a_category_that_is_not_expected_to_sell_is_drawn_without_fault():
    nothing = Prior(
        weekly=np.zeros(2), share=np.array([0.5, 0.5]), level_sd=0.1, week_dispersion=1.0, store_dispersion=np.ones(2)
    )
    quantiles = (TotalQuantile(quantile=0.5, units=0),)
    assert sample_paths(forecast(total_quantiles=quantiles), nothing, scenarios=5, seed=0).sum() == 0
