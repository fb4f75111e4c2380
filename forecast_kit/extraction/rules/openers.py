"""The words a quantity can begin with; most words of a brief cannot, and need not be tried by every reader."""

from forecast_kit.extraction.rules.cadences import ALONE, LONE
from forecast_kit.extraction.rules.lexicon import ORDINALS, words
from forecast_kit.extraction.rules.numbers import DENOMINATORS, FIRST_WORDS
from forecast_kit.extraction.rules.ratios import CURRENCY
from forecast_kit.extraction.rules.tokens import Term

_KEYS = frozenset({*ALONE, *words("other once twice every per week midway fortnight atonce")})
_WORDS = (
    FIRST_WORDS
    | LONE
    | CURRENCY
    | {*DENOMINATORS, *ORDINALS}
    | words(
        "double treble triple last final penultimate the of for from in all once when what what's whatever q q1 q2 bw"
    )
)
_NEVER = frozenset({"break", "dots"})


def opens_quantity(term: Term) -> bool:
    """Whether a quantity other than a date can begin with the term.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> [opens_quantity(term) for term in tokenise("hold a third")]
    [False, True, True]
    """
    if term.kind == "word":
        return term.key in _KEYS or term.text in _WORDS
    return term.text in CURRENCY if term.kind == "mark" else term.kind not in _NEVER
