"""Counting and listing, as sentences to a planner need them."""

from collections.abc import Sequence

__all__ = ["counted", "named"]


def counted(number: int, word: str) -> str:
    """A number and its noun.

    >>> counted(1, "store"), counted(1200, "category"), counted(2, "row of returns")
    ('1 store', '1,200 categories', '2 rows of returns')
    """
    if number == 1:
        return f"1 {word}"
    noun, of, rest = word.partition(" of ")
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {plural}{of}{rest}"


def named(names: Sequence[str], most: int = 10) -> str:
    """The names, up to `most` of them, and how many more there are.

    >>> named(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
