"""Where two quantities stand in a brief, and what stands between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast_kit.extraction.rules.scopes import Sentence
from forecast_kit.extraction.rules.tokens import Term

_LONGEST_GAP = 10
_LONGEST_ASIDE = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A quantity: its sentence, its index there, and its position among all terms."""

    sentence: Sentence
    index: int
    at: int

    @property
    def term(self) -> Term:
        """The quantity itself."""
        return self.sentence.terms[self.index]


def is_listed_aside(here: Place) -> bool:
    """Whether it stands with others in a bracket."""
    terms, i = here.sentence.terms, here.index
    opened = next((j for j in range(i, max(-1, i - _LONGEST_ASIDE), -1) if terms[j].key in {"(", ")"}), i)
    closes = next((j for j in range(i, min(len(terms), i + _LONGEST_ASIDE)) if terms[j].key in {"(", ")"}), i)
    in_one = terms[opened].key == "(" and terms[closes].key == ")"
    return in_one and sum(t.kind == "quantity" for t in terms[opened:closes]) > 1


def was_aside(first: Place, second: Place) -> bool:
    """Whether "make it 22" follows "(4,100 units, 66 % sold by Christmas)", which it is not about."""
    closed = any(t.key == ")" for t in first.sentence.terms[first.index + 1 : second.index])
    return first.sentence is second.sentence and closed and is_listed_aside(first)


def gap_between(flat: Sequence[tuple[Sentence, int]], first: Place, second: Place) -> list[Term] | None:
    """The words between two quantities, None when there are too many for a correction."""
    if second.at - first.at > _LONGEST_GAP + 3:
        return None
    terms = [s.terms[j] for s, j in flat[first.at + 1 : second.at]]
    between = [t for t in terms if t.kind != "quantity"]
    return between if len(between) <= _LONGEST_GAP else None
