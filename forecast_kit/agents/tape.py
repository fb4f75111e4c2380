"""The tape of a run: every answer of its language model, so that the run can be had again without the model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from forecast_kit.runs import ModelReply


class Tape(Protocol):
    """Where a run's answers are kept."""

    def replies(self) -> Sequence[ModelReply]:
        """All of them, in the order they came, of every attempt at the run."""
        ...

    def keep(self, reply: ModelReply) -> None:
        """Keeps one more."""
        ...


@dataclass
class MemoryTape:
    """A tape that lasts as long as its process."""

    kept: list[ModelReply] = field(default_factory=list)

    def replies(self) -> Sequence[ModelReply]:
        """All of them, in their order."""
        return tuple(self.kept)

    def keep(self, reply: ModelReply) -> None:
        """Keeps one more."""
        self.kept.append(reply)


def last_told(replies: Iterable[ModelReply]) -> list[ModelReply]:
    """The answers that stand: one asked for anew at a position replaces it and all that came after it.

    >>> told = [ModelReply(n, "d", name, {}) for n, name in ((0, "a"), (1, "b"), (2, "c"), (1, "d"))]
    >>> [reply.model for reply in last_told(told)]
    ['a', 'd']
    """
    standing: list[ModelReply] = []
    for reply in replies:
        del standing[reply.position :]
        standing.append(reply)
    return standing
