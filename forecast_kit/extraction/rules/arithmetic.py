"""Lengths told by sums: "two weeks off the usual twelve", "twice our normal 10 weeks", "12 weeks plus two"."""

from collections.abc import Sequence
from dataclasses import replace

from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Bare, Count, Duration, WeekNumber

Made = tuple[list[Term], int] | None

_LESS = words("off from under below short shy")
_MORE = words("to on onto over above beyond")
_ADDS = words("add adds adding put tack stick whack give bolt")
_CUTS = words("knock lop shave take trim drop chop cut pull lose shed subtract deduct strip")
_PLUS = {"plus": 1, "+": 1, "less": -1, "minus": -1}
_NAMES = words("the our my its their your a usual normal typical standard default regular original customary is was of")
_FORMER = frozenset({"usual", "past", "original", "present"})
_LINKED = {"earlier": -1, "sooner": -1, "later": 1}
_TIMES = {"twice": 2.0, "double": 2.0, "treble": 3.0, "triple": 3.0, "thrice": 3.0}
_ENDS = frozenset({"", ",", ".", ";", "for", "on", "from", "break", ")", "please", "start", "and", "of"})
_REACH = 5
_FEWEST, _MOST, _BASE = 1, 52, 4


def computed(terms: Sequence[Term]) -> list[Term]:
    """The terms with every sum of two lengths as the one length it makes.

    >>> from forecast_kit.extraction.rules.quantities import Quantifier
    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> computed(Quantifier(tokenise("two weeks off the usual twelve")).run())[0].value
    Duration(number=10.0, unit='week', upper=None)
    """
    out: list[Term] = []
    i = 0
    while i < len(terms):
        begins = terms[i].value is not None or terms[i].text in _TIMES
        found = _made(terms, i, out) if begins else None
        if found is None:
            out.append(terms[i])
            i += 1
            continue
        made, i = found
        out.extend(made)
    return out


def _made(terms: Sequence[Term], i: int, out: Sequence[Term]) -> Made:
    """What a sum that begins at i makes, and the term after it."""
    return _moved_week(terms, i) or _sum(terms, i) or _multiple(terms, i) or _plus(terms, i) or _change(terms, i, out)


def _text(terms: Sequence[Term], i: int) -> str:
    return terms[i].text if 0 <= i < len(terms) else ""


def _weeks(term: Term, *, bare: bool) -> float:
    """Weeks of a length (or of a number without a unit where one may stand), 0 if it is none."""
    value = term.value
    if isinstance(value, Duration) and value.upper is None:
        return float(value.weeks)
    counted = isinstance(value, Bare | Count) and term.key in {"#number", "#count"}
    number = value.number if bare and counted and isinstance(value, Bare | Count) else 0.0
    return number if number.is_integer() and number <= _MOST else 0.0


def _base(terms: Sequence[Term], i: int) -> tuple[float, int, bool] | None:
    """A length from i on, past the words that name it; the term after it, and whether it is called the usual one."""
    former = False
    for j in range(i, min(len(terms), i + _REACH)):
        former = former or terms[j].key in _FORMER
        weeks = _weeks(terms[j], bare=former)
        if weeks >= _BASE:
            return weeks, j + 1, former
        if not (terms[j].text in _NAMES or terms[j].key in _FORMER):
            return None
    return None


def _length(at: Term, weeks: float, last: Term) -> list[Term]:
    made = replace(at, key="#duration", kind="quantity", value=Duration(weeks), end=last.end)
    return [made] if _FEWEST <= weeks <= _MOST else []


def _sum(terms: Sequence[Term], i: int) -> Made:
    """ "A fortnight on top of the standard 12 weeks", "two weeks longer than last year's 14"."""
    by = _weeks(terms[i], bare=i > 0 and terms[i - 1].text in _ADDS | _CUTS)
    if not by:
        return None
    j, sign = i + 1, 0
    if _text(terms, j) in {"more", "longer", "extra", "less", "fewer", "shorter"} and _text(terms, j + 1) == "than":
        sign, j = (-1 if _text(terms, j) in {"less", "fewer", "shorter"} else 1), j + 2
    elif _text(terms, j) in {"more than", "less than", "fewer than"}:
        sign, j = (1 if _text(terms, j) == "more than" else -1), j + 1
    elif [_text(terms, k) for k in range(j, j + 3)] == ["on", "top", "of"]:
        sign, j = 1, j + 3
    elif _text(terms, j) in _LESS | _MORE:
        led = i > 0 and terms[i - 1].text in (_CUTS if _text(terms, j) in _LESS else _ADDS)
        sign = (-1 if _text(terms, j) in _LESS else 1) * (2 if led else 1)
        j += 1
    base = _base(terms, j) if sign else None
    if base is None or not (base[2] or abs(sign) > 1):
        return None
    return _length(terms[i], base[0] + (by if sign > 0 else -by), terms[base[1] - 1]), base[1]


def _moved_week(terms: Sequence[Term], i: int) -> Made:
    """ "Two weeks earlier than the usual week 8"."""
    sign = _LINKED.get(_text(terms, i + 1), 0)
    by = _weeks(terms[i], bare=False) if sign and _text(terms, i + 2) == "than" else 0.0
    if not by:
        return None
    for j in range(i + 3, min(len(terms), i + 3 + _REACH)):
        value = terms[j].value
        if isinstance(value, WeekNumber) and value.number + sign * by >= 1:
            moved = replace(value, number=int(value.number + sign * by))
            return [replace(terms[j], value=moved, start=terms[i].start)], j + 1
        if not (terms[j].text in _NAMES or terms[j].key in _FORMER):
            return None
    return None


def _multiple(terms: Sequence[Term], i: int) -> Made:
    """ "Twice our normal 10 weeks", "half the usual 12 weeks"."""
    times = 0.5 if terms[i].key == "#share" and terms[i].text in {"half", "half of"} else _TIMES.get(terms[i].text, 0.0)
    base = _base(terms, i + 1) if times else None
    if base is None or not base[2]:
        return None
    return _length(terms[i], round(times * base[0]), terms[base[1] - 1]), base[1]


def _plus(terms: Sequence[Term], i: int) -> Made:
    """ "12 weeks plus two", "our usual 12 less a fortnight"."""
    sign = _PLUS.get(_text(terms, i + 1), 0)
    if not sign or i + 2 >= len(terms):
        return None
    former = i > 0 and terms[i - 1].key in _FORMER
    weeks, by = _weeks(terms[i], bare=former), _weeks(terms[i + 2], bare=True)
    ends = i + 3 >= len(terms) or terms[i + 3].key in _ENDS
    if weeks < _BASE or not by or by >= weeks or not ends:
        return None
    return _length(terms[i], weeks + sign * by, terms[i + 2]), i + 3


def _change(terms: Sequence[Term], i: int, out: Sequence[Term]) -> Made:
    """ "Originally 16 weeks; knock two off": so much shorter or longer than the length spoken of."""
    led = out[-1].text if out else ""
    by = _weeks(terms[i], bare=True) if led in _CUTS | _ADDS else 0.0
    sign = "shorter" if led in _CUTS else "longer"
    follows = _text(terms, i + 1)
    j = i + 1 + (follows in {"off", "on", "more", "extra"})
    j += 2 * (_text(terms, j) in {"to", "on", "from", "off"} and _text(terms, j + 1) in {"it", "that", "this"})
    ends = j >= len(terms) or terms[j].key in _ENDS
    if not by or by >= _BASE or j == i + 1 or not ends or not any(_weeks(t, bare=False) >= _BASE for t in out[-14:]):
        return None
    change = replace(terms[i], key="#duration", kind="quantity", value=Duration(by))
    return [change, replace(terms[i], key=sign, text=sign, kind="word", value=None)], j
