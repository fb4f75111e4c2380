"""A reading is one candidate for one parameter: what it says, from which words, and how sure the grammar is."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from forecast_kit.extraction.rules.scopes import Sentence, Spot

_NAMED = 3
# up to n words, none of them a quantity, and none across a comma or bracket
_WORDS = r"(?:[^#,;()\s]\S* ){0,%d}"


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern in which `~3` stands for up to three words of the same clause that are no quantities."""
    return re.compile(re.sub(r"~(\d+)", lambda m: _WORDS % int(m.group(1)), pattern))


@lru_cache(maxsize=512)
def _ending(pattern: str) -> re.Pattern[str]:
    return compiled(pattern + r"$")


def before(spot: Spot, pattern: str) -> bool:
    """Whether the keys directly before the quantity match."""
    return _ending(pattern).search(spot.left) is not None


def after(spot: Spot, pattern: str) -> bool:
    """Whether the keys directly after the quantity match."""
    return compiled(pattern).match(spot.right) is not None


def around(spot: Spot, pattern: str) -> bool:
    """Whether the pattern occurs in the sentence (of a very long one, in the 40 words on either side)."""
    return compiled(pattern).search(spot.near) is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """One candidate. `rank`: 3 named by its words, 2 by its sentence, 1 by elimination. Positions in the clean text."""

    value: object
    start: int
    end: int
    order: float
    rank: int
    reason: str
    corrective: bool = False
    weak: bool = False
    rule: str = ""

    @classmethod
    def of(cls, spot: Spot, value: object, rank: int, reason: str, rule: str = "") -> "Reading":
        """A reading of a quantity where it stands."""
        term = spot.term
        weak = spot.past == "weak" or _doubts(spot)
        return cls(value, term.start, term.end, spot.order, rank, reason, spot.corrective, weak, rule)


_REQUESTS = frozenset({"can", "could", "would", "will", "please", "you", "may", "shall", "pls", "let's", "not"})


def _doubts(spot: Spot) -> bool:
    """Whether it is only wondered about: "20 weeks surely?", but not "could you plan 20 weeks?"."""
    sentence = spot.sentence
    return sentence.asks and not spot.corrective and not _REQUESTS & {t.text for t in sentence.terms}


def usable(spots: Iterable[Spot], *kinds: str) -> list[Spot]:
    """The quantities of these kinds that count: not denied, not another season's."""
    return [s for s in spots if s.term.key in kinds and not s.dropped and s.past != "strong"]


def choose(readings: Sequence[Reading], *, first: bool = False) -> Reading | None:
    """The reading that stands: a correction beats what it corrects, then the better named, then the later.

    `first` prefers the earlier of two equally well named ones: of two markdowns planned, the first is the checkpoint.
    """
    firm = [r for r in readings if not r.weak] or list(readings)
    if not firm:
        return None
    best = max(r.rank for r in firm)
    corrections = [r for r in firm if r.corrective and r.rank >= min(best, 2)]
    if corrections:
        return max(corrections, key=lambda r: (r.order, r.rank))
    top = [r for r in firm if r.rank == best]
    return max(top, key=lambda r: r.order) if best >= 2 and not first else min(top, key=lambda r: r.order)


def choose_possible(
    readings: Sequence[Reading], possible: Callable[[Reading], bool], *, first: bool = False
) -> Reading | None:
    """The reading that stands, unless it cannot be: a stray number then gives way to a reading that can, or to none.

    What the brief plainly names stands even so, for the caller to refuse.
    """
    chosen = choose(readings, first=first)
    if chosen is None or possible(chosen):
        return chosen
    others = [reading for reading in readings if possible(reading)]
    if others or chosen.rank < _NAMED or chosen.weak:
        return choose(others, first=first)
    return chosen


def rivals(readings: Sequence[Reading], chosen: Reading) -> list[Reading]:
    """Readings that say something else in words of their own, without a correction between them."""
    if chosen.corrective:
        return []
    return [r for r in readings if r.rank >= min(chosen.rank, 2) and not r.weak and r.value != chosen.value]


def worded(
    sentence: Sentence, span: tuple[int, int], spots: Sequence[Spot], value: object, rank: int, reason: str
) -> Reading | None:
    """A reading of a phrase without a quantity, matched at `span` of the sentence's keys; None in another season."""
    keys = sentence.keys
    first = keys[: span[0] + 1].count(" ") - 1
    last = min(keys[: span[1]].rstrip().count(" ") - 1, len(sentence.terms) - 1)
    if sentence.past[first] == "strong":
        return None
    start, end = sentence.terms[first].start, sentence.terms[last].end
    order = next((s.order for s in spots if s.term.start > start), len(spots)) - 0.5
    weak = sentence.past[first] == "weak"
    return Reading(value, start, end, order, rank, reason, sentence.corrective[first], weak)
