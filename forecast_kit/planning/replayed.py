"""A past season decided again: by the company itself, by the rule of thumb, by the kit, and with perfect hindsight."""

from dataclasses import dataclass, replace

import pandas as pd

from forecast_kit.errors import PlanError
from forecast_kit.planning.past_season import PastSeason
from forecast_kit.replay import (
    AsHappened,
    Hindsight,
    KitPolicy,
    Policy,
    RuleOfThumb,
    SeasonResult,
    World,
    play,
)
from forecast_kit.replay.results import SeasonMeasures, measure
from forecast_kit.words import units

__all__ = ["AS_IT_HAPPENED", "HINDSIGHT", "KIT", "RULE_OF_THUMB", "Played", "SeasonReplay", "replay_season"]

AS_IT_HAPPENED, RULE_OF_THUMB = "As it happened", "Rule of thumb"
KIT, HINDSIGHT = "forecast_kit", "Perfect hindsight"


@dataclass(frozen=True, kw_only=True)
class Played:
    """One policy's season: what it came to week by week, and in total."""

    name: str
    result: SeasonResult
    measures: SeasonMeasures


@dataclass(frozen=True, kw_only=True)
class SeasonReplay:
    """The same season under each policy, in the order of the columns; `notes` say what cannot be shown."""

    past: PastSeason
    played: tuple[Played, ...]
    notes: tuple[str, ...]

    def of(self, name: str) -> Played:
        """What a policy made of the season.

        Raises:
            PlanError: it was not played.
        """
        found = next((one for one in self.played if one.name == name), None)
        if found is None:
            raise PlanError(f"{name} was not played.", f"There are {', '.join(one.name for one in self.played)}.")
        return found

    @property
    def yardstick(self) -> Played:
        """What the others are measured against: what really happened, else the rule of thumb."""
        return self.played[0]


def replay_season(past: PastSeason) -> SeasonReplay:
    """Each policy from the season's order date to its last week, told nothing but the past.

    The company's own record is played with no lead time, because what is recorded is when stock reached the shelf.

    Raises:
        PlanError: the season cannot be forecast, or the record contradicts itself.
    """
    demand = past.world.demand.stack().rename("units").reset_index()
    own, notes = _as_it_happened(past, demand)
    played = (
        *own,
        _played(RULE_OF_THUMB, past.world, RuleOfThumb(past.panel)),
        _played(KIT, past.world, KitPolicy(past.panel)),
        _played(HINDSIGHT, past.world, Hindsight(demand)),
    )
    return SeasonReplay(past=past, played=played, notes=(*past.notes, *notes))


def _as_it_happened(past: PastSeason, demand: pd.DataFrame) -> tuple[list[Played], list[str]]:
    """The company's own column, and what is to be said of it; none where the season is not on record."""
    record, start = past.record, past.inputs.parameters.season_start_date
    if record is None or start not in record.seasons(past.inputs.category):
        said = f"What was really done in the season from {start:%-d %B %Y} is not on record: no first column."
        return [], [said]
    policy = AsHappened(record.buys, record.shipments, record.markdowns)
    played = _played(AS_IT_HAPPENED, World(replace(past.season, lead_time_weeks=0), demand), policy)
    if not policy.not_sent:
        return [played], []
    said = f"{units(policy.not_sent)} units on record as sent to stores had been sold online by then, and stay unsent."
    return [played], [said]


def _played(name: str, world: World, policy: Policy) -> Played:
    result = play(world, policy)
    return Played(name=name, result=result, measures=measure(world, result))
