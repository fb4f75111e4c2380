"""The whole fit, as a planner meets it."""

import math
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecast_kit.errors import DataError, PlanError
from forecast_kit.forecasting import fit_forecast, forecast_demand, forecast_totals
from forecast_kit.forecasting.accuracy import wape
from tests.forecasting.series import batch, frame, seasonal


def must_hold(made, categories, horizon):
    weekly = made.weekly
    assert len(weekly) == categories * horizon
    assert np.isfinite(weekly[["units", "units_lo_80", "units_hi_80"]]).all(axis=None)
    assert (weekly["units_lo_80"] >= 0).all()
    assert weekly["units"].between(weekly["units_lo_80"], weekly["units_hi_80"]).all()
    assert made.totals.groupby("category")["units"].apply(lambda units: units.is_monotonic_increasing).all()
    assert made.models.groupby("category")["weight"].sum().to_numpy() == pytest.approx(1.0)


def test_frames_have_the_columns_that_others_rely_on():
    made = fit_forecast(batch(90, series=2), 6)
    assert made.weekly.columns.tolist() == ["category", "week_start", "units", "units_lo_80", "units_hi_80"]
    assert made.totals.columns.tolist() == ["category", "quantile", "units"]
    assert made.models.columns.tolist() == ["category", "model", "weight", "fallback_from"]
    assert made.accuracy.columns.tolist() == ["category", "wape", "bias", "coverage_80", "total_error", "scores"]
    assert made.weekly["week_start"].dtype == np.dtype("datetime64[ns]")


def test_the_weeks_are_those_after_the_last_of_any_category():
    history = pd.concat([frame(seasonal(90), "a"), frame(seasonal(88), "b")])
    weekly = forecast_demand(history, 3)
    expected = pd.date_range(history["week_start"].max(), periods=4, freq="7D")[1:]
    for _, part in weekly.groupby("category"):
        assert part["week_start"].tolist() == expected.tolist()


def test_it_finds_the_season_and_beats_last_year_where_there_is_growth():
    history = batch(156, growth=0.15, noise=0.05)
    past, ahead = history[history["week_start"] < "2024-10-07"], history[history["week_start"] >= "2024-10-07"]
    both = forecast_demand(past, 12).merge(ahead, on=["category", "week_start"], suffixes=("", "_actual"))
    last_year = past.assign(week_start=past["week_start"] + pd.Timedelta(weeks=52)).rename(columns={"units": "naive"})
    both = both.merge(last_year, on=["category", "week_start"])
    assert wape(both["units_actual"], both["units"]) < 0.07 < 0.12 < wape(both["units_actual"], both["naive"])


def test_under_two_years_the_season_is_still_found():
    truth = seasonal(82, noise=0.0)
    weekly = forecast_demand(frame(seasonal(70, noise=0.03)), 12)
    assert wape(truth[70:], weekly["units"]) < 0.10


def test_under_a_year_the_season_is_lent_by_the_others_and_said():
    old = batch(120, noise=0.02)
    new = frame(3 * seasonal(120, noise=0.02, seed=7)[90:], "new", str(old["week_start"].iloc[90].date()))
    made = fit_forecast(pd.concat([old, new]), 12)
    truth = 3 * seasonal(132, noise=0.0)[120:]
    assert wape(truth, made.weekly.loc[made.weekly["category"] == "new", "units"]) < 0.15
    assert any("new has 30 weeks of sales, under a year: its season is lent" in said for said in made.warnings)


@pytest.mark.parametrize("cut", [60, 72])
def test_a_growth_seen_for_a_few_weeks_that_turns_costs_less_than_believing_it(cut):
    every = batch(116, series=6, noise=0.02)
    at = np.tile(np.arange(116), 6)
    turned = every.assign(units=every["units"] * np.where((at >= 52) & (at < cut), 0.85, 1.0))
    weeks = np.sort(every["week_start"].unique())
    past, ahead = turned[turned["week_start"] < weeks[cut]], turned[turned["week_start"].isin(weeks[cut : cut + 12])]
    last_year = past.assign(week_start=past["week_start"] + pd.Timedelta(weeks=52)).rename(columns={"units": "naive"})
    both = forecast_demand(past, 12).merge(ahead, on=["category", "week_start"], suffixes=("", "_came"))
    both = both.merge(last_year, on=["category", "week_start"])
    bold = 0.15 * both["units_came"]
    assert wape(both["units_came"], both["units"]) < 0.75 * bold.sum() / both["units_came"].sum() + 0.03


def test_the_cautious_part_is_listed_among_the_models():
    made = fit_forecast(batch(80), 12)
    assert "last_year" in set(made.models["model"])
    assert "last_year" not in set(fit_forecast(batch(130), 12).models["model"])


def test_a_planned_promotion_is_worth_what_it_was():
    rng = np.random.default_rng(0)
    rows = []
    for s in range(4):
        promotion = rng.choice([0.0, 1.0], p=[0.8, 0.2], size=132)
        units = seasonal(132, noise=0.03, seed=s) * np.exp(0.5 * promotion)
        rows.append(frame(units, f"line_{s}").assign(promotion=promotion))
    every = pd.concat(rows)
    cut = every["week_start"].unique()[120]
    past, ahead = every[every["week_start"] < cut], every[every["week_start"] >= cut]
    with_plan = forecast_demand(past, 12, plan=ahead.drop(columns="units"))
    without = forecast_demand(past, 12)
    assert wape(ahead["units"], with_plan["units"]) < 0.07 < wape(ahead["units"], without["units"])


def test_row_order_and_repetition_do_not_change_a_number():
    history = batch(80, series=3)
    pd.testing.assert_frame_equal(
        forecast_demand(history, 5), forecast_demand(history.sample(frac=1, random_state=4), 5), check_exact=True
    )


@pytest.mark.parametrize("weeks", [8, 9, 30, 53, 61, 110])
@pytest.mark.parametrize("horizon", [1, 52])
def test_every_length_and_horizon_works(weeks, horizon):
    must_hold(fit_forecast(batch(weeks, series=2), horizon), 2, horizon)


ODD = {
    "zero": np.zeros(110),
    "constant": np.full(110, 5.0),
    "intermittent": np.random.default_rng(1).poisson(0.3, 110),
    "exploding": 1.1 ** np.arange(110),
    "collapsing": 1e6 * 0.9 ** np.arange(110),
    "spike": np.where(np.arange(110) == 100, 1e6, seasonal(110)),
    "stopped": np.where(np.arange(110) > 100, 0.0, seasonal(110)),
    "huge": 1e12 * seasonal(110),
    "tiny": 1e-6 * seasonal(110),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_series_give_sane_numbers(name):
    made = fit_forecast(frame(ODD[name]), 12)
    must_hold(made, 1, 12)
    assert made.weekly["units"].max() <= 3 * ODD[name].max()
    assert made.totals["units"].max() <= 10.1 * (made.weekly["units"].sum() + 12 * ODD[name].mean())


def test_a_line_that_never_sold_says_so_and_is_zero():
    made = fit_forecast(frame(np.zeros(60), "ghosts"), 4)
    assert (made.weekly[["units", "units_lo_80", "units_hi_80"]] == 0).all(axis=None)
    assert "ghosts has sold nothing in all its weeks: its forecast is 0." in made.warnings
    assert math.isnan(made.accuracy["wape"].iloc[0])


def test_a_rejected_model_is_named_with_what_stands_in_for_it():
    made = fit_forecast(frame(ODD["exploding"]), 52)
    stands_in = made.models[made.models["fallback_from"].notna()]
    assert all(stands_in["model"] == "seasonal_naive")
    assert any("stand in for it" in said for said in made.warnings)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.floats(0, 1e6), min_size=8, max_size=70), st.integers(1, 20))
def test_whatever_was_sold_the_numbers_are_sane(units, horizon):
    must_hold(fit_forecast(frame(units), horizon), 1, horizon)


def test_totals_of_the_weeks_after_a_gap():
    history = batch(100, series=1)
    made = fit_forecast(history, 12, total_from_week=5)
    middle = made.totals.set_index("quantile")["units"][0.5]
    assert middle == pytest.approx(made.weekly["units"].iloc[4:].sum())


def test_the_total_is_surer_than_the_sum_of_its_weeks():
    made = fit_forecast(batch(143, noise=0.15), 12)
    at = made.totals.pivot(index="category", columns="quantile", values="units")
    weekly = made.weekly.groupby("category")[["units_lo_80", "units_hi_80"]].sum()
    assert (at[0.9] - at[0.1] < weekly["units_hi_80"] - weekly["units_lo_80"]).all()


def test_both_faces_are_the_same_fit():
    history = batch(70, series=2)
    made = fit_forecast(history, 4)
    pd.testing.assert_frame_equal(forecast_demand(history, 4), made.weekly)
    pd.testing.assert_frame_equal(forecast_totals(history, 4), made.totals)


def test_further_levels_are_nested():
    weekly = forecast_demand(batch(100, series=1), 4, levels=(50, 95))
    assert (weekly["units_lo_95"] <= weekly["units_lo_80"]).all()
    assert (weekly["units_lo_80"] <= weekly["units_lo_50"]).all()
    assert (weekly["units_hi_50"] <= weekly["units_hi_80"]).all()


def test_a_thorough_backtest_rests_on_more_scores():
    history = batch(80, series=2)
    assert (
        fit_forecast(history, 4, thorough=True).accuracy["scores"] > fit_forecast(history, 4).accuracy["scores"]
    ).all()


def test_what_is_older_than_five_years_is_not_used_and_said():
    long = batch(270, series=1)
    made = fit_forecast(long, 4)
    assert any("270 weeks; the 10 before 2022-03-14 are not used" in said for said in made.warnings)
    weeks = np.sort(long["week_start"].unique())
    assert not any("not used" in said for said in fit_forecast(long[long["week_start"] >= weeks[10]], 4).warnings)


def test_too_short_to_be_tested_is_said():
    assert any("a rule, not a measurement" in said for said in fit_forecast(batch(9), 4).warnings)


def test_a_season_of_a_year_can_be_planned_half_a_year_ahead():
    fit = fit_forecast(batch(120, series=2), 78, total_from_week=27)
    one = fit.weekly[fit.weekly["category"] == fit.weekly["category"].iloc[0]]
    assert len(one) == 78
    assert np.isfinite(one["units"]).all()
    assert one["units"].iloc[52:].to_numpy() == pytest.approx(one["units"].iloc[:26].to_numpy(), rel=0.35)


def test_a_country_adds_its_holidays():
    assert len(fit_forecast(batch(120, series=2), 4, country="GB").weekly) == 8


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"horizon_weeks": 0}, "horizon is 0"),
        ({"horizon_weeks": 105}, "horizon is 105"),
        ({"total_from_week": 5}, "would begin in week 5"),
        ({"levels": (100,)}, "100 is not a level"),
        ({"quantiles": (0.5, 0.1)}, "not rising"),
    ],
)
def test_impossible_requests_are_refused(changed, said):
    with pytest.raises(PlanError, match=said):
        fit_forecast(frame(seasonal(60)), **{"horizon_weeks": 4, **changed})


def test_bad_data_are_refused_at_the_door():
    with pytest.raises(DataError, match="fewer than 8 weeks"):
        forecast_demand(frame(np.ones(5)))


def test_no_heavy_library_is_imported():
    code = (
        "import sys, pandas as pd; from forecast_kit.forecasting import forecast_demand\n"
        "weeks = pd.date_range('2024-01-01', periods=60, freq='7D')\n"
        "forecast_demand(pd.DataFrame({'category': 'a', 'week_start': weeks, 'units': 1.0}), 2)\n"
        "heavy = {'scipy', 'sklearn', 'statsmodels', 'statsforecast', 'matplotlib', 'pandera', 'holidays'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
