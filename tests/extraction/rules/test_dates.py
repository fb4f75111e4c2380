from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import BriefError
from forecast_kit.extraction.rules.dates import DayMonth, Weekday, WeekOf
from forecast_kit.extraction.rules.datewords import DateParser
from forecast_kit.extraction.rules.feasts import easter, feast, nth_weekday
from forecast_kit.extraction.rules.tokens import tokenise

TODAY = date(2026, 3, 4)  # a Wednesday


def resolve(text: str, today: date = TODAY, *, end: bool = False) -> date:
    found = DateParser(tokenise(text)).at(0)
    assert found is not None, text
    return found[0].on_or_after(today, today, "end" if end else "start")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9 March", "2026-03-09"),
        ("3 March", "2027-03-03"),  # a day without a year is the next one
        ("4 March", "2026-03-04"),  # today included
        ("March 9th, 2027", "2027-03-09"),
        ("the 9th of March", "2026-03-09"),
        ("Mar. 9", "2026-03-09"),
        ("28/04/2026", "2026-04-28"),
        ("4/28/2026", "2026-04-28"),
        ("5.10.26", "2026-10-05"),
        ("2026-04-28", "2026-04-28"),
        ("20260428", "2026-04-28"),
        ("2026-W40", "2026-09-28"),
        ("w/c 12 January", "2027-01-11"),
        ("the week of 6 October", "2026-10-05"),
        ("June", "2026-06-01"),
        ("mid-October", "2026-10-15"),
        ("early November", "2026-11-01"),
        ("the end of May", "2026-05-31"),
        ("the first Monday of September", "2026-09-07"),
        ("the last Friday in October", "2026-10-30"),
        ("the first week of June", "2026-06-01"),
        ("the first Monday of the new year", "2027-01-04"),
        ("next Monday", "2026-03-09"),
        ("this Friday", "2026-03-06"),
        ("Wednesday", "2026-03-11"),
        ("Monday week", "2026-03-16"),
        ("a week on Monday", "2026-03-16"),
        ("tomorrow", "2026-03-05"),
        ("next week", "2026-03-09"),
        ("the week after next", "2026-03-16"),
        ("next month", "2026-04-01"),
        ("in three weeks' time", "2026-03-25"),
        ("two weeks from today", "2026-03-18"),
        ("a month from now", "2026-04-04"),
        ("the 14th", "2026-03-14"),
        ("the 2nd", "2026-04-02"),
        ("Easter", "2026-04-05"),
        ("the Monday after Easter", "2026-04-06"),
        ("the week after Easter", "2026-04-06"),
        ("two weeks before Christmas", "2026-12-11"),
        ("Black Friday", "2026-11-27"),
        ("Memorial Day", "2026-05-25"),
        ("Valentine's Day", "2027-02-14"),
        ("2 March (a Monday) 2026", "2027-03-02"),
        ("29 February", "2028-02-29"),
    ],
)
def test_words_become_a_day(text: str, day: str) -> None:
    assert resolve(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"), [("August", "2026-08-31"), ("w/c 27 April", "2026-05-03"), ("the end of the year", "2026-12-31")]
)
def test_the_end_of_a_season_is_the_last_day_of_what_is_named(text: str, day: str) -> None:
    assert resolve(text, end=True) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["12 weeks", "60/40", "a third", "10 weeks from 9 March", "week 6", "may start", "hats"]
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert DateParser(tokenise(text)).at(0) is None


@pytest.mark.parametrize("text", ["31 June", "30 February 2026", "45 March"])
def test_a_day_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(BriefError, match="There is no day"):
        resolve(text)


@given(st.dates(date(2025, 1, 1), date(2099, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year_is_within_a_year_of_today(today: date, month: int, day: int) -> None:
    found = DayMonth(day, month).on_or_after(today, today)
    assert today <= found <= today + timedelta(days=366)
    assert (found.month, found.day) == (month, day)


@given(st.dates(date(2025, 1, 1), date(2099, 12, 31)), st.integers(0, 6))
def test_next_weekday_is_one_to_seven_days_off(today: date, weekday: int) -> None:
    found = Weekday(weekday, "next").on_or_after(today, today)
    assert 1 <= (found - today).days <= 7
    assert found.weekday() == weekday


@given(st.dates(date(2025, 1, 1), date(2099, 12, 31)))
def test_the_week_of_a_day_starts_on_its_monday(day: date) -> None:
    monday = WeekOf(DayMonth(day.day, day.month, day.year)).on_or_after(day, day)
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days <= 6


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")],
)
def test_easter_is_where_the_almanac_has_it(year: int, sunday: str) -> None:
    assert easter(year) == date.fromisoformat(sunday)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("thanksgiving", "2026-11-26"),
        ("cyber monday", "2026-11-30"),
        ("advent", "2026-11-29"),
        ("good friday", "2026-04-03"),
        ("mother uk", "2026-03-15"),
        ("mother", "2026-05-10"),
        ("august bank holiday", "2026-08-31"),
        ("diwali", "2026-11-08"),
    ],
)
def test_named_days_are_where_the_almanac_has_them(name: str, day: str) -> None:
    assert feast(name, 2026) == date.fromisoformat(day)


def test_the_last_weekday_of_a_month_counts_from_its_end() -> None:
    assert nth_weekday(2026, 2, 5, -1) == date(2026, 2, 28)
