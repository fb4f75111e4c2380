"""Reading terms by position: what every small parser of the grammar does."""

from collections.abc import Callable, Sequence

from forecast_kit.extraction.rules.lexicon import ORDINALS
from forecast_kit.extraction.rules.numbers import number_at
from forecast_kit.extraction.rules.tokens import Term


class _Anywhere(dict[int, str]):
    """What stands at each place; nothing beyond either end."""

    def __missing__(self, place: int) -> str:
        return ""


class _Counted(list[Term]):
    """Terms, and the numbers that were found to begin at them: counted once for all that read them."""

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__(terms)
        self.texts = _Anywhere(enumerate(t.text for t in terms))
        self.keys = _Anywhere(enumerate(t.key for t in terms))
        self.kinds = _Anywhere(enumerate(t.kind for t in terms))
        self.amounts: dict[int, tuple[float, int] | None] = {}


class Cursor:
    """The terms of a brief, safe to look at beyond either end; cursors on one another's terms count them once."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms if isinstance(terms, _Counted) else _Counted(terms)
        self.text: Callable[[int], str] = self.terms.texts.__getitem__
        """The words at i."""
        self.key: Callable[[int], str] = self.terms.keys.__getitem__
        """What the words at i mean."""
        self.kind: Callable[[int], str] = self.terms.kinds.__getitem__
        """What sort of term stands at i."""

    def words(self, start: int, end: int) -> str:
        """The words from start up to end."""
        return " ".join([self.text(i) for i in range(start, end)])

    def number(self, i: int) -> int | None:
        """A whole number (or ordinal) in figures."""
        value = self.terms[i].value if 0 <= i < len(self.terms) else None
        figures = self.kind(i) in {"number", "ordinal"} and isinstance(value, float) and value.is_integer()
        return int(value) if figures and isinstance(value, float) else None

    def amount(self, i: int) -> tuple[float, int] | None:
        """A number in figures or words, and the term after it."""
        amounts = self.terms.amounts
        if i not in amounts:
            amounts[i] = number_at(self.terms, i)
        return amounts[i]

    def ordinal(self, i: int) -> int | None:
        """ "Sixth" or "6th"."""
        return self.number(i) if self.kind(i) == "ordinal" else ORDINALS.get(self.text(i))
