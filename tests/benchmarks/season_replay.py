"""Seasons of real departments played again: profit as % of full-price hindsight, the kit beside the rule of thumb.

    python tests/benchmarks/season_replay.py [--departments dept_24 dept_29 ...] [--cuts 92 105 ...]

12 weeks, shipped weekly, 45 % held back, checkpoint after week 6; price 1, cost 0.40, salvage 0.15, elasticity 2, no
fading, no lead time. Every other department is the panel. The data are found by FORECAST_KIT_BENCH_DATA (a folder);
without it the script says so and stops with code 0.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import pandas as pd

from forecast_kit.replay import Hindsight, KitPolicy, Policy, RuleOfThumb, Season, World, play
from forecast_kit.season import SeasonParameters

HORIZON = 12
DEPARTMENTS = ["dept_24", "dept_29", "dept_33", "dept_46"]
CUTS = [92, 118]


def season_at(sales: pd.DataFrame, stores: pd.DataFrame, category: str, cut: int) -> tuple[World, pd.DataFrame]:
    """The season that starts after week `cut`, and what other departments had sold by then."""
    weeks = sorted(sales["week_start"].unique())
    past = sales[sales["week_start"] < weeks[cut]]
    ahead = sales[(sales["category"] == category) & sales["week_start"].isin(weeks[cut : cut + HORIZON])]
    numbers = {week: number for number, week in enumerate(weeks[cut : cut + HORIZON], start=1)}
    parameters = SeasonParameters(
        season_start_date=pd.Timestamp(weeks[cut]).date(), forecast_horizon_weeks=HORIZON, markdown_checkpoint_week=6
    )
    season = Season(
        category=category,
        history=past.loc[past["category"] == category, ["week_start", "store_id", "units"]],
        stores=stores,
        plan=None,
        parameters=parameters,
        unit_price=1.0,
        unit_cost=0.40,
        salvage_value=0.15,
        elasticity=2.0,
    )
    demand = ahead.assign(week=ahead["week_start"].map(numbers))[["week", "store_id", "units"]]
    panel = past.loc[past["category"] != category, ["week_start", "store_id", "category", "units"]]
    return World(season, demand), panel


def measure(sales: pd.DataFrame, stores: pd.DataFrame, category: str, cut: int) -> dict[str, object]:
    world, panel = season_at(sales, stores, category, cut)
    demand = world.demand.stack().rename("units").reset_index()
    best = play(world, Hindsight(demand))
    row: dict[str, object] = {"department": category, "cut": cut}
    contenders: dict[str, Policy] = {"kit": KitPolicy(panel), "thumb": RuleOfThumb(panel)}
    for name, policy in contenders.items():
        started = time.perf_counter()
        result = play(world, policy)
        row |= {
            f"{name} %": 100 * result.profit / best.profit,
            f"{name} buy %": 100 * result.buy_units / best.buy_units,
            f"{name} lost %": 100 * result.units_lost / demand["units"].sum(),
            f"{name} left %": 100 * result.units_left / result.buy_units,
            f"{name} off %": 100 * result.ledger["markdown"].max(),
            f"{name} s": time.perf_counter() - started,
        }
    return row


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--departments", nargs="+", default=DEPARTMENTS)
    parser.add_argument("--cuts", nargs="+", type=int, default=CUTS, help="weeks of history before the season")
    options = parser.parse_args(arguments)
    folder = os.environ.get("FORECAST_KIT_BENCH_DATA")
    if not folder:
        print("FORECAST_KIT_BENCH_DATA is not set: no real data, nothing measured.")
        return 0
    sales = pd.read_parquet(Path(folder) / "general_merchandise_sales.parquet")
    sales = sales.astype({"store_id": str, "category": str}).drop(columns="is_holiday")
    stores = pd.read_csv(Path(folder) / "general_merchandise_stores.csv", dtype={"store_id": str})
    table = pd.DataFrame([measure(sales, stores, name, cut) for name in options.departments for cut in options.cuts])
    print(table.round(2).to_string(index=False))
    print("\nmean:", table.filter(regex=" %$| s$").mean().round(2).to_dict())
    return 0


if __name__ == "__main__":
    sys.exit(main())
