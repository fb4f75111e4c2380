"""A number taken apart: its factors multiply out to it, its models add up to it."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.errors import PlanError
from forecast_kit.forecasting import explain, fit_forecast
from tests.forecasting.series import batch, frame, seasonal


@pytest.fixture(scope="module")
def planned():
    rng = np.random.default_rng(0)
    rows = []
    for s in range(3):
        promotion = rng.choice([0.0, 0.0, 0.0, 1.0], size=132)
        promotion[120:124] = [0.0, 1.0, 0.0, 1.0]
        units = seasonal(132, noise=0.03, seed=s) * np.exp(0.5 * promotion)
        rows.append(frame(units, f"line_{s}").assign(promotion=promotion))
    every = pd.concat(rows)
    weeks = np.sort(every["week_start"].unique())
    ahead = every[every["week_start"] >= weeks[120]].drop(columns="units")
    return every[every["week_start"] < weeks[120]], ahead


def both(planned):
    history, plan = planned
    weekly = fit_forecast(history, 12, plan=plan).weekly
    return explain(history, "line_1", 12, plan=plan), weekly[weekly["category"] == "line_1"]["units"].to_numpy()


def test_the_factors_multiply_out_to_the_forecast(planned):
    made, forecast = both(planned)
    assert made.factors.groupby("week_start")["value"].prod().to_numpy() == pytest.approx(forecast, rel=1e-12)


def test_the_models_add_up_to_the_forecast(planned):
    made, forecast = both(planned)
    assert made.models.groupby("week_start")["units"].sum().to_numpy() == pytest.approx(forecast, rel=1e-12)
    assert made.models.groupby("week_start")["weight"].sum().to_numpy() == pytest.approx(np.ones(12))


def test_a_promotion_is_seen_in_the_weeks_that_have_it(planned):
    made, _ = both(planned)
    worth = made.factors[made.factors["part"] == "promotion"]["value"].to_numpy()
    assert worth[1] / worth[0] == pytest.approx(np.exp(0.5), rel=0.1)
    assert worth[1] == pytest.approx(worth[3])


def test_the_parts_are_the_same_every_week(planned):
    made, _ = both(planned)
    for _, week in made.factors.groupby("week_start"):
        assert week["part"].tolist() == ["level", "season", "calendar", "promotion", "growth"]


def test_growth_and_season_are_told_apart():
    made = explain(frame(seasonal(143, growth=0.2, noise=0.02)), "dresses", 12)
    parts = made.factors.pivot(index="week_start", columns="part", values="value")
    assert (parts["growth"] > 1.0).all()
    truth = np.log(seasonal(155, noise=0.0)[143:])
    assert np.corrcoef(np.log(parts["season"]), truth)[0, 1] > 0.95


def test_a_week_in_words():
    made = explain(batch(90, series=1), "line_0", 3)
    week = made.units["week_start"].iloc[1]
    said = made.sentence(week.date())
    assert said.startswith("level ")
    assert said.endswith(f"= {made.units['units'].iloc[1]:,.0f} units")


def test_what_is_not_there_is_refused():
    history = batch(90, series=1)
    with pytest.raises(PlanError, match="no sales of coats"):
        explain(history, "coats", 3)
    with pytest.raises(PlanError, match="no week of this forecast"):
        explain(history, "line_0", 3).sentence("1999-01-04")


@pytest.mark.parametrize("units", [np.zeros(70), np.random.default_rng(1).poisson(0.3, 110)], ids=["never", "rarely"])
def test_odd_series_add_up_too(units):
    made = explain(frame(units), "dresses", 6)
    assert made.factors.groupby("week_start")["value"].prod().to_numpy() == pytest.approx(made.units["units"])


KINDS = {
    "old": lambda: (batch(130, series=2), "line_0", {}),
    "second year": lambda: (batch(80, series=2), "line_0", {}),
    "a few weeks": lambda: (
        pd.concat([batch(120, series=2), frame(seasonal(120)[-20:], "young", "2024-01-01")]).query(
            "week_start <= '2024-04-15'"
        ),
        "young",
        {"comparables": {"young": ["line_1"]}},
    ),
    "never sold": lambda: (
        batch(120, series=2),
        "new",
        {"comparables": {"new": ["line_0", "line_1"]}, "season_totals": {"new": 5000.0}},
    ),
    "intermittent": lambda: (
        frame(np.random.default_rng(1).poisson(0.3, 130).astype(float), "line_0"),
        "line_0",
        {},
    ),
    "nothing": lambda: (frame(np.zeros(70), "line_0"), "line_0", {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_in_every_week_the_parts_and_the_models_add_up_to_the_number(kind):
    history, category, said = KINDS[kind]()
    made = explain(history, category, 60, **said)
    fit = fit_forecast(history, 60, **said)
    weekly = fit.weekly[fit.weekly["category"] == category]
    used = fit.models[fit.models["category"] == category]
    for row in weekly.itertuples():
        parts, models = made.parts(row.week_start), made.models_of(row.week_start)
        assert sum(units for _, units in parts) == pytest.approx(row.units, abs=1e-9)
        assert sum(units for _, _, units in models) == pytest.approx(row.units, abs=1e-9)
        assert [(name, weight) for name, weight, _ in models] == list(zip(used["model"], used["weight"], strict=True))
        assert sum(weight for _, weight, _ in models) == pytest.approx(1.0)


def test_models_that_were_asked_for_are_listed_with_the_others():
    pytest.importorskip("statsforecast")
    history = frame(seasonal(64, growth=0.3))
    made = explain(history, "dresses", 4, also=("arima",))
    fit = fit_forecast(history, 4, also=("arima",))
    assert [name for name, _, _ in made.models_of("2023-03-27")] == fit.models["model"].tolist()
    assert made.units["units"].to_numpy() == pytest.approx(fit.weekly["units"].to_numpy())


def test_a_week_that_is_not_ahead_is_refused(planned):
    made, _ = both(planned)
    for asked in (made.parts, made.models_of, made.sentence):
        with pytest.raises(PlanError, match="2020-01-06 is no week of this forecast"):
            asked("2020-01-06")
