"""Date expressions as values, and what day each one is, seen from a given day."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol, runtime_checkable

from forecast_kit.errors import BriefError
from forecast_kit.extraction.rules.feasts import feast, nth_weekday

Edge = Literal["start", "end"]
Part = Literal["", "early", "mid", "late", "end"]


@runtime_checkable
class DateExpression(Protocol):
    """Something that is a day once it is known from which day on to look."""

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """The day meant: the first one on or after `anchor` where the words leave the year (or week) open."""
        ...


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        name = calendar.month_name[month] if 1 <= month <= 12 else f"month {month}"
        raise BriefError(f"There is no day {day} in {name} {year}.", "Correct the date in the brief.") from None


@dataclass(frozen=True, slots=True)
class DayMonth:
    """A day and a month, with the year if it was written."""

    day: int
    month: int
    year: int | None = None

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """The stated year's day, else the next one."""
        if self.year is not None:
            return _day(self.year, self.month, self.day)
        if (self.month, self.day) == (2, 29):
            year = anchor.year
            while not calendar.isleap(year) or date(year, 2, 29) < anchor:
                year += 1
            return date(year, 2, 29)
        this_year = _day(anchor.year, self.month, self.day)
        return this_year if this_year >= anchor else _day(anchor.year + 1, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Numeric(DayMonth):
    """A day and a month in figures of which either could be the day, read day first."""


@dataclass(frozen=True, slots=True)
class DayOnly:
    """ "The 14th": the next one, or the one in the month already spoken of."""

    day: int

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """The first month on or after the anchor's that has the day ahead."""
        for months in range(14):
            month_index = anchor.year * 12 + anchor.month - 1 + months
            year, month = month_index // 12, month_index % 12 + 1
            if self.day <= calendar.monthrange(year, month)[1] and date(year, month, self.day) >= anchor:
                return date(year, month, self.day)
        raise BriefError(f"No month has a day {self.day}.", "Correct the date in the brief.")


@dataclass(frozen=True, slots=True)
class MonthOnly:
    """A month, or the early, middle, late part or end of it. `month` 0 is this month, -1 the next one."""

    month: int
    year: int | None = None
    part: Part = ""

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """Its first day (its last, where it ends something); mid is the 15th, late the 25th."""
        year, month = self.year, self.month
        if month <= 0:
            index = today.year * 12 + today.month - 1 - month
            year, month = index // 12, index % 12 + 1
        if year is not None:
            return self._in(year, month, edge)
        found = self._in(anchor.year, month, edge)
        return found if found >= anchor else self._in(anchor.year + 1, month, edge)

    def _in(self, year: int, month: int, edge: Edge) -> date:
        last = calendar.monthrange(year, month)[1]
        whole = last if edge == "end" else 1
        return date(year, month, {"": whole, "early": 1, "mid": 15, "late": 25, "end": last}[self.part])


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day and a month that were said apart: "next month, on the 15th"."""

    day: int
    month: MonthOnly

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """That day of that month."""
        first = self.month.on_or_after(today.replace(day=1), today)
        found = _day(first.year, first.month, self.day)
        return found if found >= anchor else _day(first.year + 1, first.month, self.day)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday: the next one after today ("next", "coming"), the one of this week ("this"), or plain."""

    weekday: int
    which: Literal["next", "this", ""] = ""
    extra_weeks: int = 0

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """The first one after today; `extra_weeks` on."""
        start = max(anchor, today)
        ahead = (self.weekday - start.weekday()) % 7
        if ahead == 0 and self.which != "this":
            ahead = 7
        return start + timedelta(days=ahead + 7 * self.extra_weeks)


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first, second, ... last (-1) weekday of a month."""

    nth: int
    weekday: int
    month: MonthOnly

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """That day in the stated year, else the next one."""
        first = self.month.on_or_after(today.replace(day=1), today)
        found = nth_weekday(first.year, first.month, self.weekday, self.nth)
        if found >= anchor or self.month.year is not None or self.month.month <= 0:
            return found
        return nth_weekday(found.year + 1, first.month, self.weekday, self.nth)


@dataclass(frozen=True, slots=True)
class NthWeek:
    """The first, second, ... last (-1) week of a month: the Monday of the week its nth Monday starts."""

    nth: int
    month: MonthOnly

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """The Monday, or the Sunday where it ends something."""
        monday = NthWeekday(self.nth, 0, self.month).on_or_after(anchor, today)
        return monday + timedelta(days=6 if edge == "end" else 0)


@dataclass(frozen=True, slots=True)
class Feast:
    """A named day."""

    name: str
    year: int | None = None

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """That day in the stated year, else the next one."""
        years = (self.year,) if self.year is not None else (anchor.year, anchor.year + 1)
        try:
            days = [feast(self.name, year) for year in years]
        except ValueError as error:
            raise BriefError(f"The start cannot be worked out: {error}.", "Write the date itself.") from None
        return next((day for day in days if day >= anchor), days[-1])


@dataclass(frozen=True, slots=True)
class Shifted:
    """Some days (or months) before or after another day; of the week's Monday when `to_monday`."""

    base: DateExpression | None
    days: int = 0
    months: int = 0
    to_monday: bool = False

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """The other day (today if none), shifted."""
        day = today if self.base is None else self.base.on_or_after(anchor, today)
        if self.months:
            index = day.year * 12 + day.month - 1 + self.months
            year, month = index // 12, index % 12 + 1
            day = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
        day += timedelta(days=self.days)
        if self.to_monday:
            day -= timedelta(days=day.weekday())
        # "two weeks before Christmas" said in mid-December is next year's
        if self.days < 0 and self.base is not None and day < anchor and isinstance(self.base, DayMonth | Feast):
            later = self.base.on_or_after(anchor + timedelta(days=max(1, -self.days)), today)
            if later + timedelta(days=self.days) >= anchor:
                return later + timedelta(days=self.days - (later.weekday() if self.to_monday else 0))
        return day


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The Monday of the week (Monday to Sunday) in which a day falls."""

    base: DateExpression

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """That Monday, or the Sunday where it ends something."""
        day = self.base.on_or_after(anchor, today)
        return day + timedelta(days=(6 if edge == "end" else 0) - day.weekday())


@dataclass(frozen=True, slots=True)
class WeekdayNear:
    """The first weekday strictly before or after another day."""

    weekday: int
    base: DateExpression
    after: bool

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """That day."""
        day = self.base.on_or_after(anchor, today)
        if self.after:
            return day + timedelta(days=(self.weekday - day.weekday() - 1) % 7 + 1)
        return day - timedelta(days=(day.weekday() - self.weekday - 1) % 7 + 1)


@dataclass(frozen=True, slots=True)
class IsoWeek:
    """A calendar week by its ISO number: its Monday."""

    week: int
    year: int | None = None

    def on_or_after(self, anchor: date, today: date, edge: Edge = "start") -> date:
        """The Monday (the Sunday where it ends something) of the stated year's week, else the next one."""
        years = (self.year,) if self.year is not None else (anchor.isocalendar().year, anchor.isocalendar().year + 1)
        try:
            mondays = [date.fromisocalendar(year, self.week, 1) for year in years]
        except ValueError:
            raise BriefError(f"There is no calendar week {self.week} in that year.", "Give the date.") from None
        monday = next((day for day in mondays if day >= anchor), mondays[-1])
        return monday + timedelta(days=6 if edge == "end" else 0)
