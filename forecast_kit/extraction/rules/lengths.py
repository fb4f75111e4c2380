"""How long: weeks of the season among lead times, histories, campaigns and checkpoints."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forecast_kit.extraction.rules.dates import DateExpression, IsoWeek, Shifted
from forecast_kit.extraction.rules.otherlengths import is_foreign, is_of_others
from forecast_kit.extraction.rules.readings import Reading, after, around, before, compiled, usable
from forecast_kit.extraction.rules.scopes import Spot
from forecast_kit.extraction.rules.values import Bare, Duration, WeekNumber

COUNTED_BACK = "counted back from the end of the season"
MARKDOWN_TOPIC = (
    r" (?:markdown|sellthrough|unsold|discount|threshold|fullprice|check) | below (?:\S+ ){0,4}sold "
    r"| #share (?:\S+ ){0,6}sold "
)
_DENIED_TOPIC = (
    r" (?:no|without|never|zero) ~2(?:markdown|discount)(?! ~4(?:before|until|unless|if|below|except|after|in|#))"
)
_ABOUT = "the |its |our |just |about |roughly |some |first |only |around |say |a |full "


@dataclass(slots=True)
class Lengths:
    """What the durations of a brief are: lengths, supplier lead times, checkpoints (weeks in, weeks from the end)."""

    lengths: list[Reading] = field(default_factory=list)
    leads: list[Reading] = field(default_factory=list)
    weeks_in: list[Reading] = field(default_factory=list)
    weeks_left: list[Reading] = field(default_factory=list)
    starts: list[Reading] = field(default_factory=list)
    extensions: list[Reading] = field(default_factory=list)


def read_lengths(spots: Sequence[Spot]) -> Lengths:
    """Sort every duration (and every week number that ends the season) by what it is."""
    out = Lengths()
    for spot in usable(spots, "#duration", "#week", "#number"):
        value = spot.term.value
        if isinstance(value, Bare):
            _bare(out, spot, value)
        elif isinstance(value, Duration):
            _sort(out, spot, value)
        elif isinstance(value, WeekNumber):
            _last_week(out, spot, value)
    return out


_UP_TO = r" (?:(?:until|end|length) ~3|to (?:the |end |of |and |including |about ){0,4})"
_RUN = (
    r" (?:run|length|go|goes|book|lasts|sold in|sold within|end in|out in) "
    r"(?:it |them |this |these |that |is |at |for |to |of |in |: |= |just |it's |with ){0,3}"
)


def _bare(out: Lengths, spot: Spot, value: Bare) -> None:
    """ "Run it 14", "TY go 13", "a horizon of 14": weeks without the word, where nothing else is counted."""
    whole = value.number.is_integer() and 4 <= value.number <= 52
    alone = not spot.right.strip() or after(spot, r" (?:[.,;:)] (?!\d)|- |and |from |start |with |not |this )")
    by_name = before(spot, r" length (?:itself |is |at |of |: |= |it's |dots |\( |week |\) ){0,3}") or before(
        spot, r" present give "
    )
    by_name = by_name or before(spot, r" (?:length|season_span|it|that|range|product) (?:run|length) to ")
    by_name = by_name or before(spot, r" #duration (?:longer|shorter) (?:than \S+ )?, so (?:that's |it's |make it )?")
    by_name = by_name or (before(spot, r" but ") and after(spot, r" for (?:present|this) "))
    if whole and alone and (by_name or (before(spot, _RUN) and not around(spot, MARKDOWN_TOPIC))):
        out.lengths.append(Reading.of(spot, Duration(value.number), 2, "the length of the season"))


def _sort(out: Lengths, spot: Spot, value: Duration) -> None:
    """Put one duration where it belongs; what belongs nowhere (a history, a campaign) is left out."""
    topic = compiled(MARKDOWN_TOPIC).search(compiled(_DENIED_TOPIC).sub(" ", spot.near)) is not None
    if value.unit == "day" and (0 < value.number < 7 or (value.number % 7 and not before(spot, _NAMED))):
        return
    if _is_lead_time(spot):
        out.leads.append(Reading.of(spot, value, 3, "a supplier's lead time, not the season"))
    elif _is_before_end(spot):
        out.weeks_left.append(Reading.of(spot, value, 3, COUNTED_BACK))
    elif _is_taken_off(spot):
        out.extensions.append(Reading.of(spot, Duration(-value.number, value.unit), 3, "taken off the length"))
    elif after(spot, r" (longer|shorter) ") and not before(spot, r" (for|length|run) ~2"):
        sign = -1 if after(spot, r" shorter ") else 1
        out.extensions.append(Reading.of(spot, Duration(sign * value.number, value.unit), 3, "added to the length"))
    elif is_foreign(spot) or is_of_others(spot):
        return
    elif topic and _is_weeks_in(spot):
        out.weeks_in.append(Reading.of(spot, value, 3, "so long into the season"))
    elif _is_start_offset(spot, value):
        out.starts.append(Reading.of(spot, _offset(value), 3, "so long from today"))
    else:
        rank, rule = _length_rank(spot, topic=topic)
        out.lengths.append(Reading.of(spot, value, rank, _reason(value), rule))


def _reason(value: Duration) -> str:
    if value.unit == "week":
        return "the length of the season"
    return f"{value.number:g} {value.unit}{'s' if value.number != 1 else ''} are {value.weeks} weeks"


def _is_lead_time(spot: Spot) -> bool:
    return (
        before(spot, r" leadtime ~4")
        or after(spot, r" ~2leadtime ")
        or after(spot, r" (?:from|to) (?:order|make|produce|manufacture|po|vendor|land|ship) ")
        or before(spot, r" (?:vendor|order) (?:take|takes|needs|need|give|quotes|quote|wants|is|are) ~3")
    )


def _is_taken_off(spot: Spot) -> bool:
    """ "Take two weeks off the standard twelve", "knock a fortnight off the usual length"."""
    return after(spot, r" (?:off|from) (?:the |our |its )?(?:usual|length|#number|normal)")


def _is_before_end(spot: Spot) -> bool:
    return (
        after(spot, r" (?:before|from|off|ahead|to|until|out from) (?!start )~3end ")
        or after(spot, r" before (?:it|we|they|the season|that) ~2end ")
        or before(spot, r" (?:markdown|discount) ~3(?:in|for|over|during) (?:the |our |its )?last ")
        or (after(spot, r" togo ") and around(spot, MARKDOWN_TOPIC))
        or (
            before(spot, r" (?:with|when|once|if|have|has|has|there|there's|are) ~2")
            and after(spot, r" (?:still )?(?:left|rest) ")
        )
        or (after(spot, r" (?:left|rest|stay) ") and around(spot, MARKDOWN_TOPIC))
    )


def _is_weeks_in(spot: Spot) -> bool:
    """ "After ten weeks", "six weeks in", "when 8 weeks have passed", "the 8-week review"."""
    gone = after(spot, r" (?:have |has |are |is )(?:passed|gone|elapsed|up|end|sold|above|in|behind|length) ")
    if gone and before(spot, r" (?:if|once|after|as soon as|until) (?:the |about |some |all )?"):
        return True
    if before(spot, r" end ~4") or after(spot, r" ~3end "):
        return False
    return (
        before(spot, rf" (?:after|once|past|within|by|at|around|about) (?:{_ABOUT}){{0,3}}")
        or before(spot, r" (?:markdown|check|threshold) (?!no |for |over |above |across |like )~3")
        or after(spot, r" (?:in (?:$|[,)/]|if |and |into |we |with |to )|into |after (?!that|which|it)|through |post )")
        or after(spot, r" (?:at|of|on) fullprice (?:, )?(?:then|and then|before|followed) ")
        or (
            before(spot, r" fullprice for (?:the first )?")
            and after(spot, r" ,? ?(?:and )?then (?:~3)(?:check|markdown|discount) ")
        )
        or after(spot, r" in (?=- |below |sellthrough |markdown )")
        or after(spot, r" (?:after|post|from) (?:the )?start ")
        or (after(spot, r" (?:markdown|check) ") and not before(spot, r" (?:for|length|plan) ~1"))
    )


def _is_start_offset(spot: Spot, value: Duration) -> bool:
    if value.weeks > 8 or not before(spot, r" (?<!#cadence )(?<!sold )in (?:about |around |roughly )?"):
        return False
    return around(spot, r" start ") or spot.index <= 2 or after(spot, r" (?:,|we|it|they) ")


def _offset(value: Duration) -> DateExpression:
    if value.unit == "month":
        return Shifted(None, 0, int(value.number))
    return Shifted(None, round(value.number * {"day": 1, "fortnight": 14}.get(value.unit, 7)))


_NAMED = r" (?:length|for|run|over|last) ~2"


def _length_rank(spot: Spot, *, topic: bool) -> tuple[int, str]:
    named = (
        before(spot, r" (?:length|for|run|over|across|within|give|whole|total|there are|take) ~2")
        or before(spot, r" (?:length|run|last|end|start) ~3")
        or before(spot, r" #date (?:for|,|-|and|\() (?:~1)")
        or after(
            spot,
            r" (?:~1)(?:length|run|in total|total|altogether|overall|only|from|start|end|until|of (?:sold|start)|later"
            r"|window) ",
        )
        or after(spot, r" will do ")
        or before(spot, r" so (?:that's |it's |that is |it is |make it )?")
        or after(spot, r" after (?:that|which|it|#date) ")
        or spot.index == 0
    )
    if named:
        return 3, "named"
    return (1 if topic and not before(spot, r" [,(] ~2") else 2), "bare"


def _last_week(out: Lengths, spot: Spot, value: WeekNumber) -> None:
    """ "Through week 8, the end", "season closes end of week 12", "week 8 of 16", "start in week 36"."""
    topic = around(spot, MARKDOWN_TOPIC)
    if value.of is not None:
        out.lengths.append(Reading.of(spot, Duration(value.of), 3, "the season's weeks", "of"))
        return
    closes = before(spot, r" (?:length|season|we|line|product|it|they|everything|this) ~2end ~3") or after(
        spot, r" (?:, )?(?:which |that |and |then ){0,2}(?:is|will be|being|we|it)? ?(?:the |our )?end "
    )
    closes = closes or after(spot, r" (?:=|is|being|:|will be) (?:the |our )?last (?:week|one|$|[.,;)])")
    closes = closes or before(spot, r" last (?:week|week_commencing) ~4(?:is |= |: |being |will be )(?:in |the )?")
    closes = closes and not (topic and before(spot, r" (?:check|markdown|when|if) (?:[^;]*)"))
    closes = closes and not after(spot, r" (?:and|to) (?:\S+ )?(?:check|see|ask|markdown|think) ")
    of_stock = before(spot, r" (?:hold|dc|stay|ship|replen|backstock|fullprice) (?:[^;()\s]+ ){0,5}until ~3")
    through = before(spot, r" #share until (?:at |by |in |after )")  # "55 % through at week 7"
    if closes or (not through and before(spot, _UP_TO) and not topic and not of_stock):
        out.lengths.append(Reading.of(spot, Duration(value.number), 3, "the season's last week", "until"))
    elif before(spot, r" (?:start|from) (?:in |from |on |the |: |= )*") and not topic:
        out.starts.append(Reading.of(spot, IsoWeek(value.number), 2, "a calendar week, by its ISO number", "iso"))


def is_last_week(spot: Spot, readings: Sequence[Reading]) -> bool:
    """Whether a week number was read as the end or the start of the season, and so is no checkpoint."""
    if after(spot, r" (?:is |= |: |- |being |\( |start |on |will be ){1,2}#date "):
        return True  # "week 1 = w/c 5 January"
    return any(r.start == spot.term.start and r.rule in {"until", "iso"} for r in readings)
