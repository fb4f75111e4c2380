"""Signatures and the headers of mails: numbers and dates that are nobody's season."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecast_kit.extraction.rules.scopes import Sentence

_CLOSING = re.compile(r" (regards|cheers|thanks|thx|sincerely|wishes|best|br|rgds|faithfully|ta|yours|x) ")
_HEADER = re.compile(r" (sent|cc|bcc|to|tel|phone|mobile|fax|ext) [:.]")
_FIRST_HEADER = re.compile(r" (from|date) : ")
_SECOND_HEADER = re.compile(r" (to|subject|sent) : ")
_GOES_ON = re.compile(r" (p s|ps|nb|edit|update|correction) ")
_TOPICS = re.compile(
    r" (markdown|replen|hold|start|length|dc|sellthrough|week|until|end|#duration|#cadence|correct|ship) "
)
_SHORT = 5


def ignore_mail_matter(found: list["Sentence"]) -> None:
    """Signatures and mail headers hold numbers and dates that are nobody's season."""
    closing = False
    for i, sentence in enumerate(found):
        words = " " + " ".join(t.text for t in sentence.terms[:4]) + " "
        if _HEADER.match(words) and i < 4 + 40 * ("tel" in words):
            sentence.ignored = "mail header"
        if i < 4 and _FIRST_HEADER.match(words) and _SECOND_HEADER.search(_heads(found[:6])):
            sentence.ignored = "mail header"
        if closing and _GOES_ON.match(words):
            closing = False
        is_short = len(sentence.terms) <= _SHORT and not any(t.kind == "quantity" for t in sentence.terms)
        if closing:
            sentence.ignored = "signature"
        elif (
            i and is_short and (_CLOSING.search(words) or set(words.split()) <= {"-", "_", "."}) and _is_tail(found, i)
        ):
            closing = True


def _heads(some: Sequence["Sentence"]) -> str:
    return "".join(" " + " ".join(t.text for t in s.terms[:2]) + " " for s in some)


def _is_tail(found: Sequence["Sentence"], i: int) -> bool:
    """Whether nothing after sentence i reads like planning: no trade word together with a quantity."""
    return not any(
        any(t.kind == "quantity" for t in s.terms) and _TOPICS.search(s.keys) and len(s.terms) > 2
        for s in found[i + 1 :]
    )
