"""Which readers to try at a term: each tells what its first term can be, and most terms of a brief begin nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from forecast_kit.extraction.rules.tokens import Term

Begins = Callable[[Term], bool]
_REMEMBERED = 4096  # terms of different kind, key or text


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first term of a reading can be: one of these words, or meanings, or sorts of term.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> [Opening(words={"the"}, kinds={"number"})(term) for term in tokenise("on the 9th, 12 weeks")]
    [False, True, False, False, True, False]
    """

    words: Collection[str] = frozenset()
    keys: Collection[str] = frozenset()
    kinds: Collection[str] = frozenset()

    def __call__(self, term: Term) -> bool:
        """Whether the term can begin the reading."""
        return term.text in self.words or term.key in self.keys or term.kind in self.kinds

    def __or__(self, other: "Opening") -> "Opening":
        return Opening({*self.words, *other.words}, {*self.keys, *other.keys}, {*self.kinds, *other.kinds})


class Openings:
    """The openings of several readers, in the order in which the readers are tried.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> either = Openings(Opening(words={"the"}), Opening(words={"a", "the"}))
    >>> [either.admitting(term) for term in tokenise("keep a third of the buy")]
    [(), (1,), (), (), (0, 1), ()]
    """

    def __init__(self, *openings: Begins) -> None:
        @lru_cache(maxsize=_REMEMBERED)
        def admitting(kind: str, key: str, text: str) -> tuple[int, ...]:
            term = Term(key, text, 0, 0, kind)
            return tuple(n for n, begins in enumerate(openings) if begins(term))

        self._admitting = admitting

    def admitting(self, term: Term) -> tuple[int, ...]:
        """The places of the readers that can begin with the term."""
        return self._admitting(term.kind, term.key, term.text)
