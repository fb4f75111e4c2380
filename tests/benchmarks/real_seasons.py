"""Seasons of real categories to play again: whole, and split into styles whose popularity nobody knew.

A *set* is every category x origin of a retailer. A split one has eight seasons for each of them: style n sells the
category's store-weeks x share n, rounded to whole units, where the shares are exp(sd x Z), Z standard normal and
seeded, scaled to add up to 1. The policy is told the category's history (and everybody else's) x 1/8, the share it must
expect, and the sd as `demand_log_sd`: what the styles sold apart is told to nobody.
"""

import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from forecast_kit.replay import Season, World
from forecast_kit.season import SeasonParameters

HORIZON = 12
STYLES = 8
CUTS = {"departments": (79, 92, 105, 118, 131), "grocery": (92, 105, 118, 131, 144)}
PLAN = {"departments": [], "grocery": ["planned_discount", "planned_feature"]}
TERMS = {"unit_price": 1.0, "unit_cost": 0.40, "salvage_value": 0.15, "elasticity": 2.0}


@dataclass(frozen=True)
class Case:
    """One season to play: `style` is None for the whole category, else 0-7 of a split at `log_sd`."""

    retailer: str
    category: str
    cut: int
    log_sd: float = 0.0
    style: int | None = None

    @property
    def forecast_key(self) -> tuple[object, ...]:
        """Cases told the same past have the same forecast."""
        return (self.retailer, self.category, self.cut, self.log_sd, self.style is None)


def folder() -> Path | None:
    """Where the real data are, or None."""
    found = os.environ.get("FORECAST_KIT_BENCH_DATA")
    return Path(found) if found else None


@cache
def sales_of(retailer: str) -> pd.DataFrame:
    """`category, store_id, week_start, units` and plan columns, a row a store-week."""
    where = folder()
    assert where is not None
    name = "general_merchandise_sales" if retailer == "departments" else "grocery_sales"
    sales = pd.read_parquet(where / f"{name}.parquet").astype({"store_id": str, "category": str})
    how = {"units": "sum"} | dict.fromkeys(PLAN[retailer], "mean")
    return sales.groupby(["category", "store_id", "week_start"], as_index=False).agg(how)


@cache
def stores_of(retailer: str) -> pd.DataFrame:
    where = folder()
    assert where is not None
    name = "general_merchandise_stores" if retailer == "departments" else "grocery_stores"
    return pd.read_csv(where / f"{name}.csv", dtype={"store_id": str})


def cases(retailer: str, log_sd: float | None = None, *, every: int = 1) -> list[Case]:
    """Every category x origin (or each `every`-th of them), whole or, with `log_sd`, split into its styles."""
    names = sorted(sales_of(retailer)["category"].unique())
    whole = [Case(retailer, name, cut) for name in names for cut in CUTS[retailer]][::every]
    if log_sd is None:
        return whole
    return [replace(case, log_sd=log_sd, style=style) for case in whole for style in range(STYLES)]


def popularity(case: Case) -> float:
    """The style's share of its category over what was expected of it, 1/8; 1 for a whole category."""
    if case.style is None:
        return 1.0
    names = sorted(sales_of(case.retailer)["category"].unique())
    draw = np.random.default_rng([names.index(case.category), case.cut, round(100 * case.log_sd)])
    shares = np.exp(case.log_sd * draw.standard_normal(STYLES))
    return float(shares[case.style] / shares.mean())


def season_of(case: Case, terms: dict[str, Any], parameters: dict[str, Any]) -> tuple[World, pd.DataFrame]:
    """The world, and the panel: what other categories had sold by then. `terms` and `parameters` change the usual."""
    sales, plan = sales_of(case.retailer), PLAN[case.retailer]
    scale = 1.0 if case.style is None else 1 / STYLES
    weeks = sorted(sales["week_start"].unique())
    numbers = {week: number for number, week in enumerate(weeks[case.cut : case.cut + HORIZON], start=1)}
    past = sales[sales["week_start"] < weeks[case.cut]]
    past = past.assign(units=(past["units"] * scale).round())
    ahead = sales[(sales["category"] == case.category) & sales["week_start"].isin(numbers)]
    usual = {
        "season_start_date": pd.Timestamp(weeks[case.cut]).date(),
        "forecast_horizon_weeks": HORIZON,
        "markdown_checkpoint_week": 6,
    }
    season = Season(
        category=case.category,
        history=past.loc[past["category"] == case.category, ["week_start", "store_id", "units", *plan]],
        stores=stores_of(case.retailer),
        plan=ahead.groupby("week_start", as_index=False)[plan].mean() if plan else None,
        parameters=SeasonParameters(**{**usual, **parameters}),
        demand_log_sd=case.log_sd,
        **{**TERMS, **terms},
    )
    units = (ahead["units"] * scale * popularity(case)).round()
    demand = ahead.assign(week=ahead["week_start"].map(numbers), units=units)[["week", "store_id", "units"]]
    panel = past.loc[past["category"] != case.category, ["category", "week_start", "store_id", "units", *plan]]
    return World(season, demand), panel
