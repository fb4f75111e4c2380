"""Pairs of the form "label: value": brackets in the label go, and a bare number takes the label's unit."""

from collections.abc import Sequence
from dataclasses import replace

from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Bare, Cadence, Duration, Share, WeekNumber
from forecast_kit.season import ReplenishmentStrategy

_COLONS = frozenset({":", "=", "dots", "-"})
_NAMES_OF_LENGTH = frozenset({"length", "duration", "horizon", "season length"})
_CHECKPOINTS = frozenset(
    [
        *("checkpoint", "check point", "cp", "review", "checkpoint week", "checkpt", "chkpt", "chkpnt", "chk pt"),
        *("ckpt", "check pt", "gate", "decision gate", "decision point"),
    ]
)
_STOCK_LABELS = frozenset(
    ["hold", "dc", "upfront", "opening", "ship", "backstock", "leadtime", "store", "money", "unit", "cover"]
)
_SIGNS = [[sign] for sign in ("@", "at", "below", "/", "if below")]
_RHYTHMS: dict[str, ReplenishmentStrategy] = {"w": "weekly", "bw": "bi-weekly", "f": "bi-weekly", "n": "none"}
_TURNS = frozenset({"interval", "cadence", "frequency", "cycle", "rhythm", "gap", "every"})
_LONGEST_LABEL = 12
_MOST_WEEKS, _LEAST_SHARE = 31, 32


def labelled(terms: Sequence[Term]) -> list[Term]:
    """The line with its labels tidied and their bare numbers typed; any other sentence unchanged.

    >>> from forecast_kit.extraction.rules.quantities import Quantifier
    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> labelled(Quantifier(tokenise("Season length (weeks): 9")).run())[-1].value
    Duration(number=9.0, unit='week', upper=None)
    """
    out, label_start = list(terms), 0
    if [t.key for t in out] == ["markdown", "#number"] and _is_week(out[1]):
        return [out[0], _typed(out[1], {"markdown"})]  # "| MD 10 | 60 %"
    i = 0
    while i < len(out):
        if out[i].key == "," or (out[i].key == "/" and i > 0 and out[i - 1].kind == "quantity"):
            label_start = i + 1
        elif out[i].key in {":", "="} and i == 1 and out[0].text == "r":
            out[0] = replace(out[0], key="replen")  # "R: none"
        elif out[i].key == "markdown" and (share_at := _share_after_week(out, i + 1 + _is_sign(out, i + 1))):
            week_at = i + 1 + _is_sign(out, i + 1)
            out[week_at] = _typed(out[week_at], {"markdown"})  # "MD 10 50 %", "MD = 9 @ 58"
            out[share_at] = _typed(out[share_at], {"threshold"})
        elif out[i].key in _COLONS and 0 < i - label_start <= _LONGEST_LABEL:
            label = out[label_start:i]
            if not any(t.kind == "quantity" for t in label):
                tidy = [t for t in label if t.key not in {"(", ")"}]
                out[label_start:i] = tidy
                i = label_start + len(tidy)
                names = {word for t in tidy for word in (t.key, t.text)}
                _type_pair(out, i + 1, names)
                _type_value(out, i + 1, names)
                _type_rhythm(out, i + 1, names)
        elif out[i].key == "week" and _slash_at(out, i + 1) and {"markdown", "check"} & _keys(out[max(0, i - 4) : i]):
            out[i : i + 2] = _week_and_share(out[i + 1])  # "markdown week 10/60"
        elif out[i].text in _CHECKPOINTS or out[i].key == "threshold":
            j = i + 1 + _leads_on(out, i)
            _type_value(out, j, {"check" if out[i].text in _CHECKPOINTS else "threshold"})
        elif out[i].text in _NAMES_OF_LENGTH:
            _type_value(out, i + 1, {"length"})
        i += 1
    return out


def _leads_on(terms: Sequence[Term], i: int) -> bool:
    """ "Checkpoint at 10"."""
    following = terms[i + 1].text if i + 1 < len(terms) else ""
    return terms[i].text in _CHECKPOINTS and following in {"at", "in", "is", "@"}


def _keys(terms: Sequence[Term]) -> set[str]:
    return {t.key for t in terms}


def _share_after_week(terms: Sequence[Term], i: int) -> int:
    """Where a share stands right after the bare number at i, or after a sign between them; 0 if none does."""
    keys = [t.key for t in terms[i : i + 3]]
    if keys[:2] == ["#number", "#share"]:
        return i + 1
    if keys[:2] == ["#number", ","]:
        led = [j for j in range(i + 3, min(len(terms), i + 6)) if terms[j].key == "#share"]
        if led and {"threshold", "sellthrough", "below"} & _keys(terms[i + 2 : led[0]]) and _is_week(terms[i]):
            return led[0]  # "MD 11, bar 59 %"
    return i + 2 if keys[:1] == ["#number"] and keys[1:2] in _SIGNS and keys[2:] in (["#number"], ["#share"]) else 0


def _is_sign(terms: Sequence[Term], i: int) -> bool:
    return i < len(terms) and terms[i].key in {":", "="}


def _is_week(number: Term) -> bool:
    return isinstance(number.value, Bare) and number.value.number.is_integer() and number.value.number <= _MOST_WEEKS


def _slash_at(terms: Sequence[Term], i: int) -> bool:
    """Whether "9/55", a week and a share, stands at i."""
    if i >= len(terms) or terms[i].kind != "slash":
        return False
    first, second = (int(part) for part in terms[i].text.split("/"))
    return 1 <= first <= _MOST_WEEKS < _LEAST_SHARE <= second < 100


def _week_and_share(term: Term) -> list[Term]:
    first, second = (int(part) for part in term.text.split("/"))
    middle = term.start + len(str(first))
    week = replace(term, key="#week", kind="quantity", value=WeekNumber(first), end=middle)
    below = Share(second / 100, "bare")
    return [week, replace(term, key="#share", kind="quantity", value=below, start=middle + 1)]


def _type_rhythm(terms: list[Term], i: int, label: set[str]) -> None:
    """ "Replen: BW", "restock interval (weeks): 2"."""
    turns = label & _TURNS and label & {"replen", "ship", "store"} and not label & {"day", "month"}
    if turns and i < len(terms) and terms[i].text in {"1", "2", "one", "two"}:
        step: ReplenishmentStrategy = "weekly" if terms[i].text in {"1", "one"} else "bi-weekly"
        terms[i] = replace(terms[i], key="#cadence", kind="quantity", value=Cadence(step, terms[i].text))
    if "replen" in label and i < len(terms) and (strategy := _RHYTHMS.get(terms[i].text)):
        terms[i] = replace(terms[i], key="#cadence", kind="quantity", value=Cadence(strategy, terms[i].text))


def _is_label(terms: Sequence[Term], i: int) -> bool:
    """Whether the next label begins at i: "WEEKS ..... 13 STYLE ..... skirts"."""
    return any(t.key == "dots" for t in terms[i + 1 : i + 3]) and all(t.kind == "word" for t in terms[i : i + 1])


def _type_value(terms: list[Term], i: int, label: set[str]) -> None:
    alone = i + 1 >= len(terms) or terms[i + 1].kind == "mark" or _is_label(terms, i + 1)
    if i < len(terms) and terms[i].key == "#number" and alone:
        terms[i] = _typed(terms[i], label)


def _type_pair(terms: list[Term], i: int, label: set[str]) -> None:
    """ "Markdown week / sell-through: 8 / 64%"."""
    if "markdown" in label and _slash_at(terms, i):
        terms[i : i + 1] = _week_and_share(terms[i])  # "MD: 9/55"
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
    if label & {"hold", "backstock", "stay"} and not label & {"week", "unit", "store", "money"} and (5 <= amount <= 95):
        return replace(number, key="#share", value=Share(amount / 100, "bare"))
    shown = label & {"weeks", "wks"} and "store" in label and not label & {"replen", "ship", "number", "hold", "dc"}
    if not shown and label & _STOCK_LABELS:
        return number
    if whole and label & {"markdown", "check"} and not label & {"%", "percent"}:
        return replace(number, key="#week", value=WeekNumber(int(amount)))
    if (
        label & {"length", "weeks", "wks"}
        and ("start" not in label or "on sale" in label)
        and (shown or not label & {"number", "store"})
        and amount > 0
    ):
        return replace(number, key="#duration", value=Duration(amount))
    return number
