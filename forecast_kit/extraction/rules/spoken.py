"""What dictation and formal letters leave in a brief: marks by name, ordinals and years in words, a number twice."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from forecast_kit.extraction.rules.lexicon import MONTHS, NUMBER_WORDS, ORDINALS, TENS

if TYPE_CHECKING:
    from forecast_kit.extraction.rules.tokens import Term

_MARKS = {
    ("comma",): ",",
    ("colon",): ":",
    ("semicolon",): ";",
    ("semi", "colon"): ";",
    ("full", "stop"): ".",
    ("fullstop",): ".",
    ("question", "mark"): "?",
    ("open", "bracket"): "(",
    ("open", "brackets"): "(",
    ("close", "bracket"): ")",
    ("close", "brackets"): ")",
    ("new", "line"): "break",
    ("newline",): "break",
    ("next", "line"): "break",
    ("new", "paragraph"): "break",
    ("bullet", "point"): ";",
}
_FIRST_OF_MARKS = frozenset(spoken[0] for spoken in _MARKS)
_CENTURY = 20
_LAST_SMALL = 9


def as_written(terms: "Sequence[Term]") -> "list[Term]":
    """The terms as a typist would have put them.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> [t.text for t in tokenise("fourteen (14) wks comma the twenty-eighth of may twenty twenty-seven")]
    ['fourteen', 'wks', ',', 'the', '28th', 'of', 'may', '2027']
    """
    said = {term.text for term in terms}
    out = list(terms if said.isdisjoint(_FIRST_OF_MARKS) else _marks(terms))
    out = out if said.isdisjoint(TENS) else list(_figures(out))
    return list(_once(out)) if "(" in said or "open" in said else out


def _marks(terms: "Sequence[Term]") -> "Iterator[Term]":
    i = 0
    while i < len(terms):
        size = 0
        if terms[i].text in _FIRST_OF_MARKS:
            pairs = (2, 1) if i + 1 < len(terms) else (1,)
            size = next((n for n in pairs if tuple(t.text for t in terms[i : i + n]) in _MARKS), 0)
        if size:
            mark = _MARKS[tuple(t.text for t in terms[i : i + size])]
            kind = "break" if mark == "break" else "mark"
            yield replace(terms[i], key=mark, text=mark, kind=kind, end=terms[i + size - 1].end)
        else:
            yield terms[i]
        i += size or 1


def _figures(terms: "Sequence[Term]") -> "Iterator[Term]":
    """ "Twenty eighth" is the 28th, "May twenty twenty-seven" is May 2027."""
    i = 0
    while i < len(terms):
        size, text, kind = _figure(terms, i)
        if size:
            number = float(text.removesuffix("th"))
            yield replace(terms[i], key=text, text=text, kind=kind, value=number, end=terms[i + size - 1].end)
        else:
            yield terms[i]
        i += size or 1


def _figure(terms: "Sequence[Term]", i: int) -> tuple[int, str, str]:
    if terms[i].text not in TENS:
        return 0, "", ""
    words = [t.text for t in terms[i : i + 3]]
    tens = TENS.get(words[0])
    if tens is None or len(words) < 2:
        return 0, "", ""
    small = ORDINALS.get(words[1], 0)
    if 1 <= small <= _LAST_SMALL and tens <= 30:
        return 2, f"{tens + small}th", "ordinal"
    dated = i > 0 and (terms[i - 1].text in MONTHS or terms[i - 1].kind == "ordinal")
    if tens == _CENTURY and words[1] in TENS and dated:
        unit = NUMBER_WORDS.get(words[2], 0) if len(words) > 2 else 0
        has_unit = 1 <= unit <= _LAST_SMALL
        return (3 if has_unit else 2), str(2000 + TENS[words[1]] + (unit if has_unit else 0)), "number"
    return 0, "", ""


def _once(terms: "Sequence[Term]") -> "Iterator[Term]":
    """ "Fourteen (14) weeks", "14 (fourteen) weeks": the number in brackets says it again."""
    skip = 0
    for i, term in enumerate(terms):
        if skip:
            skip -= 1
            continue
        again = i > 0 and i + 3 < len(terms) and term.text == "(" and terms[i + 2].text == ")"
        if again and _number(terms[i - 1]) is not None and _number(terms[i - 1]) == _number(terms[i + 1]):
            skip = 2
            continue
        yield term


def _number(term: "Term") -> float | None:
    if term.kind == "number" and isinstance(term.value, float):
        return term.value
    word = NUMBER_WORDS.get(term.text, TENS.get(term.text))
    return None if word is None else float(word)
