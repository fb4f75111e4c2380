"""Whatever comes in: a sentence that names what to correct, or sane numbers with a warning where they deserve one."""

import warnings

import numpy as np
import pandas as pd
import pytest

from forecast_kit.errors import DataError, PlanError
from forecast_kit.forecasting import backtest_frame, explain, fit_forecast, plan_effects
from tests.forecasting.series import batch, frame, seasonal


@pytest.fixture(autouse=True)
def no_library_complains():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def sane(history: pd.DataFrame, horizon: int = 12, **how):
    """The forecast, once every number in it has been looked at; its explanation and backtest must work as well."""
    made = fit_forecast(history, horizon, **how)
    weekly, totals = made.weekly, made.totals
    assert len(weekly) == history["category"].nunique() * horizon
    assert np.isfinite(weekly[["units", "units_lo_80", "units_hi_80"]].to_numpy()).all()
    assert (weekly["units_lo_80"] >= 0).all()
    assert (weekly["units_lo_80"] <= weekly["units"]).all()
    assert (weekly["units"] <= weekly["units_hi_80"]).all()
    assert np.isfinite(totals["units"]).all()
    assert (totals["units"] >= 0).all()
    assert totals.groupby("category")["units"].apply(lambda units: units.is_monotonic_increasing).all()
    apart = explain(history, str(history["category"].iloc[0]), horizon, **how)
    assert np.isfinite(apart.factors["value"]).all()
    plan = how.get("plan")
    columns = [] if plan is None else [name for name in plan if name not in ("category", "week_start")]
    tested = backtest_frame(history, horizon, plan_columns=columns)
    assert (tested[["forecast", "seasonal_naive"]] >= 0).all(axis=None)
    return made


def says(made, words: str) -> bool:
    return any(words in sentence for sentence in made.warnings)


def test_a_constant_line_stays_what_it_is():
    made = sane(frame(np.full(110, 40.0)))
    assert made.weekly["units"].to_numpy() == pytest.approx(np.full(12, 40.0))
    assert made.warnings == ()


def test_a_line_that_never_sold_is_zero_and_said():
    made = sane(frame(np.zeros(110)))
    assert (made.weekly["units"] == 0).all()
    assert says(made, "dresses has sold nothing in all its weeks: its forecast is 0")


def test_intermittent_lines_keep_their_mean_rate_and_are_said():
    rng = np.random.default_rng(4)
    lines = pd.concat([frame(rng.poisson(0.3, 130).astype(float), f"line_{s:02}") for s in range(12)])
    made = sane(lines)
    assert made.weekly["units"].mean() == pytest.approx(lines["units"].mean(), rel=0.2)
    assert sum("% of its weeks: read its forecast as a mean rate" in said for said in made.warnings) == 12


def test_an_exploding_line_is_held_and_said():
    units = 1.1 ** np.arange(110)
    made = sane(frame(units))
    assert made.weekly["units"].max() <= 3 * units.max()
    assert says(made, "no model knows how that goes on")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, -3.0, "many"])
def test_a_value_that_is_no_number_of_units_is_refused_with_its_row(value):
    history = frame(seasonal(60)).astype({"units": object})
    history.loc[41, "units"] = value
    with pytest.raises(DataError, match="1 values that cannot be used") as refused:
        fit_forecast(history, 4)
    assert refused.value.rows[0].line == 43
    assert "week of 2022-10-17" in refused.value.rows[0].reason


@pytest.mark.parametrize("weeks", [8, 13, 26, 51])
def test_under_a_year_it_says_where_the_season_is_from(weeks):
    assert says(sane(frame(seasonal(weeks))), f"{weeks} weeks of sales, under a year: its season is not known")
    others = batch(120, series=3)
    young = frame(seasonal(weeks), "young", str(others["week_start"].iloc[120 - weeks].date()))
    assert says(sane(pd.concat([others, young])), f"young has {weeks} weeks of sales, under a year: its season is lent")


@pytest.mark.parametrize("weeks", [1, 7])
def test_under_eight_weeks_are_refused(weeks):
    with pytest.raises(DataError, match=f"fewer than 8 weeks of sales: dresses \\({weeks}\\)"):
        fit_forecast(frame(seasonal(weeks)), 4)


def test_a_week_of_a_million_is_taken_out_and_said():
    made = sane(frame(np.where(np.arange(110) == 97, 1e6, seasonal(110))))
    assert made.weekly["units_hi_80"].max() < 3 * seasonal(110).max()
    assert says(made, "taken as an error in the data")


def test_weeks_without_a_row_are_filled_and_said():
    made = sane(frame(seasonal(110)).drop(index=[20, 21, 60]))
    assert says(made, "dresses has no row for 3 weeks (the first is 2022-05-23)")
    ended = pd.concat([frame(seasonal(110), "a"), frame(seasonal(105), "b")])
    assert says(sane(ended), "b has no row for 5 weeks")


def test_a_week_given_twice_is_refused_with_its_row():
    history = frame(seasonal(60))
    with pytest.raises(DataError, match="1 category-weeks more than once") as refused:
        fit_forecast(pd.concat([history, history.iloc[[30]]]), 4)
    assert refused.value.rows[0].line == 62


def test_weeks_that_start_on_different_days_are_refused():
    mixed = pd.concat([frame(seasonal(60), "a"), frame(seasonal(60), "b", "2022-01-08")])
    with pytest.raises(DataError, match="start on different days: Saturday, Monday"):
        fit_forecast(mixed, 4)


@pytest.mark.parametrize("anchor", pd.date_range("2022-01-03", periods=7).date)
def test_any_one_day_of_the_week_will_do(anchor):
    made = sane(frame(seasonal(70), start=str(anchor)), 3)
    assert set(made.weekly["week_start"].dt.day_name()) == {anchor.strftime("%A")}


def test_the_order_of_rows_changes_nothing():
    history = batch(80, series=3)
    shuffled = history.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(sane(history).weekly, sane(shuffled).weekly, check_exact=True)


@pytest.mark.parametrize("horizon", [1, 52])
@pytest.mark.parametrize("weeks", [8, 53, 110])
def test_one_series_and_the_shortest_and_longest_season(weeks, horizon):
    sane(frame(seasonal(weeks)), horizon)


@pytest.fixture
def planned():
    history = batch(110, series=2).assign(promotion=np.tile(np.arange(110) % 7 == 0, 2).astype(float))
    ahead = pd.date_range("2024-02-12", periods=12, freq="7D")
    names = np.repeat(["line_0", "line_1"], 12)
    return history, pd.DataFrame({"category": names, "week_start": [*ahead, *ahead], "promotion": 0.0})


def test_a_plan_that_lacks_weeks_is_refused_with_the_first(planned):
    history, plan = planned
    with pytest.raises(PlanError, match="lacks 1 of 24 category-weeks ahead; the first is line_0, week of 2024-03-25"):
        fit_forecast(history, 12, plan=plan.drop(index=6))
    with pytest.raises(PlanError, match="lacks 12 of 24"):
        fit_forecast(history, 12, plan=plan[plan["category"] == "line_1"])


@pytest.mark.parametrize("value", [np.nan, np.inf, "often"])
def test_a_plan_value_that_is_no_number_is_refused_with_its_row(planned, value):
    history, plan = planned
    plan = plan.astype({"promotion": object})
    plan.loc[3, "promotion"] = value
    with pytest.raises(DataError, match="In the plan: The column promotion has 1 values") as refused:
        fit_forecast(history, 12, plan=plan)
    assert refused.value.rows[0].line == 5


def test_what_was_never_planned_before_is_capped_and_said(planned):
    history, plan = planned
    made = sane(history, 12, plan=plan.assign(promotion=50.0))
    assert says(made, "promotion is planned up to 50 and was never outside 0 to 1")
    usual = sane(history, 12, plan=plan)
    assert made.weekly["units"].max() < 3 * usual.weekly["units"].max()


def test_an_odd_batch_together_is_sane_in_every_line():
    odd = {
        "constant": np.full(110, 5.0),
        "zero": np.zeros(110),
        "seldom": np.random.default_rng(1).poisson(0.2, 110).astype(float),
        "exploding": 1.1 ** np.arange(110),
        "ending": np.where(np.arange(110) > 95, 0.0, seasonal(110)),
        "spiked": np.where(np.arange(110) == 50, 1e6, seasonal(110)),
    }
    history = pd.concat([frame(units, name) for name, units in odd.items()])
    made = sane(history)
    for name in ("zero", "seldom", "exploding", "ending", "spiked"):
        assert says(made, name), name
    promoted = history.assign(promotion=np.tile(np.arange(110) % 9 == 0, 6).astype(float))
    table = plan_effects(promoted)
    assert np.isfinite(table[["effect", "effect_lo_80", "effect_hi_80"]]).all(axis=None)
    assert (table["effect_lo_80"] >= 0).all()
