"""What a "not" denies: the quantity, or that so much has been sold."""

from collections.abc import Sequence

from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.tokens import Term

_REACHING = words(
    "moved move sold cleared clear reach reached hit hitting made make met meet managed achieved got passed show shown "
    "shifted"
)


def is_condition(terms: Sequence[Term], i: int, denial: int) -> bool:
    """ "If not half gone", "if sell-through isn't at 65 %": what is denied is that it is sold, not the share."""
    if terms[i].key not in {"#share", "#number"}:
        return False
    later = [j for j in range(i + 1, min(len(terms), i + 16)) if terms[j].key == "#share"]
    if later and not {t.key for t in terms[later[0] - 2 : later[0]]} & {"discount", "markdown", "by", "depth"}:
        return False
    measures = {"sold", "sellthrough"}
    if i - denial <= 2 and any(t.key in measures for t in terms[i + 1 : i + 3]):
        return True  # "what's not yet 65 % sold"
    led = terms[max(0, denial - 4) : denial]
    if any(t.key in measures for t in led):
        return True
    reaches = _REACHING & {t.text for t in terms[denial:i]}
    if reaches and any(t.key in {"markdown", "discount"} for t in terms[max(0, denial - 6) : denial]):
        return True  # "mark down whatever hasn't hit 70 %"
    if reaches and any(t.key in measures | {"markdown", "discount"} for t in terms[i + 1 : i + 9]):
        return True
    asked = any(t.key == "if" for t in led)
    topics = measures | {"markdown", "discount"}
    return asked and any(t.key in topics for t in (*terms[max(0, denial - 9) : denial], *terms[i + 1 : i + 9]))


def reaches(term: Term, between: set[str], back: int) -> bool:
    """Whether a "not" so far back is about the quantity: "don't look at markdowns in week 7" is, over 7 words."""
    if term.key == "#share" and between & {"sold", "sellthrough"}:
        return False
    if term.key in {"#week", "#point", "#duration"} and between & ({"sold", "sellthrough", "unsold"} | _REACHING):
        return False  # "not sold by week 8"
    of_markdown = term.key in {"#week", "#point"} and between & {"markdown", "check", "discount"}
    return back <= (7 if of_markdown else 4)
