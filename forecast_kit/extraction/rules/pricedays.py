"""Days on which prices are decided: "if under 65 % has sold by 7 December", "on 12 January we review prices"."""

from collections.abc import Sequence

from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.readings import after, before
from forecast_kit.extraction.rules.scopes import Spot
from forecast_kit.extraction.rules.tokens import Term

_PRICES = words("markdown discount sellthrough")
_REVIEWS = _PRICES | {"check"}
_OTHERS = words(
    "start end until replen hold ship vendor other_event history length leadtime store correct product week_commencing"
)
_LEADS = words(", and but then if")
_DENIALS = words("no never without not zero")
_MARKDOWN_STARTS = r" markdown (?:length |phase )?(?:will |to )?start (?:on |in |from |: |the ){0,2}"
_FAR = 14
_NEAR = 9
_PLACED = r" (?:on|at|by|in|from|come|around|before|: |, ) ?(?:about |around |the )?"


def is_price_day(spot: Spot) -> bool:
    """Whether the nearest word with a role, on the left or else on the right, is one about prices."""
    terms = spot.sentence.terms
    keys = {t.key for t in terms}
    about_prices = keys & _PRICES or {"check", "money"} <= keys or any(_is_sale(terms, i) for i in range(len(terms)))
    opens_span = after(spot, r" (?:right |all )?(?:until|to|-) (?:the )?#date ")
    if before(spot, _MARKDOWN_STARTS):
        return True
    return bool(about_prices) and not opens_span and (_told_left(spot) or _told_right(spot))


def _told_left(spot: Spot) -> bool:
    terms = spot.sentence.terms
    for i in range(spot.index - 1, max(-1, spot.index - _FAR), -1):
        if _stops(terms[i]):
            return False
        if terms[i].key in _REVIEWS or _is_sale(terms, i):
            return not _DENIALS & {t.key for t in terms[max(0, i - 3) : i]}
    return False


def _told_right(spot: Spot) -> bool:
    terms = spot.sentence.terms
    leads = spot.index <= 2 or terms[spot.index - 2].key in _LEADS
    if not leads or not before(spot, _PLACED) or {"#week", "#point"} & {t.key for t in terms}:
        return False
    for i in range(spot.index + 1, min(len(terms), spot.index + _NEAR)):
        if _stops(terms[i]):
            return False
        if _is_sale(terms, i):
            return True
        if terms[i].key in _REVIEWS:
            return not _DENIALS & {t.key for t in terms[spot.index : i]}
    return False


def _is_sale(terms: Sequence[Term], i: int) -> bool:
    """ "60 % has sold", "sold less than half"; not "sell from 10 November"."""
    return terms[i].key in {"sold", "unsold"} and "#share" in {t.key for t in terms[max(0, i - 4) : i + 4]}


def _stops(term: Term) -> bool:
    """Whether the term has another role, or is a quantity that no price is decided by."""
    promo = term.key == "discount" and term.text.startswith("promo")
    other = term.kind == "quantity" and term.key not in {"#share", "#number", "#count", "#money"}
    return promo or other or term.key in _OTHERS
