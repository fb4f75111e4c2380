"""Whose word counts: competitors' doings, pilots, stale papers, and of two people's wishes the one taken up."""

import re
from collections.abc import Iterator, Sequence

from forecast_kit.extraction.rules.scopes import Sentence

Span = tuple[int, int]


def any_of(*listed: str) -> str:
    """A pattern of alternatives, written as phrases with bars between them."""
    return f"(?:{'|'.join(listed)})"


_OPINES = any_of(
    "says?|said|thinks?|thought|wants?|wanted|reckons?|reckoned|suggests?|suggested|proposes?|proposed",
    "insists?|insisted",
    "prefers?|preferred|likes?|fancies|asked|asks|argues?|argued|recommends?|recommended|favou?rs?|believes?|claims?",
    "keeps saying|keeps asking|is pushing|pushed|tells|told us|told me|votes?|voted|hopes?|hoped|swears|pleaded",
)
_NOBODY_ELSE = any_of("i|we|you|it|that|this|which|team|please|if|and|so|not|what|who")
OPINION = re.compile(rf" (?!{_NOBODY_ELSE} )[^\W\d]+(?: \w+)? (?:would |might |had |has |is |was )?{_OPINES}(?= )")
_OTHERS = any_of(
    "competitors?", "rivals?", "the competition", "the opposition", "next door", "everyone else", "other retailers"
)
_DO = re.compile(rf" {_OTHERS}(?:'s?)? (?!(?:is|are) (?:ours|us|we) )")
_OURS = re.compile(r" (?:, (?:we|ours?|but|so|and we|while we)|; |but|we|we'll|we're|ours?|whereas|while|[.(]) ")
_PILOTED = re.compile(
    r" (?:pilot|trial|test)s?(?: \S+){0,5}? (?:sold|ran|had|did|was|were|showed|gave|reached|hit|achieved|cleared) "
)
_STALE = re.compile(
    " "
    + any_of(
        "attachment",
        "attached",
        "sheet",
        "spreadsheet",
        "file",
        "template",
        "system",
        "deck",
        "slides?",
        "page",
        "draft",
    )
    + r"(?: \S+){0,4}? (?:shows?|says?|has|reads?|lists?|gives?|had|said) "
)
_RIGHTED = re.compile(r" (?:the )?(?:right|correct|real|actual|true) |(?:should|must) be ")
_CONCEDED = re.compile(r" (?:even if|even though|even when|no matter|regardless of|whether or not) ")
_THEIRS = re.compile(
    r" (?:was|is|were|are) (?!today|tomorrow)[^\W\d]+'?s? "
    r"(?:number|figure|idea|suggestion|view|call|wish|guess|plan|proposal)(?= )"
)
_MINE = re.compile(
    " "
    + any_of(
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


_NOT_OURS = (
    (_DO, _OURS),
    (_PILOTED, re.compile(r" [;(] | but | so ")),
    (_CONCEDED, re.compile(r" [,;(.] ")),
)


OTHERS_OR_MINE = (_DO, _PILOTED, _CONCEDED, _STALE, _THEIRS, _MINE, _SIDES)


def sided_with(texts: str) -> str:
    """The name of whoever the writer agrees with, or nothing."""
    side = _SIDES.search(texts)
    return (side.group(1) or side.group(2)) if side else ""


def of_others(texts: str) -> Iterator[Span]:
    """ "Competitors cut prices in week 4; we won't": what others do; and what is conceded: "even if week 6 is slow"."""
    for begins, stops in _NOT_OURS:
        at = 0
        while match := begins.search(texts, at):
            ends = stops.search(texts, match.end() - 1)
            at = max(match.end() - 1, ends.start() + 1 if ends else len(texts))
            yield match.start() + 1, at


def outvoted(sentence: Sentence, texts: str, following: str) -> Iterator[Span]:
    """ "Fourteen weeks was Priya's number, mine is seventeen", "Tom wants 30 %, Jill 40 %; we go with Jill"."""
    mine = _MINE.search(texts)
    theirs = (_THEIRS.search(texts) or OPINION.search(texts)) if mine else None
    if theirs:
        mine = _MINE.search(texts, theirs.end() - 1)
    if mine and (theirs or " but " in texts[: mine.start() + 1]) and _alike(sentence, texts, mine.start()):
        yield (0 if not theirs or _THEIRS.match(texts, theirs.start()) else theirs.start()), mine.start() + 1
    for said in (texts, following):
        side = _SIDES.search(said)
        name = side and (side.group(1) or side.group(2))
        if name and f" {name} " in (texts[: side.start() + 1] if side and said is texts else texts):
            begins = texts.index(f" {name} ")
            for opinion in OPINION.finditer(texts):
                if opinion.end() <= begins:
                    yield opinion.start(), begins
                elif (
                    opinion.start() > begins
                    and not _PRONOUN.match(opinion.group())
                    and f" {name} " not in (opinion.group() + " ")
                ):
                    yield opinion.start(), side.start() + 1 if side and said is texts else len(texts)
            return


def answered_by_mine(found: Sequence[Sentence], i: int, texts: str, following: str) -> bool:
    """ "She wanted half at the DC; I want 38 % there"."""
    if not _MINE.match(following) or not (OPINION.search(texts) or _THEIRS.search(texts)):
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


def is_stale(texts: str, following: str) -> bool:
    """ "The attachment still says 50 %. The right figure is 30 %"."""
    return _STALE.search(texts) is not None and _RIGHTED.search(following) is not None
