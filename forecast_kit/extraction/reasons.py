"""Why a value is what it is: one sentence to the planner for each way in which a brief can give it."""

from datetime import date

from forecast_kit.extraction.rules.dates import (
    DayMonth,
    IsoWeek,
    MonthOnly,
    Shifted,
    Weekday,
    WeekOf,
)
from forecast_kit.extraction.rules.lengths import COUNTED_BACK
from forecast_kit.extraction.rules.readings import Reading
from forecast_kit.extraction.rules.values import Duration, Point
from forecast_kit.words import day, percent

_STRATEGIES = {
    "none": "Stores are not topped up after opening.",
    "weekly": "Stores are topped up every week.",
    "bi-weekly": "Stores are topped up every two weeks.",
}
_PARTS = {
    "": "A month alone means its first day",
    "early": "Early in a month means its first day",
    "mid": "The middle of a month means the 15th",
    "late": "Late in a month is taken as the 25th",
    "end": "The end of a month means its last day",
}


def _count(number: float, noun: str) -> str:
    """2 weeks, 1 week, 1.5 months."""
    return f"{number:g} {noun}{'' if number == 1 else 's'}"


def _in_weeks(span: Duration) -> str:
    """Half a year is 26 weeks; 5 months are 21.7 weeks, rounded to 22."""
    amounts = {0.25: f"A quarter of a {span.unit} is", 0.5: f"Half a {span.unit} is", 1: f"A {span.unit} is"}
    told = amounts.get(span.number, f"{_count(span.number, span.unit)} are")
    if abs(span.exact_weeks - span.weeks) < 0.05:
        return f"{told} {_count(span.weeks, 'week')}"
    return f"{told} {span.exact_weeks:.1f} weeks, rounded to {span.weeks}"


def of_length(reading: Reading, weeks: int) -> str:
    """A length that is stated, converted, a range, or changed afterwards."""
    span = reading.value
    if not isinstance(span, Duration):
        return f"The season is {_count(weeks, 'week')} long."
    if span.weeks != weeks:
        return of_change(f"{_count(span.weeks, 'week')}", weeks - span.weeks, weeks)
    if reading.rank == 1:
        return f"Nothing else explains this length, so the season is taken to be {_count(weeks, 'week')} long."
    if span.upper is not None:
        return f"Of {span.number:g} to {_count(span.upper, span.unit)} the first is taken: {_count(weeks, 'week')}."
    if reading.rule == "until":
        return f"Week {weeks} is the season's last."
    return f"The season is {_count(weeks, 'week')} long." if span.unit == "week" else f"{_in_weeks(span)}."


def of_change(base: str, change: int, weeks: int) -> str:
    """A length made longer or shorter."""
    told = "longer" if change > 0 else "shorter"
    return f"{base} made {_count(abs(change), 'week')} {told} is {_count(weeks, 'week')}."


def of_end(start: date, last: date, weeks: int) -> str:
    """A length that follows from the season's last day."""
    days = (last - start).days + 1
    rounded = ", " if days % 7 == 0 else ", rounded up to "
    return f"{day(start)} to {day(last)} is {_count(days, 'day')}{rounded}{_count(weeks, 'week')}."


def of_start(reading: Reading, start: date, *, year_of_end: bool) -> str:
    """A first day: written out, without its year, or worked out by the calendar."""
    told, value = day(start), reading.value
    if reading.rank == 1:
        return f"Nothing beside this date says what it is, so it is taken as the start: {told}."
    if year_of_end:
        return f"It takes its year from the end of the season: {told}."
    if isinstance(value, DayMonth):
        return f"The season starts on {told}." if value.year else f"No year is given, so it is the next one: {told}."
    if isinstance(value, MonthOnly):
        return f"{_PARTS[value.part]}: {told}."
    if isinstance(value, WeekOf):
        return f"The Monday of that week is {told}."
    if isinstance(value, IsoWeek):
        return f"Calendar week {value.week} starts on {told}."
    if isinstance(value, Weekday) or (isinstance(value, Shifted) and value.base is None):
        return f"Counted from today, that is {told}."
    return f"By the calendar, that is {told}."


def of_strategy(strategy: str) -> str:
    """A rhythm of replenishment."""
    return _STRATEGIES[strategy]


def of_holdback(reading: Reading, share: float) -> str:
    """A share that is kept, what is left of a share that is sent, units, or a share that only fits here."""
    held = percent(share)
    if reading.rank == 1:
        return f"Nothing else explains this share, so {held} of the buy is taken as held back."
    if reading.rule == "send":
        return f"{percent(1 - share)} of the buy goes out at opening, so {held} is held back."
    if reading.rule == "units":
        return f"Counted in units, {held} of the buy is held back."
    if share in {0.0, 1.0}:
        return "Nothing is held back." if share == 0 else "Everything is held back in the DC."
    return f"{held} of the buy is held back in the DC."


def of_checkpoint(reading: Reading, week: int, weeks: int) -> str:
    """A week that is named, counted from either end, or a part of the season."""
    value = reading.value
    if isinstance(value, Point):
        part = "Halfway through" if value.share == 0.5 else f"{percent(value.share)} of"
        return f"{part} a season of {_count(weeks, 'week')} is week {week}."
    if isinstance(value, Duration) and reading.reason == COUNTED_BACK:
        back = f"{_count(value.number, value.unit)} before the end" if value.number else "The last week"
        return f"{back} of a season of {_count(weeks, 'week')} is week {week}."
    if isinstance(value, Duration):
        return f"{_count(value.number, value.unit)} into the season is week {week}."
    if reading.rank == 1:
        return f"Nothing else explains this week, so markdowns are taken to be decided after week {week}."
    return f"Markdowns are decided after week {week}."


def of_check_date(when: date, week: int) -> str:
    """A checkpoint given as a date."""
    return f"{day(when)} is in week {week} of the season."


def of_threshold(reading: Reading, share: float, *, unsold: bool) -> str:
    """A share sold, what is left of a share unsold, or a share that only fits here."""
    sold = percent(share)
    if reading.rank == 1:
        return f"Nothing else explains this share, so prices are taken to be cut below {sold} sold."
    if unsold:
        return f"More than {percent(1 - share)} unsold is less than {sold} sold."
    return f"Prices are cut if less than {sold} is sold by then."


def of_default(what: str, taken: str, *, spoken_of: bool) -> str:
    """A value that the brief leaves open, or whose words were not understood."""
    return (
        f"What is said of {what} was not understood: {taken}." if spoken_of else f"Nothing is said of {what}: {taken}."
    )
