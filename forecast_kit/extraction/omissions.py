"""What a model's answer passes over: quantities that the grammar sees in the brief and no statement speaks of."""

from forecast_kit.extraction.answer import Answer, Meaning, Statement
from forecast_kit.extraction.quotes import find_quote
from forecast_kit.extraction.rules.dates import DateExpression
from forecast_kit.extraction.rules.grammar import understand
from forecast_kit.extraction.rules.readings import usable
from forecast_kit.extraction.rules.text import CleanText
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Cadence, Duration, Point, Share, Split, WeekNumber

_SPOKEN_OF = ("#date", "#duration", "#cadence", "#share", "#week", "#point")
_SHARES = (Share, Split)
_KINDS: dict[Meaning, tuple[type, ...]] = {
    "product": (),
    "season length": (Duration,),
    "supplier lead time": (Duration,),
    "season start": (DateExpression,),
    "season end": (DateExpression,),
    "markdown on date": (DateExpression,),
    "top-ups weekly": (Cadence,),
    "top-ups every two weeks": (Cadence,),
    "no top-ups": (Cadence,),
    "no markdowns": (),
    "share held in DC": _SHARES,
    "share sent to stores": _SHARES,
    "mark down if sold below": _SHARES,
    "mark down if unsold above": _SHARES,
    "markdown in week": (WeekNumber,),
    "markdown after": (Duration, WeekNumber),
    "markdown before the end": (Duration,),
    "markdown at share of season": (Point, *_SHARES),
}


def omissions(answer: Answer, brief: CleanText) -> list[str]:
    """The words of the brief that hold a day, length, rhythm, share or week of which the answer says nothing.

    Each comes with what it may mean. A statement speaks of what stands in its quote and is of its kind: "10 weeks from
    9 March" as the season's start leaves the length unsaid. Other seasons' numbers need not be spoken of.
    """
    quoted = [(said, find_quote(brief.text, said.quote)) for said in answer.said]
    terms = [spot.term for spot in usable(understand(brief.original).spots, *_SPOKEN_OF)]
    return [
        f"'{brief.text[term.start : term.end]}' ({', '.join(_meanings(term))} or something else)"
        for term in terms
        if not any(_speaks_of(said, place, term) for said, place in quoted)
    ]


def _meanings(term: Term) -> list[Meaning]:
    return [meaning for meaning, kinds in _KINDS.items() if isinstance(term.value, kinds)]


def _speaks_of(said: Statement, place: tuple[int, int] | None, term: Term) -> bool:
    if place is None or term.start >= place[1] or term.end <= place[0]:
        return False
    return said.means == "something else" or isinstance(term.value, _KINDS[said.means])
