"""Numbers and fractions, in figures and in words."""

from collections.abc import Sequence

from forecast_kit.extraction.rules.lexicon import NUMBER_WORDS, ORDINALS, TENS, words
from forecast_kit.extraction.rules.tokens import Term

DENOMINATORS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "qtr": 4,
    "fourths": 4,
    "fifths": 5,
    "sixths": 6,
    "sevenths": 7,
    "eighths": 8,
    "ninths": 9,
    "tenths": 10,
    "twentieths": 20,
    **{word: n for word, n in ORDINALS.items() if n > 2},
}
_TOLD_OF = frozenset({"we", "that", "which", "held", "kept"})  # "the third we hold on to"
_SCALES = {
    "hundred": 100,
    **dict.fromkeys(("thousand", "k", "tsd", "grand"), 1000),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 100_000),
    **dict.fromkeys(("million", "m", "mn", "mil", "mio"), 1_000_000),
    **dict.fromkeys(("crore", "crores", "cr"), 10_000_000),
}
_FIGURES = frozenset({"number", "minus"})
FIRST_WORDS = words("a an one half hundred minus negative point oh") | {*NUMBER_WORDS, *TENS}
_MOST_DIGITS = 3
_TOPS = frozenset(range(1, 20))
_TIGHT = frozenset({"m", "k", "mil", "cr"})
_OF_SHARES = frozenset({"hold", "dc", "threshold", "sellthrough", "backstock", "below", "above", ":", "=", "at", "of"})
_GOOD = words("good full bare solid cool clear straight whole healthy whopping mere strict clean")
_INDEFINITE = {"dozen": 12, "couple": 2, "hundred": 100, "thousand": 1000, "few": None, "handful": None}


def word_at(terms: Sequence[Term], i: int) -> str:
    """The word at i, or nothing beyond the end."""
    return terms[i].text if 0 <= i < len(terms) else ""


def number_at(terms: Sequence[Term], i: int) -> tuple[float, int] | None:
    """A number that begins at term i, and the term after it.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> [number_at(tokenise(t), 0) for t in ("twenty-four weeks", "1.1m", "two and a half", "a dozen", "minus 5")]
    [(24.0, 2), (1100000.0, 2), (2.5, 4), (12.0, 2), (-5.0, 2)]
    """
    if not 0 <= i < len(terms) or not (terms[i].kind in _FIGURES or terms[i].text in FIRST_WORDS):
        return None
    text = terms[i].text
    if text in {"minus", "negative"} or terms[i].kind == "minus":
        below = number_at(terms, i + 1)
        return (-below[0], below[1]) if below else None
    if terms[i].kind == "number":
        return _and_a_half(terms, *_scaled(terms, _in_figures(terms[i]), i + 1))
    if spoken := _spoken_decimal(terms, i):
        return spoken
    if text == "hundred" and word_at(terms, i + 1) in {"percent", "%", "per"}:
        return 100.0, i + 1
    if text in {"a", "an", "one"} and _INDEFINITE.get(word_at(terms, i + 1)):
        j = i + 2
        return _hundreds(terms, float(_INDEFINITE[word_at(terms, i + 1)] or 0), j + (word_at(terms, j) == "of"))
    if (
        text == "half"
        and word_at(terms, i + 1) in {"a", "dozen"}
        and "dozen" in {word_at(terms, i + 1), word_at(terms, i + 2)}
    ):
        return 6.0, i + (2 if word_at(terms, i + 1) == "dozen" else 3)
    below_hundred = _below_hundred(terms, i)
    return _and_a_half(terms, *_hundreds(terms, *_scaled(terms, *below_hundred))) if below_hundred else None


def _in_figures(term: Term) -> float:
    return term.value if isinstance(term.value, float) else float(str(term.value))


def _spoken_decimal(terms: Sequence[Term], i: int) -> tuple[float, int] | None:
    """ "Zero point four two", "point three five", "thirty two point five"."""
    whole, j = (0.0, i) if word_at(terms, i) == "point" else _below_hundred(terms, i) or (0.0, -1)
    j += word_at(terms, i) == "oh"
    if j < 0 or word_at(terms, j) != "point":
        return None
    digits, k = "", j + 1
    while (part := _below_hundred(terms, k)) and part[0] < 100 and len(digits) < _MOST_DIGITS:
        digits, k = digits + f"{part[0]:g}", part[1]
    alone = j == i and len(digits) < 2 and not (i > 0 and terms[i - 1].key in _OF_SHARES)  # "at this point two"
    return (whole + float(f"0.{digits}"), k) if digits and not alone else None


def _below_hundred(terms: Sequence[Term], i: int) -> tuple[float, int] | None:
    text = word_at(terms, i)
    if (text in TENS and text not in NUMBER_WORDS) or text == "twenty":
        units = NUMBER_WORDS.get(word_at(terms, i + 1), 0)
        return (float(TENS[text] + units), i + 2) if 0 < units < 10 else (float(TENS[text]), i + 1)
    return (float(NUMBER_WORDS[text]), i + 1) if text in NUMBER_WORDS else None


def _scaled(terms: Sequence[Term], value: float, i: int) -> tuple[float, int]:
    scale = _SCALES.get(word_at(terms, i))
    if scale is None or (word_at(terms, i) in _TIGHT and terms[i].spaced):
        return value, i
    return value * scale, i + 1


def _hundreds(terms: Sequence[Term], value: float, i: int) -> tuple[float, int]:
    """ "One hundred and twenty"."""
    if value >= 100 and value % 100 == 0:
        j = i + (word_at(terms, i) == "and")
        rest = _below_hundred(terms, j)
        if rest and j > i:
            return value + rest[0], rest[1]
    return value, i


def _and_a_half(terms: Sequence[Term], value: float, i: int) -> tuple[float, int]:
    if word_at(terms, i) == "and" and word_at(terms, i + 1) in {"a", "one"} and word_at(terms, i + 2) == "half":
        return value + 0.5, i + 3
    if 0 <= i < len(terms) and terms[i].kind == "slash" and word_at(terms, i) == "1/2":
        return value + 0.5, i + 1
    return value, i


def fraction_at(terms: Sequence[Term], i: int) -> tuple[float, int] | None:
    """A fraction that begins at term i, and the term after it: a third, two-fifths, three quarters, half, 1/3.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> [fraction_at(tokenise(t), 0) for t in ("two-fifths", "a quarter", "half of it", "a house")]
    [(0.4, 2), (0.25, 2), (0.5, 1), None]
    """
    text = word_at(terms, i)
    if 0 <= i < len(terms) and terms[i].kind == "slash":
        top, bottom = (int(part) for part in text.split("/"))
        tail = word_at(terms, i + 1) in {"th", "ths", "rd", "rds", "the"} and not terms[i + 1].spaced  # "1/5th"
        return (top / bottom, i + 1 + tail) if 0 < top < bottom <= 20 else None
    top_count: float = 1
    j = i
    if text in {"a", "an", "one", "the"}:
        j = i + 1 + (word_at(terms, i + 1) in _GOOD)  # "a good third"
    elif text in NUMBER_WORDS:
        top_count, j = NUMBER_WORDS[text], i + 1
    elif 0 <= i < len(terms) and terms[i].kind == "number" and _in_figures(terms[i]) in _TOPS:
        top_count, j = _in_figures(terms[i]), i + 1
    bottom_count = DENOMINATORS.get(word_at(terms, j))
    if word_at(terms, j) == "half" and word_at(terms, j + 1) in {
        *NUMBER_WORDS,
        "past",
        "as",
        "term",
        "size",
        "sizes",
        "day",
    }:
        return None  # "half nine" is a time of day, "half term" a holiday
    rest = i > 0 and terms[i - 1].key == "rest"  # "the remaining third"
    rest = rest or (j == i and text == "third" and j + 1 < len(terms) and terms[j + 1].key == "hold")  # "third held"
    if bottom_count is None or (j == i and word_at(terms, j) not in {"half", "quarter"} and not rest):
        return None
    if text == "the" and word_at(terms, j) != "half" and word_at(terms, j + 1) not in _TOLD_OF:
        return None
    if j > i and top_count > 1 and not word_at(terms, j).endswith(("s", "qtr")) and bottom_count > 2:
        return None  # "two third" is nobody's fraction; "ten tenth" neither
    return top_count / bottom_count, j + 1
