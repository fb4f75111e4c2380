"""When markdowns are looked at, and below which sell-through: week numbers, weeks in, weeks from the end, halfway."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from forecast_kit.extraction.rules.lengths import COUNTED_BACK, MARKDOWN_TOPIC, Lengths, is_last_week
from forecast_kit.extraction.rules.readings import Reading, after, around, before, compiled, usable, worded
from forecast_kit.extraction.rules.scopes import Sentence, Spot
from forecast_kit.extraction.rules.shares import Portion
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Bare, Duration, Point, Points, Share, WeekNumber

_SET_TO = "check |review |week |point |strategy |is |are |will |be |= |: |- |dots |[)] |stay |at |of "
_NO_MARKDOWN = compiled(
    r" (?:no|without|never|not|zero) (?:(?!hold|replen|ship|only|just|later|before|end|start)[^#;()\s]\S* ){0,4}?"
    r"(?:markdown|discount)(?= )"
    rf"| (?:markdown|discount) (?:{_SET_TO}){{0,4}}"
    r"(?:(?:no|never|off|out of the question|banned|forbidden|x)(?= )|-(?= $| [,.;)]))"
    r"| markdown (?:[:=] |dots )?- $"
    r"| (?P<full>fullprice)(?= )"
)
_CONDITION = compiled(
    r"^ ~4(?:before|until|unless|if|below|above|without|except|after|till|#week|#point|earlier|prior|sooner|by more|"
    r"deeper|in (?:the )?first|yet|only) "
)
_FLATLY = re.compile(r" (?:at all|whatsoever|ever|please|,|no)")
_FLAT_NO = re.compile(
    r" (?:- |a: |answer: )?(?:absolutely |definitely |certainly |of course |probably |correct |god |"
    r"hell )?(?:no|not|never|n)(?: |$)"
)
# "talk of a markdown in week 10; we won't be doing one"
_NOT_DONE = re.compile(
    r" (?:but )?(?:we|i|that|it|this) (?:are |am |is |'re |will |'m )?(?:not|no|never) (?:be )?(?:going to )?"
    r"(?:do|doing|have|having|give|want|need|plan|planning|happen|happening|length) ?"
    r"(?:one|it|that|any|so|this|them)?(?= $| [.,])"
)
_LONGEST_NO = 6
_LEAST_BARE = 20
_ALWAYS = re.compile(r" (?:only|throughout|until|hold|stay|everything|always|no|all|never|sold|strictly|end|length) ")
_BESIDE = (
    r" (?:sellthrough|threshold|below|unsold|sold) "
    r"(?:is |not |at |of |below |above |[:=] |dots |only |just |still |need |needs |to |be |will |give |hit |"
    r"reach ){0,4}(?:(?:up |down |raised |lowered )?from #(?:number|share) (?:up |down )?to )?"
)


@dataclass(slots=True)
class Markdowns:
    """Readings of the checkpoint (weeks, or what makes a week once the length is known), the threshold, and none."""

    weeks: list[Reading] = field(default_factory=list)
    thresholds: list[Reading] = field(default_factory=list)
    nones: list[Reading] = field(default_factory=list)


def read_markdowns(
    portions: Sequence[Portion], spots: Sequence[Spot], found: Sequence[Sentence], lengths: Lengths
) -> Markdowns:
    """Every statement about markdowns."""
    out = Markdowns()
    spoken = any(compiled(MARKDOWN_TOPIC).search(s.keys) for s in found if not s.ignored)
    for spot in usable(spots, "#week", "#point"):
        if not is_last_week(spot, [*lengths.lengths, *lengths.starts]) and _is_checkpoint(spot, spoken=spoken):
            rank = 3 if around(spot, MARKDOWN_TOPIC) else 2 if spoken else 1
            out.weeks.append(Reading.of(spot, spot.term.value, rank, "the markdown decision"))
    _prefer_decisions(out, spots)
    out.weeks.extend(lengths.weeks_in)
    out.weeks.extend(_full_price_until(spots))
    if spoken:
        out.weeks.extend(lengths.weeks_left)
    for portion in portions:
        share = _sold_share(portion)
        if share is not None:
            out.thresholds.append(replace(share, corrective=True) if portion.changed else share)
    for sentence in found:
        if not sentence.ignored:
            out.nones.extend(_nones(sentence, spots))
            out.weeks.extend(_last_weeks(sentence, spots))
    out.nones.extend(_answered_no(found, spots))
    if out.nones:
        out.weeks = [replace(week, weak=True) if _is_asked(week, found) else week for week in out.weeks]
    return out


def _prefer_decisions(out: Markdowns, spots: Sequence[Spot]) -> None:
    """ "First read at week 4, markdown decision at week 8": a week of prices before a week of mere looking."""
    clauses = {s.term.start: s.clause_left + s.clause_right for s in spots}
    priced = [w for w in out.weeks if compiled(r" (?:markdown|discount) ").search(clauses[w.start])]
    if priced:
        looked = compiled(r" (?:check|replen|ship|hold|dc) ")
        out.weeks = [
            w if w in priced or not looked.search(clauses[w.start]) else replace(w, weak=True) for w in out.weeks
        ]


def _is_asked(week: Reading, found: Sequence[Sentence]) -> bool:
    """Whether a week stands in a question: "markdown wk 6?"."""
    return any(s.asks and s.terms[0].start <= week.start < s.terms[-1].end for s in found)


def _answered_no(found: Sequence[Sentence], spots: Sequence[Spot]) -> list[Reading]:
    """ "Markdown in week 6? No. Never.", "mark down? Absolutely not"."""
    out: list[Reading] = []
    for asked, answer in pairwise(found):
        markdown = asked.asks and compiled(MARKDOWN_TOPIC).search(asked.keys)
        flat = len(answer.terms) <= _LONGEST_NO and all(t.kind != "quantity" for t in answer.terms)
        told = " markdown " in asked.keys and _NOT_DONE.match(answer.keys) is not None
        if (markdown and flat and _FLAT_NO.match(answer.keys)) or told:
            reading = worded(answer, (0, len(answer.keys)), spots, None, 3, "no markdowns")
            out.extend([replace(reading, corrective=reading.corrective or told)] if reading else [])
    return out


def _is_checkpoint(spot: Spot, *, spoken: bool) -> bool:
    if _is_first_week(spot) or after(spot, r" ~1check (?:falls |is )?(?:on |: |, )?(?:the )?#date "):
        return False
    if not around(spot, MARKDOWN_TOPIC):
        others = around(spot, r" (?:replen|ship|store|hold|dc|opening|upfront|vendor|other_event|start|end) ")
        return spoken or (isinstance(spot.term.value, WeekNumber) and not others)
    of_others = before(spot, r" (?:replen|ship|vendor|leadtime) (?:(?!markdown|check)[^#,;()\s]\S* ){0,4}")
    return not of_others or around(spot, r" #week .*#week ")


def _full_price_until(spots: Sequence[Spot]) -> list[Reading]:
    """ "Full price for the first 8 weeks": the checkpoint is after them."""
    led = r" fullprice (?:for |over |in |through |during )?(?:the |our )?first (?:about )?"
    told = r" (?:(?:is|are|be|will|stay|at|go|run|sold|all|length) ){0,3}fullprice "
    found = [s for s in usable(spots, "#duration") if before(s, led) or (before(s, r" first ") and after(s, told))]
    return [Reading.of(s, s.term.value, 2, "so long at full price") for s in found]


def _is_first_week(spot: Spot) -> bool:
    """ "1st week = w/c 5 January", "1st-week sell-through was 6 %"."""
    value = spot.term.value
    if not isinstance(value, WeekNumber) or value.number != 1:
        return False
    return after(spot, r" (?:= |: |is |being |, )?(?:the )?(?:week_commencing|#date|start|sellthrough)")


def _sold_share(portion: Portion) -> Reading | None:
    spot, share, role = portion.spot, portion.share, portion.role
    value = spot.term.value
    if spot.dropped or spot.past == "strong" or not isinstance(value, Bare | Points | Share):
        return None
    if isinstance(value, Bare):
        beside = before(spot, _BESIDE) or before(spot, r" #week (?:/|@|at) ")
        beside = beside or after(spot, r" (?:%|in sellthrough|sellthrough) ")
        beside = beside or (_follows_markdown_week(spot) and value.number >= _LEAST_BARE)
        if not beside or not 0 < value.number <= 100 or not around(spot, MARKDOWN_TOPIC):
            return None
        role = role if role == "unsold" else "sold"
    if before(spot, r" sellthrough (?:was|were|ran|hit|came|stood|reached) (?:at |in at )?"):
        return None  # what it was, not what it must be
    if role == "sold":
        placed = around(spot, r" (?:#week|#point|#duration|markdown|below|above|threshold|discount) ")
        return Reading.of(spot, share, 3 if placed else 2, "mark down below this sell-through")
    if role == "unsold":
        reason = f"more than {share * 100:g} % unsold is less than {100 - share * 100:g} % sold"
        return Reading.of(spot, round(1 - share, 6), 3, reason)
    return None


def _follows_markdown_week(spot: Spot) -> bool:
    """ "MD wk8 55"."""
    ends = not spot.right.strip() or after(spot, r" [.,;)] ")
    return ends and before(spot, r" (?:markdown|check) (?:in |at |: )?#week (?:, |- )?")


def loose_threshold(spot: Spot) -> Reading | None:
    """A share that nothing else claims, in a sentence about markdowns."""
    value = spot.term.value
    if isinstance(value, Share) and around(spot, MARKDOWN_TOPIC):
        return Reading.of(spot, value.value, 1, "the only share in a sentence about markdowns")
    return None


def _nones(sentence: Sentence, spots: Sequence[Spot]) -> list[Reading]:
    """ "No markdowns", "never discount", "MD: n/a", "full price throughout"; not "no markdown before week 8"."""
    out: list[Reading] = []
    keys = sentence.keys
    for match in _NO_MARKDOWN.finditer(keys):
        following = " " + keys[match.end() :].lstrip()
        if match.group("full"):
            spoken = re.search(r" (?:markdown|sellthrough|below|#week|#point) ", keys)
            counts = not spoken and _ALWAYS.search(keys) is not None
        else:
            conditional = bool(_CONDITION.match(following) or re.search(r"#(?:week|point)", following))
            first = sentence.terms[keys[: match.start() + 1].count(" ") - 1]
            conditional = conditional and not _is_called_off(sentence, first)
            counts = not conditional or (_FLATLY.match(following) is not None and "#week" not in following)
        reading = worded(sentence, match.span(), spots, None, 3, "no markdowns") if counts else None
        if reading:
            out.append(reading)
    return out


def _is_called_off(sentence: Sentence, first: Term) -> bool:
    """ "Cancel the markdown in week 9": no other week is named."""
    weeks = [i for i, t in enumerate(sentence.terms) if t.key in {"#week", "#point"} and t.start > first.start]
    return first.key == "without" and first.text not in {"without", "w/o"} and set(weeks) <= set(sentence.dropped)


def _last_weeks(sentence: Sentence, spots: Sequence[Spot]) -> list[Reading]:
    """ "Mark down in the final week", "in the penultimate week"."""
    keys = sentence.keys
    match = re.search(r" (?:(?P<b>last but one|penultimate|second to last) |last )week ", keys)
    if not match or not re.search(r" (?:markdown|sellthrough) ", keys) or re.search(r"#(?:week|point)", keys):
        return []
    left = Duration(1.0 if match.group("b") else 0.0)
    reading = worded(sentence, match.span(), spots, left, 2, COUNTED_BACK)
    return [reading] if reading else []


def checkpoint_week(reading: Reading, horizon: int) -> int:
    """The week number a reading means in a season of `horizon` weeks.

    Halfway of an odd number of weeks is the week in which the middle falls.
    """
    value = reading.value
    if isinstance(value, WeekNumber):
        return value.number
    if isinstance(value, Point):
        return max(1, math.ceil(horizon * value.share - 1e-9))
    if isinstance(value, Duration):
        return horizon - value.weeks if reading.reason == COUNTED_BACK else value.weeks
    raise TypeError(f"no week in {value!r}")
