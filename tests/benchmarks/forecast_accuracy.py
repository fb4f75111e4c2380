"""Forecast accuracy on real data, ours beside the peers: 12 weeks ahead, rolling origins, mean over categories.

    python tests/benchmarks/forecast_accuracy.py [--peers] [--thorough] [--halves] [--young] [--in-season] [--gaps]
        [--chain]

Coverage, bias and the coverage of season totals stand beside a 95 % bootstrap interval over categories and origins.
The data are found by FORECAST_KIT_BENCH_DATA (a folder); without it the script says so and stops with code 0.
"""

import argparse
import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from forecast_accuracy_scores import beside, bootstrap, scored, scores_of
from forecast_in_season import in_season
from forecast_young import SECOND_YEAR, new_categories, second_year
from forecasters import GAPS, Method, ours, peers, seasonal_naive
from planned_chain import PLAN, chain

CUTS = {"departments": (79, 92, 105, 118, 131), "grocery": (92, 105, 118, 131, 144)}
CHAIN_CUTS = (79, 88, 97, 106, 114, 121)
MORE_CUTS = {"departments": tuple(range(79, 132, 4)), "grocery": tuple(range(76, 145, 4))}


def departments(folder: Path) -> tuple[pd.DataFrame, list[str]]:
    sales = pd.read_parquet(folder / "general_merchandise_sales.parquet")
    return sales.groupby(["category", "week_start"], as_index=False)["units"].sum(), []


def grocery(folder: Path) -> tuple[pd.DataFrame, list[str]]:
    sales = pd.read_parquet(folder / "grocery_sales.parquet").astype({"category": str})
    plan = ["planned_discount", "planned_feature"]
    how = {"units": ("units", "sum"), **{name: (name, "mean") for name in plan}}
    return sales.groupby(["category", "week_start"], as_index=False).agg(**how), plan


def halves(method: Method, sales: pd.DataFrame, plan_columns: list[str], cuts: tuple[int, ...]) -> pd.DataFrame:
    """WAPE % on a random half of the categories and on the others, at every other origin and at those between."""
    names = np.random.default_rng(42).permutation(np.sort(sales["category"].unique()))
    tuned = set(names[: (len(names) + 1) // 2])
    rows = []
    for at, cut in enumerate(cuts):
        both = beside(method, sales, plan_columns, cut)[0]
        for category, part in both.groupby("category"):
            half = "tuned" if category in tuned else "held out"
            when = "tuned" if at % 2 == 0 else "held out"
            scores = scores_of(part, None)
            rows.append((half, when, 100 * scores["WAPE %"], 100 * scores["total error %"]))
    table = pd.DataFrame(rows, columns=["categories", "origins", "WAPE %", "total error %"])
    return table.groupby(["categories", "origins"]).mean().round(2).reset_index()


def measure(
    method: Method, sales: pd.DataFrame, plan_columns: list[str], cuts: tuple[int, ...], gap: int = 0
) -> dict[str, object]:
    table = scored(method, sales, plan_columns, cuts, gap)
    means = table.drop(columns=["category", "cut", "ms"]).mean().mul(100).round(2)
    return {"method": method.name, **means, "ms a series": round(table["ms"].mean(), 1)}


def honesty(table: pd.DataFrame) -> None:
    rows = [bootstrap(table, name, 80.0) for name in ("80 % covers %", "total 80 % covers %")]
    print("\n  ours, bootstrapped over categories and origins")
    print(pd.DataFrame(rows).to_string(index=False))
    print(pd.DataFrame([bootstrap(table, "bias %", 0.0)]).to_string(index=False))


def show(methods: list[Method], sales: pd.DataFrame, plan_columns: list[str], cuts: tuple[int, ...]) -> None:
    table = pd.DataFrame([measure(method, sales, plan_columns, cuts) for method in methods])
    print(table.to_string(index=False))


def gaps(sales: pd.DataFrame, plan_columns: list[str], cuts: tuple[int, ...], thorough: bool) -> pd.DataFrame:
    """Seasons that begin 0, 13 and 26 weeks after the last week known: the same seasons, planned earlier."""
    starts = [cut for cut in cuts if cut - max(GAPS) >= 60]
    rows = []
    for gap in GAPS:
        earlier = tuple(cut - gap for cut in starts)
        both = (ours(thorough, gap), Method("seasonal naive", seasonal_naive))
        rows += [{"gap": gap, **measure(method, sales, plan_columns, earlier, gap)} for method in both]
    return pd.DataFrame(rows).drop(columns="ms a series")


def young(name: str, sales: pd.DataFrame, plan_columns: list[str]) -> None:
    by_origin = second_year(sales, plan_columns)
    worse = int(by_origin["worse"].sum())
    print(f"\n{name}, under two years of history, WAPE % by the week cut after: worse than naive at {worse} of them")
    print(by_origin.drop(columns="worse").T.to_string())
    print(by_origin.drop(columns="worse").mean().round(2).to_string())
    honesty(scored(ours(False), sales, plan_columns, SECOND_YEAR))
    print(f"\n{name}, one category after another cut to its last weeks, the others whole")
    print(new_categories(sales, plan_columns).to_string(index=False))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true", help="also MSTL, MSTL with an ARIMA trend, ARIMA, Prophet")
    parser.add_argument("--thorough", action="store_true", help="ours with an origin every week")
    parser.add_argument("--halves", action="store_true", help="ours on random halves of categories and of origins")
    parser.add_argument("--in-season", action="store_true", help="the re-forecast of seasons that have begun")
    parser.add_argument("--young", action="store_true", help="histories of under two years, and new categories")
    parser.add_argument("--gaps", action="store_true", help="seasons that begin 0, 13 and 26 weeks after the data end")
    parser.add_argument("--chain", action="store_true", help="a made-up chain with promotions and opening days planned")
    options = parser.parse_args(arguments)
    methods = [ours(options.thorough), Method("seasonal naive", seasonal_naive)]
    methods += peers() if options.peers else []
    if options.chain:
        made_up = chain()
        print(
            f"made-up chain: {made_up['category'].nunique()} groups, cut after week {', '.join(map(str, CHAIN_CUTS))}"
        )
        show(methods, made_up, PLAN, CHAIN_CUTS)
        honesty(scored(methods[0], made_up, PLAN, CHAIN_CUTS))
    folder = os.environ.get("FORECAST_KIT_BENCH_DATA")
    if not folder:
        print("FORECAST_KIT_BENCH_DATA is not set: no real data, nothing measured.")
        return 0
    for name, read in (("departments", departments), ("grocery", grocery)):
        sales, plan_columns = read(Path(folder))
        print(f"\n{name}: {sales['category'].nunique()} categories, cut after week {', '.join(map(str, CUTS[name]))}")
        show(methods, sales, plan_columns, CUTS[name])
        print(f"\n{name}, ours, cut after week {', '.join(map(str, MORE_CUTS[name]))}")
        honesty(scored(methods[0], sales, plan_columns, MORE_CUTS[name]))
        if options.halves:
            print(halves(methods[0], sales, plan_columns, MORE_CUTS[name]).to_string(index=False))
        if options.gaps:
            print(f"\n{name}: the same seasons, planned 0, 13 and 26 weeks before they begin")
            print(gaps(sales, plan_columns, MORE_CUTS[name], options.thorough).to_string(index=False))
        if options.young:
            young(name, sales, plan_columns)
        if options.in_season:
            print(f"\n{name}, the season's weeks still ahead after some were sold: WAPE %")
            print(in_season(sales, plan_columns, MORE_CUTS[name]).to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
