"""One day told twice: "Diwali falls on 29 October", "the Monday after, the 26th", "6 April (Easter Monday)"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from forecast_kit.errors import BriefError
from forecast_kit.extraction.rules.dates import (
    DateExpression,
    DayMonth,
    DayOfMonth,
    DayOnly,
    Feast,
    IsoWeek,
    MonthOnly,
    NthWeek,
    NthWeekday,
    Shifted,
    Weekday,
    WeekdayNear,
    WeekOf,
)
from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.tokens import Term

_LINKS = words(
    ", ( - : = is on falls fall falling which that that's it's its being ie i.e i e . so this year date the a"
)
_LINKS |= words(
    "present therefore meaning namely aka also a.k.a lands next dots was say to be exact hence called or day"
)
_ASSERTING = words("( is falls fall falling which that's it's being ie i.e e so therefore meaning namely aka = hence")
_APART = frozenset({",", "on", "the", "say", "-"})
_ROUGHLY = words("say ie i.e i namely meaning exact (")
_LONGEST = 7
_YEARS = range(2024, 2034)
_FROM_TODAY = (Weekday, Shifted)
_EXACTNESS: tuple[type, ...] = (DayMonth, WeekdayNear, Feast, NthWeekday, Shifted, NthWeek, IsoWeek, Weekday, DayOnly)
_MOVES_BETWEEN_COUNTRIES = frozenset({"mother", "father", "independence", "early may bank holiday", "womens"})


def told_once(terms: Sequence[Term]) -> list[Term]:
    """The terms with every day that is told twice in a row told once, in its more exact form.

    >>> from forecast_kit.extraction.rules.quantities import Quantifier
    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> terms = Quantifier(tokenise("launch on Easter Monday, 6 April")).run()
    >>> [t.text for t in terms]
    ['launch', 'on', 'easter monday , 6 april']
    """
    out: list[Term] = []
    i = 0
    while i < len(terms):
        if terms[i].key == "#date" and (found := _again(terms, i)):
            after, value = found
            told = " ".join(t.text for t in terms[i:after])
            terms = [*terms[:i], replace(terms[i], text=told, end=terms[after - 1].end, value=value), *terms[after:]]
            continue
        out.append(terms[i])
        i += 1
    return out


def _again(terms: Sequence[Term], i: int) -> tuple[int, DateExpression] | None:
    """The term after the second telling of the day at i, and the better of the two values."""
    j = i + 1
    while j < len(terms) and j - i <= _LONGEST and (terms[j].text in _LINKS or terms[j].key in {"present", "so"}):
        j += 1
    if j == i + 1 or j >= len(terms) or terms[j].key != "#date":
        return None
    first, second = terms[i].value, terms[j].value
    links = {t.text for t in terms[i + 1 : j]} | ({"the"} if terms[j].text.startswith("the ") else set())
    if not isinstance(first, DateExpression) or not isinstance(second, DateExpression):
        return None
    if isinstance(first, MonthOnly) and not first.part and isinstance(second, DayOnly) and links <= _APART:
        return j + 1, DayOfMonth(second.day, first)  # "next month, on the 14th"
    if not _same_day(first, second, asserted=bool(links & _ASSERTING), links=links):
        return None
    after = j + 1
    if "(" in links:
        if after >= len(terms) or terms[after].text != ")":
            return None
        after += 1
    if links & {"(", "on"} and _base(first) is not None and not _coincide(first, second):
        return after, first
    return after, min((first, second), key=_exactness)


def _base(value: DateExpression) -> DateExpression | None:
    """The day that another is counted from."""
    return value.base if isinstance(value, Shifted | WeekdayNear) else None


def _exactness(value: DateExpression) -> int:
    return next((n for n, kind in enumerate(_EXACTNESS) if isinstance(value, kind)), len(_EXACTNESS))


def _same_day(first: DateExpression, second: DateExpression, *, asserted: bool, links: set[str]) -> bool:
    if isinstance(first, MonthOnly) and first.part and isinstance(second, DayMonth) and links & _ROUGHLY:
        return first.month == second.month  # "the back end of April, say the 20th of April"
    if isinstance(first, MonthOnly | WeekOf) or isinstance(second, MonthOnly | WeekOf):
        return False
    if "to" in links or (links & {"-"} and not asserted and not _coincide(first, second)):
        return False
    kinds = {type(first), type(second)}
    if DayOnly in kinds:
        return isinstance(first, WeekdayNear | Weekday | NthWeekday) and bool(links & {"the", "("})
    if Weekday in kinds or any(isinstance(v, Shifted) and v.base is None for v in (first, second)):
        by_name = isinstance(first, Weekday) and first.which == ""
        return isinstance(first, DayMonth) != isinstance(second, DayMonth) and not by_name and bool(links - {"-", ":"})
    if _coincide(first, second):
        return True
    named = isinstance(first, Feast) and isinstance(second, DayMonth)
    moves = isinstance(first, Feast) and first.name in _MOVES_BETWEEN_COUNTRIES
    base = _base(first)
    if base is not None and links & {"(", "on"} and _same_day(base, second, asserted="(" in links, links=links):
        return True  # "four weeks before Diwali (8 Nov)"
    counted = isinstance(first, WeekdayNear | Shifted | NthWeekday) and isinstance(second, DayMonth)
    return (named and ((asserted and bool(links & {"(", "is", "falls", "which"})) or (moves and "," in links))) or (
        counted and asserted
    )


def _coincide(first: DateExpression, second: DateExpression) -> bool:
    """Whether both can be the same day of some year."""
    if isinstance(first, DayMonth) and isinstance(second, DayMonth):
        same_year = first.year == second.year or None in {first.year, second.year}
        return (first.day, first.month) == (second.day, second.month) and same_year
    years = {v.year for v in (first, second) if isinstance(v, DayMonth | Feast) and v.year is not None}
    for year in years or _YEARS:
        new_year = date(year, 1, 1)
        try:
            if first.on_or_after(new_year, new_year) == second.on_or_after(new_year, new_year):
                return True
        except BriefError:
            continue
    return False
