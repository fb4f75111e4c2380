"""Mail threads: what is quoted below the last word counts only where that word is silent."""

import re
from collections.abc import Iterator, Sequence

from forecast_kit.extraction.rules.scopes import Sentence

_BELOW = re.compile(
    r"^\s*(?:-{2,} ?(?:original|forwarded) message|begin forwarded message|on .{3,80} wrote:|_{5,}\s*$)", re.IGNORECASE
)
_THREAD = re.compile(
    r"^\s*(?:>>|> ?>|>* ?from:|fwd?:|re:|>* ?subject:)|wrote:|message ?-", re.IGNORECASE | re.MULTILINE
)
_SIGNS = (">", "[", "message", "forwarded", "wrote:", "_____")  # nothing is older where none of these stands
_NUMBERED = re.compile(r"^\s*\[(\d{1,2})\]")

Span = tuple[int, int]


def mark_quoted(found: Sequence[Sentence], text: str) -> None:
    """Mark as weak what stands in the older part of a thread."""
    lower = text.lower()
    spans = list(_older(text)) if any(sign in lower for sign in _SIGNS) else []
    said = "".join(c for i, c in enumerate(text) if not any(start <= i < end for start, end in spans)) if spans else ""
    if not said.strip() or not (_THREAD.search(text) or any(c.isdigit() for c in said)):
        return
    for sentence in found:
        start = sentence.terms[0].start
        if any(first <= start < last for first, last in spans):
            sentence.past = [state or "weak" for state in sentence.past]
            sentence.corrective = [False] * len(sentence.terms)


def _older(text: str) -> Iterator[Span]:
    """The spans of quoted lines, of everything below a mail's separator, and of the earlier of numbered messages."""
    at, below = 0, False
    lines = text.split("\n")
    numbers = [int(match.group(1)) for line in lines if (match := _NUMBERED.match(line))]
    newest_first = len(numbers) > 1 and numbers == sorted(numbers, reverse=True) and len(set(numbers)) == len(numbers)
    for line in lines:
        number = _NUMBERED.match(line)
        below = below or _BELOW.match(line) is not None
        below = below or (newest_first and number is not None and int(number.group(1)) < numbers[0])
        if below or line.lstrip().startswith(">"):
            yield at, at + len(line) + 1
        at += len(line) + 1
