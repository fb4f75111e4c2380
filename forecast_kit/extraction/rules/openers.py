"""The terms a quantity can begin with, reader by reader."""

from forecast_kit.extraction.rules.cadences import ALONE, LONE
from forecast_kit.extraction.rules.datewords import opens_date
from forecast_kit.extraction.rules.lexicon import NUMBER_WORDS, ORDINALS, words
from forecast_kit.extraction.rules.numbers import DENOMINATORS, FIRST_WORDS
from forecast_kit.extraction.rules.openings import Begins, Opening, Openings
from forecast_kit.extraction.rules.ratios import CURRENCY
from forecast_kit.extraction.rules.tokens import Term

_KEYS = frozenset({*ALONE, *words("other once twice every per week midway fortnight atonce")})
_WORDS = (
    FIRST_WORDS
    | LONE
    | CURRENCY
    | {*DENOMINATORS, *ORDINALS}
    | words("double treble triple last final penultimate the of for from in into all once when what what's whatever")
    | words("q q1 q2 bw")
)
_NEVER = frozenset({"break", "dots"})

_AMOUNT = Opening(words=FIRST_WORDS, kinds={"number", "minus"})
_MONEY = _AMOUNT | Opening(words=CURRENCY)
_FRACTION = Opening(words={"a", "an", "one", "the", *NUMBER_WORDS, *DENOMINATORS}, kinds={"slash", "number"})
_RHYTHM = _AMOUNT | Opening(
    words=LONE | words("once when what what's whatever q q1 q2 all bw one"),
    keys={*ALONE, *words("other once twice every per week atonce")},
)
_WEEK_OR_POINT = _FRACTION | Opening(
    words={*ORDINALS, *words("last final penultimate")}, keys={"week", "midway"}, kinds={"ordinal"}
)
_PORTION = (
    _MONEY
    | _FRACTION
    | Opening(words=words("of for from in into twice double treble triple"), keys={"every"}, kinds={"slash", "colon"})
)
_LENGTH = _AMOUNT | Opening(words=words("a an one the full whole entire all"), keys={"fortnight"})


def opens_quantity(term: Term) -> bool:
    """Whether a quantity other than a date can begin with the term.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> [opens_quantity(term) for term in tokenise("hold a third")]
    [False, True, True]
    """
    if term.kind == "word":
        return term.key in _KEYS or term.text in _WORDS
    return term.text in CURRENCY if term.kind == "mark" else term.kind not in _NEVER


def _told(opening: Opening) -> Begins:
    return lambda term: opening(term) and opens_quantity(term)


# in the order of the readers of a Quantifier
QUANTITIES = Openings(
    Opening(kinds={"phone", "clock"}),
    _told(_RHYTHM),
    opens_date,
    _told(_WEEK_OR_POINT),
    _told(_FRACTION),
    _told(_PORTION),
    _told(_MONEY),
    _told(_LENGTH),
    _told(_AMOUNT),
)
