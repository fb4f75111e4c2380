"""Words, numbers and marks of a brief, each with its place, and the trade's phrases merged into keys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from forecast_kit.extraction.rules.joints import enumerated, hyphens
from forecast_kit.extraction.rules.lexicon import ORDINALS, WEEKDAYS, phrase_tree, respell
from forecast_kit.extraction.rules.spoken import as_written

_TOKEN = re.compile(
    r"""
    [^\S\n]*+(?:(?=[\d+.])(?:  # figures
      (?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|20\d{2}[01]\d[0-3]\d(?!\d))
    | (?P<isoweek>\d{4}-?[wW]\d{2}(?!\d))
    | (?P<dmy>\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?![\d.]*\d))
    | (?P<slash>\d{1,4}/\d{1,4}(?![\d/]))
    | (?P<clock>\d{1,2}:\d{2}(?=\s*(?:am|pm|h\b))|\d{1,2}(?:[.:]\d{2})?\s?(?:am|pm)\b)
    | (?P<colon>\d{1,3}:\d{1,3}(?![\d:]))
    | (?P<phone>\+\d[\d ()]{7,20}\d)
    | (?P<ordinal>(?:[0-3]?1st|[0-3]?2nd|[0-3]?3rd|\d{1,3}th|\d{2}(?:st|nd|rd)(?=\s+w(?:ee)?k))\b)
    | (?P<decimal>0,\d{1,3}(?![\d,])|\d{1,3},\d{1,2}(?=\s?(?:%|per\s?cent|pct\b|prozent)))
    | (?P<number>\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?(?!\d)
        |(?<!wk\ )(?<!week\ )[1-9]\d{0,2}(?:\ \d{3})*\ \d00(?![\d.,]|\s?%)
        |\d+(?:\.\d+)?(?:e\d+)?|\.\d+)
    )
  | (?P<country>\bu\.\s?[sk]\.?(?!\w))
  | (?P<cash>\b(?:rs\.?|inr|zar|aud|nzd|cad|chf|r)\s?
      (?=\d{1,3}(?:[.,\ ]\d|\s?(?:m|k|mn|mil|lakh|lakhs|cr|crore)\b)|\d{3})|₹)
  | (?P<slashword>\b(?:w/[coeb]|s/t|n/a|m/d|f/nightly|f/n|e/o|b/w|w/)(?![a-z]))
  | (?P<code>[a-z]{1,4}\d{1,4}\b)
  | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*'?)
  | (?P<break>\n+|//)
  | (?P<dots>\.{2,})
  | (?P<mark>[^\w\s]|_)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOT = {"dont": "not", "cant": "not", "wont": "not"}
_SLIPS = {"teh": "the", "hte": "the", "adn": "and", "haf": "half", "hlf": "half", "thrid": "third"}
_WEEK_CODE = re.compile(r"(wk|wks|week|weeks|w|cw|kw)(\d{1,3})$")
_TRADE_CODE = re.compile(r"(md|st|dc|hb)(\d{1,2})$")
_WORD_CODES = frozenset({"d1", "q1", "q2", "q3", "q4", "h1", "h2", "b4"})
_UNREAD = frozenset({"_", '"', "'", "{", "}"})
_MONTHS_OR_VERBS = frozenset({"may", "march"})
_NEVER_ALONE = frozenset({"number", "slash", "ordinal"})
_MERGING = _NEVER_ALONE | {"word", "mark"}
_MONTH_BEFORE = frozenset(
    [
        "in",
        "from",
        "of",
        "mid",
        "early",
        "late",
        "until",
        "till",
        "by",
        "through",
        "to",
        "thru",
        "next",
        "this",
        "during",
        "since",
        "middle",
    ]
)


@dataclass(slots=True)
class Term:
    """A word, mark or quantity: what it means (`key`), how it is written, and where (clean text positions).

    Never changed once made. Not frozen only because a frozen one takes five times as long to make, and a brief of
    2,000 characters makes eight hundred.
    """

    key: str
    text: str
    start: int
    end: int
    kind: str = "word"
    value: object = None
    spaced: bool = True
    title: bool = False
    known: bool = False


def _raw(text: str) -> Iterator[Term]:
    for match in _TOKEN.finditer(text.rstrip(" ")):
        kind = str(match.lastgroup)
        start, end = match.span(kind)
        piece = match[kind]
        spaced = start == 0 or text[start - 1].isspace()
        lower = piece.lower()
        if kind in {"word", "slashword"}:
            yield Term(lower, lower, start, end, "word", None, spaced, piece[0].isupper())
        elif kind == "mark":
            yield Term(lower, lower, start, end, kind, None, spaced)
        elif kind == "code":
            yield from _code(piece, lower, start, end, spaced=spaced)
        elif kind == "decimal":
            yield Term(lower, lower, start, end, "number", float(lower.replace(",", ".")), spaced)
        elif kind == "cash":
            yield Term("£", "£", start, end, "mark", None, spaced)
        elif kind == "number":
            yield Term(lower, lower, start, end, kind, float(re.sub("[, ]", "", lower)), spaced)
        elif kind == "ordinal":
            yield Term(lower, lower, start, end, kind, float(lower[:-2]), spaced)
        elif kind == "country":
            yield Term("us" if "s" in lower else "uk", "us" if "s" in lower else "uk", start, end, "word", None, spaced)
        else:
            yield Term(kind, lower, start, end, kind, None, spaced)


def _code(piece: str, lower: str, start: int, end: int, *, spaced: bool) -> Iterator[Term]:
    """ "Wk8" is two terms, "MD6" three, "Q1" a word, and "AB12" nobody's."""
    if week := _WEEK_CODE.match(lower):
        middle = start + week.end(1)
        yield Term("week", "wk", start, middle, "word", spaced=spaced)
        yield Term(week.group(2), week.group(2), middle, end, "number", float(week.group(2)), spaced=False)
    elif trade := _TRADE_CODE.match(lower):
        yield from _trade_code(trade, start, end, spaced=spaced)
    elif lower in _WORD_CODES:
        yield Term(lower, lower, start, end, "word", None, spaced, piece[0].isupper())
    else:
        yield Term(lower, lower, start, end, "code", spaced=spaced)


def _trade_code(code: re.Match[str], start: int, end: int, *, spaced: bool) -> Iterator[Term]:
    """ "MD6" is a markdown in week 6, "MD1" only the first one; "ST55" and "DC40" are percentages."""
    middle = start + code.end(1)
    yield Term(code.group(1), code.group(1), start, middle, "word", spaced=spaced)
    number = int(code.group(2))
    if code.group(1) == "md":
        if number > 3:
            yield Term("week", "wk", middle, middle + 1, "word", spaced=False)
            yield Term(code.group(2), code.group(2), middle, end, "number", float(number), spaced=False)
    else:
        yield Term(code.group(2), code.group(2), middle, end, "number", float(number), spaced=False)


def _spelt(terms: list[Term]) -> Iterator[Term]:
    for i, term in enumerate(terms):
        if term.text in _UNREAD:
            continue
        if term.kind != "word":
            yield replace(term, text="and") if term.text == "&" else term
            continue
        if term.text == "s" and i > 1 and terms[i - 1].text == "'" and terms[i - 2].kind == "number":
            yield replace(term, key="is", text="is")  # "13's plenty"
            continue
        word, spelt = _spelling(term.text)
        if word in _MONTHS_OR_VERBS and _is_verb(terms, i):
            spelt = "may_verb"
        yield term if spelt == term.text else replace(term, key=spelt, text=spelt)


@lru_cache(maxsize=4096)
def _spelling(text: str) -> tuple[str, str]:
    """A word without its possessive, and as it should have been spelt."""
    word = text.rstrip("'")
    word = _NOT.get(word, word)
    word = _SLIPS.get(word, word)
    if word.endswith("'s") and word[:-2] not in {"let", "that", "it", "what", "there"}:
        word = word[:-2]
    return word, respell(word)


def _is_verb(terms: list[Term], i: int) -> bool:
    """Whether "may" (or "march") is a verb: a month stands by a number, after a preposition, or has its capital."""
    before = terms[i - 1] if i else None
    after = terms[i + 1] if i + 1 < len(terms) else None
    if after and after.text == "be" and terms[i].text.startswith("may"):
        return True
    if any(t and t.text in ORDINALS for t in (before, after)):
        return False
    if before and (before.kind in {"number", "ordinal"} or before.text in _MONTH_BEFORE or before.text in WEEKDAYS):
        return False
    if before and before.text in {":", "=", "-", "/", "the", ","} and terms[i].title:
        return False
    if after and after.kind in {"number", "ordinal"}:
        return False
    return not (terms[i].title and before is not None and before.kind == "word")


def _merged(terms: list[Term]) -> Iterator[Term]:
    i = 0
    begins = phrase_tree().longer
    while i < len(terms):
        term = terms[i]
        if term.kind not in _MERGING:
            yield term
            i += 1
            continue
        size, key = _phrase(terms, i) if term.text in begins else (0, "")
        if not size:
            yield term if term.key == term.text else replace(term, key=term.text)
        else:
            words = " ".join([t.text for t in terms[i : i + size]]) if size > 1 else term.text
            end = terms[i + size - 1].end
            yield Term(key, words, term.start, end, "word", term.value, term.spaced, term.title, known=True)
        i += size or 1


def _phrase(terms: list[Term], i: int) -> tuple[int, str]:
    """How many terms from i on make the longest of the trade's phrases, and what it means; 0 where none begins."""
    if terms[i].text == "mark" and _has_down_apart(terms, i):
        return 1, "markdown"  # "mark the deck shoes down"
    size, key, node = 0, "", phrase_tree().longer.get(terms[i].text)
    if node and node.key and terms[i].kind not in _NEVER_ALONE:
        size, key = 1, node.key
    j = i + 1
    while node and j < len(terms) and (node := node.longer.get(terms[j].text)):
        j += 1
        if node.key:
            size, key = j - i, node.key
    return size, key


def _has_down_apart(terms: list[Term], i: int) -> bool:
    following = [t.text for t in terms[i + 1 : i + 6]]
    return "down" in following[1:] and following[0] != "down"


def tokenise(text: str) -> list[Term]:
    """The terms of a clean text, in order; line ends are terms with the key "break".

    >>> [term.key for term in tokenise("Hold back 35%, fortnightly top-ups")]
    ['hold', '35', '%', ',', 'fortnightly', 'replen']
    """
    terms = list(_spelt(list(hyphens(list(enumerated(list(_raw(text))))))))
    return list(_merged(as_written([t for t in terms if t.text])))
