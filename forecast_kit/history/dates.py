"""Cells to dates. Day-first and month-first are told apart by the column itself, or the column is refused."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import numpy as np
import pandas as pd

from forecast_kit.history.values import BLANK, Cells, Parsed

__all__ = ["parse_dates"]

_YEARS = range(1950, 2101)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d.*)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\.0)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ]\d.*)?")
_WITH_MONTH_NAME = ("%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")

Order = Literal["day first", "month first", "unknown", "none"]


def parse_dates(series: pd.Series, *, weekly: bool = False) -> Parsed:
    """Dates at midnight (datetime64[ns]).

    Understood: 2025-03-31, 20250331, 31.03.2025, 31 Mar 2025, spreadsheet and parquet dates, and 31/03/2025 or
    03/31/2025 where the column settles which is the day: by a number above 12 or, when `weekly`, by all weeks
    starting on the same weekday.

    >>> parse_dates(pd.Series(["03/03/2025", "10/03/2025"]), weekly=True).notes
    ('dates are read as day/month/year',)
    """
    if series.dtype.kind == "M":
        days = series.dt.tz_localize(None).dt.normalize()
        sane = days.dt.year.between(_YEARS.start, _YEARS.stop - 1)
        values = days.where(sane).to_numpy(dtype="datetime64[ns]")
        return Parsed(values, (days.notna() & ~sane).to_numpy(), why=_Reader("none").why_not)
    cells = Cells.of(series)
    texts = [value.strip() if isinstance(value, str) else value for value in cells.distinct]
    order = _order_of(texts, weekly)
    reader = _Reader(order)
    days = [reader.read(value) for value in texts]
    values = np.array([np.datetime64("NaT") if day is None else day for day in days], dtype="datetime64[ns]")
    blank = np.array([isinstance(value, str) and value.casefold() in BLANK for value in texts], dtype=bool)
    unreadable = np.isnat(values) & ~blank
    note = {"day first": "dates are read as day/month/year", "month first": "dates are read as month/day/year"}
    return Parsed(
        cells.spread(values, np.datetime64("NaT")),
        cells.spread(unreadable, False),
        (note[order],) if order in note else (),
        reader.why_not,
    )


@dataclass(frozen=True)
class _Reader:
    order: Order

    def read(self, value: Any) -> date | None:
        if isinstance(value, datetime):
            value = None if pd.isna(value) else value.date()
        if isinstance(value, date):
            return value if value.year in _YEARS else None
        parts = _parts(value, self.order)
        if parts is None:
            return _named_month(value)
        try:
            day = date(*parts)
        except ValueError:
            return None
        return day if day.year in _YEARS else None

    def why_not(self, value: Any) -> str:
        text = str(value).strip()
        if re.fullmatch(r"\d{5}(\.\d+)?", text):
            return (
                f"{value!r} is a spreadsheet's day number, not a date: format the column as a date and export it again"
            )
        if re.match(r"\d{4}-", text):
            return f"{text[:10]} is not a day between {_YEARS.start} and {_YEARS.stop - 1}"
        if self.order == "unknown" and _YEAR_LAST.fullmatch(text):
            return f"{value!r} may be day/month or month/day: write dates as 2025-03-31"
        return f"{value!r} is not a date: write it as 2025-03-31"


def _order_of(values: Sequence[Any], weekly: bool) -> Order:
    """Which of two numbers is the day, in dates written with the year last and slashes or dashes."""
    matches = [_YEAR_LAST.fullmatch(value) for value in values if isinstance(value, str)]
    pairs = [(int(m[1]), int(m[3])) for m in matches if m and m[2] != "."]
    if not pairs:
        return "none"
    day_first, month_first = sum(a > 12 for a, _ in pairs), sum(b > 12 for _, b in pairs)
    if day_first or month_first:
        return "day first" if day_first >= month_first else "month first"
    if all(a == b for a, b in pairs):
        return "day first"
    return _order_by_weekday(values) if weekly else "unknown"


def _order_by_weekday(values: Sequence[Any]) -> Order:
    fits: list[Order] = []
    orders: tuple[Order, ...] = ("day first", "month first")
    for order in orders:
        days = {_Reader(order).read(value) for value in values}
        weekdays = {day.weekday() for day in days if day is not None}
        if len(days) > 1 and len(weekdays) == 1:
            fits.append(order)
    return fits[0] if len(fits) == 1 else "unknown"


def _parts(value: Any, order: Order) -> tuple[int, int, int] | None:
    text = str(value)
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        # Points are only ever written day first.
        if match[2] == "." or order == "day first":
            return year, second, first
        return (year, first, second) if order == "month first" else None
    return None


def _named_month(value: Any) -> date | None:
    for pattern in _WITH_MONTH_NAME:
        try:
            day = datetime.strptime(str(value), pattern).date()
        except ValueError:
            continue
        return day if day.year in _YEARS else None
    return None
