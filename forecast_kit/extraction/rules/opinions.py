"""What is said but not meant: other people's wishes that the writer overrules, and what would be if things were so."""

import re
from collections.abc import Iterator, Sequence

from forecast_kit.extraction.rules.scopes import Sentence

Span = tuple[int, int]


def _any(*listed: str) -> str:
    """A pattern of alternatives, written as phrases with bars between them."""
    return f"(?:{'|'.join(listed)})"


_OPINES = _any(
    "says?|said|thinks?|thought|wants?|wanted|reckons?|reckoned|suggests?|suggested|proposes?|proposed",
    "insists?|insisted",
    "prefers?|preferred|likes?|fancies|asked|asks|argues?|argued|recommends?|recommended|favou?rs?|believes?|claims?",
    "keeps saying|keeps asking|is pushing|pushed|tells|told us|told me|votes?|voted|hopes?|hoped|swears|pleaded",
)
_NOBODY_ELSE = _any("i|we|you|it|that|this|which|team|please|if|and|so|not|what|who")
_OPINION = re.compile(rf" (?!{_NOBODY_ELSE} )[^\W\d]+(?: \w+)? (?:would |might |had |has |is |was )?{_OPINES}(?= )")
# the writer's own word against somebody's
_OVERRULES = re.compile(
    " "
    + _any(
        "i say|i said|i win|i won|i decided|i decide|i disagree|i'm saying|i overruled|i've overruled|i have overruled",
        "(?:i've |i have |i |we |we've |we have )?told (?:him|her|them) no|i've told (?:him|her|them)",
        "i have told (?:him|her|them)|he's wrong|she's wrong|they're wrong|said no|my answer is|i'm the one",
        "the answer (?:is|was) no|not having (?:it|that)|i won't have it|no chance|no way|not happening|i know better",
        "i'm not having|i am not having|over my dead body|ignore (?:him|her|them)",
        "was overruled|was vetoed|overruled (?:him|her|them|that)|vetoed (?:it|that)|i vetoed|i've vetoed",
        "i put my foot down|i beg to differ|we disagree",
        "(?:i|we) don't (?:agree|think so|want (?:it|that))|i refused|we refused",
        "i'm not convinced",
    )
    + r"(?= (?!yes|ok|okay|fine|sure|agreed|go))"
)
_FLATLY = re.compile(r" (?:well ,? ?)?(?:no|nope|nah|never|no way|no chance|not happening|not on my watch) (?:,|$)")
_MOOTED = _any(
    "suggested|proposed|mooted|floated|discussed|considered|raised|tabled|debated|put forward|requested|talked about",
    "looked at|thought about|asked for",
)
_REFUSED = _any(
    "turned down|turned it down|rejected|dismissed|ruled out|declined|refused|vetoed|dropped|decided against|overruled",
    "abandoned|shelved|thrown out|voted down|discarded|not agreed|not adopted|not accepted|binned|killed|parked",
)
_DISMISSED = re.compile(
    rf" {_MOOTED}(?: \w+){{0,4}}? (?:and|but|then|, then|-|, but|, and)"
    rf"(?: (?:it|that|was|were|then|we|has been|got|have|promptly|quickly|the idea)){{0,4}} {_REFUSED}(?= )"
)
_WHOEVER = re.compile(
    " "
    + _any(
        "whatever|no matter what|never mind what|despite what|regardless of what|contrary to what|ignore what",
        "forget what|not what|unlike what|regardless of",
    )
    + r"(?: \S+){1,4}? (?:says?|said|thinks?|wants?|suggests?|shows?|tells? you|claims?)(?= )"
)
_UNREAL = re.compile(
    " "
    + _any(
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
_CLAUSE = frozenset({",", ";", ":", "(", "-", "but", "so", "and"})


_OTHERS = _any(
    "competitors?", "rivals?", "the competition", "the opposition", "next door", "everyone else", "other retailers"
)
_DO = re.compile(rf" {_OTHERS}(?:'s?)? (?!(?:is|are) (?:ours|us|we) )")
_OURS = re.compile(r" (?:, (?:we|ours?|but|so|and we|while we)|; |but|we|we'll|we're|ours?|whereas|while|[.(]) ")
_CONCEDED = re.compile(r" (?:even if|even though|even when|no matter|regardless of|whether or not) ")
_THEIRS = re.compile(
    r" (?:was|is|were|are) (?!today|tomorrow)[^\W\d]+'?s? "
    r"(?:number|figure|idea|suggestion|view|call|wish|guess|plan|proposal)(?= )"
)
_MINE = re.compile(
    " "
    + _any(
        "(?:mine|ours) (?:is|are|says|would be)|i want|i'd like|i'd go with|i'm going with|i prefer|i'd rather",
        "i'm asking (?:about|for)|i am asking (?:about|for)|we're going with|but we want|we want",
        "this (?:one|brief|plan|note|mail|email) is (?:about|for|only)|i make it|i'd say",
        "my (?:number|figure|question|view|call) is|(?:they|he|she)(?:'ll)? (?:gets?|can have)|they'll have",
        "(?:i|we)(?:'ve)? (?:gone|went|settled|opted) (?:for|on|with)",
    )
    + "(?= )"
)
_SIDES = re.compile(
    r" (?:go|going|side|siding|sided|agree|agreed|stick|sticking|went|happy|run) with (?:the )?([^\W\d]+)"
    r"(?:'s \w+)?(?= [.,;!]|$| $)"
    r"| ([^\W\d]+) (?:wins|won|is right|was right|has the last word|gets (?:his|her|their) way|decides|prevails)(?= )"
)


_PRONOUN = re.compile(r" (?:he|she|they|him|her) ")


def mark_unmeant(found: Sequence[Sentence]) -> None:
    """Overruled opinions count as another season's; what would be is weak: it stands where nothing else is said."""
    for i, sentence in enumerate(found):
        texts = _texts(sentence)
        following = _texts(found[i + 1]) if i + 1 < len(found) else " "
        for start, end in _overruled(texts, following):
            _mark(sentence, start, end, "strong")
        if _answered_by_mine(found, i, texts, following):
            _mark(sentence, 0, len(texts), "strong")
            found[i + 1].corrective = [True] * len(found[i + 1].terms)
        for start, end in (*_of_others(texts), *_outvoted(sentence, texts, following)):
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


def _of_others(texts: str) -> Iterator[Span]:
    """ "Competitors cut prices in week 4; we won't": what others do; and what is conceded: "even if week 6 is slow"."""
    for others in _DO.finditer(texts):
        ends = _OURS.search(texts, others.end() - 1)
        yield others.start(), ends.start() + 1 if ends else len(texts)
    for conceded in _CONCEDED.finditer(texts):
        ends = re.search(r" [,;(.] ", texts[conceded.end() :])
        yield conceded.end() - 1, conceded.end() + ends.start() if ends else len(texts)


def _outvoted(sentence: Sentence, texts: str, following: str) -> Iterator[Span]:
    """ "Fourteen weeks was Priya's number, mine is seventeen", "Tom wants 30 %, Jill 40 %; we go with Jill"."""
    theirs = _THEIRS.search(texts) or _OPINION.search(texts)
    mine = _MINE.search(texts, theirs.end() - 1 if theirs else 0)
    if mine and (theirs or " but " in texts[: mine.start() + 1]) and _alike(sentence, texts, mine.start()):
        yield (0 if not theirs or _THEIRS.match(texts, theirs.start()) else theirs.start()), mine.start() + 1
    for said in (texts, following):
        side = _SIDES.search(said)
        name = side and (side.group(1) or side.group(2))
        if name and f" {name} " in (texts[: side.start() + 1] if side and said is texts else texts):
            begins = texts.index(f" {name} ")
            for opinion in _OPINION.finditer(texts):
                if opinion.end() <= begins:
                    yield opinion.start(), begins
                elif (
                    opinion.start() > begins
                    and not _PRONOUN.match(opinion.group())
                    and f" {name} " not in (opinion.group() + " ")
                ):
                    yield opinion.start(), side.start() + 1 if side and said is texts else len(texts)
            return


def _answered_by_mine(found: Sequence[Sentence], i: int, texts: str, following: str) -> bool:
    """ "She wanted half at the DC; I want 38 % there"."""
    if not (_OPINION.search(texts) or _THEIRS.search(texts)) or not _MINE.match(following):
        return False
    mine = {t.key for t in found[i + 1].terms if t.kind == "quantity"}
    bare = "#number" in mine and "#share" in {t.key for t in found[i].terms}
    return bare or any(t.kind == "quantity" and t.key in mine for t in found[i].terms)


def _alike(sentence: Sentence, texts: str, at: int) -> bool:
    """Whether what stands on both sides of a place of the sentence's text has a kind of quantity in common."""
    words = texts[: at + 1].count(" ") - 1
    left: set[str] = set()
    right: set[str] = set()
    counted = 0
    for term in sentence.terms:
        if term.kind == "quantity":
            (left if counted < words else right).add(term.key)
        counted += 1 if term.kind == "quantity" else len(term.text.split())
    return bool(left & right) or (bool(left) and "#number" in right)
