"""Corrections on the spot: "12 weeks, no, 14", "10 -> 12", "change that to 11": the later value stands."""

from collections.abc import Sequence
from dataclasses import replace

from forecast_kit.extraction.rules.dates import DayMonth, DayOnly
from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.places import Place, gap_between, is_listed_aside, was_aside
from forecast_kit.extraction.rules.scopes import Sentence
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Bare, Duration, Share, WeekNumber

# what may stand between a value and its correction
_BETWEEN = words(
    ", - . : ; ? ! ( ) ... dots break no not correct the a it that this will instead rather in fact but is to "
    "for er um hmm yes think say we let would be i and please on at make present of now we're it's that's wrong "
    "mistake my or so from too much many little few high low long short early late soon shorter longer better "
    "if all after everything should was were right error typo old new value figure last again then final they're he's "
    "she's they you're he she soft hard expensive dear costly slow fast tight generous optimistic ambitious often oh go"
)
_SIGNS = words("no too well better instead rather mistake wrong error typo")
_MEASURED = frozenset({"#duration", "#share", "#week"})
_STANDS_FOR_LENGTH = frozenset({"for", "lasts", "runs", "run", "last", "do", "go"})
CHANGING = words(
    "lower raise increase reduce cut set bring take adjust make push move change drop bump up put shift switch extend "
    "shorten lengthen trim stretch goes moves changes becomes changed amended dropped lifted knocked pushed pulled "
    "upped trimmed moved shifted revised"
)
_CONCLUDES = words("so becomes wants now therefore")
_CHOSEN = words("book choose pick use")
_SAYING = words("i we say says said it's it is want wants need needs make going at to go with think reckon")
_SAYS = words("says said wants want thinks reckons prefers needs saying likes wanted")
_SUITS = words("right correct it plenty enough fine better ideal best true ours mine loads")
_TOPICS = words("hold dc backstock leave stay ship upfront opening")
_MOST_WEEKS, _SPAN_DAYS = 60, 35
_FEWEST_WEEKS = 4


def mark_replaced(found: Sequence[Sentence]) -> None:
    """Mark what is replaced, and give bare second numbers the kind of what they replace."""
    flat = [(sentence, i) for sentence in found for i in range(len(sentence.terms))]
    for sentence in found:
        for i in sorted(sentence.dropped):
            _lend_kind(sentence, i)
    last: dict[str, Place] = {}
    for at, (sentence, i) in enumerate(flat):
        if sentence.terms[i].kind != "quantity":
            continue
        here = Place(sentence, i, at)
        if "any" in last and not was_aside(last["any"], here):
            _compare(last["any"], gap_between(flat, last["any"], here), here)
        if here.term.key == "#date":
            if "date" in last and last["date"] is not last.get("any"):
                _compare(last["date"], gap_between(flat, last["date"], here), here)
            last["date"] = here
        if here.term.key == "#number":
            _place_bare(last, here)
        if here.term.key not in {"#money", "#count"}:
            last["any"] = here
        if here.term.key in _MEASURED and not is_listed_aside(here):
            last["measured"] = last[here.term.key] = here


def _place_bare(last: dict[str, Place], here: Place) -> None:
    """A number that says not what it counts: a length's successor, another number's, or the last measured value's."""
    if "#duration" in last:
        _take_length(last["#duration"], here)
    bare = last.get("any")
    if here.term.key != "#number":
        return
    if bare and bare.term.key == "#number" and _has_topic(bare, here.sentence):
        _compare_bare(bare, here)  # "hold 40 but then she changed it to 33"
    elif "measured" in last:
        _take_kind(last["measured"], here)


def _compare(first: Place, gap: Sequence[Term] | None, second: Place) -> None:
    """Whether the second quantity corrects the first, by the words between them."""
    if gap is None:
        return
    said = {t.text for t in gap}
    plain = all(t.key in _BETWEEN or t.text in _BETWEEN for t in gap)
    arrow = said <= {"-", "=", ">"} and ">" in said and not _is_span(first.term, second.term)
    asked = first.sentence.asks and first.sentence is not second.sentence  # "12 weeks? 14!"
    corrects = arrow or (plain and (asked or bool(said & _SIGNS or {t.key for t in gap} & {"correct", "dots"})))
    denied = plain and first.sentence.dropped.get(first.index) in {"denied", "replaced"}
    if second.term.key == "#number" and (corrects or denied):
        second.sentence.terms[second.index] = like(first.term, second.term)
    unit_came_late = first.term.key == "#number" and second.term.key in {"#share", "#duration"}  # "hold 30, no, 35 %"
    same_kind = second.term.key == first.term.key or unit_came_late
    taken_back = second.sentence.dropped.get(second.index) or "not" in {t.key for t in gap[-2:]}
    if corrects and same_kind and not taken_back:
        second.sentence.terms[second.index] = (
            like(first.term, second.term) if second.term.key == "#date" else second.term
        )
        first.sentence.dropped.setdefault(first.index, "replaced")
        second.sentence.corrective[second.index] = True
    elif denied and second.term.key == first.term.key:
        if second.term.key == "#date":
            second.sentence.terms[second.index] = like(first.term, second.term)  # "not the 2nd of November, the 9th"
        second.sentence.corrective[second.index] = True


def _is_span(first: Term, second: Term) -> bool:
    """ "6 April -> 28 June" is a season, "6 April -> 13 April" a start that moved."""
    if not isinstance(first.value, DayMonth) or not isinstance(second.value, DayMonth):
        return False
    days = (second.value.month - first.value.month) % 12 * 30 + second.value.day - first.value.day
    return days >= _SPAN_DAYS


def _lend_kind(sentence: Sentence, i: int) -> None:
    """ "10, not 12 weeks": the bare number is of the denied quantity's kind."""
    if sentence.dropped.get(i) not in {"denied", "replaced"} or sentence.terms[i].key not in _MEASURED:
        return
    j = i - 1
    while j >= 0 and sentence.terms[j].key in {"not", "insteadof", ",", "and", "the", "from", "than"}:
        j -= 1
    if 0 <= j < i - 1 and sentence.terms[j].key == "#number":
        sentence.terms[j] = like(sentence.terms[i], sentence.terms[j])
        sentence.corrective[j] = True


def _take_kind(first: Place, second: Place) -> None:
    """ "Change that to 11", "but Mark wants 12": a bare number that stands in for the last measured quantity."""
    terms, i = second.sentence.terms, second.index
    before = terms[i - 1] if i else None
    alone = i + 1 == len(terms) or terms[i + 1].kind == "mark"
    following = terms[i + 1].key if i + 1 < len(terms) else ""
    ours = following == "present" and bool(first.sentence.past[first.index])  # "held 60 %, so 35 this year"
    told = ours or _is_told(terms, i) or (second.sentence.corrective[i] and before is not None and before.text in _SAYS)
    told = told or (bool(first.sentence.past[first.index]) and second.sentence.corrective[i])
    told = told and second.sentence.number - first.sentence.number <= 2
    is_length = first.term.key == "#duration" and alone and before is not None and before.text in _STANDS_FOR_LENGTH
    was_taken_back = bool(first.sentence.past[first.index]) or first.index in first.sentence.dropped
    by_itself = i == 0 and alone and second.sentence.number - first.sentence.number <= 1  # "Not 8 weeks again; 10."
    led = before is not None and before.text in _CONCLUDES and second.sentence.number - first.sentence.number <= 1
    led = led or (
        [t.text for t in terms[max(0, i - 2) : i]] == ["go", "for"]
        and second.sentence.number <= 2 + first.sentence.number
    )
    led = led or (
        before is not None and before.text == "it's" and alone and second.sentence.number <= 1 + first.sentence.number
    )
    near = first.sentence is second.sentence or is_length or by_itself or led
    replaces = was_taken_back and near and not second.sentence.past[i]
    sums_up = before is not None and before.text == "so" and alone and first.sentence is second.sentence
    if first.term.key == "#duration" and sums_up:
        told = True  # "six weeks before term and the two after, so eight"
    if _contrasts(first, second):
        first.sentence.dropped.setdefault(first.index, "replaced")
        second.sentence.past[i], told = "", True
    if told and i > 1 and terms[i - 1].text == "to" and terms[i - 2].kind == "quantity":
        first.sentence.dropped.setdefault(first.index, "replaced")
    if told or replaces or is_length:
        terms[i] = like(first.term, second.term)
        second.sentence.corrective[i] = told or replaces


def _contrasts(first: Place, second: Place) -> bool:
    """ "14 weeks last winter and the same 14 again", "term is 39 weeks but shirts get just 15"."""
    if first.sentence is not second.sentence or first.term.key != "#duration":
        return False
    between = first.sentence.terms[first.index + 1 : second.index]
    said = {t.text for t in between}
    if not isinstance(second.term.value, Bare) or second.term.value.number < _FEWEST_WEEKS:
        return False
    led = between[-1].text if between else ""
    topics = {t.key for t in between} & {*_TOPICS, "markdown", "check", "sellthrough", "replen", "#share"}
    return not topics and (led == "same" or ("but" in said and led in {"just", "only", "get", "gets", "for"}))


def _has_topic(bare: Place, sentence: Sentence) -> bool:
    """Whether a bare number of the sentence is of a topic of its own: "hold 40"."""
    return bare.sentence is sentence and any(
        t.key in _TOPICS for t in bare.sentence.terms[max(0, bare.index - 2) : bare.index]
    )


def _compare_bare(first: Place, second: Place) -> None:
    terms, i = second.sentence.terms, second.index
    following = terms[i + 1].key if i + 1 < len(terms) else ""
    now = following == "present" and bool(first.sentence.past[first.index])  # "kept 50 back, so 35 this time"
    if (now or _is_told(terms, i)) and isinstance(terms[i].value, Bare):
        first.sentence.dropped.setdefault(first.index, "replaced")
        terms[i] = like(replace(terms[i], key="#share", value=Share(0.0, "bare")), terms[i])
        second.sentence.corrective[second.index] = True


def _is_told(terms: Sequence[Term], i: int) -> bool:
    """Whether a word of correction leads to the number at i: "make it 11", "and now I say 45", "so book 12"."""
    if i and terms[i - 1].text in _CHOSEN:
        return True
    if (
        i > 1
        and terms[i - 1].text in {"put", "agreed"}
        and terms[i - 2].text in {"so", ",", "then", "just", "i've", "we've"}
    ):
        return True  # "so put 30", "I've agreed 18"
    following = [t.text for t in terms[i + 1 : i + 3]]
    if following == ["it", "is"] or (following[:1] == ["is"] and set(following[1:]) & _SUITS):
        return True  # "but 26 is right", "13's plenty"
    led = [t.text for t in terms[max(0, i - 5) : i]]
    if led[-1:] == ["to"] and CHANGING & set(led) and i > 1 and terms[i - 2].key == "#number":
        return True  # "change the 45 to 30"
    if led[-1:] and led[-1] in {"to", "at"} and CHANGING & set(led) and {"it", "that", "this"} & set(led):
        return True  # "bring it to 30"
    j = i - 1 - (i > 1 and terms[i - 1].key == ",")
    while j > i - 5 and j >= 0 and terms[j].text in _SAYING:
        j -= 1
    return (
        j >= 0
        and terms[j].key in {"correct", "present"}
        and (j == i - 1 or terms[j].text == "now" or terms[i - 1].key == ",")
    )


def _take_length(first: Place, second: Place) -> None:
    """ "LY we had 10 wks, sold out by wk 7. TY go 13.": a length after another season's."""
    terms, i = second.sentence.terms, second.index
    alone = i + 1 == len(terms) or terms[i + 1].kind == "mark"
    led = i > 0 and terms[i - 1].text in _STANDS_FOR_LENGTH
    former = bool(first.sentence.past[first.index]) or first.index in first.sentence.dropped
    if former and alone and led and second.sentence.number - first.sentence.number <= 2:
        terms[i] = like(first.term, second.term)
        second.sentence.corrective[i] = True


def like(old: Term, new: Term) -> Term:
    """The bare number `new` as a quantity of the kind of `old` if it can be one; a day alone in the month of `old`."""
    if isinstance(new.value, DayOnly) and isinstance(old.value, DayMonth):
        return replace(new, value=replace(old.value, day=new.value.day))
    number = new.value.number if isinstance(new.value, Bare) else 0.0
    value: object = None
    if isinstance(old.value, Share):
        value = Share(number / 100 if number > 1 else number, "bare") if number <= 100 else None
    elif isinstance(old.value, Duration) and number <= _MOST_WEEKS:
        value = Duration(number, old.value.unit)
    elif isinstance(old.value, WeekNumber) and number.is_integer() and number <= _MOST_WEEKS:
        value = WeekNumber(int(number))
    elif old.key == "#date" and number.is_integer() and 1 <= number <= 31:
        value = DayOnly(int(number))
    return replace(new, key=old.key, value=value) if value is not None else new
