"""Doubts about the season's length, start and end."""

from collections.abc import Iterator
from datetime import timedelta

from forecast_kit.extraction.resolved import Resolved
from forecast_kit.extraction.rules.dates import DateExpression, Feast, MonthOnly, Numeric, Weekday
from forecast_kit.extraction.rules.values import Duration
from forecast_kit.season import ReadingWarning
from forecast_kit.warning_codes import WarningCode
from forecast_kit.words import day

_START, _LENGTH = "season_start_date", "forecast_horizon_weeks"


def check_start(r: Resolved) -> Iterator[ReadingWarning]:
    """A start in the past or far ahead, and a date that can be read in two ways."""
    told = day(r.start_date)
    if r.start_date < r.today:
        yield _about_start(WarningCode.START_IN_THE_PAST, f"The season starts on {told}, before today.")
    else:
        yield from _order_date_gone(r)
    if r.start and r.start_date > r.today + timedelta(weeks=52):
        yield _about_start(WarningCode.START_FAR_AHEAD, f"The season starts on {told}, over a year ahead.")
    if r.start and isinstance(r.start.value, DateExpression) and (doubt := _two_ways(r, r.start.value)):
        yield _about_start(WarningCode.AMBIGUOUS_DATE, f"{doubt} it was read as {told}.")
    if r.start and r.start.rule == "iso":
        message = f"A calendar week was read by its ISO number: it starts on {told}."
        yield _about_start(WarningCode.CALENDAR_WEEK, message)


def _order_date_gone(r: Resolved) -> Iterator[ReadingWarning]:
    weeks = r.supplier_lead_weeks
    if weeks is None or (order_by := r.start_date - timedelta(weeks=weeks)) >= r.today:
        return
    message = (
        f"With the supplier's {weeks} weeks of lead time the order had to be placed by {day(order_by)}, before today: "
        f"it cannot arrive for the start on {day(r.start_date)}."
    )
    yield _about_start(WarningCode.ORDER_DATE_GONE, message)


def _about_start(code: WarningCode, message: str) -> ReadingWarning:
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
        yield ReadingWarning(code=WarningCode.LENGTH_RANGE, message=message, fields=(_LENGTH,))
    elif unit in {"week", "day"} and abs(r.length.value.exact_weeks - r.horizon_weeks) > 0.01:
        message = f"{number:g} {unit}s were rounded to {r.horizon_weeks} weeks."
        yield ReadingWarning(code=WarningCode.LENGTH_ROUNDED, message=message, fields=(_LENGTH,))
    if r.end_date and r.end_date < r.start_date:
        message = f"The end, {day(r.end_date)}, is before the start; the stated length was used."
        yield ReadingWarning(code=WarningCode.END_BEFORE_START, message=message, fields=(_LENGTH, _START))
    elif r.end_date and abs((r.end_date - r.start_date).days + 1 - 7 * r.horizon_weeks) > 7:
        message = f"{r.horizon_weeks} weeks do not last until {day(r.end_date)}; the stated length was used."
        yield ReadingWarning(code=WarningCode.LENGTH_AND_END_DISAGREE, message=message, fields=(_LENGTH,))
