"""What stays in the DC: shares held, shares sent (whose complement is held), units, and words for none and all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from forecast_kit.extraction.rules.allornone import all_or_none
from forecast_kit.extraction.rules.holding import Role
from forecast_kit.extraction.rules.lexicon import stop_words
from forecast_kit.extraction.rules.readings import Reading, after, around, before
from forecast_kit.extraction.rules.scopes import Sentence, Spot
from forecast_kit.extraction.rules.shares import FROM_TO, Portion
from forecast_kit.extraction.rules.sums import read_sums
from forecast_kit.extraction.rules.values import Bare, Share, Split

_BESIDE = (
    r" (?:hold|dc|backstock|ship|opening|upfront|rest|leave|back) (?:[:=-] |dots |at |back |is |just |only |about |"
    r"around |the |with |of |in |to |goes |percentage |pct |share |% |\) ){0,4}"
)


@dataclass(slots=True)
class Holdbacks:
    """Readings of the holdback; shares that could not be placed at all; units held of an unknown number."""

    readings: list[Reading] = field(default_factory=list)
    units_of_unknown: list[Reading] = field(default_factory=list)
    odd: list[Spot] = field(default_factory=list)


def read_holdbacks(portions: Sequence[Portion], spots: Sequence[Spot], found: Sequence[Sentence]) -> Holdbacks:
    """Every statement of what is held back."""
    out = Holdbacks()
    for portion in portions:
        spot = portion.spot
        if spot.dropped or spot.past == "strong":
            continue
        reading = _reading(spot, portion.role, portion.share)
        if reading:
            out.readings.append(replace(reading, corrective=True) if portion.changed else reading)
        elif portion.role == "" and spot.term.key == "#share" and not _is_labelled_otherwise(spot):
            out.odd.append(spot)
    share, unknown = read_sums(spots)
    out.readings.extend([share] if share else [])
    out.units_of_unknown.extend([unknown] if unknown else [])
    out.readings.extend(all_or_none(found, spots))
    return out


def _reading(spot: Spot, role: Role, share: float) -> Reading | None:
    if isinstance(spot.term.value, Split):
        if around(spot, r" (?:margin|growth|money) ") or _is_noun_at(spot, 1) or after(spot, r" (?:sold|unsold) "):
            return None
        alone = (before(spot, r" ,") or spot.index == 0) and (after(spot, r" ,") or spot.right.strip() == "")
        about_stock = alone or around(spot, r" (?:dc|store|split|hold|ship|upfront|opening|stockword|out) ")
        return Reading.of(spot, share, 3 if about_stock else 1, "the DC's part of the split")
    if isinstance(spot.term.value, Bare) and not _is_percentage(spot):
        return None
    if role == "hold":
        named = 2 if before(spot, r" (?:margin|growth|money|vendor|deposit) ~5") else 3
        return Reading.of(spot, share, named, "held back in the DC")
    if role == "send":
        return Reading.of(spot, round(1 - share, 6), 3, f"{share * 100:g} % goes out, the rest is held back", "send")
    return None


def _is_labelled_otherwise(spot: Spot) -> bool:
    """ "Royalty 12 %", "elasticity is 0.8", "9 % of the buy is seconds": a share with a name that is not ours."""
    if isinstance(spot.term.value, Share) and spot.term.value.form == "decimal":
        return True
    if after(spot, r" of (?:the |our )?(?:stockword|unit|product) (?:is|are|was|were) "):
        return True
    if _is_noun_at(spot, 1) or (after(spot, " of ") and (_is_noun_at(spot, 2) or _is_noun_at(spot, 3))):
        return True  # "20 % overtime", "20 % of shoppers"
    named = spot.sentence.terms[spot.index - 1] if spot.index else None
    leader = spot.sentence.terms[spot.index - 2] if spot.index > 1 else None
    plain = named is not None and named.kind == "word" and not named.known and named.text not in stop_words()
    return plain and (leader.kind == "mark" if leader else named is not None and named.text.isupper())


def _is_noun_at(spot: Spot, offset: int) -> bool:
    term = next(iter(spot.sentence.terms[spot.index + offset :]), None)
    return term is not None and term.kind == "word" and not term.known and term.text not in stop_words()


def _is_percentage(spot: Spot) -> bool:
    """A bare number is a percentage only right beside its word: hold 20, 35 in reserve, DC: 0.5."""
    following = r" (?:in |at |for |to )?(?:the )?(?:hold|dc|upfront|backstock|stay|back|out) "
    return before(spot, _BESIDE) or before(spot, FROM_TO) or after(spot, following)
