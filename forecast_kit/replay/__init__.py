"""The decisions of a season as a policy: the same code plans live and is played against the past, in money."""

from forecast_kit.replay.hindsight import Hindsight
from forecast_kit.replay.kit import KitPolicy
from forecast_kit.replay.policies import AsHappened, RuleOfThumb
from forecast_kit.replay.season import (
    Opening,
    Policy,
    Season,
    SeasonChoices,
    State,
    SupplyTerms,
    WeekDecision,
)
from forecast_kit.replay.world import SeasonResult, World, play

__all__ = [
    "AsHappened",
    "Hindsight",
    "KitPolicy",
    "Opening",
    "Policy",
    "RuleOfThumb",
    "Season",
    "SeasonChoices",
    "SeasonResult",
    "State",
    "SupplyTerms",
    "WeekDecision",
    "World",
    "play",
]
