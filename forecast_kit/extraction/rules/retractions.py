"""What does not count: last year's values, and values that are denied."""

import re
from collections.abc import Sequence

from forecast_kit.extraction.rules.carryover import corrects_next, is_aside_on_the_past, is_update
from forecast_kit.extraction.rules.conditions import is_condition, reaches
from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.opinions import mark_unmeant
from forecast_kit.extraction.rules.ours import drop_theirs
from forecast_kit.extraction.rules.replacements import CHANGING, mark_replaced
from forecast_kit.extraction.rules.scopes import Sentence
from forecast_kit.extraction.rules.takebacks import mark_taken_back
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Duration
from forecast_kit.extraction.rules.verdicts import called_wrong

_PAST_VERBS = words(
    "had held ran kept launched did used went started was were said told thought wrote bought shipped planned opened "
    "put asked sent typed entered keyed requested lasted"
)
_SAYS_PAST = (
    r" (?:we|i|they|it|that|he|she|you|plan|season|which|figure|number|holdback|idea|start|launch|date|length|"
    r"threshold|checkpoint|reserve|duration|horizon|split|replenishment) (?:\S+ly |first |just |once )?"
    rf"(?:{'|'.join(sorted(_PAST_VERBS))})"
)
_JUST_SAID_PAST = re.compile(_SAYS_PAST + r"$| (?:ran|lasted)$")
_EVER_SAID_PAST = re.compile(_SAYS_PAST + r"\b")


_CHANGED = words(
    "change changed moving move moves moved shift shifted correct push pushed pulled bring brought forward postpone "
    "postponed delay delayed slip slipped slips prepone preponed reschedule rescheduled advance advanced bump bumped "
    "drag dragged slide slid defer deferred switch switched swap swapped alter altered amend amended"
)
# "I don't take back the 6 weeks" keeps them
_UNDOING = frozenset({"back", "take back", *words("change changing touch alter scrap forget shorten cut")})
_NEEDLESS = words("need reason point call requirement appetite")
_FORMERLY = words("was were previously formerly")
_REPORTING = words("said told wrote thought say says")
_IMPERATIVES = words("go plan make do use try book aim model")
_REASONS = words("since because given")
_DIRECTIONS = words("down up back forward forwards backwards , now")
_WAS = words("was were been began")
_IS = words("now still will to becomes become is it's correct present going stays stay make goes go")
_RESOLVES = words("no this let's lets don't go make plan hold i'd please start")
_LEAST_SEASON = 5
_HABIT = words("usually normally typically")
_PROPOSED = words("proposed suggested mooted")
_COMPARED = words("versus vs against compared v")
_SAME_AS = words("as like same matching mirroring repeat similar")
_BREAKS = words(", ( ) : - / but while whereas then although though")
_CUTS_OFF = _BREAKS - {":"}
_DENYING = _PROPOSED | _COMPARED | words("insteadof without unlike not no than")
# only these, and quantities, turn a sentence to another season or back
_TURNING_KEYS = _BREAKS | words("and so past original usual to will present correct instead")
_TURNING_TEXTS = _COMPARED | _REASONS | _HABIT | _PROPOSED | _PAST_VERBS | words("so then be read it's that's its")
# between "not" and a quantity these make a bound of it: "not before week 6", "not more than 40 %"
_BOUNDS = words("late above below before until after only just beyond later earlier if exceed less more first than")


def mark_scopes(found: Sequence[Sentence]) -> None:
    """Fill `past`, `corrective` and `dropped` of every sentence."""
    carried, corrected = False, False
    for sentence in found:
        carried = _mark_past(sentence, carried=carried, corrected=corrected or is_update(sentence.terms))
        corrected = corrects_next(sentence)
        for i, term in enumerate(sentence.terms):
            if term.kind == "quantity" and (reason := _denied(sentence.terms, i)):
                sentence.dropped[i] = reason
    mark_unmeant(found)
    mark_taken_back(found)
    mark_replaced(found)
    drop_theirs(found)


# -- other seasons ----------------------------------------------------------------------------------------------------


def _mark_past(sentence: Sentence, *, carried: bool, corrected: bool = False) -> bool:
    """Past runs from its cue (and the clause it stands in) to the next cue of the present, or the sentence's end.

    "strong" is another season by name, "weak" a past tense or a habit, which stands where nothing else is said.
    """
    terms, clause_start, corrective = sentence.terms, 0, corrected
    state = "strong" if carried and _goes_on_in_the_past(sentence) else ""
    for i, term in enumerate(terms):
        if term.kind != "quantity" and term.key not in _TURNING_KEYS and term.text not in _TURNING_TEXTS:
            sentence.past[i], sentence.corrective[i] = state, corrective and not state
            continue
        so = state == "strong" and term.text in {"so", "then"}
        if term.key in _BREAKS or term.text in _COMPARED | _REASONS or (term.key == "and" and not state) or so:
            clause_start = i + 1
        if _ends_past(terms, i, state):
            state = ""
        if term.key in {"past", "original"} and not _same_as(terms, i):
            state = "strong"
            sentence.past[clause_start:i] = ["strong"] * (i - clause_start)
        elif (
            term.text in _HABIT
            or (term.key == "usual" and i + 1 < len(terms) and terms[i + 1].text in {"is", "are"})
            or (term.text in _PROPOSED and _is_label(terms, i))
        ):
            state = state or "weak"
        elif _speaks_of_now(terms, i):
            state, corrective = "", corrective or term.key != "will"
            if term.key in {"present", "instead"}:  # "12 weeks now", "go weekly instead"
                sentence.past[clause_start:i] = [""] * (i - clause_start)
                sentence.corrective[clause_start:i] = [True] * (i - clause_start)
        elif not state and _just_said_past(terms, clause_start, i):
            state = "weak"
        sentence.past[i] = state
        sentence.corrective[i] = corrective and not state
        if term.kind == "quantity" and [t.text for t in terms[i + 1 : i + 3]] == ["it", "is"]:
            sentence.past[i], sentence.corrective[i] = "", True  # "so every other week it is"
    return sentence.past[-1] == "strong"


def _is_label(terms: Sequence[Term], i: int) -> bool:
    return i + 1 < len(terms) and terms[i + 1].key in {":", "-", "=", "at"}


def _goes_on_in_the_past(sentence: Sentence) -> bool:
    keys = {t.key for t in sentence.terms}
    said = " " + " ".join(t.text for t in sentence.terms)
    return not keys & {"present", "will", "correct"} and _EVER_SAID_PAST.search(said) is not None


def _ends_past(terms: Sequence[Term], i: int, state: str) -> bool:
    key = terms[i].key
    if key in {",", "-", "so"} and i + 1 < len(terms) and terms[i + 1].text in _IMPERATIVES:
        return True  # "last year 12 weeks and it was too short, go for 15"
    if key == "so" and i + 1 < len(terms) and terms[i + 1].text in _RESOLVES:
        return True  # "sold 70 % by week 6 last year so no look before week 8"
    if key in {"but", "whereas", ")"} or (key == "so" and i > 0 and terms[i - 1].key == ","):
        return True
    return state == "weak" and key in _CUTS_OFF


def _speaks_of_now(terms: Sequence[Term], i: int) -> bool:
    """ "Now", "this year", "we'll", "make it", "lower that to"."""
    term = terms[i]
    if term.text in {"be", "read"}:
        return (
            i > 0
            and terms[i - 1].text in {"should", "must"}
            and terms[i + 1 : i + 2] != []
            and terms[i + 1].kind == "quantity"
        )
    if term.text in {"it's", "that's", "its"} and i > 0 and terms[i - 1].key in {",", "dots", "-", "so", "but"}:
        return any(t.kind == "quantity" for t in terms[i + 1 : i + 3])
    if term.key == "to":
        return bool(CHANGING & {t.text for t in terms[max(0, i - 4) : i]})
    if term.key == "will" and term.text != "would":
        return not _REPORTING & {t.text for t in terms[max(0, i - 3) : i]}  # "my note said we'd launch on 18 August"
    return term.key in {"present", "correct", "instead"}


def _just_said_past(terms: Sequence[Term], clause_start: int, i: int) -> bool:
    if terms[i].text not in _PAST_VERBS:
        return False
    said = " " + " ".join(t.text for t in terms[max(clause_start, i - 3) : i + 1])
    return _JUST_SAID_PAST.search(said) is not None


def _same_as(terms: Sequence[Term], i: int) -> bool:
    """ "As last year", "the same as last season" keep the value; "unlike" and "not as" do not."""
    before = {t.text for t in terms[max(0, i - 5) : i]}
    return bool(_SAME_AS & {t.text for t in terms[max(0, i - 3) : i]}) and not before & {"unlike", "not", "dont"}


# -- denials -------------------------------------------------------------------------------------------------------


def _denied(terms: Sequence[Term], i: int) -> str:
    """Why the quantity at i does not count: "denied", "replaced", "only a comparison", or nothing."""
    told = _denied_before(terms, i) or _changed_from(terms, i) or _was(terms, i) or called_wrong(terms, i)
    return told or ("replaced" if is_aside_on_the_past(terms, i) else "")


def _denied_before(terms: Sequence[Term], i: int) -> str:
    for back in range(1, min(7, i) + 1):
        term = terms[i - back]
        if term.key in _CUTS_OFF or term.kind == "quantity":
            break
        if term.key not in _DENYING and term.text not in _DENYING:
            continue
        between = {t.key for t in terms[i - back + 1 : i]}
        if term.text in _PROPOSED and between <= {":"} and i > back and terms[i - back - 1].key == "(":
            return "only a comparison"
        rather = term.text == "than" and {"rather", "like"} & {t.text for t in terms[max(0, i - back - 4) : i - back]}
        if (term.key == "insteadof" and back <= 5) or (rather and back <= 3):
            return "replaced"
        called_off = back <= 2 or (terms[i].key in {"#week", "#point"} and between & {"markdown", "discount", "check"})
        if term.key == "without" and term.text not in {"without", "w/o"} and called_off:
            return "replaced"  # "forget 12 weeks, it's 14"
        measured = term.text == "against" and (
            "target" in between
            or {t.key for t in terms[i + 1 : i + 4]} & {"sellthrough", "threshold", "sold", "pool", "pot", "backstock"}
        )
        compared = (
            term.key in _COMPARED
            and not measured
            and back <= 3
            and terms[i].key != "#split"
            and not between & {"dc", "store"}
        )
        if compared or (term.key == "unlike" and back <= 6):
            return "only a comparison"
        if term.key == "not" and "ship" in between and not any(t.key == "#share" for t in terms[i + 1 :]):
            return ""  # "don't ship the last 30 %": it stays
        if term.key == "no" and {t.text for t in terms[i - back + 1 : i]} & _NEEDLESS:
            return "denied"  # "no need for a mid-season review"
        undone = {t.text for t in terms[i - back + 1 : i]} & _UNDOING
        if term.key == "not" and not undone and not between & _BOUNDS and reaches(terms[i], between, back):
            return "" if is_condition(terms, i, i - back) else "denied"
    return ""


def _is_season(term: Term) -> bool:
    """A length that a shift of the start is unlikely to have."""
    return isinstance(term.value, Duration) and term.value.weeks >= _LEAST_SEASON


def _changed_from(terms: Sequence[Term], i: int) -> str:
    """ "(was 12 weeks)", "from 12 to 14 weeks", "moved from 4 May to 11 May", "up from 40 %"."""
    previous = terms[i - 1].text if i else ""
    if previous in _FORMERLY and (i < 2 or terms[i - 2].key in {"(", ",", ":", "-"}):
        return "replaced"
    if previous != "from" or " to " in terms[i].text or (i > 1 and _is_season(terms[i - 2])):
        return ""  # "thirteen weeks from 1 June to the end of August"
    if i >= 2 and terms[i - 2].text in {"up", "down", "back", "forward"}:
        return "replaced"
    j = i + 1
    while j < len(terms) and terms[j].text in _DIRECTIONS:
        j += 1
    if j + 1 >= len(terms) or terms[j].text not in {"to", "down to", "up to"}:
        return ""
    if terms[j + 1].key not in {terms[i].key, "#number"}:
        return ""
    # "from 4 May to 11 May" is a season, unless something is moved
    led = [t for j, t in enumerate(terms[:i]) if j >= i - 6 and not (j and terms[j - 1].key in {"#date", "a", "the"})]
    moved = _CHANGED & {word for t in led for word in (t.text, t.key)}
    return "replaced" if terms[i].key != "#date" or moved else ""


def _was(terms: Sequence[Term], i: int) -> str:
    """ "Flow was weekly, going to fortnightly": what was, when what is follows in the sentence."""
    if i == 0 or (terms[i - 1].text not in _WAS and (i < 2 or terms[i - 2].text not in _WAS)):
        return ""
    kinds = {terms[i].key, "#number"}
    for j in range(i + 1, min(len(terms), i + 9)):
        if terms[j].key in kinds and (terms[j - 1].key in _IS or terms[j - 1].text in _IS):
            return "replaced"
        if terms[j].kind == "quantity":
            return ""
    return ""
