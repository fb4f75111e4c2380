"""Weeks with all stores shut: nothing is learnt from them, and none are forecast where they are planned."""

import numpy as np
import pytest

from forecast_kit.forecasting import fit_forecast
from forecast_kit.forecasting.grid import build_panel
from forecast_kit.forecasting.shut import without_shut_weeks
from tests.forecasting.series import frame, seasonal

WEEKS = 120


def shut_last_year(first=70, count=3):
    units = seasonal(WEEKS, noise=0.03)
    units[first : first + count] = 0.0
    return units


def test_silence_between_lively_weeks_is_put_on_the_line_and_said():
    panel = without_shut_weeks(build_panel(frame(shut_last_year())))
    assert panel.filled[0, 70:73].all()
    low, high = sorted(panel.units[0, [69, 73]])
    assert ((panel.units[0, 70:73] >= low) & (panel.units[0, 70:73] <= high)).all()
    assert "sold nothing in the weeks of 2023-05-08, 2023-05-15, 2023-05-22" in panel.warnings[0]


def test_the_forecast_is_that_of_a_year_without_closure():
    shut, whole = (fit_forecast(frame(units), 12).weekly["units"] for units in (shut_last_year(), seasonal(WEEKS)))
    assert shut.to_numpy() == pytest.approx(whole.to_numpy(), rel=0.1)


@pytest.mark.parametrize(
    "units",
    [
        np.where(np.arange(WEEKS) >= 117, 0.0, seasonal(WEEKS)),
        np.random.default_rng(0).poisson(0.5, WEEKS).astype(float),
        np.where(np.arange(WEEKS) % 52 < 20, 0.0, seasonal(WEEKS)),
        np.where(np.arange(WEEKS) == 50, 0.0, 3.0),
    ],
    ids=["ended", "intermittent", "half the year", "slow"],
)
def test_silence_that_may_be_demand_is_left(units):
    panel = build_panel(frame(units))
    assert without_shut_weeks(panel) is panel


def with_days(planned):
    days = np.full(WEEKS + 4, 6.0)
    days[70:73] = 0.0
    days[[30, 95, 110]] = 5.0
    days[WEEKS:] = planned
    units = np.concatenate([seasonal(WEEKS, noise=0.02), np.zeros(4)]) * days / 6
    every = frame(units).assign(open_days=days)
    return every.iloc[:WEEKS], every.iloc[WEEKS:].drop(columns="units")


def test_a_week_planned_shut_is_zero_without_doubt_and_the_others_are_not():
    history, plan = with_days([6.0, 0.0, 6.0, 6.0])
    made = fit_forecast(history, 4, plan=plan)
    assert made.weekly.loc[1, ["units", "units_lo_80", "units_hi_80"]].tolist() == [0, 0, 0]
    assert (made.weekly["units"].drop(1) > 50).all()
    assert "dresses is planned shut in 1 weeks: 0 units." in made.warnings
    middle = made.totals.set_index("quantile")["units"][0.5]
    assert middle == pytest.approx(made.weekly["units"].sum())


def test_a_season_planned_shut_throughout_is_zero():
    history, plan = with_days([0.0] * 4)
    assert (fit_forecast(history, 4, plan=plan).totals["units"] == 0).all()


def test_the_worth_of_a_day_is_not_spoilt_by_the_closure():
    history, plan = with_days([6.0, 6.0, 5.0, 6.0])
    shorter = fit_forecast(history, 4, plan=plan).weekly["units"]
    usual = fit_forecast(history, 4, plan=plan.assign(open_days=6.0)).weekly["units"]
    assert shorter[2] / usual[2] == pytest.approx(5 / 6, rel=0.06)


def test_zeros_of_a_promotion_do_not_shut_anything():
    promotion = np.tile([0.0, 1.0, 0.0, 0.0], WEEKS // 4)
    history = frame(seasonal(WEEKS)).assign(promotion=promotion)
    plan = frame(np.ones(4), start="2024-04-22").drop(columns="units").assign(promotion=0.0)
    assert (fit_forecast(history, 4, plan=plan).weekly["units"] > 0).all()
