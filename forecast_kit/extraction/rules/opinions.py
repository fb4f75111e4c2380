"""What is said but not meant: other people's wishes that the writer overrules, and what would be if things were so."""

import re
from collections.abc import Iterator, Sequence

from forecast_kit.extraction.rules.scopes import Sentence

Span = tuple[int, int]

_OPINES = (
    r"says?|said|thinks?|thought|wants?|wanted|reckons?|reckoned|suggests?|suggested|proposes?|proposed|insists?|"
    r"insisted|prefers?|preferred|likes?|fancies|asked|asks|argues?|argued|recommends?|recommended|favou?rs?|believes?|"
    r"keeps saying|keeps asking|is pushing|pushed|tells|told us|told me|votes?|voted|hopes?|hoped|swears|claims?|pleaded"
)
_OPINION = re.compile(
    rf" (?!(?:i|we|you|it|that|this|which|team|please|if|and|so|not|what|who) )[^\W\d]+(?: \w+)? (?:would |might |had |has |is |was )?"
    rf"(?:{_OPINES})(?= )"
)
# the writer's own word against somebody's
_OVERRULES = re.compile(
    r" (?:i say|i said|i win|i decided|i decide|i disagree|i'm saying|i overruled|i've overruled|i have overruled|i'm the one|"
    r"overruled|(?:i've |i have |i |we |we've |we have )?told (?:him|her|them) (?:no|it|that)|i've told (?:him|her|them)|"
    r"i have told (?:him|her|them)|said no|he's wrong|she's wrong|they're wrong|we disagree|i won't have it|not having it|"
    r"not having that|no chance|no way|not happening|my answer is|the answer is no|the answer was no|i know better|"
    r"i'm not having|i am not having|over my dead body|ignore (?:him|her|them)|i vetoed|i've vetoed|vetoed|i put my foot down|"
    r"i beg to differ|i don't agree|we don't agree|i don't|we don't|but no|i refused|we refused|i'm not convinced|i won)(?= (?!yes|ok|okay|fine|sure|agreed|go))"
)
_DISMISSED = re.compile(
    r" (?:(?:was|were|is|are|has been|have been|got|being|then) ?){0,2}"
    r"(?:suggested|proposed|mooted|floated|discussed|considered|raised|tabled|debated|put forward|requested|talked about|"
    r"looked at|thought about|asked for)"
    r"(?: \w+){0,4}? (?:and|but|then|, then|-|, but|, and)(?: (?:it|that|was|were|then|we|has been|got|have|promptly|quickly|the idea))*"
    r" (?:turned down|turned it down|rejected|dismissed|ruled out|declined|refused|vetoed|dropped|decided against|overruled|"
    r"abandoned|shelved|thrown out|voted down|discarded|not agreed|not adopted|not accepted|binned|killed|parked)(?= )"
)
_WHOEVER = re.compile(
    r" (?:whatever|no matter what|never mind what|despite what|regardless of what|contrary to what|ignore what|forget what|"
    r"not what|unlike what|regardless of)(?: \S+){1,4}? (?:says?|said|thinks?|wants?|suggests?|shows?|tells? you|claims?)(?= )"
)
_UNREAL = re.compile(
    r" (?:would (?:be|have|love|like|prefer|suit|help|do|work|normally|usually|rather)|(?:i|we|they|he|she)'d|i would|we would|could have|"
    r"might have|ideally|in an ideal world|in theory|in a perfect world|tempted|toyed|toying|flirted|wanted|wish|love to|"
    r"should really|were we to|if we were to|had (?:we|i) |in principle|nice to have|dream)(?= )"
)
_CONTRAST = re.compile(
    r" (?:but|however|although|though|except|alas|sadly|unfortunately|yet|ended up|in the end|neither) "
)
_CLAUSE = frozenset({",", ";", ":", "(", "-", "but", "so", "and"})


def mark_unmeant(found: Sequence[Sentence]) -> None:
    """Overruled opinions count as another season's; what would be is weak: it stands where nothing else is said."""
    for i, sentence in enumerate(found):
        texts = _texts(sentence)
        following = _texts(found[i + 1]) if i + 1 < len(found) else " "
        for start, end in _overruled(texts, following):
            _mark(sentence, start, end, "strong")
        for start, end in _unreal(texts):
            _mark(sentence, start, end, "weak")


def _texts(sentence: Sentence) -> str:
    return " " + " ".join(t.text.replace(" ", "_") if t.kind == "quantity" else t.text for t in sentence.terms) + " "


def _mark(sentence: Sentence, start: int, end: int, state: str) -> None:
    """Mark the terms between two places of the sentence's text, back to the beginning of the first one's clause."""
    at = -1
    first, place = 0, []
    for term in sentence.terms:
        at += 1
        place.append(at)
        at += len(term.text)
    first = max((i for i, p in enumerate(place) if p < start), default=0)
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
    opinion = _OPINION.search(texts)
    if opinion is None:
        return
    ruling = _OVERRULES.search(texts, opinion.end() - 1)
    if ruling:
        yield opinion.start(), ruling.start() + 1
    elif _OVERRULES.match(following) or re.match(r" (?:no |nope |never |not |well ,? ?no )", following):
        yield opinion.start(), len(texts)


def _unreal(texts: str) -> Iterator[Span]:
    """ "If the DC had room I'd hold 60 %, but it doesn't": from the wish to what stands against it."""
    at = 0
    for contrast in _CONTRAST.finditer(texts):
        wish = _UNREAL.search(texts, at, contrast.start() + 1)
        if wish:
            yield wish.start(), contrast.start() + 1
        at = contrast.end() - 1
