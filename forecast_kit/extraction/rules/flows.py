"""How stores are topped up: never, weekly, every two weeks; told from weekly meetings and weekly sales."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forecast_kit.extraction.rules.oneshots import read_denials
from forecast_kit.extraction.rules.otherlengths import is_cycle
from forecast_kit.extraction.rules.readings import Reading, after, around, before, usable
from forecast_kit.extraction.rules.scopes import Sentence, Spot
from forecast_kit.extraction.rules.values import Cadence, Duration
from forecast_kit.season import ReplenishmentStrategy

# what happens weekly besides deliveries
_ASIDE = (
    r" (?:~1)(?:other_event|check|sellthrough|growth|margin|money|season_span|meeting|call|update|figures|forecast|"
    r"rate|rates|run|running|catch|newsletter|standup|wash|magazine|target|targets|demand|trade|trading) "
)
_TOPIC = r" (?:replen|ship|dc|store|hold|rest|upfront|out) "
_SENT = r" (?:replen|ship|store|dc|hold|opening|upfront|dayone|unit|stockword|#share|#split|everything) "
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
    out.readings.extend(read_denials(found, spots))
    return out


def _is_aside(spot: Spot, value: Cadence) -> bool:
    if value.strategy == "none":
        return (
            _is_of_time(spot)
            or before(
                spot, r" (?:other_event|money|vendor|growth) (?:is |was |will |be |a |just |only |paid |in ){1,4}"
            )
            or after(spot, r" (?:~1)(?:discount|markdown|other_event|money|cost|costs|payment|order|growth) ")
            or after(spot, r" (?:a |per |every |each |in a )?(?:week|fortnight|month|#cadence) ")
            or after(spot, r" (?:of (?:several|many)|not) ")
            or before(spot, r" (?:past|not) (?!give back)~2")
        )
    if before(spot, r" vendor (?:(?!store)[^#,;()\s]\S* ){0,4}"):
        return True
    if before(spot, r" replen ~2") or after(spot, r" (?:~1)replen "):
        return False
    with_people = [t.text for t in spot.sentence.terms[spot.index + 1 : spot.index + 3]]
    if "1:1" in with_people or with_people in (["with", "my"], ["with", "him"], ["with", "her"]):
        return True
    told = before(spot, r" (?:other_event|meet|report|sold|sell|update|call|paid|invoice|markdown) ~2")
    return told or after(spot, _ASIDE)


def _is_of_time(spot: Spot) -> bool:
    """ "Three fortnights of paddling pools, that's the lot", "in and out in six weeks": of the season."""
    told = spot.term.text.startswith(("that's", "thats", "that is", "in and out", "in out"))
    return told and around(spot, r" #duration ") and not around(spot, _SENT)


def _is_denied(spot: Spot, value: Cadence) -> bool:
    """ "No weekly replenishment": the rhythm is denied, though the strategy may be another."""
    no = before(spot, r" (?:no|without) (?:need for |more |longer )?(?:#cadence or )?")
    return value.strategy != "none" and no and after(spot, r" (?:or #cadence )?~1replen ")


def _rank(spot: Spot, value: Cadence) -> int:
    near = before(spot, r" (?:replen|ship|rest) (?:[^#;]\S* ){0,5}")
    near = near or before(spot, r" (?:so|therefore|hence|thus) ~2")
    near = near or after(spot, r" (?:[^#,;]\S* ){0,5}(?:replen|ship|rest) ")
    if near or value.strategy == "none":
        return 3
    return 1 if after(spot, r" (?:length|plan) ") and not around(spot, _TOPIC) else 2
