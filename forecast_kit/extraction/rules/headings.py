"""Headings that deny what stands under them: "DON'T - hold anything - mark down", "Not needed: top-ups, markdowns"."""

from collections.abc import Sequence
from dataclasses import replace

from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.tokens import Term

_BULLETS = frozenset({"-", "•", "*", "·"})
_DENIES = words("not no without never don'ts donts avoid")
_NEEDED = words("needed required wanted planned to do doing applicable happening length foreseen necessary for this")
_SEPARATES = frozenset({",", "and", "or", ";", "nor"})
_ENDS = frozenset({"break", "."})
_LONGEST = 60


def with_denials(terms: Sequence[Term]) -> list[Term]:
    """The terms with a "not" before each point that stands under a denying heading.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> " ".join(t.key for t in with_denials(tokenise("weekly\\nDON'T\\n- hold any\\n- mark down")))
    'weekly break not break - not hold any break - not markdown'
    """
    if not any(term.key in _DENIES or term.text in _DENIES for term in terms):
        return list(terms)
    out: list[Term] = []
    i = 0
    while i < len(terms):
        after = _heading(terms, i)
        if after is None:
            out.append(terms[i])
            i += 1
            continue
        out.extend(terms[i:after])
        listed = terms[after - 1].key == ":" and after < len(terms) and terms[after].key not in _BULLETS | {"break"}
        i = _items(terms, after, out) if listed else _points(terms, after, out)
    return out


def _heading(terms: Sequence[Term], i: int) -> int | None:
    """The term after a denying heading that begins at i: "don't" before a bullet, "not needed:"."""
    if terms[i].key not in _DENIES and terms[i].text not in _DENIES:
        return None
    leads = i == 0 or terms[i - 1].key in {"break", ".", ";"}
    j = i + 1
    while leads and j < min(len(terms), i + 4) and (terms[j].key in _NEEDED or terms[j].text in _NEEDED):
        j += 1
    if j >= len(terms) - 1:
        return None
    if terms[j].key == ":" and leads:
        return j + 1
    shouted = terms[i].title and terms[i].key == "not"
    bulleted = terms[j].key == "break" and terms[j + 1].key in _BULLETS
    inline = terms[j].key in _BULLETS and terms[j].spaced
    return j if (leads and bulleted) or (shouted and (bulleted or inline)) else None


def _points(terms: Sequence[Term], i: int, out: list[Term]) -> int:
    """Bullets up to a line that is none, or the heading "do"."""
    while i < len(terms):
        term = terms[i]
        if term.key == "break" and (i + 1 == len(terms) or terms[i + 1].key not in _BULLETS):
            return i
        if term.text in {"do", "dos", "yes"} and term.title:
            return i
        out.append(term)
        i += 1
        if term.key in _BULLETS and i < len(terms):
            _deny(terms[i], out)
    return i


def _items(terms: Sequence[Term], i: int, out: list[Term]) -> int:
    """What is listed after a colon, up to the end of the line or sentence."""
    start = i
    _deny(terms[i], out)
    while i < min(len(terms), start + _LONGEST) and terms[i].key not in _ENDS:
        out.append(terms[i])
        i += 1
        if terms[i - 1].key in _SEPARATES and i < len(terms) and terms[i].key not in _SEPARATES:
            _deny(terms[i], out)
    return i


def _deny(before: Term, out: list[Term]) -> None:
    if before.key not in _DENIES:
        end = before.start + 1
        out.append(replace(before, key="not", text="not", kind="word", value=None, end=end, title=False, known=True))
