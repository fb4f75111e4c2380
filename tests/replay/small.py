"""Small seasons to play: a world of a few stores, policies that do as they are told, and a history to plan from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from forecast_kit.replay import Opening, Season, State, WeekDecision, World
from forecast_kit.season import SeasonParameters

START = date(2025, 3, 3)
NO_SALES = pd.DataFrame({"week_start": pd.to_datetime([]), "store_id": [], "units": []})


def parameters(weeks: int = 3, **changes: Any) -> SeasonParameters:
    return SeasonParameters(**{"season_start_date": START, "forecast_horizon_weeks": weeks, **changes})


def season(weeks: int = 3, *, terms: Mapping[str, Any] | None = None, **changes: Any) -> Season:
    """Price 10, cost 4, salvage 1, elasticity 2; `terms` change the parameters."""
    base = {
        "category": "Coats",
        "history": NO_SALES,
        "stores": None,
        "plan": None,
        "parameters": parameters(weeks, **(terms or {})),
        "unit_price": 10.0,
        "unit_cost": 4.0,
        "salvage_value": 1.0,
        "elasticity": 2.0,
    }
    return Season(**{**base, **changes})


def demand(**stores: list[float]) -> pd.DataFrame:
    """`demand(A=[1, 2])`: store A wants 1 unit in week 1 and 2 in week 2."""
    rows = [(week, store, units) for store, weeks in stores.items() for week, units in enumerate(weeks, start=1)]
    return pd.DataFrame(rows, columns=["week", "store_id", "units"])


@dataclass
class Script:
    """Does what it is told, and keeps what it was shown."""

    store_units: Mapping[str, int]
    dc_units: int
    shipments: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    markdowns: Mapping[int, float] = field(default_factory=dict)
    shown: list[State] = field(default_factory=list)

    def open(self, season: Season) -> Opening:
        units = pd.Series(dict(self.store_units), dtype="int64")
        return Opening(
            buy_units=int(units.sum()) + self.dc_units - season.usable.units, store_units=units, dc_units=self.dc_units
        )

    def week(self, state: State) -> WeekDecision:
        self.shown.append(state)
        shipments = pd.Series(dict(self.shipments.get(state.week, {})), dtype="float64")
        return WeekDecision(shipments=shipments, markdown=self.markdowns.get(state.week, 0.0))


WEEKS = pd.date_range("2023-01-02", periods=110, freq="7D")
SHOPS = {f"S{n}": 4.0 * n for n in range(1, 7)}


def mean_units(weeks: int = 110, first: int = 0) -> np.ndarray:
    """Expected units of week by store: a yearly swing over six shops of different size."""
    at = np.arange(first, first + weeks)
    return np.outer(1 + 0.4 * np.sin(at * 2 * np.pi / 52), list(SHOPS.values()))


def history(seed: int = 3) -> pd.DataFrame:
    units = np.random.default_rng(seed).poisson(mean_units())
    frame = pd.DataFrame(units, index=WEEKS, columns=list(SHOPS)).rename_axis("week_start")
    return frame.reset_index().melt("week_start", var_name="store_id", value_name="units")


def planned(weeks: int = 8, *, terms: Mapping[str, Any] | None = None, **changes: Any) -> Season:
    """A season of six shops with 110 weeks of history, starting the week after it."""
    after = (WEEKS[-1] + pd.Timedelta(weeks=1)).date()
    return season(weeks, terms={"season_start_date": after, **(terms or {})}, **{"history": history(), **changes})


def played(season: Season, factor: float = 1.0, seed: int = 5, **stores: float) -> World:
    """The world of `planned`: its demand comes `factor` times as expected, a store's by its own factor on top."""
    weeks = season.parameters.forecast_horizon_weeks
    by_store = np.array([stores.get(store, 1.0) for store in SHOPS])
    units = np.random.default_rng(seed).poisson(mean_units(weeks, 110) * factor * by_store)
    return World(season, demand(**{store: units[:, n].tolist() for n, store in enumerate(SHOPS)}))
