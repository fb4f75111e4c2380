"""Years told apart by their numbers: where a later one is planned, what is said of an earlier one is past."""

from collections.abc import Sequence
from dataclasses import replace

from forecast_kit.extraction.rules.dates import DayMonth, Feast, MonthOnly
from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Bare, Count

_YEARS = range(2015, 2100)
_BECAME = words(
    "gave did had was saw sold ran went finished ended delivered made hit reached cleared brought left got were came"
)


def told_by_year(terms: Sequence[Term]) -> list[Term]:
    """The terms with every earlier year as a word of the past and the latest, where an earlier one stands, of now.

    >>> from forecast_kit.extraction.rules.quantities import Quantifier
    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> terms = Quantifier(tokenise("2025 ran 21 weeks; for 2026 plan 18")).run()
    >>> [t.key for t in told_by_year(terms)]
    ['past', 'ran', '#duration', ';', 'for', 'present', 'length', '#number']
    """
    told = [i for i, term in enumerate(terms) if term.key == "#date" and _is_told_of(terms, i)]
    if told:
        terms = [replace(t, key="past", kind="word", value=None) if i in told else t for i, t in enumerate(terms)]
    alone = {i: year for i, term in enumerate(terms) if term.kind == "quantity" and (year := _year(term))}
    if not alone:
        return list(terms)
    days = [t.value for t in terms if t.key == "#date"]
    dated = {day.year for day in days if isinstance(day, DayMonth | MonthOnly) and day.year}
    latest = max([*alone.values(), *dated], default=0)
    if min(alone.values()) == latest:
        return list(terms)
    out = list(terms)
    for i, year in alone.items():
        key = "past" if year < latest else "present"
        out[i] = replace(terms[i], key=key, kind="word", value=None, known=True)
    return out


def _is_told_of(terms: Sequence[Term], i: int) -> bool:
    """ "Christmas 2026 gave us 71 %": a season by its year, and what became of it."""
    value = terms[i].value
    dated = isinstance(value, Feast | MonthOnly) and value.year is not None
    return dated and bool(_BECAME & {t.text for t in terms[i + 1 : i + 3]})


def _year(term: Term) -> int:
    """The year a number alone is, 0 if it is none."""
    number = term.value.number if len(term.text) == 4 and isinstance(term.value, Bare | Count) else 0.0
    return int(number) if number in _YEARS else 0
