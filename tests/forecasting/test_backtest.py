"""Rolling origins: only what was known, no origin before the season is known when it need not be."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.forecasting.backtest import origins, run_backtest
from forecast_kit.forecasting.grid import MIN_WEEKS, build_panel
from forecast_kit.forecasting.models import NAIVE, YearOverYear
from tests.forecasting.series import batch, frame, seasonal


@given(st.integers(8, 300), st.integers(1, 52))
def test_origins_leave_something_to_forecast_and_enough_to_learn_from(weeks, horizon):
    cuts = origins(weeks, horizon)
    assert all(MIN_WEEKS <= cut < weeks for cut in cuts)
    assert len(cuts) <= (52 + horizon) // 4 + 1
    if weeks >= 60:
        assert min(cuts) >= 56


def test_a_forecast_does_not_change_when_the_future_does():
    history = batch(100, series=2)
    changed = history.assign(units=history["units"].where(history["week_start"] < "2023-07-17", 1.0))
    panels = [build_panel(history), build_panel(changed)]
    made = [run_backtest(panel, np.zeros((0, 2, 106)), 6, (NAIVE, YearOverYear()), (70, 80)) for panel in panels]
    assert np.array_equal(made[0].forecast, made[1].forecast)
    assert not np.array_equal(made[0].actual, made[1].actual)


def test_actuals_stand_beside_their_forecast_and_filled_weeks_do_not_count():
    history = frame(seasonal(80)).drop(index=72)
    panel = build_panel(history)
    tested = run_backtest(panel, np.zeros((0, 1, 84)), 4, (NAIVE,), (70, 78))
    assert tested.actual[0, 0, [0, 1, 3]].tolist() == panel.units[0, [70, 71, 73]].tolist()
    assert np.isnan(tested.actual[0, 0, 2])
    assert np.isnan(tested.actual[1, 0, 2:]).all()
    assert tested.forecast[0, 0, 0].tolist() == panel.units[0, 18:22].tolist()


def test_a_category_that_had_not_begun_is_left_out():
    panel = build_panel(pd.concat([frame(seasonal(90), "a"), frame(seasonal(12), "b", "2023-07-03")]))
    tested = run_backtest(panel, np.zeros((0, 2, 94)), 4, (NAIVE,), (80,))
    assert np.isfinite(tested.forecast[0, 0, 0]).all()
    assert np.isnan(tested.forecast[0, 0, 1]).all()
