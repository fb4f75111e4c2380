"""Whose line a value is of, where two are told side by side: "skirts in week 6, trousers in week 9", "ours is 8"."""

from collections import Counter
from collections.abc import Iterator, Sequence

from forecast_kit.extraction.rules.lexicon import not_goods, stop_words, words
from forecast_kit.extraction.rules.scopes import Sentence
from forecast_kit.extraction.rules.tokens import Term

_PARTS = frozenset({",", "but", "and", "whereas", "while", "-", "("})
_MINE = words("ours mine")
_NEGATES = frozenset({"not", "no", "never", "without"})
_REACH = 3
_NEAR = 6
Clause = tuple[Sentence, int, int]


def drop_theirs(found: Sequence[Sentence]) -> None:
    """Drop what is said of a line that is not the brief's, where the same is said of the brief's own."""
    said = Counter(t.text for s in found for t in s.terms if _names(t))
    twice = [sentence for sentence in found if any(said[t.text] > 1 for t in sentence.terms)]
    for sentence in twice if 1 in said.values() else ():
        clauses = list(_clauses(sentence))
        for at, clause in enumerate(clauses):
            name = _subject(clause)
            if name and said[name] > 1:
                for other in clauses[max(0, at - _NEAR) : at + _NEAR]:
                    theirs = _subject(other)
                    if theirs and said[theirs] == 1:
                        _drop(other, _kinds(clause))
    if not any(t.text in _MINE or t.text == "us" for s in found for t in s.terms):
        return
    spoken = [c for s in found for c in _clauses(s)]
    for i, clause in enumerate(spoken):
        if _is_ours(clause) and (kinds := _kinds(clause)):
            for other in spoken[max(0, i - _NEAR) : i]:
                if clause[0].number - other[0].number <= 1 and not _is_ours(other) and _subject(other):
                    _drop(other, kinds)


def _clauses(sentence: Sentence) -> Iterator[Clause]:
    start = 0
    for i, term in enumerate(sentence.terms):
        if term.key in _PARTS:
            yield sentence, start, i
            start = i + 1
    yield sentence, start, len(sentence.terms)


def _names(term: Term) -> bool:
    """A plural of no trade meaning, as most goods are."""
    plain = term.kind == "word" and not term.known and len(term.text) > _REACH and term.text.endswith(("s", "wear"))
    return plain and term.text not in stop_words() and term.text not in not_goods()


def _subject(clause: Clause) -> str:
    sentence, start, end = clause
    return next((t.text for t in sentence.terms[start : min(end, start + _REACH)] if _names(t)), "")


def _is_ours(clause: Clause) -> bool:
    """ "Ours is a 12-week line", "for us it's week 8"; not "not ours"."""
    sentence, start, end = clause
    led = sentence.terms[start : min(end, start + 2)]
    texts = [t.text for t in led]
    mine = texts[:1] and (texts[0] in _MINE or texts == ["for", "us"])
    return bool(mine) and not any(t.key in _NEGATES for t in led)


def _kinds(clause: Clause) -> set[str]:
    """The kinds of quantity of a clause, and of what follows it up to the sentence's end where it is told "ours"."""
    sentence, start, end = clause
    last = len(sentence.terms) if _is_ours(clause) else end
    return {t.key for t in sentence.terms[start:last] if t.kind == "quantity"} - {"#number", "#count", "#money"}


def _drop(clause: Clause, kinds: set[str]) -> None:
    sentence, start, end = clause
    for i in range(start, end):
        if sentence.terms[i].key in kinds:
            sentence.dropped.setdefault(i, "another line's")
