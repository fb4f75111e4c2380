"""What a setting is worth over many seasons: where one season exactly on plan would say too little."""

from dataclasses import replace

import pandas as pd

from forecast_kit.allocation.tiers import from_dc
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning.inputs import SeasonInputs, season_of
from forecast_kit.replay.in_season import prior_of
from forecast_kit.replay.many import play_many
from forecast_kit.replay.paths import sample_paths
from forecast_kit.season import ReplenishmentStrategy

__all__ = ["SEASONS", "worth_of_topping_up"]

SEASONS = 200


def worth_of_topping_up(
    plan: SeasonPlan, inputs: SeasonInputs, strategy: ReplenishmentStrategy = "weekly"
) -> float | None:
    """Expected margin that topping stores up by `strategy` would add to the plan as it stands, selling currency.

    The mean over simulated seasons, each played with and without it on the same demand. None where price, cost or
    salvage value is not known.
    """
    if not plan.economics.complete:
        return None
    season, _ = season_of(inputs)
    prior = prior_of(season, plan.forecast, plan.allocation)
    stores = pd.Index([line.store_id for line in plan.allocation.lines])
    online = from_dc(season.stores, stores).to_numpy(dtype=bool)
    paths = sample_paths(plan.forecast, prior, scenarios=SEASONS, seed=season.seed)
    topped_up = season.parameters.model_copy(update={"replenishment_strategy": strategy})
    without, with_it = (
        play_many(one, prior, online, paths, plan.allocation.committed_units).profit
        for one in (season, replace(season, parameters=topped_up))
    )
    return float((with_it - without).mean())
