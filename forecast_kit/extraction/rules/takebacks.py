"""Values taken back in words of their own: "19 May ... sorry, it's the 18th", "ignore the 25% above"."""

from collections.abc import Sequence

from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.replacements import like
from forecast_kit.extraction.rules.scopes import Sentence
from forecast_kit.extraction.rules.tokens import Term

Flat = Sequence[tuple[Sentence, int]]

_SIGNS = frozenset(
    [
        *words("sorry apologies apols soz wait oops correction scratch strike scrap nope hmm"),
        *(
            "scratch that",
            "strike that",
            "scrap that",
            "no wait",
            "no sorry",
            "hang on",
            "hold on",
            "i mean",
            "i meant",
        ),
        *("on second thoughts", "on second thought", "oh go on", "go on then", "my mistake", "my bad", "no actually"),
        *("forget that", "ignore that", "take that back", "on reflection"),
    ]
)
_MAY_SIGN = _SIGNS | {"that's", "thats", "no"}
_POLITE = words("for about to that i'm i we")
_JUDGED = words("too wrong silly daft mad")
_ABOVE = words("above earlier mentioned said before previously wrote")
_FARTHEST_BACK, _FARTHEST_ON = 9, 16
_TOPIC = {
    **dict.fromkeys(("hold", "dc", "backstock", "stay", "ship", "upfront", "opening"), "holdback"),
    **dict.fromkeys(("markdown", "discount", "sellthrough", "sold", "unsold", "threshold"), "markdown"),
    **dict.fromkeys(("replen", "#cadence"), "replenishment"),
    **dict.fromkeys(("until", "end"), "end"),
    **dict.fromkeys(("leadtime", "margin", "money", "growth", "vendor", "other_event"), "aside"),
    "start": "start",
}
_ALIKE = {"#point": {"#week", "#point"}, "#number": {"#share", "#duration", "#week", "#number"}}
_TAKES_NUMBERS = frozenset({"#share", "#duration", "#week"})


def mark_taken_back(found: Sequence[Sentence]) -> None:
    """Drop what a sign of correction takes back, and every mention of a value that is called off."""
    flat = [(sentence, i) for sentence in found for i in range(len(sentence.terms))]
    for at, (sentence, i) in enumerate(flat):
        term = sentence.terms[i]
        if term.kind != "quantity" and term.text not in _MAY_SIGN and not term.text.startswith("forget it"):
            continue
        if _is_sign(sentence.terms, i):
            _take_back(flat, at)
        elif term.kind == "quantity" and i in sentence.dropped:
            _echo(flat, at)


def _is_sign(terms: Sequence[Term], i: int) -> bool:
    term = terms[i]
    following = terms[i + 1].text if i + 1 < len(terms) else "."
    if term.text.startswith("forget it"):
        return any(t.kind == "quantity" for t in terms[i + 1 : i + 4])
    if term.text in _SIGNS:
        return following not in _POLITE or terms[i].text not in {"sorry", "apologies", "wait"}
    if term.text in {"that's", "thats"}:
        return bool(_JUDGED & {t.text for t in terms[i + 1 : i + 3]})
    after_pause = i > 0 and terms[i - 1].key in {"dots", "-", "(", ","}
    return (
        term.text == "no" and (after_pause or i == 0) and following in {",", "-", ".", "dots", "that's", "it's", "make"}
    )


def _take_back(flat: Flat, at: int) -> None:
    old = _before(flat, at)
    if old is None:
        return
    old_sentence, i = flat[old]
    key = old_sentence.terms[i].key
    topics = _topics(flat[max(0, old - 12) : at], old_sentence)
    kinds = _ALIKE.get(key, {key})
    for new in range(at + 1, min(len(flat), at + _FARTHEST_ON)):
        sentence, j = flat[new]
        if sentence.number - flat[at][0].number > 1:
            return
        term = sentence.terms[j]
        if term.kind != "quantity":
            continue
        bare = term.key == "#number" and key in _TAKES_NUMBERS and _alone(sentence.terms, j)
        if term.key not in kinds and not bare:
            if term.key != "#number":
                return
            continue
        if _topics(flat[at + 1 : new], None) - topics or j in sentence.dropped or sentence.past[j]:
            return
        if (bare and term.key != key) or term.key == "#date":
            sentence.terms[j] = like(old_sentence.terms[i], term)
        old_sentence.dropped.setdefault(i, "replaced")
        sentence.corrective[j] = True
        return


def _before(flat: Flat, at: int) -> int | None:
    """The place of the last quantity before a sign, of this sentence or the one before."""
    for old in range(at - 1, max(-1, at - 1 - _FARTHEST_BACK), -1):
        sentence, i = flat[old]
        if flat[at][0].number - sentence.number > 1:
            return None
        if sentence.terms[i].kind == "quantity":
            return None if i in sentence.dropped or sentence.terms[i].key in {"#count", "#money"} else old
    return None


def _topics(some: Flat, within: Sentence | None) -> set[str]:
    keys = (s.terms[i].key for s, i in some if within is None or s is within)
    return {topic for key in keys if (topic := _TOPIC.get(key))}


def _alone(terms: Sequence[Term], i: int) -> bool:
    return i + 1 == len(terms) or terms[i + 1].kind in {"mark", "dots"}


def _echo(flat: Flat, at: int) -> None:
    """ "Ignore the 25% above" is about every 25% before it; "not weekly, the weekly one was killing us" about both."""
    sentence, i = flat[at]
    term = sentence.terms[i]
    called_off = any(t.key == "insteadof" for t in sentence.terms[max(0, i - 3) : i])
    above = bool(_ABOVE & {t.text for t in sentence.terms[i + 1 : i + 4]})
    if called_off or (above and sentence.dropped[i] == "denied"):
        for other, j in flat[:at]:
            same = other.terms[j].key == term.key and other.terms[j].value == term.value
            if same and not other.corrective[j]:
                other.dropped.setdefault(j, "called off")
    if sentence.dropped[i] == "denied":
        for j in range(i + 1, min(len(sentence.terms), i + 6)):
            again = sentence.terms[j]
            if again.key == term.key and again.value == term.value and sentence.terms[j - 1].key == "the":
                sentence.dropped.setdefault(j, "denied")
