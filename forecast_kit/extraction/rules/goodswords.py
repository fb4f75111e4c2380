"""Trade words that only name goods: "glitter tops", "half-zip", "wrap dresses", "clearance totes"."""

from collections.abc import Sequence
from dataclasses import replace

from forecast_kit.extraction.rules.lexicon import NUMBER_WORDS, respell, stop_words, words
from forecast_kit.extraction.rules.tokens import Term

_CUTS = words(
    "zip zips zipped sleeve sleeved sleeves pack packs piece pieces pocket pockets moon button buttons shoulder tier "
    "tiered strap leg neck ply tone term"
)
_VERBS = words("happens comes goes applies follows needs looks works means events dates")
_HOW_MUCH = frozenset({"half", "quarter", "full", "third", *NUMBER_WORDS})
# as the last word of the goods: crop tops, toy trucks
_LAST = words("top tops wrap wraps pull pulls truck trucks van vans drops covers stops")
# as the first: wrap dresses, drop earrings, check shirts
_FIRST = words(
    "wrap drop pull top clearance clear cut slip truck van floor shelf zip tank check cover cushion stretch long model "
    "window life run running campaign sample board bar trigger reading drawing landing stock launch bin"
)
_PLURALS = words("levels rates results margins lists dates deals details figures days weeks")


def goods_named(terms: Sequence[Term]) -> list[Term]:
    """The terms with the words that only name goods stripped of their trade meaning.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> [t.key for t in goods_named(tokenise("top up the half-zip tops"))]
    ['replen', 'the', 'half zip', 'tops']
    """
    joined = list(_joined(terms))
    for i, term in enumerate(joined):
        if term.text not in _LAST and term.text not in _FIRST:
            continue
        before = joined[i - 1] if i else None
        after = joined[i + 1] if i + 1 < len(joined) else None
        ends = term.text in _LAST and before is not None and _is_noun(before) and not _acts(after)
        if ends or (term.text in _FIRST and after is not None and _is_plural(after)):
            key = term.text if term.text != term.key else "goods"
            joined[i] = replace(term, key=key, known=False)
    return joined


def _joined(terms: Sequence[Term]) -> list[Term]:
    """ "Half-zip", "3-pack" and "two-piece" are one word."""
    out: list[Term] = []
    for term in terms:
        before = out[-1] if out and term.text in _CUTS and not term.spaced else None
        if before and (before.text in _HOW_MUCH or (before.kind == "number" and len(before.text) == 1)):
            name = f"{before.text} {term.text}"
            out[-1] = replace(before, key=name, text=name, end=term.end, kind="word", value=None, known=False)
        else:
            out.append(term)
    return out


def _is_noun(term: Term) -> bool:
    """A word of no trade meaning."""
    return term.kind == "word" and not term.known and term.text not in stop_words() and term.text[0].isalpha()


def _is_plural(term: Term) -> bool:
    plural = term.text.endswith("s") and not term.text.endswith("ss") and len(term.text) > 3
    noun = term.text in _LAST or (_is_noun(term) and respell(term.text) == term.text)
    return plural and noun and term.text not in _VERBS | _PLURALS


def _acts(after: Term | None) -> bool:
    """Whether a word follows that "tops" acts on: "the van tops up", "London tops stores up", "this covers 12"."""
    return after is not None and (
        after.key in {"store", "back"} or after.text in {"up", "them", "it"} or after.kind == "number"
    )
