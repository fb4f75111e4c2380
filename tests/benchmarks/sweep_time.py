"""How long a sweep takes: 500 scenarios x 50 stores x 12 weeks, every setting of the grid.

    python tests/benchmarks/sweep_time.py [--scenarios 500]

On the sample's dresses as they were bought for the season from 3 March 2025.
"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

import pandas as pd

from forecast_kit.replay import KitPolicy, Season
from forecast_kit.replay.sweep import sweep_settings
from forecast_kit.season import SeasonParameters

DATA = Path(__file__).resolve().parents[2] / "data"
START, BOUGHT = date(2025, 3, 3), pd.Timestamp("2025-01-06")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenarios", type=int, default=500)
    options = parser.parse_args(arguments)
    sales = pd.read_csv(DATA / "sales.csv.gz", parse_dates=["week_start"])
    own = sales[(sales["category"] == "Women's Dresses") & (sales["week_start"] < BOUGHT)]
    season = Season(
        category="Women's Dresses",
        history=own[["week_start", "store_id", "units", "price", "list_price", "in_stock"]],
        stores=pd.read_csv(DATA / "stores.csv"),
        plan=None,
        parameters=SeasonParameters(season_start_date=START, markdown_checkpoint_week=6),
        unit_price=55.0,
        unit_cost=16.0,
        salvage_value=7.0,
        elasticity=1.8,
        lead_time_weeks=1,
    )
    opening = KitPolicy().open(season)
    assert opening.forecast is not None
    assert opening.allocation is not None
    began = time.perf_counter()
    found = sweep_settings(season, opening.forecast, opening.allocation, scenarios=options.scenarios)
    took = time.perf_counter() - began
    print(
        f"{len(found.table)} settings x {options.scenarios} scenarios x "
        f"{len(opening.allocation.lines)} stores x 12 weeks"
    )
    print(f"{took:.2f} s, {took / len(found.table) * 1000:.0f} ms a setting")
    return 0


if __name__ == "__main__":
    sys.exit(main())
