"""When: which date is the season's first day, which its last, and which are somebody else's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from forecast_kit.extraction.rules.dates import (
    DayMonth,
    DayOfMonth,
    DayOnly,
    Feast,
    MonthOnly,
    Weekday,
    WeekdayNear,
)
from forecast_kit.extraction.rules.dayroles import is_arrival, is_check, is_end, start_rank
from forecast_kit.extraction.rules.otherdays import is_beside, is_calendar, is_of_goods, is_other
from forecast_kit.extraction.rules.pricedays import is_price_day
from forecast_kit.extraction.rules.readings import Reading, before, usable
from forecast_kit.extraction.rules.scopes import Spot
from forecast_kit.extraction.rules.spokendays import Moved

# "31 March is its last day", but not "from 1 March, last day 30 May"
_INCLUDED = frozenset({"inclusive", "incl"})


@dataclass(slots=True)
class Days:
    """The dates of a brief by what they are."""

    starts: list[Reading] = field(default_factory=list)
    ends: list[Reading] = field(default_factory=list)
    checks: list[Reading] = field(default_factory=list)
    asap: list[Reading] = field(default_factory=list)


def read_days(spots: Sequence[Spot]) -> Days:
    """Sort every date by what it is."""
    out, beside, other = Days(), Days(), -1
    counted = {s.order for s in usable(spots, "#date")}
    for spot in spots:
        if isinstance(spot.term.value, Moved) and not spot.dropped:
            _move(out, spot)
        elif spot.order not in counted:
            continue
        elif is_price_day(spot) and not is_end(spot):
            out.checks.append(Reading.of(spot, spot.term.value, 3, "the day of the markdown decision"))
        elif is_beside(spot) or is_of_goods(spot):
            reading = replace(Reading.of(spot, spot.term.value, 1, "a day named"), weak=True)
            (beside.ends if is_end(spot) else beside.starts).append(reading)
        elif is_calendar(spot):
            out.starts.append(replace(Reading.of(spot, spot.term.value, 1, "a day named"), corrective=False, weak=True))
        elif is_arrival(spot):
            out.starts.append(Reading.of(spot, spot.term.value, 3, "the season's first day"))
        elif is_other(spot) or (other == spot.order - 1 and before(spot, _REST_OF_SPAN)):
            other = spot.order
        elif is_end(spot):
            rank = 2 if before(spot, _TOPPED_UP_UNTIL) else 3
            out.ends.append(Reading.of(spot, spot.term.value, rank, "the season's last day"))
        elif is_check(spot):
            out.checks.append(Reading.of(spot, spot.term.value, 3, "the day of the markdown decision"))
        else:
            out.starts.extend(_start(spot))
    if not out.starts:
        out.starts, out.ends = beside.starts, out.ends or beside.ends
    out.starts = _exact_first(_joined(out.starts))
    _both_included(out, spots)
    _in_and_out(out, spots)
    return out


def _start(spot: Spot) -> list[Reading]:
    rank = start_rank(spot)
    return [] if rank is None else [Reading.of(spot, spot.term.value, rank, "the season's first day")]


def _move(out: Days, spot: Spot) -> None:
    """A day put off takes the place of the one it is counted from."""
    is_end = bool(out.ends) and (not out.starts or out.ends[-1].order > out.starts[-1].order)
    role = out.ends if is_end else out.starts
    reason = "the season's last day" if is_end else "the season's first day"
    role.append(replace(Reading.of(spot, spot.term.value, 3, reason), corrective=True))


def _exact_first(starts: list[Reading]) -> list[Reading]:
    """A day and month at a start word beat a feast, a weekday or a day told from today, corrections apart."""
    exact = any(r.rank == 3 and isinstance(r.value, DayMonth) and not r.weak for r in starts)
    loose = (Feast, Weekday, WeekdayNear, MonthOnly, DayOnly)
    return [replace(r, rank=2) if exact and isinstance(r.value, loose) and not r.corrective else r for r in starts]


def _both_included(out: Days, spots: Sequence[Spot]) -> None:
    """ "Out on 18 May and gone on 9 August, both days included": two days that enclose the season."""
    for sentence in {id(s.sentence): s.sentence for s in spots}.values() if not out.ends else ():
        both = {t.text for t in sentence.terms}
        if out.ends or both.isdisjoint(_INCLUDED | {"both"}) or "#share" in sentence.keys:
            continue
        dates = [s for s in usable(spots, "#date") if s.sentence is sentence]
        if len(dates) != 2 or ("both" in both and both.isdisjoint(_INCLUDED | {"included", "including"})):
            continue
        first, last = dates
        out.ends.append(Reading.of(last, last.term.value, 3, "the season's last day"))
        out.starts = [r for r in out.starts if r.start not in {first.term.start, last.term.start}]
        out.starts.append(Reading.of(first, first.term.value, 3, "the season's first day"))


def _in_and_out(out: Days, spots: Sequence[Spot]) -> None:
    """ "In: 15/09/2025, out: 21/12/2025", each on a line of its own."""
    labels = {s.term.start: re.split(r"[,;#]", s.left)[-1].strip(" :=") for s in usable(spots, "#date")}
    if out.ends or not {"in", "on", "up"} & set(labels.values()):
        return
    gone = [r for r in out.starts if labels.get(r.start) in {"out", "off", "down"}]
    out.ends.extend(replace(r, rank=3, reason="the season's last day") for r in gone[:1])
    out.starts = [r for r in out.starts if r not in gone]


def _joined(starts: list[Reading]) -> list[Reading]:
    """A day and a month said apart made one: "next month, on the 15th"."""
    days = [r for r in starts if isinstance(r.value, DayOnly)]
    months = [r for r in starts if isinstance(r.value, MonthOnly)]
    if not days or not months or abs(days[0].order - months[0].order) > 1:
        return starts
    day, month = days[0], months[0]
    if not isinstance(day.value, DayOnly) or not isinstance(month.value, MonthOnly):
        return starts
    joined = replace(day, value=DayOfMonth(day.value.day, month.value), rank=max(day.rank, month.rank))
    return [joined, *(r for r in starts if r not in (day, month))]


_TOPPED_UP_UNTIL = r" #cadence (?:until|to) (?:the )?"
_REST_OF_SPAN = r" #date (?:to|until|-|and) (?:the )?"
