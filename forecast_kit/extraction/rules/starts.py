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
    WeekOf,
)
from forecast_kit.extraction.rules.datewords import Moved
from forecast_kit.extraction.rules.lexicon import WEEKDAYS, words
from forecast_kit.extraction.rules.readings import Reading, after, around, before, usable
from forecast_kit.extraction.rules.scopes import Spot

_LINK = (
    r"(?:the |on |of |at |by |in |date |is |: |= |dots |- |about |around |day |will |be |until |and |including |"
    r"roughly |from |it's |that's |next |a |dayend |business |right |as ){0,5}"
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
    out, beside, other = Days(), Days(), -1
    counted = {s.order for s in usable(spots, "#date")}
    for spot in spots:
        if isinstance(spot.term.value, Moved) and not spot.dropped:
            _move(out, spot)
        elif spot.order not in counted:
            continue
        elif _is_beside(spot):
            reading = replace(Reading.of(spot, spot.term.value, 1, "a day named"), weak=True)
            (beside.ends if _is_end(spot) else beside.starts).append(reading)
        elif _is_calendar(spot):
            out.starts.append(replace(Reading.of(spot, spot.term.value, 1, "a day named"), corrective=False, weak=True))
        elif _is_arrival(spot):
            out.starts.append(Reading.of(spot, spot.term.value, 3, "the season's first day"))
        elif _is_other(spot) or (other == spot.order - 1 and before(spot, _REST_OF_SPAN)):
            other = spot.order
        elif _is_end(spot):
            out.ends.append(Reading.of(spot, spot.term.value, 3, "the season's last day"))
        elif _is_check(spot):
            out.checks.append(Reading.of(spot, spot.term.value, 3, "the day of the markdown decision"))
        else:
            rank = _start_rank(spot)
            if rank is not None:
                out.starts.append(Reading.of(spot, spot.term.value, rank, "the season's first day"))
    if not out.starts:
        out.starts, out.ends = beside.starts, out.ends or beside.ends
    out.starts = _exact_first(_joined(out.starts))
    _both_included(out, spots)
    return out


def _move(out: Days, spot: Spot) -> None:
    """A day put off takes the place of the one it is counted from."""
    is_end = bool(out.ends) and (not out.starts or out.ends[-1].order > out.starts[-1].order)
    role = out.ends if is_end else out.starts
    reason = "the season's last day" if is_end else "the season's first day"
    role.append(replace(Reading.of(spot, spot.term.value, 3, reason), corrective=True))


def _is_beside(spot: Spot) -> bool:
    """ "The promo runs 1 June to 14 June", "top-ups from 25 May": days within a season, its own only without others."""
    if before(spot, r" (?:start|end) ~1") and not before(spot, _REPLEN_FROM):
        return False
    return (
        before(spot, _REPLEN_FROM)
        or re.search(rf"(?<! on)(?<! off) (?:{_EVENTS}) (?:itself )?(?:runs |is on |lasts |on )?(?:from |between )?$", _words_left(spot)) is not None
        or (before(spot, r" #date (?:to|until|-|and) (?:the )?") and _events_first(spot))
    )


def _events_first(spot: Spot) -> bool:
    dates = [t for t in spot.sentence.terms[: spot.index] if t.key == "#date"]
    text = " " + " ".join(t.text for t in spot.sentence.terms[: spot.index] if t.start < dates[-1].start)
    return re.search(rf"(?<! on)(?<! off) (?:{_EVENTS}) (?:itself )?(?:runs |is on |lasts |on )?(?:from |between )?$", text + " ") is not None


def _is_calendar(spot: Spot) -> bool:
    """ "Diwali falls on 29 October", "Anzac Day (25 April) is a Saturday this year": what the calendar says."""
    told = re.search(r" (?:is|falls|fall)(?: on)?(?: |$)", spot.term.text)
    leads = spot.index == 0 or spot.sentence.terms[spot.index - 1].key in {",", "and", "so", "as", "but", "-", "(", "that"}
    return bool(told) and leads and not after(spot, r" (?:, )?(?:and |which |that |this |is |will |be |so ){0,3}(?:the |our |its )?(?:start|end|dayone) ")


def _exact_first(starts: list[Reading]) -> list[Reading]:
    """A day and month at a start word beat a feast, a weekday or a day told from today, corrections apart."""
    exact = any(r.rank == 3 and isinstance(r.value, DayMonth) and not r.weak for r in starts)
    loose = (Feast, Weekday, WeekdayNear, MonthOnly, DayOnly)
    return [replace(r, rank=2) if exact and isinstance(r.value, loose) and not r.corrective else r for r in starts]


def _both_included(out: Days, spots: Sequence[Spot]) -> None:
    """ "Out on 18 May and gone on 9 August, both days included": two days that enclose the season."""
    for sentence in {id(s.sentence): s.sentence for s in spots}.values():
        both = [t.text for t in sentence.terms]
        dates = [s for s in usable(spots, "#date") if s.sentence is sentence]
        if out.ends or len(dates) != 2 or not {"both", "inclusive", "incl"} & set(both) or "#share" in sentence.keys:
            continue
        first, last = dates
        if {"both"} & set(both) and not {"included", "inclusive", "incl", "including"} & set(both):
            continue
        out.ends.append(Reading.of(last, last.term.value, 3, "the season's last day"))
        out.starts = [r for r in out.starts if r.start not in {first.term.start, last.term.start}]
        out.starts.append(Reading.of(first, first.term.value, 3, "the season's first day"))


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
_FILL = "on |in |into |at |to |the |all |our |for |by |from |of |it |them |is |are |: |= |be |ready |sale |launch "
_REACH = "arrive|arrives|arriving|arrived|reach|reaches|reaching|due|into|in|on|to|hit|get|give|ship|replen|expected|start"
_PEOPLE = re.compile(
    r" (?:i|i'm|im|i'll|you|you're|you'll|we're|he|he's|she|she's|they're|mine|me)(?: \S+){0,2} (?:back|off|away|finish|"
    r"finishing|leave|leaving|go|going|gone|fly|return|break up)(?: on leave| on holiday| in(?: the office)?)? "
    r"(?:on |from |until |by |till )*(?:the )?$"
    r"| (?:see|seeing|meet|meeting|ring|ringing|call|speak|talk|chat|catch)(?: \S+){0,3} (?:on|by|at) (?:the )?$"
    r"| (?:said|told|spoke|discussed|agreed|mentioned|emailed|asked|office shuts|office closes|reopens|taken|minuted|dated|raised|minutes)"
    r"(?: \S+){0,2} (?:on |of |: )?(?:the )?$"
    r"| (?:send|give|get|tell|let|need|want|have|issue|show)(?: \S+)? (?:me|us|plan|answer|reply|numbers|response|draft|back)"
    r"(?: \S+){0,4} (?:by|before|on) (?:the )?$"
    r"| (?:birthday|wedding|anniversary|party|flight|exam|payday|trip|visit|fair)(?: is| falls)?(?: on| from)? (?:the )?$"
)
_REST_OF_SPAN = r" #date (?:to|until|-|and) (?:the )?"
_REPLEN_FROM = r" (?:replen (?:start |on )?from|start replen (?:from|on)|replen start (?:on|:|in)) (?:the )?"
_EVENTS = "promo|promotion|sale|campaign|ad|ads|offer|event|competition|trial|exhibition|discount"
_ARRIVAL = "arrival|arrive|arrives|arriving|due|expected|lands at|lands in dc|docks"


def _is_arrival(spot: Spot) -> bool:
    """ "Arrive on shop floors 19 October", "due in branch", "stores can take the first delivery on", "day one is"."""
    if isinstance(spot.term.value, Weekday) and spot.term.text.endswith("s"):
        return False
    return (
        before(spot, rf" (?:{_REACH}) (?:{_FILL}){{0,3}}store (?:{_FILL}){{0,3}}")
        or before(spot, r" store (?:can |will |could |to |should )?(?:give|receive|have|ship|get) (?:the |their |its )?"
                  r"opening (?:on |from |by |: )?")
        or before(spot, r" dayone (?:is |= |: |on |- |will |be |of |sale |trade |season_span |sold |falls |the |dots ){0,3}")
        or after(spot, r" (?:is |as |will |be |= |for |being |: ){0,2}(?:our |the |its |a )?(?:dayone|opening) (?!order|stock)")
    )


def _words_left(spot: Spot) -> str:
    """The words before a quantity, back to the last comma, bracket or quantity."""
    words_ = []
    for term in reversed(spot.sentence.terms[max(0, spot.index - 9) : spot.index]):
        if term.kind == "quantity" or term.key in {",", ";", "(", ")"}:
            break
        words_.append(term.text)
    return " " + " ".join(reversed(words_)) + " "


def _is_other(spot: Spot) -> bool:
    """Dates of campaigns, orders, meetings, holidays and replies."""
    by_start = before(spot, r" start (?:on |is |: |= |date |will |be |the |from ){0,3}")
    if not by_start and _PEOPLE.search(_words_left(spot)):
        return True
    deadline = before(spot, r" (?<!start )by (?:the )?") and not around(spot, r" (?:end|ship|store|opening|upfront) ")
    return (
        deadline
        or before(spot, r" (?:other_event|vendor|history|money) (?:: )?" + _NOT_OURS)
        or (not by_start and after(spot, r" (?:for |at |, )?(?:the |our |a )?(?:~1)(?:other_event|vendor) "))
        or before(spot, r" (?:on|annual) (?:leave|holiday|vacation) (?:[^;]*)")
        or before(spot, rf" (?:{_CORRESPONDENCE}) ~3")
        or before(spot, rf" (?:{_ARRIVAL}) ~5")
        or before(spot, r" leadtime ~4")
        or before(spot, r" (?:check|reply) ~2until (?:the )?")
        or before(spot, r" late (?:product )?end (?:on )?")
    )


def _is_end(spot: Spot) -> bool:
    if before(spot, r" (?:late|correct|pushed|moved) until (?:the )?"):
        return False  # "the start is delayed until 6 April"
    if before(spot, r" (?:check|other_event|reply) ~2until (?:the )?") or before(spot, r" late (?:product )?end (?:on )?"):
        return False  # "decision needed until 20 March", "the old line ends 10 May"
    if before(spot, r" last (?:week|day) (?:start |of |is |: |= |will |be |being |on |the |sold |length ){0,4}"):
        return True
    return (
        before(spot, r" (?:until|end|#date (?:to|at|-|until) dayend) " + _LINK)
        or before(spot, r" (?:in|start|store|from) (?:on )?#date (?:, |and |; |- |then ){0,2}out (?:on |by |again ){0,2}")
        or after(spot, r" (?:\( )?, and (?:that|this|it) (?:is|will be) (?:the |our |its )?end ")
        or after(spot, r" , (?:that's|that is|which is) (?:the |our |its )?end ")
        or after(spot, r" (?:is |being |as )(?:the |our |its )?last (?:$|[.,;)]|week|day|one)")
        or before(spot, r" (?:run|length) (?:\S+ )?to (?:the )?")
        or (before(spot, r" last (?:the )?") and spot.term.text.split()[0] in WEEKDAYS)
        or (before(spot, r" (?:sold|sellthrough) (?:out )?by (?:the )?") and not around(spot, r" (?:#share|markdown|below) "))
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
    ) and not before(spot, r" start (?:(?!until|end|to |and )[^#,;()\s]\S* ){0,2}")


def _replaces(spot: Spot) -> bool:
    """Whether the date before this one was taken back ("moved from 28 September to 5 October")."""
    earlier = [i for i in range(spot.index) if spot.sentence.terms[i].key == "#date"]
    return bool(earlier) and earlier[-1] in spot.sentence.dropped


def _is_check(spot: Spot) -> bool:
    if before(spot, r" start ~3") or after(spot, r" (?:~1)start "):
        return False
    if before(spot, r" (?:length|run) ~1") or after(spot, r" (?:right |all )?(?:until|to|-) (?:the )?#date "):
        return False  # "the promotion runs 3 May to 27 June"
    if before(spot, r" check (?:at|to|for) (?:the |about )?") and not around(spot, r" (?:markdown|discount|sellthrough|#share) "):
        return False  # "we're looking at 1 June"
    return before(spot, r" (?:markdown|check|discount) ~5") or after(
        spot, r" (?:the |for |is |our |first |as |will |be |we |they )*(?:markdown|check) "
    )


def _start_rank(spot: Spot) -> int | None:
    """3 where a start word stands by it, 2 where a preposition does, 1 alone, None where it only names a product."""
    value = spot.term.value
    named = (
        before(spot, r" (?:start|from|week_commencing) ~4")
        or before(spot, r" start (?:\( )?~3")
        or before(spot, r" store (?:on |from |date ){0,2}")
        or before(spot, r" (?:we|i|it) go (?:on |for |with |from )?(?:the )?")
        or spot.sentence.terms[spot.index - 1].text == "set"
        or {t.text for t in spot.sentence.terms[spot.index + 1 : spot.index + 2]} & {"set", "kickoff", "go"}
        or after(
            spot,
            rf" (?:is |as |are |\( )?(?:{_TO_START}){{0,4}}start ",
        )
        or after(spot, r" (?:right |all )?(?:until|to|-|>) (?:the |> ){0,2}(?:#date|end|#week|#duration) ")
        or (before(spot, r" (?:between|from) (?:the )?") and after(spot, r" and (?:the )?(?:#date|end) "))
        or isinstance(value, WeekOf)
        or (spot.corrective and before(spot, r" (?:correct|present) (?:it's |is |to |on |the |it |we |are ){0,2}"))
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
