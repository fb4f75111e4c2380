"""Finding in a brief what a model says it quotes."""

import re
from difflib import SequenceMatcher

_ALIKE = 0.82  # "fortnightly" for "fortnighly": models mend a planner's spelling while they copy
_SLIPS = 2  # letters
_EDGES = ".,;:!?()[]\"'"  # what stands beside a word and is not part of it


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Where the quote's words stand in the text, however they are spaced and capitalised; None where they do not.

    Words may differ by a slip of the pen; figures may not.

    >>> find_quote("hats, 11 weks", "11 weeks")
    (6, 13)
    >>> find_quote("hats, 11 weks", "12 weks") is None
    True
    """
    wanted = quote.lower().split()
    if not any(c.isalnum() for c in quote):
        return None
    spaced = r"\s+".join(map(re.escape, wanted))
    exact = re.search(rf"(?<!\w){spaced}(?!\w)", text, re.IGNORECASE)
    if exact is not None:
        return exact.span()
    words = list(re.finditer(r"\S+", text))
    for first in range(len(words) - len(wanted) + 1):
        found = words[first : first + len(wanted)]
        if all(_alike(a, b.group().lower()) for a, b in zip(wanted, found, strict=True)):
            first_word, last_word = found[0].group(), found[-1].group()
            start = found[0].end() - len(first_word.lstrip(_EDGES) or first_word)
            return start, found[-1].start() + len(last_word.rstrip(_EDGES) or last_word)
    return None


def _alike(a: str, b: str) -> bool:
    a, b = a.strip(_EDGES), b.strip(_EDGES)
    if a == b or any(c.isdigit() for c in a + b):
        return a == b
    if abs(len(a) - len(b)) > _SLIPS:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE
