"""The trade's words, read from lexicon.txt, and the correction of misspelt ones."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

_WORDS_FILE = Path(__file__).with_name("lexicon.txt")


def words(listed: str) -> frozenset[str]:
    """A set of words written with spaces between them."""
    return frozenset(listed.split())


def _numbered(words: str, first: int = 0) -> dict[str, int]:
    """Words to their numbers; bars separate spellings of the same one."""
    return {word: i for i, group in enumerate(words.split(), first) for word in group.split("|")}


NUMBER_WORDS = _numbered(
    "zero|nought one two three four five six seven eight nine ten eleven twelve|dozen thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TENS = "twenty thirty forty|fourty fifty sixty seventy eighty ninety|ninty"
TENS = {word: 10 * n for word, n in _numbered(_TENS, 2).items()}
ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth",
    1,
) | {"thirtieth": 30}
MONTHS = _numbered(
    "january|jan february|feb|febuary|febr march|mar april|apr|apirl may june|jun july|jul august|aug "
    "september|sept|sep october|oct november|nov december|dec",
    1,
)
WEEKDAYS = _numbered(
    "monday|mon|mondays tuesday|tue|tues|tuesdays wednesday|wed|weds|wednesdays thursday|thu|thur|thurs|thursdays "
    "friday|fri|fridays saturday|sat|saturdays sunday|sun|sundays"
)
_DENOMINATORS = words("thirds halves quarters fourths fifths sixths sevenths eighths ninths tenths")


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    """The file's lines: a key (or @list) and its spellings."""
    joined = _WORDS_FILE.read_text(encoding="utf-8").replace("\n    ", " ")
    lines = [line.partition(":") for line in joined.splitlines() if line and not line.startswith("#")]
    return {key: [spelling.strip() for spelling in spellings.split(" | ")] for key, _, spellings in lines}


@lru_cache(maxsize=1)
def phrases() -> dict[tuple[str, ...], str]:
    """Every spelling, as a tuple of words, and its key.

    >>> phrases()["sell", "through"]
    'sellthrough'
    """
    table: dict[tuple[str, ...], str] = {}
    for key, spellings in _lists().items():
        for spelling in spellings if not key.startswith("@") else ():
            table.setdefault(tuple(spelling.split()), key)
    return table


@dataclass(slots=True)
class PhraseTree:
    """Spellings by their words, one after another: what the words so far mean, if anything, and what goes on."""

    key: str = ""
    longer: dict[str, "PhraseTree"] = field(default_factory=dict)


@lru_cache(maxsize=1)
def phrase_tree() -> PhraseTree:
    """Every spelling, word by word.

    >>> phrase_tree().longer["sell"].longer["through"].key
    'sellthrough'
    """
    root = PhraseTree()
    for spelling, key in phrases().items():
        node = root
        for word in spelling:
            node = node.longer.setdefault(word, PhraseTree())
        node.key = key
    return root


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that carry no content of their own."""
    return frozenset(_lists()["@stop"])


@lru_cache(maxsize=1)
def not_goods() -> frozenset[str]:
    """Content words that never name the goods."""
    return frozenset(_lists()["@not_goods"])


@lru_cache(maxsize=1)
def _correctable() -> dict[str, str]:
    """Deletion neighbourhood: each core keyword, with any one letter left out, to the keyword."""
    words = [word for word in _lists()["@core"] if len(word) >= 5]
    words += [word for table in (NUMBER_WORDS, TENS, MONTHS, WEEKDAYS) for word in table if len(word) >= 5]
    near: dict[str, str] = {}
    for word in words:
        for i in range(len(word)):
            near.setdefault(word[:i] + word[i + 1 :], word)
        near[word] = word
    return near


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Words that are right as they stand."""
    words = {word for phrase in phrases() for word in phrase}
    listed = (*_lists()["@protected"], *_DENOMINATORS, *NUMBER_WORDS, *TENS, *ORDINALS, *MONTHS, *WEEKDAYS)
    return frozenset(words | stop_words() | set(listed))


def respell(word: str) -> str:
    """A keyword misspelt by one letter (missing, extra, wrong or swapped), corrected; any other word unchanged.

    >>> respell("replenishmnet"), respell("lunch"), respell("tweleve")
    ('replenishment', 'lunch', 'twelve')
    """
    if len(word) < 5 or not word.isalpha() or word in _known():
        return word
    near = _correctable()
    candidates = [near.get(word), *(near.get(word[:i] + word[i + 1 :]) for i in range(len(word)))]
    return next((c for c in candidates if c and c[0] == word[0] and _one_apart(word, c)), word)


def _one_apart(a: str, b: str) -> bool:
    if len(a) == len(b):
        wrong = [i for i in range(len(a)) if a[i] != b[i]]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(a) == sorted(b)
        return len(wrong) == 1 or swapped
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
