from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.history.dates import parse_dates


def read(*cells: object, weekly: bool = False) -> list[str]:
    return [str(day)[:10] for day in parse_dates(pd.Series(cells, dtype=object), weekly=weekly).values]


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-31",
        "2025/3/31",
        "2025-03-31 00:00:00",
        "2025-03-31T09:30:00Z",
        "20250331",
        "31.03.2025",
        "31/03/2025",
        "03/31/2025",
        "31-Mar-2025",
        "31 March 2025",
        "Mar 31, 2025",
        date(2025, 3, 31),
        datetime(2025, 3, 31, 9),
        20250331,
    ],
)
def test_the_ways_a_date_is_written(cell: object) -> None:
    assert read(cell) == ["2025-03-31"]


def test_one_number_above_12_settles_the_whole_column() -> None:
    assert read("04/03/2025", "25/03/2025") == ["2025-03-04", "2025-03-25"]
    assert read("04/03/2025", "03/25/2025") == ["2025-04-03", "2025-03-25"]


def test_weeks_settle_it_by_starting_on_one_weekday() -> None:
    assert read("03/03/2025", "10/03/2025", "07/04/2025", weekly=True) == ["2025-03-03", "2025-03-10", "2025-04-07"]


def test_dates_that_stay_in_doubt_are_refused_with_the_way_out() -> None:
    parsed = parse_dates(pd.Series(["04/03/2025", "05/03/2025"]))
    assert parsed.unreadable.all()
    assert parsed.why is not None
    assert parsed.why("04/03/2025") == "'04/03/2025' may be day/month or month/day: write dates as 2025-03-31"


@pytest.mark.parametrize("cell", ["soon", "2025-02-30", "2025-13-01", "0205-03-31", "31/03/25", "45747", 12])
def test_what_is_not_a_date_is_unreadable(cell: object) -> None:
    assert parse_dates(pd.Series([cell], dtype=object)).unreadable.tolist() == [True]


def test_a_spreadsheets_day_number_is_recognised() -> None:
    why = parse_dates(pd.Series(["45747"])).why
    assert why is not None
    assert "day number" in why("45747")


def test_typed_dates_lose_time_and_zone_and_odd_years_are_refused() -> None:
    typed = pd.Series(pd.to_datetime(["2025-03-31 18:00", None]).tz_localize("Europe/London"))
    assert [str(day) for day in parse_dates(typed).values] == ["2025-03-31T00:00:00.000000000", "NaT"]
    assert parse_dates(pd.Series(pd.to_datetime(["1900-01-01"]))).unreadable.tolist() == [True]


@given(st.lists(st.dates(date(1950, 1, 1), date(2100, 12, 31)), min_size=1))
def test_iso_dates_come_back(days: list[date]) -> None:
    assert read(*map(str, days)) == [str(day) for day in days]


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 12, 31)), min_size=1))
def test_slashed_dates_are_read_right_or_not_at_all(days: list[date]) -> None:
    parsed = parse_dates(pd.Series([day.strftime("%d/%m/%Y") for day in days]))
    right = [str(value)[:10] == str(day) for value, day in zip(parsed.values, days, strict=True)]
    assert all(right) or parsed.unreadable.all()


def test_a_column_that_contradicts_itself_is_never_read_whole() -> None:
    assert parse_dates(pd.Series(["25/03/2025", "03/25/2025"])).unreadable.tolist() == [False, True]
