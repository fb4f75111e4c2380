"""By elimination: what a brief gives no name to, read from the one quantity of its kind that nothing else explains.

Planners leave the word out where there is only one thing it can be: "eleven weeks", "2 August". Whatever is read here
has rank 1: it stands only where nothing was named, and it is shown as inferred.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from forecast_kit.extraction.rules.dates import DateExpression, DayMonth, Feast, MonthOnly, NthWeekday, Weekday
from forecast_kit.extraction.rules.flows import Flows
from forecast_kit.extraction.rules.holdbacks import Holdbacks
from forecast_kit.extraction.rules.lengths import Lengths
from forecast_kit.extraction.rules.markdowns import Markdowns, loose_threshold
from forecast_kit.extraction.rules.otherdays import is_of_correspondence
from forecast_kit.extraction.rules.otherlengths import is_bound, is_foreign
from forecast_kit.extraction.rules.readings import Reading, after, before, usable
from forecast_kit.extraction.rules.scopes import Spot
from forecast_kit.extraction.rules.starts import Days
from forecast_kit.extraction.rules.values import Bare, Duration, WeekNumber

LOOSE = "loose"
_FEWEST_WEEKS, _FEWEST_BARE, _MOST_WEEKS = 2, 4, 52
_ENOUGH = 2
_ELSEWHERE = r" (?:replen|vendor|leadtime|history|money|growth) "


class Read(Protocol):
    """What was read so far; the lists are added to."""

    spots: list[Spot]
    lengths: Lengths
    days: Days
    flows: Flows
    holdbacks: Holdbacks
    markdowns: Markdowns


def place_the_rest(read: Read) -> None:
    """Give every parameter that was not named the one quantity left that it can be."""
    _shares(read)
    if _plans(read):
        _length(read)
        _start(read)
    _checkpoint(read)


def _plans(read: Read) -> bool:
    """Whether two parameters are named: what is left over in such a brief is likely to be another one."""
    named = (
        [*read.lengths.lengths, *read.days.ends],
        [*read.days.starts, *read.lengths.starts],
        read.flows.readings,
        read.holdbacks.readings,
        [*read.markdowns.weeks, *read.markdowns.nones],
    )
    return sum(any(reading.rank > 1 for reading in group) for group in named) >= _ENOUGH


def _explained(*groups: Iterable[Reading]) -> set[int]:
    return {reading.start for group in groups for reading in group}


def _shares(read: Read) -> None:
    """A share nobody claims is the threshold in a sentence about markdowns, else the holdback."""
    holdbacks, markdowns = read.holdbacks, read.markdowns
    refused = markdowns.nones and not markdowns.weeks
    for spot in holdbacks.odd:
        if not refused and not markdowns.thresholds and (reading := loose_threshold(spot)):
            markdowns.thresholds.append(reading)
    taken = _explained(markdowns.thresholds)
    loose = [(s, v) for s in holdbacks.odd if s.term.start not in taken and (v := _share(s)) is not None]
    loose = [(s, v) for s, v in loose if not s.past] or loose
    if loose and holdbacks.readings and markdowns.weeks and not markdowns.thresholds:
        reason = "the only share left, and a checkpoint needs one"
        markdowns.thresholds.append(Reading.of(*loose[-1], 1, reason, LOOSE))
    if not holdbacks.readings and len(loose) == 1:
        holdbacks.readings.append(Reading.of(*loose[0], 1, "the only share nothing else explains", LOOSE))


def _share(spot: Spot) -> float | None:
    value = getattr(spot.term.value, "value", None)
    return value if isinstance(value, float) else None


def _length(read: Read) -> None:
    """The only stretch of weeks left; of two checkpoints told as stretches the longer is the season."""
    lengths = read.lengths
    if lengths.lengths or lengths.extensions or (read.days.ends and read.days.starts):
        return
    taken = _explained(lengths.leads, lengths.weeks_left, lengths.starts, lengths.weeks_in)
    free = [s for s in usable(read.spots, "#duration") if s.term.start not in taken and _can_be_length(s)]
    if len({_weeks(s) for s in free}) == 1:
        lengths.lengths.append(Reading.of(free[0], free[0].term.value, 1, "the only stretch of weeks left", LOOSE))
        return
    bare = [s for s in usable(read.spots, "#number") if _is_said_length(s)]
    if len(bare) == 1 and isinstance(bare[0].term.value, Bare):
        reason = "the only number said with no unit"
        lengths.lengths.append(Reading.of(bare[0], Duration(bare[0].term.value.number), 1, reason, LOOSE))
        return
    told = [r for r in lengths.weeks_in if isinstance(r.value, Duration)]
    weeks = [r for r in read.markdowns.weeks if r.start not in _explained(told)]
    longest = max(told, key=lambda r: r.value.weeks if isinstance(r.value, Duration) else 0, default=None)
    if longest and isinstance(longest.value, Duration) and weeks and _beyond(longest.value, weeks):
        spot = next(s for s in read.spots if s.term.start == longest.start)
        lengths.weeks_in.remove(longest)
        read.markdowns.weeks[:] = [r for r in read.markdowns.weeks if r.start != longest.start]
        lengths.lengths.append(Reading.of(spot, longest.value, 1, "longer than the time to the markdown", LOOSE))


def _is_said_length(spot: Spot) -> bool:
    """ "Let's do eleven, starting 3 May": a number of weeks whose word is left out."""
    value = spot.term.value
    whole = isinstance(value, Bare) and value.number.is_integer() and _FEWEST_BARE <= value.number <= _MOST_WEEKS
    led = before(
        spot, r" (?:do|say|for|go with|go for|make it|make that|call it|there are|there will be) (?:it |them |about )?"
    )
    alone = not spot.right.strip() or after(spot, r" (?:[.,;:)]|from|start|and|with) ")
    return whole and led and alone and not before(spot, r" (?:hold|dc|backstock|threshold|sellthrough) ~4")


def _beyond(stretch: Duration, weeks: Sequence[Reading]) -> bool:
    return all(isinstance(r.value, WeekNumber) and r.value.number < stretch.weeks for r in weeks)


def _weeks(spot: Spot) -> int:
    return spot.term.value.weeks if isinstance(spot.term.value, Duration) else 0


def _can_be_length(spot: Spot) -> bool:
    value = spot.term.value
    sized = isinstance(value, Duration) and value.unit != "day" and _FEWEST_WEEKS <= value.weeks <= _MOST_WEEKS
    return sized and not spot.past and (is_bound(spot) or not is_foreign(spot))


def _start(read: Read) -> None:
    """The only day left; the first of two that nothing tells apart are the season's ends, and named by their words."""
    days = read.days
    if days.starts or read.lengths.starts:
        return
    taken = _explained(days.ends, days.checks)
    free = [s for s in usable(read.spots, "#date") if s.term.start not in taken and _can_be_start(s)]
    if len({s.term.text for s in free}) == 1:
        days.starts.append(Reading.of(free[0], free[0].term.value, 1, "the only day left: the season's first", LOOSE))


def _can_be_start(spot: Spot) -> bool:
    value = spot.term.value
    if spot.past or is_of_correspondence(spot) or not isinstance(value, DateExpression):
        return False
    if isinstance(value, DayMonth | NthWeekday):
        return not before(spot, r" by (?:the )?")
    placed = before(spot, r" (?:on|from|in|at|for) (?:the )?")
    return placed and not isinstance(value, Feast | MonthOnly | Weekday)


def _checkpoint(read: Read) -> None:
    """A threshold and one week beside it: "at week 17, a fit that has sold under 64 % goes in the sale"."""
    markdowns = read.markdowns
    if markdowns.weeks or markdowns.nones or read.days.checks or not markdowns.thresholds:
        return
    taken = _explained(read.lengths.lengths, read.lengths.starts, read.lengths.leads, read.days.starts)
    free = [
        s
        for s in usable(read.spots, "#week")
        if s.term.start not in taken and not s.past and not before(s, rf"{_ELSEWHERE}~2") and not after(s, _ELSEWHERE)
    ]
    beside = [s for s in free if any(r.start in {t.start for t in s.sentence.terms} for r in markdowns.thresholds)]
    if len(beside) == 1:
        reason = "the week in the sentence about sell-through"
        markdowns.weeks.append(Reading.of(beside[0], beside[0].term.value, 1, reason, LOOSE))
