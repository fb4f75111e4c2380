"""Units (or money) bought, sent and kept as plain numbers: 8,000 bought, 6,000 to stores, the others held."""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast_kit.extraction.rules.holding import held_or_sent
from forecast_kit.extraction.rules.readings import Reading, after, before, usable
from forecast_kit.extraction.rules.scopes import Spot
from forecast_kit.extraction.rules.shares import ALL_BUT
from forecast_kit.extraction.rules.values import Bare, Count

_LEAST = 100
_NOT_GOODS = frozenset({"store", "vendor", "product", "money"})
_TOTAL_BEFORE = (
    r"(?<!#number)(?<!#count) (?:of|out of|bought|total|stockword|length|order|ordered|buy) (?:the |"
    r"our |is |of |all |: |= |just )*"
)
_TOTAL_AFTER = r" (?:unit |\S+ )?(?:in total|total|length|bought|ordered|on order|stockword)(?= )"
_FALLS = r" (?:ship|store|opening|upfront|dayone|out|give) ~4"
_SENT_AFTER = (
    r" (?:unit |\S+ )?(?:of (?:them|these|those|which|it) )?(?:are |is |go |goes |going |will |"
    r"to be )*(?:\S+ )?(?:ship|out|(?:to|into|in) (?:the )?store|upfront|store)"
)


@dataclass(frozen=True, slots=True)
class _Sum:
    spot: Spot
    number: float
    role: str
    money: bool


def read_sums(spots: Sequence[Spot]) -> tuple[Reading | None, Reading | None]:
    """What is held back, by its units; or units held or sent of a number nobody gives."""
    sums = [found for spot in usable(spots, "#count", "#number", "#money") if (found := _sum(spot))]
    part = next((s for s in sums if s.role == "hold"), None) or next((s for s in sums if s.role == "send"), None)
    if part is None:
        return None, None
    whole = _whole(sums, part)
    if not part.number <= whole:
        unknown = Reading.of(part.spot, part.number, 2, "units of an unknown number")
        return None, None if part.money else unknown
    share = part.number / whole if part.role == "hold" else 1 - part.number / whole
    return Reading.of(part.spot, share, 3, f"{part.number:g} of {whole:g} units", "units"), None


def _whole(sums: Sequence[_Sum], part: _Sum) -> float:
    """The number the part is of: the last total before it, else the next one, else what is held and sent together."""
    alike = [s for s in sums if s.money == part.money]
    if after(part.spot, r" (?:unit )?of (?:which|them|those|these|it|that) "):
        above = [s.number for s in alike if s.spot.order < part.spot.order and s.number > part.number]
        if above:
            return above[-1]  # "opening order 5,000 units, 1,500 of which stay"
    totals = [s for s in alike if s.role == "total" and s.number >= part.number]
    earlier = [s for s in totals if s.spot.order < part.spot.order]
    if totals:
        return (earlier[-1] if earlier else totals[0]).number
    others = [s for s in alike if s.role == {"hold": "send", "send": "hold"}[part.role]]
    beside = [s for s in others if s.spot.sentence is part.spot.sentence]
    other = next((s.number for s in beside or others), 0.0)
    return part.number + other if other else 0.0


def _sum(spot: Spot) -> _Sum | None:
    value = spot.term.value
    money = spot.term.key == "#money"
    number = _goods_counted(spot) if not money else value.number if isinstance(value, Count) else 0.0
    if number < _LEAST:
        return None
    role = _role(spot)
    return None if money and role == "unclear" else _Sum(spot, number, role, money)


def _goods_counted(spot: Spot) -> float:
    value = spot.term.value
    if isinstance(value, Count):
        named = value.noun in {"unit", "stockword", "of"} or "stock" in value.noun
        goods = value.noun not in _NOT_GOODS and (
            before(spot, r" (?:of|from|stockword) (?:the |our |all |these |those )*") or _is_ordered(spot)
        )
        return value.number if named or goods else 0.0
    return value.number if isinstance(value, Bare) else 0.0


def _is_ordered(spot: Spot) -> bool:
    """ "The order is 12,000 sets", "18,400 visors bought"."""
    said = {t.text for t in spot.sentence.terms[max(0, spot.index - 3) : spot.index]}
    return bool(said & {"order", "ordered", "buy", "bought"}) or after(spot, _TOTAL_AFTER)


def _role(spot: Spot) -> str:
    """ "hold", "send", "total", or "unclear"."""
    if before(spot, ALL_BUT):
        return "hold"
    if before(spot, _TOTAL_BEFORE) or (spot.term.key == "#count" and before(spot, r" from (?:the |our |all |these )*")):
        return "total"
    role = held_or_sent(spot)
    if role in {"hold", "rest"}:
        return "hold"
    if after(spot, _TOTAL_AFTER) or role != "send":
        return "total" if spot.term.key != "#money" or after(spot, _TOTAL_AFTER) else "unclear"
    return "send" if before(spot, _FALLS) or after(spot, _SENT_AFTER) else "unclear"
