"""What holdback, replenishment and checkpoint are worth: every combination played on the same many seasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation.tiers import from_dc
from forecast_kit.plan import DemandForecast, StoreAllocation
from forecast_kit.replay.in_season import prior_of
from forecast_kit.replay.many import play_many
from forecast_kit.replay.paths import sample_paths
from forecast_kit.replay.season import Season
from forecast_kit.season import ReplenishmentStrategy, SeasonParameters

__all__ = ["HOLDBACKS", "SCENARIOS", "SETTING", "STRATEGIES", "Sweep", "frontier", "sweep_settings"]

HOLDBACKS = (0.0, 0.15, 0.30, 0.45, 0.60, 0.75)
STRATEGIES: tuple[ReplenishmentStrategy, ...] = ("weekly", "bi-weekly", "none")
SCENARIOS = 500
SETTING = ("holdback", "strategy", "checkpoint")


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """Every setting on the same seasons, best margin first.

    `table` has a row a setting: `holdback` (share), `strategy`, `checkpoint` (week, NaN for none); the means over the
    scenarios `margin`, `units_sold`, `units_lost`, `units_left`, `markdown`; `margin_low` (one season in ten is worse);
    `against_own` (mean margin more than with the season's own settings) and `against_own_error` (its standard error
    over the common paths); `own` for the season's own settings, and `frontier` where no other setting both earns more
    and leaves less. `committed_units` are the same in all.
    """

    table: pd.DataFrame
    season: Season
    committed_units: int
    scenarios: int

    @property
    def own(self) -> pd.Series:
        """The season's own settings."""
        return self.table[self.table["own"]].iloc[0]

    @property
    def best(self) -> pd.Series:
        """The settings that earn most."""
        return self.table.iloc[0]


def sweep_settings(
    season: Season,
    forecast: DemandForecast,
    allocation: StoreAllocation,
    *,
    holdbacks: Sequence[float] = HOLDBACKS,
    strategies: Sequence[ReplenishmentStrategy] = STRATEGIES,
    checkpoints: Sequence[int | None] | None = None,
    scenarios: int = SCENARIOS,
) -> Sweep:
    """Play every combination of settings, and the season's own, on `scenarios` seasons drawn from the forecast.

    Each commits the units of `allocation`, so that settings are compared and not buys. `checkpoints` are a third, a
    half and two thirds of the season, and none, unless they are named. Trading follows the plain rules of `play_many`.

    Raises:
        PlanError: price, cost or salvage value is not known.
    """
    prior = prior_of(season, forecast, allocation)
    stores = pd.Index([line.store_id for line in allocation.lines])
    online = from_dc(season.stores, stores).to_numpy(dtype=bool)
    paths = sample_paths(forecast, prior, scenarios=scenarios, seed=season.seed)
    horizon = season.parameters.forecast_horizon_weeks
    weeks = _checkpoints(horizon) if checkpoints is None else checkpoints
    own = _setting(season.parameters)
    rows, margins = [], {}
    for setting in dict.fromkeys([own, *product(holdbacks, strategies, weeks)]):
        found = play_many(_under(season, setting), prior, online, paths, allocation.committed_units)
        margins[setting] = found.profit
        rows.append(
            dict(zip(SETTING, setting, strict=True))
            | {
                "margin": found.profit.mean(),
                "margin_low": float(np.quantile(found.profit, 0.1)),
                "units_sold": found.units_sold.mean(),
                "units_lost": found.units_lost.mean(),
                "units_left": found.units_left.mean(),
                "markdown": found.markdown.mean(),
                "own": setting == own,
                **_against(found.profit, margins[own]),
            }
        )
    table = pd.DataFrame(rows).astype({"checkpoint": "float64"})
    table["frontier"] = frontier(table["margin"].to_numpy(), table["units_left"].to_numpy())
    table = table.sort_values(["margin", "units_left"], ascending=[False, True], kind="stable").reset_index(drop=True)
    return Sweep(table=table, season=season, committed_units=allocation.committed_units, scenarios=scenarios)


def frontier(money: npt.NDArray[np.float64], leftovers: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which settings are worth a look: no other earns as much and leaves as little, and is better in one of the two.

    >>> frontier(np.array([10.0, 9.0, 8.0, 10.0]), np.array([5.0, 2.0, 3.0, 5.0])).tolist()
    [True, True, False, True]
    """
    as_good = (money[:, None] >= money) & (leftovers[:, None] <= leftovers)
    better = as_good & ((money[:, None] > money) | (leftovers[:, None] < leftovers))
    return np.asarray(~better.any(axis=0))


def _checkpoints(horizon: int) -> tuple[int | None, ...]:
    weeks = sorted({round(horizon * share) for share in (1 / 3, 1 / 2, 2 / 3)} - {0, horizon})
    return (*weeks, None)


def _setting(parameters: SeasonParameters) -> tuple[float, ReplenishmentStrategy, int | None]:
    return (
        parameters.dc_holdback_percentage,
        parameters.replenishment_strategy,
        parameters.markdown_checkpoint_week,
    )


def _under(season: Season, setting: tuple[float, ReplenishmentStrategy, int | None]) -> Season:
    holdback, strategy, checkpoint = setting
    parameters = SeasonParameters(
        forecast_horizon_weeks=season.parameters.forecast_horizon_weeks,
        season_start_date=season.parameters.season_start_date,
        dc_holdback_percentage=holdback,
        replenishment_strategy=strategy,
        markdown_checkpoint_week=checkpoint,
    )
    return replace(season, parameters=parameters)


def _against(margin: npt.NDArray[np.float64], own: npt.NDArray[np.float64]) -> dict[str, float]:
    more = margin - own
    error = float(more.std(ddof=1) / np.sqrt(len(more))) if len(more) > 1 else 0.0
    return {"against_own": float(more.mean()), "against_own_error": error}
