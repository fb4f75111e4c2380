"""A long frame becomes a checked matrix, or a sentence."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.errors import DataError
from forecast_kit.forecasting.grid import build_panel, weeks_after
from tests.forecasting.series import batch, frame


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_row_order_does_not_matter(random):
    history = batch(12, series=3)
    order = list(range(len(history)))
    random.shuffle(order)
    shuffled, plain = build_panel(history.iloc[order]), build_panel(history)
    assert shuffled.categories == plain.categories
    assert np.array_equal(shuffled.units, plain.units)


def test_a_later_start_is_empty_before_it_and_not_filled():
    panel = build_panel(pd.concat([frame(np.ones(20), "a"), frame(np.ones(12), "b", "2022-02-28")]))
    assert panel.first.tolist() == [0, 8]
    assert np.isnan(panel.units[1, :8]).all()
    assert not panel.filled.any()


def test_a_gap_is_filled_by_the_line_and_said():
    history = frame(np.arange(10.0)).drop(index=[3, 4])
    panel = build_panel(history)
    assert panel.units[0].tolist() == list(range(10))
    assert panel.filled[0].tolist() == [3 <= week <= 4 for week in range(10)]
    assert "no row for 2 weeks (the first is 2022-01-24)" in panel.warnings[0]


def test_a_category_that_stops_early_takes_last_years_weeks():
    panel = build_panel(pd.concat([frame(np.arange(60.0), "a"), frame(np.arange(58.0), "b")]))
    assert panel.units[1, 58:].tolist() == [6.0, 7.0]
    assert "the same weeks a year before" in panel.warnings[0]


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [(np.nan, "empty or not a number"), (np.inf, "infinite"), (-1.0, "negative")],
)
def test_units_that_cannot_be_are_refused_with_their_row(spoilt, reason):
    history = frame(np.ones(10))
    history.loc[4, "units"] = spoilt
    with pytest.raises(DataError, match=f"line 6, units: dresses, week of 2022-01-31: {reason}"):
        build_panel(history)


def test_a_week_given_twice_is_refused():
    history = frame(np.ones(10))
    with pytest.raises(DataError, match="dresses, week of 2022-01-03 is there twice"):
        build_panel(pd.concat([history, history.iloc[:1]]))


def test_weeks_on_different_days_are_refused_by_name():
    with pytest.raises(DataError, match="Saturday, Monday"):
        build_panel(pd.concat([frame(np.ones(10), "a"), frame(np.ones(10), "b", "2022-01-08")]))


def test_fewer_than_eight_weeks_are_refused():
    with pytest.raises(DataError, match=r"fewer than 8 weeks of sales: dresses \(7\)"):
        build_panel(frame(np.ones(7)))


@pytest.mark.parametrize("column", ["category", "week_start", "units"])
def test_a_missing_column_is_named(column):
    with pytest.raises(DataError, match=f"no column {column}"):
        build_panel(frame(np.ones(10)).drop(columns=column))


def test_dates_texts_and_timestamps_are_the_same_weeks():
    history = frame(np.arange(10.0))
    as_dates = history.assign(week_start=[week.date() for week in history["week_start"]])
    as_texts = history.assign(week_start=history["week_start"].dt.strftime("%Y-%m-%d"))
    assert np.array_equal(build_panel(as_dates).weeks, build_panel(as_texts).weeks)


def test_a_value_that_is_not_a_date_is_refused():
    with pytest.raises(DataError, match="line 3, week_start: not a date"):
        build_panel(frame(np.ones(9)).assign(week_start=lambda f: ["2022-01-03", "soon", *f["week_start"][2:]]))


def test_weeks_after_go_on_by_sevens():
    assert (np.diff(weeks_after(np.datetime64("2024-02-26"), 5)).astype(int) == 7).all()
