"""Sentences, and quantities where they stand in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from forecast_kit.extraction.rules.labels import labelled
from forecast_kit.extraction.rules.lexicon import MONTHS
from forecast_kit.extraction.rules.mailmatter import ignore_mail_matter
from forecast_kit.extraction.rules.tokens import Term

_ABBREVIATIONS = frozenset(
    [
        "approx",
        "eff",
        "excl",
        "ca",
        "dr",
        "mr",
        "mrs",
        "ms",
        "no",
        "incl",
        "est",
        "eg",
        "ie",
        "e",
        "g",
        "i",
        "vs",
        "resp",
        "inc",
        "ltd",
        "w",
        "c",
        "dept",
        "st",
    ]
)
_SHORTENED = frozenset(["wk", "wks", "mth", "mths", "max", "min", "md", "pct", "avg"]) | {
    m for m in MONTHS if len(m) <= 4
}
_ENDING = frozenset({";", "!", "?", "•", "*", "·"})
_PARTING = _ENDING | {"|", ".", "break"}
_CLAUSE_END = re.compile(r"[,;()]| - | and | but | while | then (?=\S)")
_LONGEST_ANSWER = 4
_WINDOW = 12
_NEAR = 40
_LONGEST_LABEL = 40
_LONGEST_QUESTION = 8


@dataclass(slots=True)
class Sentence:
    """A sentence, bullet or line. `past[i]` and `dropped[i]` say which terms do not count, and why."""

    terms: list[Term]
    number: int
    past: list[str] = field(default_factory=list)
    dropped: dict[int, str] = field(default_factory=dict)
    corrective: list[bool] = field(default_factory=list)
    ignored: str = ""
    asks: bool = False

    @property
    def keys(self) -> str:
        """All keys, for searching."""
        return " " + " ".join([t.key for t in self.terms]) + " "


@dataclass(frozen=True, slots=True)
class Spot:
    """A quantity where it stands: the keys to its left and right in the sentence, nearest at the quantity."""

    term: Term
    sentence: Sentence
    index: int
    order: int
    left: str
    right: str
    near: str

    @property
    def dropped(self) -> str:
        """Why the quantity does not count, or nothing."""
        return self.sentence.ignored or self.sentence.dropped.get(self.index, "")

    @property
    def past(self) -> str:
        """Whether the quantity belongs to another season: "", "weak" (a past tense) or "strong" (last year)."""
        return self.sentence.past[self.index]

    @property
    def corrective(self) -> bool:
        """Whether the words around it correct something said before."""
        return self.sentence.corrective[self.index]

    @property
    def clause_left(self) -> str:
        """The left keys back to the nearest comma, bracket or conjunction."""
        return _CLAUSE_END.split(self.left)[-1]

    @property
    def clause_right(self) -> str:
        """The right keys up to the nearest comma, bracket or conjunction."""
        return _CLAUSE_END.split(self.right, maxsplit=1)[0]


def sentences(terms: Sequence[Term]) -> list[Sentence]:
    """The terms cut at full stops, semicolons, question marks and line ends that are ends."""
    out: list[Sentence] = []
    current: list[Term] = []
    answered = 0
    for i, term in enumerate(terms):
        if i < answered:
            continue
        if term.key not in _PARTING and not (i + 1 < len(terms) and terms[i + 1].key == "="):
            current.append(term)
            continue
        if term.key == "?" and (answered := _answer(terms, i, current)):
            current.append(replace(term, key=":", text=":"))
            continue
        if _is_next_key(terms, i, current):
            out.append(Sentence(current, len(out)))
            current = []
        ends = (
            term.key in _ENDING
            or (term.key == "|" and not _in_row(terms, i, current))
            or (term.key == "." and _is_stop(terms, i))
        )
        if ends or (term.key == "break" and _is_line_end(terms, i, current)):
            if current:
                out.append(Sentence(current, len(out), asks=term.key == "?"))
            current = []
        elif term.key != "break":
            current.append(replace(term, key=":", text=":") if term.key == "|" else term)
    if current:
        out.append(Sentence(current, len(out)))
    out = _answered(out)
    for sentence in out:
        sentence.terms = labelled(sentence.terms)
    ignore_mail_matter(out)
    for sentence in out:
        sentence.past = [""] * len(sentence.terms)
        sentence.corrective = [False] * len(sentence.terms)
    return out


def _answered(found: Sequence[Sentence]) -> list[Sentence]:
    """ "What goes out on day one? 70 %.": a question and its short answer are a label and its value."""
    out: list[Sentence] = []
    for sentence in found:
        asked = out[-1] if out and out[-1].asks and all(t.kind != "quantity" for t in out[-1].terms) else None
        first = sentence.terms[0]
        if asked and not sentence.asks and len(sentence.terms) <= _LONGEST_ANSWER and first.key == "#share":
            colon = replace(first, key=":", text=":", kind="mark", value=None, end=first.start)
            out[-1] = Sentence([*asked.terms, colon, *sentence.terms], asked.number)
        else:
            sentence.number = len(out)
            out.append(sentence)
    return out


def _is_next_key(terms: Sequence[Term], i: int, current: Sequence[Term]) -> bool:
    """Whether the next "key=value" begins on a line of several without commas."""
    if i + 1 >= len(terms) or terms[i + 1].key != "=":
        return False
    signs = [j for j, t in enumerate(current) if t.key == "="]
    return bool(signs) and signs[-1] < len(current) - 1 and terms[i].key != ","


def _answer(terms: Sequence[Term], i: int, current: Sequence[Term]) -> int:
    """Where the answer to a short question stands ("How many weeks? 14"), 0 if it is no figure."""
    named = {"length", "week", "start", "hold", "stay", "dc", "end", "threshold", "markdown"} & {t.key for t in current}
    if not named or len(current) > _LONGEST_QUESTION or any(t.kind == "quantity" for t in current):
        return 0
    j = i + 1
    while j < min(len(terms), i + 5) and (terms[j].key in {"break", ":", "-"} or terms[j].text in {"a", "answer"}):
        j += 1
    return j if j < len(terms) and terms[j].kind == "quantity" else 0


def _in_row(terms: Sequence[Term], i: int, current: Sequence[Term]) -> bool:
    """Whether a bar stands between the label and the value of a table's row."""
    following = terms[i + 1].key if i + 1 < len(terms) else "break"
    if not 0 < len(current) <= _LONGEST_LABEL:
        return False
    denies = {"no", "without", "not"} & {t.key for t in current} and current[-1].key in {"markdown", "replen", "hold"}
    return not denies and following != "break" and all(t.kind != "quantity" for t in current)


def _is_stop(terms: Sequence[Term], i: int) -> bool:
    if i + 1 == len(terms):
        return True
    before, after = terms[i - 1] if i else None, terms[i + 1]
    if not after.spaced and after.key != "break":
        return False
    if before is None or before.kind == "quantity":
        last = before.text.split()[-1] if before else ""
        return not (last in _SHORTENED and not after.title and after.kind == "word")
    if before.key == "sellthrough" and i > 1 and terms[i - 2].kind == "quantity":
        return True  # "<75 % ST. Set 25 October"
    if before.text in _ABBREVIATIONS:
        return before.text == "no" and after.kind != "quantity"
    return not (before.text in _SHORTENED and after.kind in {"word"} and not after.title)


def _is_line_end(terms: Sequence[Term], i: int, current: Sequence[Term]) -> bool:
    """A line end ends a sentence unless the line was long, unfinished, and goes on in lower case."""
    if i + 1 >= len(terms) or not current:
        return True
    after = terms[i + 1]
    if terms[i].end - terms[i].start > 1 or after.key in {"-", "•", "*", ">"}:
        return True
    if any(t.key in {":", "="} for t in terms[i + 2 : i + 4]):
        return True  # the next line has a label of its own
    wrapped = current[-1].end - current[0].start >= 45 and not after.title and after.kind in {"word", "quantity"}
    return not wrapped


def _joined(keys: Sequence[str]) -> str:
    return f" {' '.join(keys)} "


def spots(found: Sequence[Sentence]) -> Iterator[Spot]:
    """Every quantity with its surroundings."""
    order = 0
    for sentence in found:
        for i, term in enumerate(sentence.terms):
            if term.kind == "quantity":
                yield spot_at(sentence, i, order)
                order += 1


def spot_at(sentence: Sentence, i: int, order: int = 0) -> Spot:
    """The term at i with its surroundings."""
    left = [t.key for t in sentence.terms[max(0, i - _WINDOW) : i]]
    right = [t.key for t in sentence.terms[i + 1 : i + 1 + _WINDOW]]
    near = [t.key for t in sentence.terms[max(0, i - _NEAR) : i + _NEAR]]
    return Spot(sentence.terms[i], sentence, i, order, _joined(left), _joined(right), _joined(near))
