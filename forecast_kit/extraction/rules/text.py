"""The brief as it is read: invisible characters and markup gone, every character still traceable to the original."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from forecast_kit.errors import BriefError

MAX_BRIEF_CHARACTERS = 20_000

_PLAIN = {
    **dict.fromkeys("‘’‛ʼ′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘－", "-"),
    "≤": "<",
    "≥": ">",
    "→": " -> ",
    "\u2044": "/",
    "\u2028": "\n",
    "\u2029": "\n",
    "\r": "\n",
    "\u000b": "\n",
    "\f": "\n",
    "\t": " ",
}
_LONG_DASHES = frozenset("–—―")
_RUNS = re.compile(r"(?P<as_it_is>[\n -_a-~]+)|.", re.DOTALL)  # from space to tilde, all but the backtick
_STRUCK_OUT = re.compile(r"~~[^~\n]{1,80}~~|<(s|del|strike)>[^<\n]{1,80}</\1>", re.IGNORECASE)
_FEWEST_CELLS = 3
_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class CleanText:
    """What is left of a brief to read. `origin[i]` is where character i of `text` stands in `original`."""

    original: str
    text: str
    origin: tuple[int, ...]
    stripped: int
    has_markup: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of the characters start..end-1 of the clean text."""
        return self.origin[start], self.origin[end - 1] + 1


def _markup(text: str) -> list[tuple[int, int]]:
    """The spans of HTML tags, and of scripts and styles with all that is in them. One pass, left to right."""
    spans, at, lower = [], 0, text.lower()
    while (at := text.find("<", at)) >= 0:
        following = text[at + 1 : at + 2]
        if not (following.isalpha() or following in {"/", "!"}):
            at += 1
            continue
        close = text.find(">", at)
        if close < 0:
            break
        for element in ("script", "style"):
            if lower.startswith(element, at + 1):
                end = lower.find(f"</{element}", close)
                close = text.find(">", end) if end >= 0 else len(text) - 1
                close = close if close >= 0 else len(text) - 1
        spans.append((at, close + 1))
        at = close + 1
    return spans


def _column_tabs(text: str) -> set[int]:
    """Where tabs part the cells of a pasted table: on lines of three cells and more."""
    out: set[int] = set()
    at = 0
    for line in text.split("\n"):
        if sum(bool(cell.strip()) for cell in line.split("\t")) >= _FEWEST_CELLS:
            out.update(at + i for i, character in enumerate(line) if character == "\t")
        at += len(line) + 1
    return out


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with spaces for the characters of the spans."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def _plain(character: str, before: str) -> str:
    if character in _LONG_DASHES:
        return " - "  # a dash between words parts clauses; a hyphen joins words
    if character in _PLAIN:
        return _PLAIN[character]
    if (
        unicodedata.category(character) == "No"
        and before.isdigit()
        and len(unicodedata.normalize("NFKC", character)) > 1
    ):
        return " " + "".join(_PLAIN.get(c, c) for c in unicodedata.normalize("NFKC", character))
    wide = unicodedata.normalize("NFKC", character)
    return "".join(" " if c.isspace() and c != "\n" else _PLAIN.get(c, c) for c in wide)


def _must_say_something(text: str) -> None:
    if not any(c.isalnum() for c in text):
        raise BriefError("The brief is empty.", "Say what is planned, e.g. 'cardigans, 10 weeks from 9 March, weekly'.")


def clean(text: str) -> CleanText:
    """A brief made readable.

    Raises:
        BriefError: there is nothing in it, or it is longer than 20,000 characters.

    >>> clean("hold \\uff14\\uff10%, replen\\u00adish").text
    'hold 40%, replenish'
    """
    if not isinstance(text, str):
        raise BriefError(f"A brief is text; this is {type(text).__name__}.", "Write the season in a sentence or two.")
    if len(text) > MAX_BRIEF_CHARACTERS:
        raise BriefError(
            f"The brief is {len(text):,} characters long; at most {MAX_BRIEF_CHARACTERS:,} are read.",
            "Send only the part about this season.",
        )
    pieces: list[str] = []
    origin: list[int] = []
    stripped, tags = 0, _markup(text)
    tabs = _column_tabs(text)
    struck = [match.span() for match in _STRUCK_OUT.finditer(text)]
    for run in _RUNS.finditer(_blanked(text, (*tags, *struck))):
        i, character = run.start(), run.group()
        if run.lastgroup == "as_it_is":
            pieces.append(character)
            origin.extend(range(i, run.end()))
            continue
        if unicodedata.category(character) in _INVISIBLE and character not in "\r\t\u000b\f":
            stripped += not (i == 0 and character == "\ufeff")
            continue
        plain = " | " if i in tabs else _plain(character, pieces[-1][-1:] if pieces else "")
        pieces.append(plain)
        origin.extend([i] * len(plain))
    joined = "".join(pieces)
    _must_say_something(joined)
    return CleanText(text, joined, tuple(origin), stripped, bool(tags))
