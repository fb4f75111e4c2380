"""A spike that is an error is not forecast again; what is odd is said, and what is not is left alone."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.forecasting import fit_forecast
from forecast_kit.forecasting.grid import build_panel
from forecast_kit.forecasting.oddities import odd_series, without_spikes
from tests.forecasting.series import batch, frame, seasonal


def with_week(at: int, value: float = 1e6, weeks: int = 110) -> np.ndarray:
    return np.where(np.arange(weeks) == at, value, seasonal(weeks))


@pytest.mark.parametrize("at", [0, 5, 60, 100, 109])
def test_a_spike_of_a_million_anywhere_is_not_forecast_again_and_said(at):
    made = fit_forecast(frame(with_week(at)), 12)
    assert made.weekly["units_hi_80"].max() < 3 * seasonal(110).max()
    assert any("1,000,000 units" in said and "error in the data" in said for said in made.warnings)


def test_it_does_not_move_the_others():
    plain, spiked = (pd.concat([frame(row, "x"), batch(110, series=3)]) for row in (seasonal(110), with_week(80)))
    made = [fit_forecast(history, 8).weekly.query("category != 'x'")["units"].to_numpy() for history in (plain, spiked)]
    assert made[1] == pytest.approx(made[0], rel=0.02)


def test_the_week_is_put_on_the_line_and_counts_as_filled():
    panel = without_spikes(build_panel(frame(with_week(60))))
    assert panel.units[0, 60] == pytest.approx((seasonal(110)[59] + seasonal(110)[61]) / 2)
    assert panel.filled[0].nonzero()[0].tolist() == [60]


def test_a_line_that_lives_of_one_week_a_year_keeps_it():
    at = np.arange(130)
    units = np.where(at % 52 == 20, 5000.0, 50.0)
    panel = without_spikes(build_panel(frame(units)))
    assert panel.units[0].tolist() == units.tolist()
    assert fit_forecast(frame(units), 52).weekly["units"].max() > 1500


@pytest.mark.parametrize("units", [1.1 ** np.arange(110), np.random.default_rng(1).poisson(0.3, 110), np.ones(20)])
def test_growth_and_chance_are_no_spikes(units):
    panel = build_panel(frame(units))
    assert without_spikes(panel) is panel


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (np.random.default_rng(1).poisson(0.3, 110), "% of its weeks"),
        (np.where(np.arange(110) > 100, 0.0, seasonal(110)), "nothing in its last 9 weeks"),
        (1.1 ** np.arange(110), "142 times last year's"),
        (1e6 * 0.9 ** np.arange(110), "0.4 % of last year's"),
    ],
)
def test_what_is_odd_is_said_in_the_forecast(units, said):
    assert any(said in sentence for sentence in fit_forecast(frame(units), 4).warnings)


def test_an_ordinary_line_is_not_odd():
    assert odd_series(build_panel(batch(110, growth=0.3))) == []
