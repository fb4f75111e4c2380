"""Doubts about the season's length, start and end."""

from collections.abc import Iterator
from datetime import timedelta

from forecast_kit.extraction.resolved import Resolved
from forecast_kit.extraction.rules.dates import DateExpression, Feast, MonthOnly, Numeric, Weekday
from forecast_kit.extraction.rules.values import Duration
from forecast_kit.season import ReadingWarning

_START, _LENGTH = "season_start_date", "forecast_horizon_weeks"


def check_start(r: Resolved) -> Iterator[ReadingWarning]:
    """A start in the past or far ahead, and a date that can be read in two ways."""
    day = f"{r.start_date:%A} {r.start_date.day} {r.start_date:%B %Y}"
    if r.start_date < r.today:
        yield _about_start("start_in_the_past", f"The season starts on {day}, before today.")
    elif r.start and r.start_date > r.today + timedelta(weeks=52):
        yield _about_start("start_far_ahead", f"The season starts on {day}, over a year ahead.")
    if r.start and isinstance(r.start.value, DateExpression) and (doubt := _two_ways(r, r.start.value)):
        yield _about_start("ambiguous_date", f"{doubt} it was read as {day}.")
    if r.start and r.start.rule == "iso":
        yield _about_start("calendar_week", f"A calendar week was read by its ISO number: it starts on {day}.")


def _about_start(code: str, message: str) -> ReadingWarning:
    return ReadingWarning(code=code, message=message, fields=(_START,))


def _two_ways(r: Resolved, start: DateExpression) -> str | None:
    """What is open about a start date, as the beginning of a sentence."""
    if isinstance(start, Numeric):
        return "The start in figures could be day first or month first:"
    if isinstance(start, Feast) and start.name == "mother":
        return "Mother's Day is in March or in May, depending on the country:"
    if isinstance(start, MonthOnly) and start.part == "late":
        return "The late part of a month is no exact day:"
    this_week = (r.start_date - r.today).days < 7 - r.today.weekday()
    if isinstance(start, Weekday) and start.which == "next" and this_week:
        return "'Next' could mean this week's or the week after's:"
    return None


def check_length(r: Resolved) -> Iterator[ReadingWarning]:
    """A length that was rounded, is a range, or does not fit the end."""
    if r.length is None or not isinstance(r.length.value, Duration):
        return
    number, unit, upper = r.length.value.number, r.length.value.unit, r.length.value.upper
    if upper is not None:
        message = f"A range of {number:g} to {upper:g} {unit}s was read as {r.horizon_weeks} weeks."
        yield ReadingWarning(code="length_range", message=message, fields=(_LENGTH,))
    elif unit in {"week", "day"} and abs(r.length.value.exact_weeks - r.horizon_weeks) > 0.01:
        message = f"{number:g} {unit}s were rounded to {r.horizon_weeks} weeks."
        yield ReadingWarning(code="length_rounded", message=message, fields=(_LENGTH,))
    if r.end_date and r.end_date < r.start_date:
        message = f"The end, {r.end_date:%d %B %Y}, is before the start; the stated length was used."
        yield ReadingWarning(code="end_before_start", message=message, fields=(_LENGTH, _START))
    elif r.end_date and abs((r.end_date - r.start_date).days + 1 - 7 * r.horizon_weeks) > 7:
        message = f"{r.horizon_weeks} weeks do not last until {r.end_date:%d %B %Y}; the stated length was used."
        yield ReadingWarning(code="length_and_end_disagree", message=message, fields=(_LENGTH,))
