"""Dates in figures: 2026-03-09, 28/04/2025, 13/09, 5.10; and which of 60/40, 1/3 and 13/09 is one."""

from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.dates import DateExpression, DayMonth, IsoWeek, Numeric

UNIT_AFTER = frozenset({"week", "%", "month", "percent", "pct", "day", "unit", "store", "fortnight", "per"})
_CUES = frozenset({"week_commencing", "start", "from", "until", "end", "on"})


def numeric(at: Cursor, i: int, *, month_first: bool) -> DateExpression | None:
    """The date in figures at term i."""
    kind, text = at.kind(i), at.text(i)
    if kind == "iso":
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}" if text.isdigit() else text
        year, month, day = _parts(text)
        return DayMonth(day, month, year)
    if kind == "isoweek":
        year_text, _, week = text.replace("-", "").partition("w")
        return IsoWeek(int(week), int(year_text))
    if kind == "dmy":
        first, second, year = _parts(text)
        return _either(first, second, year + 2000 if year < 100 else year, month_first=month_first)
    if kind == "slash":
        first, second = _parts(text)
        return _either(first, second, None, month_first=month_first) if _is_date(at, i, first, second) else None
    if at.key(i - 1) in {"start", "from", "until", "week_commencing"} and at.key(i + 1) not in UNIT_AFTER:
        return figure_pair(at, i)
    return None


def figure_pair(at: Cursor, i: int) -> DayMonth | None:
    """ "13.09" where only a date can stand."""
    first, _, second = at.text(i).partition(".")
    if at.kind(i) != "number" or not first.isdigit() or not second.isdigit() or len(second) != 2:
        return None
    return DayMonth(int(first), int(second)) if 1 <= int(first) <= 31 and 1 <= int(second) <= 12 else None


def _parts(text: str) -> list[int]:
    return [int(part) for part in text.replace("/", "-").replace(".", "-").split("-")]


def _is_date(at: Cursor, i: int, first: int, second: int) -> bool:
    """Whether a/b is a day and a month: after a word of dates, or where it can be no fraction."""
    if not (1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12):
        return False
    if at.key(i + 1) in {"of", "split"} or at.key(i - 1) in {"hold", "ship", "stay"}:
        return False
    if at.key(i + 1) == "start" and at.text(i + 1) != "split":
        return True
    cued = _CUES & {at.key(j) for j in range(max(0, i - 3), i)}
    return bool(cued) or (first >= second and first > 3)


def _either(first: int, second: int, year: int | None, *, month_first: bool) -> DayMonth:
    """Day first, unless the second figure can only be the day; Numeric where both readings are possible."""
    if first > 12 or second > 12 or first == second:
        day, month = (second, first) if second > 12 and first <= 12 else (first, second)
        return DayMonth(day, month, year)
    return Numeric(second, first, year) if month_first else Numeric(first, second, year)
