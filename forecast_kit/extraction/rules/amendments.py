"""What a brief itself crosses out: "10 -> 12", "15 (was 13)", a first version where a second one stands below it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.replacements import like
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Cadence

_FORMER = words("was were previously formerly originally old ly")
_MOVES = words(
    "moved move changed change pushed brought up down shifted slipped raised lowered cut now increased reduced"
)
_MOVES |= {"moved to", "changed to", "shifted to", "pushed to", "is now", "move to", "now"}
_FORMER_KEYS = frozenset({"past", "original"})
_FEWEST_ARROWS = 2
_LONGEST_ASIDE = 9
_VERSION = re.compile(r"v\d$")
_MARKS_VERSION = frozenset({":", "(", "=", "-"})
_NAYS = words("nope nah naw nay negative no")
_CALLS_OFF = words("scrap strike bin axe kill abandon pull cancel")
_CUTS = words("cut cuts slash slashed reduce reduced reduces reducing")
_CUT_BACK = frozenset({"hold", "dc", "backstock", "length", "threshold", "ship", "opening"})
_CALLED_OFF = frozenset({"replen", "markdown", "discount", "#cadence"})
_TO_SALE = frozenset({"goes on sale", "go on sale", "going on sale", "on sale"})
# only these, and quantities, change what a brief has settled
_SETTLED_KEYS = _CUT_BACK | _CALLED_OFF | {"no"}
_SETTLED_TEXTS = _TO_SALE | _NAYS | {"+", "gone by", "hold on"}
_LABELS = frozenset({":", "=", "-", "|"})
_FILLER = words("is now the to about")


def without_former(terms: Sequence[Term]) -> list[Term]:
    """The terms without the values that brackets and version labels call former.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> " ".join(t.text for t in without_former(tokenise("15 (was 13) weeks")))
    '15 weeks'
    """
    return _without_asides(_without_versions(terms))


def _without_asides(terms: Sequence[Term]) -> list[Term]:
    """ "(was 13)", "(previously weekly)", "[old: 40%]" go; longer brackets stay."""
    out: list[Term] = []
    i = 0
    while i < len(terms):
        end = _aside(terms, i) if terms[i].key in {"(", "["} and out else None
        if end is None:
            out.append(terms[i])
        i = end or i + 1
    return out


def _aside(terms: Sequence[Term], i: int) -> int | None:
    """The term after a bracket that opens at i and only tells a former value."""
    i += 1
    had = [t.text for t in terms[i : i + 2]]
    moved = had[:1] == ["from"] and bool(_MOVES & {t.text for t in terms[max(0, i - 10) : i]})
    former = had[:1] and (
        moved or had[0] in _FORMER or terms[i].key in _FORMER_KEYS or had in (["it", "had"], ["it", "was"])
    )
    if not former:
        return None
    i -= 1
    for j in range(i + 2, min(len(terms), i + _LONGEST_ASIDE)):
        if terms[j].key in {")", "]"}:
            return j + 1
        if terms[j].key in {";", ",", "break", "not", "but", "present"}:
            return None
    return None


def _without_versions(terms: Sequence[Term]) -> list[Term]:
    """Of lines labelled v1, v2 ... only the last version's; of "old: ..." and "new: ..." only the new."""
    marked = [i for i in range(len(terms) - 1) if terms[i + 1].key in _MARKS_VERSION]
    labels = {i: name for i in marked if (name := _version(terms, i))}
    if len(set(labels.values())) < 2:
        return list(terms)
    latest = max(labels.values())
    out: list[Term] = []
    former = False
    for i, term in enumerate(terms):
        if i in labels:
            former = labels[i] != latest
        elif term.key == "break":
            former = False
        if not former:
            out.append(term)
    return out


def _version(terms: Sequence[Term], i: int) -> str:
    """The version that the label at i, before a mark, names; or nothing."""
    if terms[i].kind == "code" or _VERSION.match(terms[i].text):
        return terms[i].text if _VERSION.match(terms[i].text) else ""
    leads = i == 0 or terms[i - 1].key in {"break", ".", ";"}
    if not leads or terms[i + 1].key != ":":
        return ""
    text = terms[i].text
    return "old" if text in {"old", "before", "was", "previously"} else "w-new" if text in {"new", "now"} else ""


def settled(terms: Sequence[Term]) -> list[Term]:
    """Quantities without those an arrow replaces ("hold 30 -> 35"), and without a plus ("40%+")."""
    out: list[Term] = []
    points = any(term.text == ">" for term in terms)
    for term in _unchained(terms) if points else terms:
        if term.kind != "quantity" and term.key not in _SETTLED_KEYS and term.text not in _SETTLED_TEXTS:
            out.append(term)
            continue
        if term.text == "+" and out and out[-1].key in {"#share", "#number"}:
            continue
        if term.key == "no" and [t.text for t in out[-1:]] == [">"] and any(t.key == "#cadence" for t in out[-3:-1]):
            term = replace(term, key="#cadence", kind="quantity", value=Cadence("none", term.text))
        if out and out[-1].text in _CALLS_OFF and term.key in _CALLED_OFF:
            out[-1] = replace(out[-1], key="without")  # "scrap replenishment"
        term = _after_share(term, out)
        if term.key in _CUT_BACK:
            _plain_cuts(out)
        if term.key == "no" or (out and out[-1].text == "well"):
            term = _taken_back(term, out)
        if term.text in _TO_SALE and _is_of_the_unsold(out):
            term = replace(term, key="markdown")
        if term.text in _NAYS and out and out[-1].key in _LABELS:
            term = replace(term, key="no")  # "refills: nope"
        out.append(term)
        if points and term.kind == "quantity" and term.key != "#date":
            _settle(out)
    return _parted(out) if points else out


def _after_share(term: Term, out: Sequence[Term]) -> Term:
    """ "If 40 % hasn't gone by week 6", "I said 40 % hold on the call"."""
    if term.text == "gone by" and {"#share", "not"} & {t.key for t in out[-4:]}:
        return replace(term, key="sold")
    if term.text == "hold on" and out and out[-1].key == "#share":
        return replace(term, key="hold")
    return term


def _is_of_the_unsold(out: Sequence[Term]) -> bool:
    """ "Anything with more than 30 % left after 10 weeks goes on sale"."""
    said: set[str] = set()
    for term in reversed(out[-14:]):
        if term.key in {".", ";", "break"}:
            break
        said.add(term.key)
    return (
        "#share" in said
        and bool(said & {"if", "above", "below"})
        and bool(said & {"unsold", "left", "sold", "sellthrough"})
    )


def _taken_back(term: Term, out: list[Term]) -> Term:
    """ "A 12 week season, well 14 weeks" corrects; "fortnightly refills - scratch that - none" denies the rhythm."""
    earlier = next((t for t in reversed(out[-10:]) if t.kind == "quantity"), None)
    if earlier is None:
        return term
    pauses = len(out) > 1 and out[-2].kind in {"mark", "dots"}
    if term.key == earlier.key and out[-1].text == "well" and pauses:
        out[-1] = replace(out[-1], key="correct")
    signs = {t.key for t in out[-3:]} & {"correct"}
    if term.key == "no" and earlier.key == "#cadence" and signs and out[-1].kind in {"mark", "dots"}:
        return replace(term, key="#cadence", kind="quantity", value=Cadence("none", term.text))
    return term


def _plain_cuts(out: list[Term]) -> None:
    """ "Cut the reserve by ten points", "we've reduced the holdback": no price is cut."""
    for i in range(max(0, len(out) - 2), len(out)):
        between = {t.text for t in out[i + 1 :]}
        if out[i].key == "discount" and out[i].text in _CUTS and between <= _FILLER | {"our", "your", "that"}:
            out[i] = replace(out[i], key="cut")


def _parted(terms: Sequence[Term]) -> list[Term]:
    """ "DC 12 % -> markdown week 7": an arrow that replaces nothing parts clauses like a comma."""
    out: list[Term] = []
    for i, term in enumerate(terms):
        following = terms[i + 1] if i + 1 < len(terms) else term
        points = term.text == ">" and bool(out) and out[-1].text in {"-", "="} and not term.spaced
        between = len(out) > 1 and out[-2].kind == following.kind == "quantity" and out[-2].key == following.key
        if points and not between:
            out[-1] = replace(out[-1], key=",", text=",", kind="mark")
        else:
            out.append(term)
    return out


def _unchained(terms: Sequence[Term]) -> list[Term]:
    """ "Heaters -> 10w -> weekly -> DC 12%": arrows that lead from one thing to another only part them."""
    out = list(terms)
    start = 0
    for i in range(len(out) + 1):
        if i == len(out) or out[i].key in {"break", ";"}:
            arrows = [j for j in range(start, i) if out[j].text == ">"]
            kinds = [_kinds(out[a:b]) for a, b in pairwise([start, *arrows, i])]
            if len(arrows) >= _FEWEST_ARROWS and not any(a & b for a, b in pairwise(kinds)):
                for j in arrows:
                    out[j] = replace(out[j], key=";", text=";", kind="mark")
                    if j and out[j - 1].text in {"-", "="}:
                        out[j - 1] = replace(out[j])
            start = i + 1
    return out


def _kinds(some: Sequence[Term]) -> set[str]:
    return {t.key for t in some if t.kind == "quantity"}


def _settle(out: list[Term]) -> None:
    """Drop the quantity before an arrow if the one after it, the last term, takes its place."""
    new, j = out[-1], len(out) - 2
    while j >= 0 and out[j].text in _FILLER:
        j -= 1
    if j < 1 or out[j].text != ">":
        return
    j -= 1 + (out[j - 1].text in {"-", "="})
    old = out[j] if j >= 0 else new
    if j < 0 or old.kind != "quantity" or old.key == "#date":
        return
    if new.key == "#number" and old.key != "#number":
        new = like(old, new)
    if new.key == old.key or old.key == "#number":
        out[j:] = [replace(new)]
