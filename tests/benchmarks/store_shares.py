"""Share of a season's units that would be placed in the wrong store: ours beside plain history and the 70 / 30 rule.

    python tests/benchmarks/store_shares.py [--halves]

The season's first 12 weeks, every category x origin; half the sum over stores of |share planned - share sold|. *Plain
history* is each store's part of the last 52 weeks. The data are found by FORECAST_KIT_BENCH_DATA (a folder); without it
the script says so and stops with code 0.
"""

import argparse
import sys

import pandas as pd

from forecast_kit.allocation import store_shares, tier_stores
from forecast_kit.replay.range import last_half_year, trading_stores
from tests.benchmarks.real_seasons import Case, cases, folder, season_of

YEAR = pd.Timedelta(weeks=52)


def misplaced(planned: pd.Series, sold: pd.Series) -> float:
    """Per cent of the units."""
    both = pd.concat([planned, sold / sold.sum()], axis=1).fillna(0.0)
    return float(50 * (both.iloc[:, 0] - both.iloc[:, 1]).abs().sum())


def measure(case: Case) -> dict[str, object]:
    world, panel = season_of(case, {}, {})
    season, sold = world.season, world.demand.sum()
    stores, demand = trading_stores(season, panel)
    weeks = [week.week_start for week in season.weeks]
    recent = last_half_year(demand).groupby("store_id")["units"].sum().reindex(stores["store_id"]).fillna(0.0)
    tiers = tier_stores(stores, recent).labels
    year = demand[demand["week_start"] > demand["week_start"].max() - YEAR].groupby("store_id")["units"].sum()
    row: dict[str, object] = {"category": case.category, "cut": case.cut}
    row |= {"ours": misplaced(store_shares(demand, stores, weeks, tiers=tiers), sold)}
    row |= {"plain history": misplaced(year / year.sum(), sold)}
    sized = stores.rename(columns={"sales_area_size_num": "size_sqft"})
    row |= {"70 / 30": misplaced(store_shares(demand, sized, weeks, method="history_and_size"), sold)}
    return row


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--halves", action="store_true", help="every other origin apart")
    options = parser.parse_args(arguments)
    if folder() is None:
        print("FORECAST_KIT_BENCH_DATA is not set: no real data, nothing measured.")
        return 0
    for retailer in ("departments", "grocery"):
        rows = pd.DataFrame([measure(case) for case in cases(retailer)])
        print(f"\n{retailer}: % of units in the wrong store, mean of {len(rows)} seasons")
        print(rows.drop(columns=["category", "cut"]).mean().round(2).to_string())
        if options.halves:
            names = sorted(rows["category"].unique())
            halves = [rows["category"].map(names.index) % 2, rows["cut"].rank(method="dense") % 2]
            print(
                rows.groupby([half.rename(name) for half, name in zip(halves, ("categories", "origins"), strict=True)])[
                    ["ours", "plain history", "70 / 30"]
                ]
                .mean()
                .round(2)
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
