"""How stores are topped up: never, weekly, every two weeks; told from weekly meetings and weekly sales."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forecast_kit.extraction.rules.lengths import is_cycle
from forecast_kit.extraction.rules.readings import Reading, after, around, before, compiled, usable, worded
from forecast_kit.extraction.rules.scopes import Sentence, Spot
from forecast_kit.extraction.rules.values import Bare, Cadence, Duration
from forecast_kit.season import ReplenishmentStrategy

# what happens weekly besides deliveries
_ASIDE = (
    r" (?:~1)(?:other_event|check|sellthrough|growth|margin|money|season_span|meeting|call|update|figures|forecast|"
    r"rate|rates|run|running|catch|newsletter|standup|wash|magazine|target|targets|demand|trade|trading) "
)
_NO_STOCK_WORDS = (
    "without|no|need|check|markdown|problem|hold|issue|skip|miss|only|just|less|more|fewer|above|below|stop|end|forget"
)
_SET_TO = r"\. |does |do |is |are |to |will |should |= |: |- |dots |stores |strategy |cadence |freq |frequency |[)(] "
_NONE = compiled(
    rf" (?P<no>no|without|not|never) (?:(?!{_NO_STOCK_WORDS})[^#,;()\s:]\S* ){{0,4}}?replen(?= )"
    rf"| (?:replen|ship) (?:{_SET_TO}){{0,4}}(?:no|never|off|without|disabled|zero)(?= )"
    rf"| (?:replen|ship) (?:{_SET_TO}){{0,4}}"
    r"not (?:needed|required|possible|necessary|length|wanted|foreseen|an option|happen|happening|give give)(?= )"
    rf"| replen (?:{_SET_TO}){{1,4}}(?:one|-|out)(?= $| [,.;)])"
    rf"| replen (?:{_SET_TO}){{0,4}}(?P<count>#number)(?= $| [,.;)])"
    r"| no (?:stockword |else )?(?:after|past) (?:the )?(?:dayone|start|opening|first)(?= )"
    r"| no #cadence or #cadence replen(?= )"
    r"| leave (?:the )?replen out(?= )"
    r"| no ~2(?:ship|replen) (?:after|once|past) (?:the )?(?:start|dayone|opening|first|that|launch)(?= )"
    r"| (?:stocked|filled|served|supplied|only) once (?=$|only|on|at|for|and|,)"
    r"| not give (?:any |longer |more )*(?:stockword|replen|unit)(?= )"
    r"| (?:opening|start|dayone) (?:replen |ship |order )?only(?= )"
    r"| leave out (?:the )?replen(?= )"
    r"| no (?:need |reason |point |stockword |budget )(?:to |for |in )?(?:replen|ship) "
    r"| (?P<not>not) replen(?= )"
    r"| no (?:stockword |unit |else )?(?:will )?(?:come |comes |go |goes |ship )?"
    r"(?:afterwards|thereafter|follows|follow|after that|after)(?= $| [.,)])"
    r"| (?:replen|ship) once (?=$|only|on|at|for|and|,)"
    r"| (?:no|without) (?:second|further|more|other|longer|fresh|additional|subsequent|extra) (?:\S+ )?"
    r"(?:ship|replen|stockword|unit|start) "
)
_NOT_ALWAYS = compiled(
    r"^ ?(?:\S+ )?(?:before|until|after|in (?:the )?first|for (?:the )?(?:first|opening)|on|during|problem|issue|"
    r"in week|unless|week) "
)
_AFTER_LAUNCH = compiled(r"^ ?(?:after|past) (?:(?:the )?(?:start|dayone|opening|first|that|launch) |$|[.,;)])")
_DOUBLE_NEGATION = compiled(r" (?:never|not|no) (?:\S+ ){0,4}$")


_TOPIC = r" (?:replen|ship|dc|store|hold|rest|upfront|out) "
_REASONS: dict[ReplenishmentStrategy, str] = {
    "none": "the stock goes out once",
    "weekly": "stores are topped up every week",
    "bi-weekly": "stores are topped up every two weeks",
}


@dataclass(slots=True)
class Flows:
    """The readings of the replenishment strategy, and rhythms that no strategy has."""

    readings: list[Reading] = field(default_factory=list)
    unsupported: list[Reading] = field(default_factory=list)


def read_flows(spots: Sequence[Spot], found: Sequence[Sentence]) -> Flows:
    """Every statement about replenishment."""
    out = Flows()
    for spot in usable(spots, "#cadence"):
        value = spot.term.value
        if not isinstance(value, Cadence) or _is_aside(spot, value) or _is_denied(spot, value):
            continue
        if value.strategy is not None:
            out.readings.append(Reading.of(spot, value.strategy, _rank(spot, value), _REASONS[value.strategy]))
        elif around(spot, r" (?:replen|ship) "):
            out.unsupported.append(Reading.of(spot, value.words, 2, "no strategy has this rhythm"))
    for spot in usable(spots, "#duration"):
        value = spot.term.value
        if isinstance(value, Duration) and is_cycle(spot) and value.weeks in {1, 2}:
            strategy: ReplenishmentStrategy = "weekly" if value.weeks == 1 else "bi-weekly"
            out.readings.append(Reading.of(spot, strategy, 3, _REASONS[strategy]))
    out.readings.extend(_bare_nones(found, spots))
    for sentence in found:
        if not sentence.ignored:
            out.readings.extend(_nones(sentence, spots))
    return out


def _bare_nones(found: Sequence[Sentence], spots: Sequence[Spot]) -> list[Reading]:
    """ "Weekly replenishment? Scratch that. None.": the word alone, right after a sentence about replenishment."""
    out: list[Reading] = []
    for i, sentence in enumerate(found):
        keys = [t.key for t in sentence.terms if t.key not in {",", ":", "correct", "will"}]
        about = next((s.keys for s in reversed(found[max(0, i - 2) : i]) if len(s.terms) > 1), "")
        if keys == ["no"] and compiled(r" replen | #cadence ").search(about) and " markdown " not in about:
            term = sentence.terms[-1]
            order = next((s.order for s in spots if s.term.start > term.start), len(spots)) - 0.5
            out.append(Reading("none", term.start, term.end, order, 3, "no replenishment", corrective=True))
    return out


def _is_aside(spot: Spot, value: Cadence) -> bool:
    if value.strategy == "none":
        return (
            after(spot, r" (?:~1)(?:discount|markdown|other_event|money|cost|costs|payment|order|growth) ")
            or after(spot, r" (?:a |per |every |each |in a )?(?:week|fortnight|month|#cadence) ")
            or after(spot, r" (?:of (?:several|many)|not) ")
            or before(spot, r" (?:past|not) ~2")
        )
    if before(spot, r" replen ~2") or after(spot, r" (?:~1)replen "):
        return False
    told = before(spot, r" (?:other_event|meet|report|sold|sell|update|call|paid|invoice|markdown) ~2")
    return told or after(spot, _ASIDE)


def _is_denied(spot: Spot, value: Cadence) -> bool:
    """ "No weekly replenishment": the rhythm is denied, though the strategy may be another."""
    no = before(spot, r" (?:no|without) (?:need for |more |longer )?(?:#cadence or )?")
    return value.strategy != "none" and no and after(spot, r" (?:or #cadence )?~1replen ")


def _rank(spot: Spot, value: Cadence) -> int:
    near = before(spot, r" (?:replen|ship|rest) (?:[^#;]\S* ){0,5}")
    near = near or after(spot, r" (?:[^#,;]\S* ){0,5}(?:replen|ship|rest) ")
    if near or value.strategy == "none":
        return 3
    return 1 if after(spot, r" (?:length|plan) ") and not around(spot, _TOPIC) else 2


def _nones(sentence: Sentence, spots: Sequence[Spot]) -> list[Reading]:
    """ "No replenishment", "replen: none", "without top-ups", "switch replenishment off"."""
    out: list[Reading] = []
    keys = sentence.keys
    for match in _NONE.finditer(keys):
        following = keys[match.end() :]
        if _NOT_ALWAYS.match(following) and not _AFTER_LAUNCH.match(following):
            continue
        if match.group("no") == "without" and _DOUBLE_NEGATION.search(keys[: match.start() + 1]):
            continue  # "never without"
        if match.group("not") and compiled(r"^ ?(?:~4)#cadence").match(following):
            continue  # "don't replenish weekly"
        if match.group("count") and _count_at(sentence, match.end()) > 1:
            continue  # "deliveries: 12"
        reading = worded(sentence, match.span(), spots, "none", 3, "no replenishment")
        if reading:
            out.append(reading)
    return out


def _count_at(sentence: Sentence, end: int) -> float:
    """The number of deliveries, the last term of a match that ends there."""
    value = sentence.terms[sentence.keys[:end].count(" ") - 1].value
    return value.number if isinstance(value, Bare) else 0.0
