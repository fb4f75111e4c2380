"""Plan columns: every week ahead, numbers only, learnt from the past or refused."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.errors import DataError, PlanError
from forecast_kit.forecasting import forecast_demand
from forecast_kit.forecasting.accuracy import wape
from forecast_kit.forecasting.grid import build_panel
from forecast_kit.forecasting.planned import curves, read_past, read_plan
from tests.forecasting.series import frame, seasonal


@pytest.fixture
def history():
    return frame(np.ones(20)).assign(promotion=[0.0, 0.2] * 10, weather=1.0)


@pytest.fixture
def plan():
    return frame(np.ones(4), start="2022-05-23").drop(columns="units").assign(promotion=[0.1, 0.0, 0.3, 0.2])


def test_values_run_from_the_past_into_the_weeks_ahead(history, plan):
    planned = read_plan(history, plan, build_panel(history), 4)
    assert planned.names == ("promotion",)
    assert planned.values[0, 0].tolist() == [0.0, 0.2] * 10 + [0.1, 0.0, 0.3, 0.2]


def test_a_column_only_in_history_is_ignored(history, plan):
    assert "weather" not in read_plan(history, plan, build_panel(history), 4).names


def test_a_column_missing_in_history_is_refused(history, plan):
    with pytest.raises(PlanError, match="has the column discount, which the sales history has not"):
        read_plan(history, plan.assign(discount=0.1), build_panel(history), 4)


def test_a_missing_week_is_refused_and_named(history, plan):
    with pytest.raises(PlanError, match="lacks 1 of 4 category-weeks ahead; the first is dresses, week of 2022-06-06"):
        read_plan(history, plan.drop(index=2), build_panel(history), 4)


@pytest.mark.parametrize("where", ["history", "plan"])
def test_an_empty_value_is_refused(history, plan, where):
    target = history if where == "history" else plan
    target.loc[1, "promotion"] = np.nan
    with pytest.raises(DataError, match="promotion has 1 values that cannot be used"):
        read_plan(history, plan, build_panel(history), 4)


def test_a_value_never_seen_is_capped_and_said(history, plan):
    planned = read_plan(history, plan.assign(promotion=0.9), build_panel(history), 4)
    assert planned.values[0, 0, -1] == pytest.approx(0.3)
    assert "never outside 0 to 0.2" in planned.warnings[0]


def test_a_column_that_never_varied_says_so(history, plan):
    planned = read_plan(history.assign(promotion=0.1), plan, build_panel(history), 4)
    assert "never varied" in planned.warnings[0]


def test_a_curve_is_what_a_line_through_the_column_misses_of_its_root():
    discount = np.random.default_rng(0).choice([0.0, 0.1, 0.2, 0.4], size=(1, 2, 60))
    made = curves(discount, 52)
    line, level = np.polyfit(discount[0, 0, :52], (np.sqrt(discount) - made)[0, 0, :52], 1)
    assert np.sqrt(discount) - made == pytest.approx(line * discount + level, abs=0.05)
    centred = discount[0, :, :52] - discount[0, :, :52].mean(axis=1, keepdims=True)
    assert (centred * made[0, :, :52]).sum() == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("column", [[0.0, 1.0], [-0.2, 0.1, 0.3], [2.0], [6.0, 5.9, 5.8]])
def test_noughts_and_ones_and_lines_have_no_curve(column):
    values = np.resize(column, 60).reshape(1, 1, 60)
    assert curves(values, 50) == pytest.approx(np.zeros((1, 1, 60)), abs=1e-12)


def test_the_past_of_a_column_is_read_alone(history):
    panel = build_panel(history)
    assert read_past(history, ["promotion"], panel)[0, 0].tolist() == [0.0, 0.2] * 10


def chain_of(categories: int, weeks: int = 120, seed: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sales in proportion to opening days, half as much again in weeks of promotion, and twelve weeks planned ahead."""
    rng = np.random.default_rng(seed)
    parts = []
    for number in range(categories):
        units = seasonal(weeks + 12, noise=0.02, seed=number)
        opened = 6.0 - (rng.random(weeks + 12) < 0.15) - (rng.random(weeks + 12) < 0.05)
        promo = (rng.random(weeks + 12) < 0.4).astype(float)
        units = units * opened / 6 * np.where(promo > 0, 1.5, 1.0)
        parts.append(frame(units, f"shop {number}").assign(open=opened, promo=promo))
    every = pd.concat(parts, ignore_index=True)
    known = every["week_start"] < every["week_start"].min() + pd.Timedelta(weeks=weeks)
    return every[known], every[~known]


def test_units_are_in_proportion_to_opening_days_and_a_promotion_multiplies():
    past, ahead = chain_of(5)
    keep = ["category", "week_start", "open", "promo"]
    both = forecast_demand(past, 12, plan=ahead[keep]).merge(ahead, on=["category", "week_start"])
    assert wape(both["units_y"], both["units_x"]) < 0.05
    shorter = ahead.assign(open=3.0)  # never fewer than four before: half the week, and somewhat more than half
    some = forecast_demand(past, 12, plan=shorter[keep])["units"].sum()
    whole = forecast_demand(past, 12, plan=ahead.assign(open=6.0)[keep])["units"].sum()
    assert 0.4 < some / whole < 0.65


def test_a_column_given_twice_or_in_other_units_changes_next_to_nothing():
    past, ahead = chain_of(3)
    keep = ["category", "week_start", "open", "promo"]
    once = forecast_demand(past, 12, plan=ahead[keep])["units"].to_numpy()
    for spoilt in ({"again": lambda rows: rows["promo"]}, {"again": lambda rows: 7 - 2 * rows["open"]}):
        twice = forecast_demand(past.assign(**spoilt), 12, plan=ahead[keep].assign(**spoilt))["units"].to_numpy()
        assert twice == pytest.approx(once, rel=0.03)


def test_a_column_that_never_varied_in_one_category_takes_the_effect_of_the_others():
    past, ahead = chain_of(5)
    mine = past["category"] == "shop 0"
    past = past.assign(units=past["units"].where(~mine | (past["promo"] == 0), past["units"] / 1.5))
    past = past.assign(promo=past["promo"].where(~mine, 0.0))
    keep = ["category", "week_start", "open", "promo"]
    made = [
        forecast_demand(past, 12, plan=ahead[keep].assign(promo=promoted)).query("category == 'shop 0'")["units"].sum()
        for promoted in (0.0, 1.0)
    ]
    assert made[1] / made[0] == pytest.approx(1.5, rel=0.1)
