"""What a model is given: only what was known, complete, long enough, without effects."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast_kit.forecasting.grid import build_panel
from forecast_kit.forecasting.past import LONGEST_WEEKS, SHORTEST_WEEKS, known_at
from tests.forecasting.series import batch, frame, seasonal


def nothing_planned(panel, horizon=12):
    return np.zeros((0, len(panel.categories), len(panel.weeks) + horizon))


def test_nothing_after_the_cut_is_looked_at():
    history = batch(120)
    later = history.assign(units=history["units"].where(history["week_start"] < "2023-11-01", 1e9))
    made = [known_at(panel, nothing_planned(panel), 90, 12) for panel in map(build_panel, (history, later))]
    assert np.array_equal(made[0].log_base, made[1].log_base)


def test_a_series_without_a_year_borrows_the_shared_season_at_its_own_level():
    rows = [frame(seasonal(120, seed=s, noise=0.01), f"line_{s}") for s in range(4)]
    short = frame(seasonal(120, noise=0.01, seed=9)[-20:] * 5, "new", start=str(rows[0]["week_start"].iloc[100].date()))
    panel = build_panel(pd.concat([*rows, short]))
    past = known_at(panel, nothing_planned(panel), 120, 12)
    truth = seasonal(120, noise=0.0)[:100] * 5
    lent = past.units[panel.categories.index("new"), :100]
    assert np.abs(lent - truth).sum() / truth.sum() < 0.08


def test_without_any_year_the_level_is_flat():
    panel = build_panel(batch(20, series=2))
    past = known_at(panel, nothing_planned(panel), 20, 12)
    assert past.units.shape == (2, SHORTEST_WEEKS)
    assert past.units[0, :40] == pytest.approx(np.full(40, past.units[0, -20:].mean()))


def test_weeks_before_a_later_start_are_its_own_year():
    panel = build_panel(pd.concat([frame(seasonal(120), "a"), frame(np.arange(70.0), "b", "2022-12-19")]))
    past = known_at(panel, nothing_planned(panel), 120, 12)
    assert past.units[1, :50].tolist() == [*past.units[1, 52:102]]


def test_very_long_histories_are_cut_to_five_years():
    panel = build_panel(frame(seasonal(300)))
    assert known_at(panel, nothing_planned(panel), 300, 12).units.shape[1] == LONGEST_WEEKS


def test_units_and_logs_go_back_and_forth():
    panel = build_panel(frame(seasonal(120)))
    past = known_at(panel, nothing_planned(panel), 120, 12)
    past = replace(past, log_effect_ahead=np.zeros((1, 12)))
    assert past.to_units(np.log(past.units + past.offset[:, None])[:, -12:]) == pytest.approx(past.units[:, -12:])
    assert (past.to_units(np.full((1, 12), -1e3)) == 0).all()
