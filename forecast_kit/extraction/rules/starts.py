"""When: which date is the season's first day, which its last, and which are somebody else's."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from forecast_kit.extraction.rules.dates import DayOfMonth, DayOnly, Feast, MonthOnly, Weekday, WeekOf
from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.readings import Reading, after, around, before, usable
from forecast_kit.extraction.rules.scopes import Spot

_LINK = (
    r"(?:the |on |of |at |by |in |date |is |: |= |dots |- |about |around |day |will |be |until |and |including |"
    r"roughly |from |it's |that's |next |a ){0,4}"
)

_AFTER_DAYS = words("for with is and then we it please to as they at in or if")
# "31 March is its last day", but not "from 1 March, last day 30 May"
_END_ALONE = r"end (?!(?:on |the |is |: |at |by )*#date)"
_TO_START = "if |our |the |for |when |a |will |we |it |they |sees |set |date |be |launch "


@dataclass(slots=True)
class Days:
    """The dates of a brief by what they are."""

    starts: list[Reading] = field(default_factory=list)
    ends: list[Reading] = field(default_factory=list)
    checks: list[Reading] = field(default_factory=list)
    asap: list[Reading] = field(default_factory=list)


def read_days(spots: Sequence[Spot]) -> Days:
    """Sort every date by what it is."""
    out = Days()
    for spot in usable(spots, "#date"):
        if _is_other(spot):
            continue
        if _is_end(spot):
            out.ends.append(Reading.of(spot, spot.term.value, 3, "the season's last day"))
        elif _is_check(spot):
            out.checks.append(Reading.of(spot, spot.term.value, 3, "the day of the markdown decision"))
        else:
            rank = _start_rank(spot)
            if rank is not None:
                out.starts.append(Reading.of(spot, spot.term.value, rank, "the season's first day"))
    out.starts = _joined(out.starts)
    return out


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


_NOT_OURS = r"(?:(?!we |it |they |product |our |length |range |but |so )[^,:;()\s]\S* ){0,6}"
_CORRESPONDENCE = (
    "away|ooo|reply|respond|confirm|answer|ordered|dated|written|version|meet|meets|approve|approved|discussed|updated|"
    "spoke|mentioned"
)
_ARRIVAL = "arrival|arrive|arrives|arriving|due|expected|lands at|lands in dc|docks"


def _is_other(spot: Spot) -> bool:
    """Dates of campaigns, orders, meetings, holidays and replies."""
    deadline = before(spot, r" by (?:the )?") and not around(spot, r" (?:end|ship|store|opening|upfront) ")
    return (
        deadline
        or before(spot, r" (?:other_event|vendor|history|money) (?:: )?" + _NOT_OURS)
        or after(spot, r" (?:~1)(?:other_event|vendor) ")
        or before(spot, r" (?:on|annual) (?:leave|holiday|vacation) (?:[^;]*)")
        or before(spot, rf" (?:{_CORRESPONDENCE}) ~3")
        or before(spot, rf" (?:{_ARRIVAL}) ~5")
        or before(spot, r" leadtime ~4")
    )


def _is_end(spot: Spot) -> bool:
    if before(spot, r" (?:late|correct|pushed|moved) until (?:the )?"):
        return False  # "the start is delayed until 6 April"
    if before(spot, r" last (?:week|day) (?:start |of |is |: |= |will |be |being |on |the |sold |length ){0,4}"):
        return True
    return (
        before(spot, r" (?:until|end) " + _LINK)
        or before(spot, r" (?:,|and|come|comes|goes|then) off (?:on|by) (?:the )?")
        or (
            before(spot, r" #date (?:right |all |way )?(?:to|-|and|>|until) (?:the |including |> ){0,2}")
            and not _replaces(spot)
        )
        or (before(spot, r" #date (?:[-=] )?(?:>|above) ") and not _replaces(spot))
        or after(
            spot,
            r" (?:\( )?(?:is |are |being |as |, |= |will be )?(?:the |its |our |a ){0,2}" + _END_ALONE,
        )
        or after(spot, r" (?:we|it|they|that|everything|it's) ~2end ")
    ) and not before(spot, r" start (?:(?!until|end|to )[^#,;()\s]\S* ){0,2}")


def _replaces(spot: Spot) -> bool:
    """Whether the date before this one was taken back ("moved from 28 September to 5 October")."""
    earlier = [i for i in range(spot.index) if spot.sentence.terms[i].key == "#date"]
    return bool(earlier) and earlier[-1] in spot.sentence.dropped


def _is_check(spot: Spot) -> bool:
    if before(spot, r" start ~3") or after(spot, r" (?:~1)start "):
        return False
    if before(spot, r" (?:length|run) ~1") or after(spot, r" (?:right |all )?(?:until|to|-) (?:the )?#date "):
        return False  # "the promotion runs 3 May to 27 June"
    return before(spot, r" (?:markdown|check|discount) ~5") or after(
        spot, r" (?:the |for |is |our |first |as |will |be )*(?:markdown|check) "
    )


def _start_rank(spot: Spot) -> int | None:
    """3 where a start word stands by it, 2 where a preposition does, 1 alone, None where it only names a product."""
    value = spot.term.value
    named = (
        before(spot, r" (?:start|from|week_commencing) ~4")
        or before(spot, r" start (?:\( )?~3")
        or before(spot, r" store (?:on |from |date ){0,2}")
        or spot.sentence.terms[spot.index - 1].text == "set"
        or after(
            spot,
            rf" (?:is |as |are |\( )?(?:{_TO_START}){{0,4}}start ",
        )
        or after(spot, r" (?:right |all )?(?:until|to|-|>|and) (?:the |> ){0,2}(?:#date|end|#week|#duration) ")
        or isinstance(value, WeekOf)
        or (spot.corrective and before(spot, r" correct "))
        or before(spot, r" (?:late|correct|pushed|moved) until (?:the )?")
        or (spot.corrective and _replaces(spot))
    )
    if isinstance(value, Feast) and value.name == "new year" and before(spot, r" in (?:the )?"):
        return 1  # some day of January
    loose = isinstance(value, Weekday | MonthOnly | DayOnly | Feast) and not (
        isinstance(value, MonthOnly) and value.part
    )
    if named:
        return 2 if isinstance(value, MonthOnly | DayOnly | Weekday) and not before(spot, r" (?:start|from) ~2") else 3
    placed = before(spot, r" (?:on|for|in|at|by|:|=|dots|-|,|between) (?:the )?") or spot.index == 0
    if loose and _names_goods(spot):
        return None
    if not loose:
        return 2 if placed else 1
    alone = after(spot, r" (?:,|-|for|:|\(|#duration|with|till|and|start) ") or spot.right.strip() == ""
    return 1 if alone and (placed or isinstance(value, DayOnly)) else None


def _names_goods(spot: Spot) -> bool:
    """ "Halloween stuff", "the January home event", "Christmas candles": the day tells which goods."""
    following = next(iter(spot.sentence.terms[spot.index + 1 : spot.index + 2]), None)
    if following is None or following.kind != "word" or following.known:
        return False
    return following.key.isalpha() and following.key not in _AFTER_DAYS
