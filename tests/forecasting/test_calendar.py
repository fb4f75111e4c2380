"""What moves between years, on trading weeks of any anchor day."""

import numpy as np
import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.forecasting.calendar import (
    align_to_next_year,
    easter_exposure,
    easter_sundays,
    holiday_exposure,
    month_exposure,
)


def some_weeks(start: str, count: int) -> np.ndarray:
    return np.datetime64(start, "D") + 7 * np.arange(count)


@given(st.integers(1900, 2199))
def test_easter_is_the_date_that_dateutil_knows(year):
    assert easter_sundays(np.array([year]))[0] == np.datetime64(easter(year))


@given(st.integers(0, 6), st.integers(2000, 2040))
def test_the_two_easter_weeks_add_up_to_one_week_each_whatever_the_anchor(offset, year):
    exposure = easter_exposure(some_weeks(f"{year}-01-02", 40) + offset)
    assert exposure.sum(axis=1) == pytest.approx([1.0, 1.0])


def test_a_december_week_covers_the_dates_of_the_coming_one():
    weeks = some_weeks("2010-01-30", 98)  # Saturdays; the last begins on 10 December 2011
    daily = {day: float(day.astype(int) % 97) for day in np.arange("2010-01-30", "2011-12-25", dtype="datetime64[D]")}
    weekly = np.array([sum(daily[week + day] for day in np.arange(7)) for week in weeks])
    at = int(np.flatnonzero(weeks == np.datetime64("2010-12-18"))[0])
    expected = 6 / 7 * weekly[at] + 1 / 7 * weekly[at - 1]
    assert align_to_next_year(weekly, weeks)[at] == pytest.approx(expected)


def test_other_months_are_left_alone():
    weeks = some_weeks("2022-01-03", 150)
    values = np.random.default_rng(0).random(150)
    moved = np.flatnonzero(align_to_next_year(values, weeks) != values)
    assert {str(weeks[week])[5:7] for week in moved} <= {"11", "12", "01"}
    assert len(moved) >= 8


def test_aligning_keeps_a_flat_series_flat_and_works_on_many():
    weeks = some_weeks("2022-01-03", 110)
    assert np.allclose(align_to_next_year(np.full((3, 2, 110), 7.0), weeks), 7.0)


SATURDAYS = some_weeks("2010-01-30", 160)


def test_only_holidays_that_change_trading_weeks_are_kept():
    names, exposure = holiday_exposure(SATURDAYS, "US")
    assert exposure.shape == (len(names), 160)
    assert {"Independence Day", "Mother's Day", "Valentine's Day"} <= set(names)
    # Fourth Thursdays and first Mondays stay in the same trading week, 52 weeks on.
    assert not {"Thanksgiving Day", "Labor Day", "Black Friday to Monday"} & set(names)
    for row in exposure:
        assert np.abs(row[52:] - row[:-52]).max() > 0.1


@given(st.integers(0, 6))
def test_a_holiday_stands_in_the_week_that_has_its_day_whatever_the_anchor(offset):
    weeks = SATURDAYS + offset
    names, exposure = holiday_exposure(weeks, "US")
    if "Independence Day" in names:
        own = exposure[names.index("Independence Day")]
        for day in np.array(["2010-07-04", "2011-07-04", "2012-07-04"], dtype="datetime64[D]"):
            assert own[(weeks <= day) & (day < weeks + 7)][0] > 0


def test_the_year_over_five_weeks_of_thanksgiving_moves_black_friday():
    names, exposure = holiday_exposure(some_weeks("2017-01-02", 160), "US")  # 2018 was early, 2019 late
    own = exposure[names.index("Black Friday to Monday")]
    assert {str(week) for week in some_weeks("2017-01-02", 160)[own > 0.3]} == {
        "2017-11-20",
        "2018-11-19",
        "2019-11-25",
    }


def test_mothers_day_is_in_may_or_in_lent():
    weeks = some_weeks("2015-01-05", 160)
    highest = {}
    for country in ("DE", "GB"):
        names, exposure = holiday_exposure(weeks, country)
        highest[country] = str(weeks[exposure[names.index("Mother's Day")].argmax()]) if "Mother's Day" in names else ""
    assert highest["GB"] == "2015-03-09"  # Sunday 15 March
    assert highest["DE"] in ("", "2015-05-04")  # Sunday 10 May


@pytest.mark.parametrize("country", ["US", "DE", "GB", "FR"])
def test_easter_and_the_turn_of_the_year_have_their_own_way(country):
    names, _ = holiday_exposure(some_weeks("2014-01-04", 200), country)
    assert not any("Easter" in name or "Christmas" in name or "New Year" in name for name in names)


def test_a_country_that_is_not_known_is_refused_in_a_sentence():
    with pytest.raises(PlanError, match="country ZZ"):
        holiday_exposure(SATURDAYS, "ZZ")


@given(st.integers(0, 6), st.integers(2000, 2040))
def test_the_parts_of_the_month_count_each_day_once(offset, year):
    weeks = some_weeks(f"{year}-01-01", 53) + offset
    days = (weeks[:, None] + np.arange(7)).ravel()
    naive_twin = [sum(first <= day.item().day <= last for day in days) for first, last in ((1, 7), (8, 15), (16, 23))]
    assert month_exposure(weeks).sum(axis=1) * 7 == pytest.approx(naive_twin)
