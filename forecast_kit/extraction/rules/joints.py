"""What joins and parts words: hyphens, minus signs and ranges, and the numbers of a list's points."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from forecast_kit.extraction.rules.lexicon import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from forecast_kit.extraction.rules.tokens import Term

_FEWEST_POINTS = 3


def _is_month_or_number(term: "Term") -> bool:
    return term.kind in {"number", "ordinal", "dmy", "slash"} or term.text in MONTHS or term.text in WEEKDAYS


def enumerated(terms: list["Term"]) -> Iterator["Term"]:
    """ "2) 20 weeks 3) weekly": what numbers the points of a list begins a new one."""
    depth, skip, points = 0, False, _points(terms)
    if not points and all(term.text != ")" for term in terms):
        yield from terms
        return
    for i, term in enumerate(terms):
        following = terms[i + 1] if i + 1 < len(terms) else None
        depth += (term.text == "(") - (term.text == ")" and depth > 0)
        if skip:
            skip = False
        elif i in points:
            skip = True
            yield replace(term, key="break", text="break", kind="break", end=term.end + 1)
        elif depth == 0 and term.spaced and following is not None and following.text == ")" and not following.spaced:
            skip = term.kind in {"number", "word"} and len(term.text) <= 2
            yield replace(term, key="break", text="break", kind="break", end=following.end) if skip else term
        else:
            yield term


def _points(terms: list["Term"]) -> set[int]:
    """Where "1.", "2.", "3." number the points of a list within a line."""
    found: list[int] = []
    for i, term in enumerate(terms[:-1]):
        if term.kind != "number" or not term.spaced or term.text != str(len(found) + 1):
            continue
        if terms[i + 1].text == "." and not terms[i + 1].spaced:
            found.append(i)
    leads = found and (found[0] == 0 or terms[found[0] - 1].kind == "break" or terms[found[0] - 1].text in {":", "."})
    return set(found) if len(found) >= _FEWEST_POINTS and leads else set()


def hyphens(terms: list["Term"]) -> Iterator["Term"]:
    """Hyphens inside words go; a minus becomes part of its number; a range between numbers or dates stays."""
    if all(term.text != "-" for term in terms):
        yield from terms
        return
    for i, term in enumerate(terms):
        if term.text != "-" or i + 1 == len(terms):
            yield term
            continue
        after, before = terms[i + 1], terms[i - 1] if i else None
        tight = not after.spaced
        if tight and (term.spaced or before is None or before.kind == "mark") and after.kind == "number":
            yield replace(term, key="minus", kind="minus")
        elif i > 1 and terms[i - 2].key == after.key == "week":
            yield term  # "wk1-wk18"
        elif i > 1 and terms[i - 2].text in MONTHS and after.text in MONTHS:
            yield term  # "Apr 6-Jul 12"
        elif tight and not term.spaced and before is not None and not _range(before, after):
            continue
        else:
            yield term


def _range(before: "Term", after: "Term") -> bool:
    if before.kind == "word" and before.text in MONTHS and after.kind == "number":
        return len(after.text) <= 2
    dates = (before.text in MONTHS or before.kind == "ordinal") and after.text in MONTHS
    return dates or (_is_month_or_number(before) and after.kind in {"number", "ordinal", "dmy", "slash"})
