"""Days in a brief that are not its season's: people's, meetings', suppliers', promotions', the calendar's."""

import re

from forecast_kit.extraction.rules.dayroles import OLD_LINE_ENDS
from forecast_kit.extraction.rules.readings import after, around, before
from forecast_kit.extraction.rules.scopes import Spot

_NOT_OURS = r"(?:(?!we |it |they |product |our |length |range |but |so )[^,:;()\s]\S* ){0,6}"
_CORRESPONDENCE = (
    "away|ooo|reply|respond|confirm|answer|ordered|dated|written|version|meet|meets|approve|approved|discussed|updated|"
    "spoke|mentioned"
)
_PEOPLE = re.compile(
    r" (?:i|i'm|im|i'll|you|you're|you'll|we're|he|he's|she|she's|they're|mine|me)(?: \S+){0,2} "
    r"(?:back|off|away|finish|finishing|leave|leaving|go|going|gone|fly|return|break up)"
    r"(?: on leave| on holiday| in(?: the office)?)? "
    r"(?:on |from |until |by |till )*(?:the )?$"
    r"| (?:see|seeing|meet|meeting|ring|ringing|call|speak|talk|chat|catch)(?: \S+){0,3} (?:on|by|at) (?:the )?$"
    r"| (?:said|told|spoke|discussed|agreed|mentioned|emailed|asked(?! for)|office shuts|office closes|reopens|taken|"
    r"minuted|dated|raised|minutes)"
    r"(?: \S+){0,2} (?:on |of |: )?(?:the )?$"
    r"| (?:send|give|get|tell|let|need|want|have|issue|show)(?: \S+)? "
    r"(?:me|us|plan|answer|reply|numbers|response|draft|back)(?: \S+){0,4} (?:by|before|on) (?:the )?$"
    r"| (?:birthday|wedding|anniversary|party|flight|exam|payday|trip|visit|fair)"
    r"(?: is| falls)?(?: on| from)? (?:the )?$"
)
_ON_LEAVE = (
    r" (?:on|annual|parental|sick) (?:leave|holiday|vacation|pto|honeymoon) "
    r"(?:~4|(?:[^;]*) (?:until|to|till|-|and|back|return|returning|again|reachable) ~2)"
)
_PERSONAL = (
    r" (?:my|his|her|their|your) "
    r"(?:(?!start|end|product|length|store|opening|dayone|check|but|and|so)[^#,;()\s]\S* ){1,4}"
)
_OWN_DAYS = frozenset(["exams", "holidays", "days", "results", "finals", "parents", "kids", "boss", "hours", "dates"])
_LEADS = frozenset({",", "and", "so", "as", "but", "-", "(", "that"})
_REPLEN_FROM = (
    r" (?:replen (?:start |on )?from|start replen (?:from|on)|replen start (?:on|:|in)|"
    r"replen (?:\S+ ){0,3}store (?:on|from)) (?:the )?"
)
_EVENT = re.compile(
    r"(?<! on)(?<! off) (?:promo|promotion|sale|campaign|ad|ads|offer|event|competition|trial|exhibition|discount) "
    r"(?:itself |calendar |window |period |dates? |weeks? )?(?:runs |is on |lasts |on )?(?:: |from |between )?$"
)
_ARRIVAL = "arrival|arrive|arrives|arriving|due|expected|lands at|lands in dc|docks"


def is_beside(spot: Spot) -> bool:
    """ "The promo runs 1 June to 14 June", "top-ups from 25 May": days within a season, its own only without others."""
    if before(spot, r" (?:start|end) ~1") and not before(spot, _REPLEN_FROM):
        return False
    return (
        before(spot, _REPLEN_FROM)
        or _EVENT.search(_words_left(spot)) is not None
        or (before(spot, r" #date (?:to|until|-|and) (?:the )?") and _events_first(spot))
    )


def _events_first(spot: Spot) -> bool:
    dates = [t for t in spot.sentence.terms[: spot.index] if t.key == "#date"]
    text = " " + " ".join(t.text for t in spot.sentence.terms[: spot.index] if t.start < dates[-1].start)
    return _EVENT.search(text + " ") is not None


def is_of_goods(spot: Spot) -> bool:
    """ "Witch hats arrive 31 August": the season's first day where nothing else is, unless a supplier's."""
    arrives = before(spot, r" (?:arrive|arrives) (?:on |by )?(?:the )?")
    return arrives and not before(spot, r" (?:vendor|dc|money|other_event|hold|backstock|leadtime) ~5")


def is_calendar(spot: Spot) -> bool:
    """ "Diwali falls on 29 October", "Anzac Day (25 April) is a Saturday this year": what the calendar says."""
    told = re.search(r" (?:is|falls|fall)(?: on)?(?: |$)", spot.term.text)
    leads = spot.index == 0 or spot.sentence.terms[spot.index - 1].key in _LEADS
    ours = r" (?:, )?(?:and |which |that |this |is |will |be |so ){0,3}(?:the |our |its )?(?:start|end|dayone) "
    return bool(told) and leads and not after(spot, ours)


def is_of_correspondence(spot: Spot) -> bool:
    """Days of letters, meetings, absences and deadlines."""
    return (
        _PEOPLE.search(_words_left(spot)) is not None
        or before(spot, r" (?<!start )by (?:the )?")
        or before(spot, r" (?:on|annual) (?:leave|holiday|vacation) (?:[^;]*)")
        or before(spot, rf" (?:{_CORRESPONDENCE}) ~3")
        or before(spot, r" (?:check|reply) ~2until (?:the )?")
    )


def is_other(spot: Spot) -> bool:
    """Days of campaigns, orders and suppliers, and of correspondence, unless the words of a start or end lead."""
    if after(spot, r" (?:, )?insteadof #date "):
        return False  # "Liam has just said 2 November rather than 26 October"
    by_start = before(spot, r" (?:start|from) (?:on |is |: |= |date |will |be |the |from ){0,3}")
    if not by_start and _PEOPLE.search(_words_left(spot)):
        return True
    deadline = before(spot, r" (?<!start )by (?:the )?") and not around(spot, r" (?:end|ship|store|opening|upfront) ")
    return (
        deadline
        or before(spot, r" (?:other_event|vendor|history|money) (?:: )?" + _NOT_OURS)
        or (not by_start and after(spot, r" (?:for |at |, )?(?:the |our |a )?(?:~1)(?:other_event|vendor) "))
        or before(spot, r" (?:growth|money) (?:is|are|was|will) (?:\S+ ){1,4}(?:in|on|by) (?:the )?")
        or before(
            spot,
            r" (?:dc|vendor|other_event) (?:move|works|refit|migration|transfer|swap|change) ~2"
            r"(?:end|start) (?:on |by )?",
        )
        or before(spot, _ON_LEAVE)
        or (before(spot, _PERSONAL) and not _is_of_our_goods(spot))
        or [t.text for t in spot.sentence.terms[spot.index + 1 : spot.index + 2]] == ["call"]
        or before(spot, rf" (?:{_CORRESPONDENCE}) ~3")
        or before(spot, rf" (?:{_ARRIVAL}) ~5")
        or before(spot, r" leadtime ~4")
        or before(spot, r" (?:check|reply) ~2until (?:the )?")
        or before(spot, OLD_LINE_ENDS)
    )


def _is_of_our_goods(spot: Spot) -> bool:
    """ "My mittens are 14 September": goods, and no exams."""
    left = spot.sentence.terms[max(0, spot.index - 3) : spot.index]
    goods = len(left) == 3 and not left[1].known and left[1].text.endswith("s") and left[1].text not in _OWN_DAYS
    return goods and left[0].text in {"my", "our"} and left[2].text in {"are", "start", "launch", "land"}


def _words_left(spot: Spot) -> str:
    """The words before a quantity, back to the last comma, bracket or quantity."""
    words_ = []
    for term in reversed(spot.sentence.terms[max(0, spot.index - 9) : spot.index]):
        if term.kind == "quantity" or term.key in {",", ";", "(", ")"}:
            break
        words_.append(term.text)
    return " " + " ".join(reversed(words_)) + " "
