"""A library model within its budget: what fails or comes too late is empty, and seasonal naive stands in for it."""

import numpy as np
import pytest

from forecast_kit.errors import PlanError
from forecast_kit.forecasting import fit_forecast, models
from forecast_kit.forecasting.models import MODELS, with_also
from forecast_kit.forecasting.models.guarded import one_by_one
from tests.forecasting.models.test_models import past_of
from tests.forecasting.series import batch, frame, seasonal


def failing(row):
    if row[0] > 0:
        raise ValueError("no convergence")
    return np.zeros(3)


def test_a_row_that_fails_is_empty_and_the_others_are_not():
    made = one_by_one(np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 2.0]]), 3, failing, seconds=60)
    assert np.isfinite(made).all(axis=1).tolist() == [True, False, True]


def test_nothing_begins_after_the_budget():
    ticks = iter(range(100))
    made = one_by_one(np.zeros((5, 2)), 3, failing, seconds=3, clock=lambda: float(next(ticks)))
    assert np.isfinite(made).all(axis=1).tolist() == [True, True, False, False, False]


def test_an_answer_of_another_length_is_none():
    assert np.isnan(one_by_one(np.zeros((1, 2)), 3, lambda row: np.zeros(4), seconds=60)).all()


def test_a_model_that_is_not_there_is_refused_by_name(monkeypatch):
    with pytest.raises(PlanError, match="no model called lstm"):
        with_also(("lstm",))
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    with pytest.raises(PlanError, match=r"prophet, which is not installed.*forecast-kit\[prophet\]"):
        with_also(("prophet",))


@pytest.mark.parametrize("name", ["arima", "prophet"])
class TestLibraryModels:
    @pytest.fixture(autouse=True)
    def installed(self, name):
        pytest.importorskip({"arima": "statsforecast", "prophet": "prophet"}[name])

    def test_it_finds_the_season(self, name):
        model = with_also((name,))[len(MODELS)]
        made = model.forecast(past_of(frame(np.tile(seasonal(52, noise=0.0), 3), start="2021-01-04")))
        assert made.shape == (1, 12)
        assert made[0] == pytest.approx(seasonal(52, noise=0.0)[:12], rel=0.1)

    def test_it_takes_part_in_the_combination_and_the_weights_add_up(self, name):
        made = fit_forecast(batch(66, series=1), 3, also=(name,))
        assert made.models["weight"].sum() == pytest.approx(1)
        assert np.isfinite(made.weekly["units"]).all()


def test_a_model_that_ran_out_of_time_is_recorded():
    pytest.importorskip("statsforecast")
    past = past_of(batch(80, series=2))
    assert np.isnan(models.Arima(seconds=0.0).forecast(past)).all()
