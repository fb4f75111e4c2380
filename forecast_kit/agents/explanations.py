"""What a model may say: its words are kept only when every number in them is one a tool returned in this run."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

MAX_LENGTH = 400
SENTENCES = 2
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9£$€])")

_SCALES = {
    "k": Decimal(1_000),
    "m": Decimal(1_000_000),
    "bn": Decimal(1_000_000_000),
    "hundred": Decimal(100),
    "thousand": Decimal(1_000),
    "million": Decimal(1_000_000),
    "billion": Decimal(1_000_000_000),
}
_NUMBER = re.compile(
    r"""(?P<digits>\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?(?!\d) | \d+(?:\.\d+)? | (?<!\d)\.\d+)
        (?:\s?(?P<percent>% | per\s?cent\b | pct\b | pc\b)
         | [\s-]?(?P<scale>hundreds? | thousands? | millions? | billions? | bn | k | m)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
_ONES = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " + (
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = (
    {word: n for n, word in enumerate(_ONES.split(), start=2)}
    | {word: 10 * n for n, word in enumerate(_TENS.split(), start=2)}
    | {"twice": 2, "double": 2, "triple": 3, "dozen": 12, "dozens": 12, "half": 0.5}
)
_TENS_AND_ONES = re.compile(rf"\b({_TENS.replace(' ', '|')})[ -](one|{_ONES.replace(' ', '|')})\b", re.IGNORECASE)
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_BARE_SCALE = re.compile(r"(?<!\d)(?<!\d[ -])\b(?=(?:hundred|thousand|million|billion)s?\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """A number as written: its value (a percentage as a share), and the size of its last digit when it is rounded."""

    written: str
    value: Decimal
    rounded_to: Decimal | None
    is_percent: bool = False

    def agrees_with(self, known: "Figure") -> bool:
        """Whether `known` is this number, or becomes it when rounded as it is written here (8.1k for 8,123).

        A share may be said as a percentage and the other way round; one week is not 100 %.
        """
        if self.is_percent != known.is_percent and max(self.value, known.value) >= 1:
            return False
        if self.value == known.value:
            return True
        return self.rounded_to is not None and abs(self.value - known.value) * 2 <= self.rounded_to


def figures_in(text: str) -> tuple[Figure, ...]:
    """Every number in a text: 8,000, 8 000, 8k, 45 %, 0.45, eight thousand. Signs and ordinals are not read.

    >>> [(figure.written, float(figure.value)) for figure in figures_in("8k of 9,100 units, or 45 %; two weeks")]
    [('8k', 8000.0), ('9,100', 9100.0), ('45 %', 0.45), ('2', 2.0)]
    """
    return tuple(_figure(match) for match in _NUMBER.finditer(_in_digits(text)))


def _in_digits(text: str) -> str:
    """Number words as digits: "forty-five thousand" as "45 thousand", a bare "thousands" as "1 thousands"."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _TENS_AND_ONES.sub(lambda m: str(_WORDS[m[1].lower()] + _WORDS.get(m[2].lower(), 1)), plain)
    plain = _WORD.sub(lambda m: str(_WORDS[m[1].lower()]), plain)
    return _BARE_SCALE.sub("1 ", plain)


def _figure(match: re.Match[str]) -> Figure:
    digits = re.sub("[ ,]", "", match["digits"])
    number, last_digit = Decimal(digits), Decimal(1).scaleb(-len(digits.partition(".")[2]))
    if match["percent"]:
        return Figure(match[0], number / 100, last_digit / 100, is_percent=True)
    if match["scale"]:
        name = match["scale"].lower()
        times = _SCALES.get(name) or _SCALES[name.removesuffix("s")]
        vague = digits == "1" and name.endswith("s")  # "hundreds of units" rounds nothing
        return Figure(match[0], number * times, None if vague else last_digit * times)
    return Figure(match[0], number, None)


@dataclass
class Figures:
    """The numbers that tools have returned so far, and what may be said on their strength.

    >>> said = Figures()
    >>> said.learn("Buy 8,123 units at a 45 % holdback.")
    >>> said.unsupported("8.1k units at 0.45"), said.unsupported("9,000 units")
    ((), ('9,000',))
    """

    known: set[Figure] = field(default_factory=set)

    def learn(self, text: str) -> None:
        """Takes every number of a tool's answer as known."""
        self.known.update(figures_in(text))

    def unsupported(self, text: str) -> tuple[str, ...]:
        """The numbers in `text` that no tool returned, as they are written."""
        return tuple(
            figure.written for figure in figures_in(text) if not any(figure.agrees_with(known) for known in self.known)
        )


def tidy(text: str) -> str:
    """One line of printable text: a model's words are shown, never obeyed."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())


def sentences_in(text: str) -> int:
    """How many sentences a text has; the point of 0.45 or of "approx. 8" ends none.

    >>> sentences_in("Buy 8,123 units. It earns most, by 0.45 of a point! Or so"), sentences_in("")
    (3, 0)
    """
    return len(_SENTENCE_END.split(text.strip())) if text.strip() else 0


def too_long(texts: Iterable[str]) -> bool:
    """Whether any of the texts is more than a planner wants to read at once."""
    return any(len(text) > MAX_LENGTH or sentences_in(text) > SENTENCES for text in texts)
