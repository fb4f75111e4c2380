"""What every model must do, whatever it believes."""

import numpy as np
import pytest

from forecast_kit.forecasting.grid import build_panel
from forecast_kit.forecasting.models import MODELS, SeasonalNaive
from forecast_kit.forecasting.past import known_at
from tests.forecasting.series import batch, frame, seasonal


def past_of(history, horizon=12):
    panel = build_panel(history)
    return known_at(panel, np.zeros((0, len(panel.categories), len(panel.weeks) + horizon)), len(panel.weeks), horizon)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
class TestEveryModel:
    def test_shape_and_sign(self, model):
        made = model.forecast(past_of(batch(110, series=3), 20))
        assert made.shape == (3, 20)
        assert (made >= 0).all()

    def test_a_perfectly_seasonal_series_is_repeated(self, model):
        made = model.forecast(past_of(frame(np.tile(seasonal(52, noise=0.0), 3), start="2021-01-04")))
        assert made[0] == pytest.approx(seasonal(52, noise=0.0)[:12], rel=0.06)

    def test_the_unit_does_not_matter(self, model):
        history = batch(110, series=2)
        larger = history.assign(units=history["units"] * 1000)
        assert model.forecast(past_of(larger)) == pytest.approx(model.forecast(past_of(history)) * 1000)

    def test_the_order_of_series_does_not_matter(self, model):
        history = batch(110, series=3)
        renamed = history.assign(category=history["category"].map({"line_0": "c", "line_1": "b", "line_2": "a"}))
        assert model.forecast(past_of(renamed))[::-1] == pytest.approx(model.forecast(past_of(history)))

    def test_every_horizon_up_to_a_year(self, model):
        assert model.forecast(past_of(batch(70, series=1), 52)).shape == (1, 52)


def test_seasonal_naive_is_last_year():
    history = frame(seasonal(80))
    assert SeasonalNaive().forecast(past_of(history, 10))[0].tolist() == history["units"].iloc[28:38].tolist()
