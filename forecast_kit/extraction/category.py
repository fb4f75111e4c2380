"""The category a phrase of the brief means, among those there are: exactly, then normalised, then the only near one."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from forecast_kit.errors import BriefError

_NEAR = 0.84
_SHOWN = 8


def _word(word: str) -> str:
    """A word without possessive and plural."""
    word = word.removesuffix("'s").rstrip("'")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(sses|shes|ches|xes|zes)$", word):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _normal(phrase: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", phrase).casefold().replace("’", "'")
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?'?", plain.replace("&", " and "))
    return tuple(_word(word) for word in words if word not in {"the", "and", "a", "our", "of", "range", "line"})


def _similar(a: Sequence[str], b: Sequence[str]) -> float:
    return SequenceMatcher(None, " ".join(a), " ".join(b)).ratio()


def resolve_category(phrase: str, categories: Iterable[str]) -> str:
    """The one category a phrase means.

    Exact match first; then without regard to case, punctuation, plural and possessive; then the only category whose
    words contain the phrase's or are contained in them, or that differs by a letter or two.

    Raises:
        BriefError: none fits, or several do; the message names those that are, nearest first.

    >>> resolve_category("women's dress", ["Womens Dresses", "Mens Shirts"])
    'Womens Dresses'
    """
    names = list(dict.fromkeys(categories))
    if phrase in names:
        return phrase
    wanted = _normal(phrase)
    same = [name for name in names if _normal(name) == wanted]
    if len(same) == 1:
        return same[0]
    if wanted and not same:
        squeezed = [name for name in names if "".join(_normal(name)) == "".join(wanted)]
        contained = [
            n for n in names if _normal(n) and (set(_normal(n)) <= set(wanted) or set(wanted) <= set(_normal(n)))
        ]
        near = [name for name in names if _similar(_normal(name), wanted) >= _NEAR]
        for found in (squeezed, contained, near):
            if len(found) == 1:
                return found[0]
            same = same or found
    raise _nothing_fits(phrase, wanted, names, same)


def _nothing_fits(phrase: str, wanted: Sequence[str], names: Sequence[str], several: Sequence[str]) -> BriefError:
    if not names:
        return BriefError("There are no categories to choose from.", "Read a sales file first.")
    nearest = sorted(names, key=lambda name: (-_similar(_normal(name), wanted), name))
    shown = ", ".join(several[:_SHOWN] or nearest[:_SHOWN])
    more = len(several or nearest) - _SHOWN
    listed = f"{shown} and {more} more" if more > 0 else shown
    if several:
        return BriefError(f"'{phrase}' fits more than one category: {listed}.", "Name one of them, or use --category.")
    return BriefError(f"No category is called '{phrase}'. There are: {listed}.", "Name one of them, or use --category.")
