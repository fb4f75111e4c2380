"""What stays in the DC: shares held, shares sent (whose complement is held), units, and words for none and all."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forecast_kit.extraction.rules.holding import Role, held_or_sent
from forecast_kit.extraction.rules.readings import Reading, after, around, before, compiled, usable, worded
from forecast_kit.extraction.rules.scopes import Sentence, Spot
from forecast_kit.extraction.rules.shares import Portion
from forecast_kit.extraction.rules.values import Bare, Count, Split

_BESIDE = (
    r" (?:hold|dc|backstock|ship|opening|upfront|rest|leave|back) (?:[:=-] |dots |at |back |is |just |only |about |"
    r"around |the |with |of |in |to |percentage |pct |share |% |\) ){0,4}"
)
_NO_FIGURE = r"(?= )(?! (?:figure|number|yet|value|percentage|info|target|given|stated|or))"
# words for nothing and everything, by what they leave in the DC
_WORDED = tuple(
    (share, compiled(pattern))
    for share, pattern in (
        (
            0.0,
            r" (?:no|without|zero) (?:any |a |the |dc |need (?:for a |to )|more |reason to )?"
            r"(?:hold|backstock|stockword in (?:the )?dc|dc (?:hold|stockword|backstock|share))" + _NO_FIGURE,
        ),
        (
            0.0,
            r" (?:hold|leave|stay) (?:back |on |in |at |the |dc |to |is |are |with )*(?:: |= |- |dots |\) |is )*"
            r"(?:no|#number)(?= (?!replen|below|above|\d)|$)",
        ),
        (
            0.0,
            r" no (?:is |are |stockword |to be |be |will |if |gets |at all |unit |of it |give |left |to |must ){0,5}"
            r"(?:hold|back|stay)" + _NO_FIGURE,
        ),
        (0.0, r" no (?:(?!replen|need|ship)\S+ ){0,3}(?:in|at) (?:the )?(?:dc|hold)(?= )"),
        (0.0, r" not (?:hold|leave|want|stay) ~2(?:if|anything|any|hold)(?= )"),
        (0.0, r" never hold ~1(?:if|anything|any|back)(?= )"),
        (0.0, r" dc (?:hold |share |stockword |is |gets |give |[:=-] |dots |at ){0,4}(?:no|empty)(?= )"),
        (0.0, r" (?:empty|drain) (?:the |out the )?dc(?= )"),
        (
            0.0,
            r" (?:ship|upfront|put|opening) (?:[:=] |out )?(?:the )?everything "
            r"(?!else|store|length|year|of the store)(?:[^#]\S* )?",
        ),
        (0.0, r" #cadence (?:\S+ ){0,6}of (?:the )?everything (?:unit|stockword)(?= )"),
        (0.0, r" give (?:the )?everything ~2(?:out|store|ship)(?= )"),
        (
            0.0,
            r" everything (?!else|store|length|year|product start)"
            r"(?:of (?:it|the stockword|the unit) |stockword |unit |the |in |into |at |is |will |out |goes |straight |"
            r"must |on |give |to ){0,4}(?:ship|store|upfront|dayone|opening|out|at start|on start)(?= )",
        ),
        (
            1.0,
            r" (?:hold|leave) (?:back )?everything (?!else|store|length|the length)~2(?:dc|back|unit|stockword|hold)?",
        ),
        (0.0, r" store (?:will |all )?give (?:~1)everything(?= )"),
        (0.5, r" split ~5evenly | evenly split | halves "),
    )
)
_BUT = compiled(r"^ ?(?:\S+ )?(?:bar|but|except|apart from|minus|threshold|save|without) ")
_REASONS = {0.0: "nothing is held back", 1.0: "everything is held back", 0.5: "an even split"}
_LEAST_UNITS = 100
_NOT_GOODS = frozenset({"store", "vendor", "product", "money"})


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
            out.readings.append(reading)
        elif portion.role == "" and spot.term.key == "#share":
            out.odd.append(spot)
    _units(out, spots)
    for sentence in found:
        if not sentence.ignored and (reading := _in_words(sentence, spots)):
            out.readings.append(reading)
    return out


def _reading(spot: Spot, role: Role, share: float) -> Reading | None:
    if isinstance(spot.term.value, Split):
        if after(spot, r" (?:margin|poly|blend) "):
            return None
        alone = (before(spot, r" ,") or spot.index == 0) and (after(spot, r" ,") or spot.right.strip() == "")
        about_stock = alone or around(spot, r" (?:dc|store|split|hold|ship|upfront|opening|stockword|out) ")
        return Reading.of(spot, share, 3, "the DC's part of the split") if about_stock else None
    if isinstance(spot.term.value, Bare) and not _is_percentage(spot):
        return None
    if role == "hold":
        return Reading.of(spot, share, 3, "held back in the DC")
    if role == "send":
        return Reading.of(spot, round(1 - share, 6), 3, f"{share * 100:g} % goes out, the rest is held back", "send")
    return None


def _is_percentage(spot: Spot) -> bool:
    """A bare number is a percentage only right beside its word: hold 20, 35 in reserve, DC: 0.5."""
    following = r" (?:in |at |for )?(?:the )?(?:hold|dc|upfront|backstock|stay|back|out) "
    return before(spot, _BESIDE) or after(spot, following)


def _units(out: Holdbacks, spots: Sequence[Spot]) -> None:
    """Units bought, sent and kept as plain numbers: 8,000 bought, 6,000 to stores."""
    amounts: dict[str, tuple[Spot, float]] = {}
    for spot in usable(spots, "#count", "#number"):
        number = _unit_count(spot)
        if number >= _LEAST_UNITS:
            amounts.setdefault(_unit_role(spot), (spot, number))
    held, sent, total = (amounts.get(role) for role in ("hold", "send", "total"))
    part = held or sent
    if part is None:
        return
    whole = total[1] if total else held[1] + sent[1] if held and sent else 0.0
    if part[1] > whole:
        out.units_of_unknown.append(Reading.of(part[0], part[1], 2, "units of an unknown number"))
        return
    share = part[1] / whole if held else 1 - part[1] / whole
    out.readings.append(Reading.of(part[0], share, 3, f"{part[1]:g} of {whole:g} units", "units"))


def _unit_count(spot: Spot) -> float:
    value = spot.term.value
    if isinstance(value, Count):
        named = value.noun in {"unit", "stockword", "of"} or "stock" in value.noun
        goods = value.noun not in _NOT_GOODS and before(spot, r" (?:of|stockword) (?:the |our |all |these |those )*")
        return value.number if named or goods else 0.0
    return value.number if isinstance(value, Bare) else 0.0


def _unit_role(spot: Spot) -> str:
    if before(spot, r" (?:of|out of|bought|total|stockword|length) (?:the |our |is |of |all |: |= )*") or (
        spot.term.key == "#count" and before(spot, r" from (?:the |our |all |these )*")
    ):
        return "total"
    role = held_or_sent(spot)
    if role in {"hold", "rest"}:
        return "hold"
    if role != "send":
        return "total"
    led = before(spot, r" (?:ship|store|opening|upfront|dayone|out|give) ~4")
    return "send" if led or after(spot, r" (?:unit )?(?:\S+ )?(?:ship|out|to (?:the )?store|upfront)") else "unclear"


def _in_words(sentence: Sentence, spots: Sequence[Spot]) -> Reading | None:
    """ "Nothing held", "ship everything", "no reserve", "split evenly"."""
    keys = sentence.keys
    for share, pattern in _WORDED:
        match = pattern.search(keys)
        if match is None or _BUT.match(keys[match.end() - 1 :]):
            continue
        reading = worded(sentence, match.span(), spots, share, 2, _REASONS[share])
        if reading is None or _is_denied(keys, match.start(), match.group()):
            continue
        if "#number" in match.group() and not _is_zero(sentence, reading):
            continue
        return reading
    return None


def _is_denied(keys: str, start: int, matched: str) -> bool:
    just_before = keys[:start].split()[-3:]
    return bool({"not", "never"} & set(just_before)) and not matched.startswith((" not", " never", " no"))


def _is_zero(sentence: Sentence, reading: Reading) -> bool:
    inside = [t.value for t in sentence.terms if reading.start <= t.start and t.end <= reading.end]
    return any(isinstance(value, Bare) and value.number == 0 for value in inside)
