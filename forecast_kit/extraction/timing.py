"""Length, start and end: calendar arithmetic, and what cannot be a season."""

import math
from datetime import date

from forecast_kit.errors import BriefError
from forecast_kit.extraction import reasons
from forecast_kit.extraction.resolved import Resolved, default, stated
from forecast_kit.extraction.rules.dates import DateExpression, DayMonth, Feast, MonthOnly
from forecast_kit.extraction.rules.grammar import Understood
from forecast_kit.extraction.rules.readings import Reading, choose, choose_possible
from forecast_kit.extraction.rules.values import Duration
from forecast_kit.season import DEFAULT_HORIZON_WEEKS, MAX_HORIZON_WEEKS, next_monday
from forecast_kit.words import day

_YEARS = (2000, 2100)


def resolve_timing(out: Resolved) -> None:
    """Work out the season's first day and its weeks.

    Raises:
        BriefError: fewer than 1 or more than 52 weeks, an end before the start, a day that no calendar has.
    """
    said = out.said
    out.length, out.end = choose_possible(said.lengths.lengths, _can_be_length), choose(said.days.ends)
    out.start = choose_possible([*said.days.starts, *said.lengths.starts], lambda r: _is_day(r, out.today))
    _start(out)
    if out.end is not None and isinstance(out.end.value, DateExpression):
        out.end_date = out.end.value.on_or_after(out.start_date, out.today, "end")
    if out.length is not None:
        _read_length(out, out.length)
    elif out.end is not None and out.end_date is not None:
        _length_to_end(out, out.end, out.end_date)
    elif said.lengths.extensions and (change := choose(said.lengths.extensions)) and isinstance(change.value, Duration):
        base, known = _base_length(said)
        out.horizon_weeks = base + change.value.weeks
        _check_horizon(out.horizon_weeks, f"{out.horizon_weeks} weeks")
        reason = reasons.of_change(f"{base} weeks, {known},", change.value.weeks, out.horizon_weeks)
        stated(out, "forecast_horizon_weeks", out.horizon_weeks, change, reason, inferred=True)
    else:
        default(out, "forecast_horizon_weeks", DEFAULT_HORIZON_WEEKS, "the season's length", "12 weeks, the default")


def _can_be_length(reading: Reading) -> bool:
    return isinstance(reading.value, Duration) and 1 <= reading.value.weeks <= MAX_HORIZON_WEEKS


def _is_day(reading: Reading, today: date) -> bool:
    """Whether a calendar has the day."""
    try:
        found = isinstance(reading.value, DateExpression) and reading.value.on_or_after(today, today)
    except BriefError:
        return False
    return isinstance(found, date) and _YEARS[0] <= found.year <= _YEARS[1]


def _base_length(said: Understood) -> tuple[int, str]:
    """What "two weeks longer" is longer than: the length last spoken of, past ones included, else the default."""
    spoken = [s.term.value for s in said.spots if s.term.key == "#duration" and (s.past or s.dropped)]
    lengths = [v.weeks for v in spoken if isinstance(v, Duration) and v.weeks >= 4]
    return (lengths[-1], "spoken of before") if lengths else (DEFAULT_HORIZON_WEEKS, "the default")


def _read_length(out: Resolved, reading: Reading) -> None:
    value = reading.value
    if not isinstance(value, Duration):
        raise TypeError(f"no length in {value!r}")
    out.horizon_weeks = value.weeks
    said = out.said.lengths
    change = choose(said.extensions)
    if change and isinstance(change.value, Duration) and change.order > reading.order:
        out.horizon_weeks += change.value.weeks
    _check_horizon(out.horizon_weeks, f"{value.number:g} {value.unit}s")
    reason = reasons.of_length(reading, out.horizon_weeks)
    stated(out, "forecast_horizon_weeks", out.horizon_weeks, reading, reason, inferred=value.unit != "week")


def _check_horizon(weeks: int, words: str) -> None:
    told = words if words.endswith("weeks") else f"{words} ({weeks} weeks)"
    if weeks > MAX_HORIZON_WEEKS:
        raise BriefError(f"The season is {told}, and at most 52 weeks can be planned.", "Give 1 to 52 weeks.")
    if weeks < 1:
        raise BriefError(f"The season is {told}, and a season has at least one week.", "Give 1 to 52 weeks.")


def _start(out: Resolved) -> None:
    reading = out.start
    if reading is None:
        out.start_date = next_monday(out.today)
        default(out, "season_start_date", out.start_date, "the start", "the next Monday after today")
        return
    value = reading.value
    if not isinstance(value, DateExpression):
        raise TypeError(f"no date in {value!r}")
    alone = value.on_or_after(out.today, out.today)
    out.start_date = _with_the_end(out, value, alone)
    if not _YEARS[0] <= out.start_date.year <= _YEARS[1]:
        raise BriefError(f"The season would start in the year {out.start_date.year}.", "Correct the date in the brief.")
    reason = reasons.of_start(reading, out.start_date, year_of_end=out.start_date != alone)
    stated(out, "season_start_date", out.start_date, reading, reason, inferred=not isinstance(value, DayMonth))


def _with_the_end(out: Resolved, start: DateExpression, first: date) -> date:
    """ "From 1 March to 30 May 2027": the year of the end is the start's as well."""
    end = out.end.value if out.end is not None else None
    year = _year_of(end)
    if out.length is not None or year is None or _year_of(start) is not None or not isinstance(end, DateExpression):
        return first
    last = end.on_or_after(first, out.today, "end")
    new_year = date(year, 1, 1)
    same_year = start.on_or_after(new_year, new_year)
    return same_year if same_year <= last else start.on_or_after(date(year - 1, 1, 1), date(year - 1, 1, 1))


def _year_of(value: object) -> int | None:
    return value.year if isinstance(value, DayMonth | MonthOnly | Feast) else None


def _length_to_end(out: Resolved, reading: Reading, last: date) -> None:
    days = (last - out.start_date).days + 1
    if days < 1:
        raise BriefError(
            f"The season would end on {day(last)}, before it starts on {day(out.start_date)}.",
            "Correct one of the two dates.",
        )
    out.horizon_weeks = math.ceil(days / 7)
    if out.horizon_weeks > MAX_HORIZON_WEEKS:
        raise BriefError(
            f"{day(out.start_date)} to {day(last)} are {out.horizon_weeks} weeks; at most 52 can be planned.",
            "Correct one of the two dates.",
        )
    reason = reasons.of_end(out.start_date, last, out.horizon_weeks)
    stated(out, "forecast_horizon_weeks", out.horizon_weeks, reading, reason, inferred=True)
