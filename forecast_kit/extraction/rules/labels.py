"""Pairs of the form "label: value": brackets in the label go, and a bare number takes the label's unit."""

from collections.abc import Sequence
from dataclasses import replace

from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Bare, Duration, Share, WeekNumber

_COLONS = frozenset({":", "=", "dots", "-"})
_NAMES_OF_LENGTH = frozenset({"length", "duration", "horizon", "season length"})
_LONGEST_LABEL = 9
_MOST_WEEKS, _LEAST_SHARE = 31, 32


def labelled(terms: Sequence[Term]) -> list[Term]:
    """The line with its labels tidied and their bare numbers typed; any other sentence unchanged.

    >>> from forecast_kit.extraction.rules.quantities import Quantifier
    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> labelled(Quantifier(tokenise("Season length (weeks): 9")).run())[-1].value
    Duration(number=9.0, unit='week', upper=None)
    """
    out, label_start = list(terms), 0
    i = 0
    while i < len(out):
        if out[i].key == ",":
            label_start = i + 1
        elif out[i].key in _COLONS and 0 < i - label_start <= _LONGEST_LABEL:
            label = out[label_start:i]
            if not any(t.kind == "quantity" for t in label):
                tidy = [t for t in label if t.key not in {"(", ")"}]
                out[label_start:i] = tidy
                i = label_start + len(tidy)
                names = {word for t in tidy for word in (t.key, t.text)}
                _type_pair(out, i + 1, names)
                _type_value(out, i + 1, names)
        elif out[i].text in _NAMES_OF_LENGTH:
            _type_value(out, i + 1, {"length"})
        i += 1
    return out


def _type_value(terms: list[Term], i: int, label: set[str]) -> None:
    alone = i + 1 >= len(terms) or terms[i + 1].kind == "mark"
    if i < len(terms) and terms[i].key == "#number" and alone:
        terms[i] = _typed(terms[i], label)


def _type_pair(terms: list[Term], i: int, label: set[str]) -> None:
    """ "Markdown week / sell-through: 8 / 64%"."""
    if i < len(terms) and terms[i].kind == "slash" and "markdown" in label:
        first, second = (int(part) for part in terms[i].text.split("/"))
        if 1 <= first <= _MOST_WEEKS < _LEAST_SHARE <= second < 100:  # "MD: 9/55"
            middle = terms[i].start + len(str(first))
            week = replace(terms[i], key="#week", kind="quantity", value=WeekNumber(first), end=middle)
            below = Share(second / 100, "bare")
            terms[i : i + 1] = [week, replace(terms[i], key="#share", kind="quantity", value=below, start=middle + 1)]
        return
    if not ({"week", "/"} <= label and label & {"threshold", "sellthrough", "%", "below"}) or i + 2 >= len(terms):
        return
    week, share = terms[i], terms[i + 2]
    if week.key == "#number" and terms[i + 1].key in {"/", ",", "@"} and isinstance(week.value, Bare):
        terms[i] = replace(week, key="#week", value=WeekNumber(int(week.value.number)))
        terms[i + 2] = _typed(share, {"threshold"}) if share.key == "#number" else share


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
    if (
        label & {"length", "weeks", "wks"}
        and ("start" not in label or "on sale" in label)
        and not label & {"number", "store"}
        and amount > 0
    ):
        return replace(number, key="#duration", value=Duration(amount))
    return number
