"""Lines of the form "label: value": brackets in the label go, and a bare number takes the label's unit."""

from collections.abc import Sequence
from dataclasses import replace

from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Bare, Duration, Share, WeekNumber

_COLONS = frozenset({":", "=", "dots", "-"})
_LONGEST_LABEL = 9


def labelled(terms: Sequence[Term]) -> list[Term]:
    """The line with its label tidied and its bare number typed; any other sentence unchanged.

    >>> from forecast_kit.extraction.rules.quantities import Quantifier
    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> labelled(Quantifier(tokenise("Season length (weeks): 9")).run())[-1].value
    Duration(number=9.0, unit='week', upper=None)
    """
    colon = next((i for i, t in enumerate(terms[:_LONGEST_LABEL]) if i and t.key in _COLONS), None)
    if colon is None or any(t.kind == "quantity" for t in terms[:colon]):
        return list(terms)
    label, value = list(terms[:colon]), list(terms[colon:])
    inside = [t for i, t in enumerate(label) if t.key not in {"(", ")"}]
    if len(value) >= 2 and value[1].key == "#number" and (len(value) == 2 or value[2].kind == "mark"):
        value[1] = _typed(value[1], {t.key for t in label} | {t.text for t in label})
    return [*inside, *value]


def _typed(number: Term, label: set[str]) -> Term:
    if not isinstance(number.value, Bare):
        return number
    amount = number.value.number
    whole = amount.is_integer() and 1 <= amount <= 60
    if label & {"threshold", "sellthrough", "below"}:
        return replace(number, key="#share", value=Share(amount / 100 if amount > 1 else amount, "bare"))
    if label & {"hold", "dc", "upfront", "opening", "ship", "backstock", "leadtime", "store", "money", "unit", "cover"}:
        return number
    if whole and label & {"markdown", "check"} and not label & {"%", "percent"}:
        return replace(number, key="#week", value=WeekNumber(int(amount)))
    if label & {"length", "weeks", "wks"} and "start" not in label and not label & {"number", "store"} and amount > 0:
        return replace(number, key="#duration", value=Duration(amount))
    return number
