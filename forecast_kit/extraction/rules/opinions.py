"""What is said but not meant: other people's wishes that the writer overrules, and what would be if things were so."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from forecast_kit.extraction.rules.outvoted import (
    OPINION,
    OTHERS_OR_MINE,
    Span,
    answered_by_mine,
    any_of,
    is_stale,
    of_others,
    outvoted,
    sided_with,
)
from forecast_kit.extraction.rules.scopes import Sentence

# the writer's own word against somebody's
_OVERRULES = re.compile(
    " "
    + any_of(
        "i say|i said|i win|i won|i decided|i decide|i disagree|i'm saying|i overruled|i've overruled|i have overruled",
        "(?:i've |i have |i |we |we've |we have )?told (?:him|her|them) no|i've told (?:him|her|them)",
        "i have told (?:him|her|them)|he's wrong|she's wrong|they're wrong|said no|my answer is|i'm the one",
        "the answer (?:is|was) no|not having (?:it|that)|i won't have it|no chance|no way|not happening|i know better",
        "i'm not having|i am not having|over my dead body|ignore (?:him|her|them)",
        "was overruled|was vetoed|overruled (?:him|her|them|that)|vetoed (?:it|that)|i vetoed|i've vetoed",
        "i put my foot down|i beg to differ|we disagree",
        "(?:i|we) don't (?:agree|think so|want (?:it|that))|i refused|we refused",
        "i'm not convinced",
        "it (?:isn't|won't|wouldn't|is not|will not)|that (?:isn't|won't|wouldn't)",
    )
    + r"(?= (?!yes|ok|okay|fine|sure|agreed|go))"
)
_FLATLY = re.compile(r" (?:well ,? ?)?(?:no|nope|nah|never|no way|no chance|not happening|not on my watch) (?:,|$)")
_MOOTED = any_of(
    "suggested|proposed|mooted|floated|discussed|considered|raised|tabled|debated|put forward|requested|talked about",
    "looked at|thought about|asked for",
)
_REFUSED = any_of(
    "turned down|turned it down|rejected|dismissed|ruled out|declined|refused|vetoed|dropped|decided against|overruled",
    "abandoned|shelved|thrown out|voted down|discarded|not agreed|not adopted|not accepted|binned|killed|parked",
)
_DISMISSED = re.compile(
    rf" {_MOOTED}(?: \w+){{0,4}}? (?:and|but|then|, then|-|, but|, and)"
    rf"(?: (?:it|that|was|were|then|we|has been|got|have|promptly|quickly|the idea)){{0,4}} {_REFUSED}(?= )"
)
_WHOEVER = re.compile(
    " "
    + any_of(
        "whatever|no matter what|never mind what|despite what|regardless of what|contrary to what|ignore what",
        "forget what|not what|unlike what|regardless of",
    )
    + r"(?: \S+){1,4}? (?:says?|said|thinks?|wants?|suggests?|shows?|tells? you|claims?)(?= )"
)
_UNREAL = re.compile(
    " "
    + any_of(
        "would (?:be|have|love|like|prefer|suit|help|do|work|normally|usually|rather)|(?:i|we|they|he|she)'d|i would",
        "we would|could have|might have|ideally|in an ideal world|in theory|in a perfect world|tempted|toyed|toying",
        "flirted|wanted|wish|love to|should really|were we to|if we were to|had (?:we|i)|in principle|nice to have",
        "meant to be|supposed to be",
    )
    + "(?= )"
)
_CONTRAST = re.compile(
    r" (?:but|however|although|though|except|alas|sadly|unfortunately|yet|ended up|in the end|neither) "
)
# a sentence in which none of these is found is meant
_TELLING = re.compile(
    "|".join(f"(?:{pattern.pattern})" for pattern in (OPINION, _WHOEVER, _DISMISSED, _UNREAL, *OTHERS_OR_MINE))
)
_WISHES_BACK = 3
_CLAUSE = frozenset({",", ";", ":", "(", "-", "but", "so", "and"})


def mark_unmeant(found: Sequence[Sentence]) -> None:
    """Overruled opinions count as another season's; what would be is weak: it stands where nothing else is said."""
    said = [*map(_texts, found), " "]
    for i, (sentence, texts, following) in enumerate(zip(found, said, said[1:], strict=False)):
        if not _TELLING.search(texts):
            continue
        _mark_the_others(found, i, texts)
        for start, end in _overruled(texts, following):
            _mark(sentence, start, end, "strong")
        if is_stale(texts, following):
            _mark(sentence, 0, len(texts), "strong")
        if answered_by_mine(found, i, texts, following):
            _mark(sentence, 0, len(texts), "strong")
            found[i + 1].corrective = [True] * len(found[i + 1].terms)
        for start, end in (*of_others(texts), *outvoted(sentence, texts, following)):
            _mark(sentence, start, end, "strong")
        for start, end in _unreal(texts):
            _mark(sentence, start, end, "weak")


def _mark_the_others(found: Sequence[Sentence], i: int, texts: str) -> None:
    """ "Brisbane reckons 70 %; Melbourne reckons 50 %. I'm siding with Melbourne.": wishes over several sentences."""
    name = sided_with(texts) if i else ""
    if not name:
        return
    said = [(s, _texts(s)) for s in found[max(0, i - _WISHES_BACK) : i]]
    if any(f" {name} " in words and OPINION.search(words) for _, words in said):
        for sentence, words in said:
            if OPINION.search(words) and f" {name} " not in words:
                _mark(sentence, 0, len(words), "strong")


def _texts(sentence: Sentence) -> str:
    return " " + " ".join(t.text.replace(" ", "_") if t.kind == "quantity" else t.text for t in sentence.terms) + " "


def _mark(sentence: Sentence, start: int, end: int, state: str) -> None:
    """Mark the terms between two places of the sentence's text, back to the beginning of the first one's clause."""
    place = list(accumulate((len(t.text) + 1 for t in sentence.terms[:-1]), initial=0))
    first = max(0, bisect_left(place, start) - 1)
    while first > 0 and sentence.terms[first - 1].key not in _CLAUSE:
        first -= 1
    for i in range(first, len(place)):
        if place[i] >= end - 1:
            break
        if sentence.past[i] != "strong":
            sentence.past[i] = state
            sentence.corrective[i] = False


def _overruled(texts: str, following: str) -> Iterator[Span]:
    for match in _WHOEVER.finditer(texts):
        end = re.search(r" [,;(] | - | but ", texts[match.end() :])
        yield match.end() - 1, match.end() + end.start() if end else len(texts)
    for match in _DISMISSED.finditer(texts):
        yield match.start(), match.end()
    opinion = OPINION.search(texts)
    if opinion is None:
        return
    ruling = _OVERRULES.search(texts, opinion.end() - 1)
    if ruling:
        yield opinion.start(), ruling.start() + 1
    elif _OVERRULES.match(following) or _FLATLY.match(following):
        yield opinion.start(), len(texts)


def _unreal(texts: str) -> Iterator[Span]:
    """ "If the DC had room I'd hold 60 %, but it doesn't": from the wish to what stands against it."""
    at = 0
    for contrast in _CONTRAST.finditer(texts):
        wish = _UNREAL.search(texts, at, contrast.start() + 1)
        if wish:
            yield wish.start(), contrast.start() + 1
        at = contrast.end() - 1
