"""Forecast accuracy on real data, ours beside the peers: 12 weeks ahead, rolling origins, mean over categories.

    python tests/benchmarks/forecast_accuracy.py [--peers] [--thorough] [--halves] [--in-season] [--gaps] [--chain]

Coverage, bias and the coverage of season totals stand beside a 95 % bootstrap interval over categories and origins.
The data are found by FORECAST_KIT_BENCH_DATA (a folder); without it the script says so and stops with code 0.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from forecasters import GAPS, HORIZON, Method, ours, peers, seasonal_naive
from planned_chain import PLAN, chain

from forecast_kit.forecasting import fit_forecast, update_level
from forecast_kit.forecasting.accuracy import bias, mase, pinball, total_error, wape

CUTS = {"departments": (79, 92, 105, 118, 131), "grocery": (92, 105, 118, 131, 144)}
CHAIN_CUTS = (79, 88, 97, 106, 114, 121)
DRAWS = 2000
MORE_CUTS = {"departments": tuple(range(79, 132, 4)), "grocery": tuple(range(76, 145, 4))}
SHORT_CUTS = (58, 64, 70, 76)
WEEKS_SOLD = 4
WEEK_CORRELATION = 0.5
BETWEEN_80 = 2.563  # standard deviations between the 10 % and the 90 % point


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
        both = _beside(method, sales, plan_columns, cut)[0]
        for category, part in both.groupby("category"):
            half = "tuned" if category in tuned else "held out"
            when = "tuned" if at % 2 == 0 else "held out"
            scores = _scores(part, None)
            rows.append((half, when, 100 * scores["WAPE %"], 100 * scores["total error %"]))
    table = pd.DataFrame(rows, columns=["categories", "origins", "WAPE %", "total error %"])
    return table.groupby(["categories", "origins"]).mean().round(2).reset_index()


def in_season(sales: pd.DataFrame, cuts: tuple[int, ...]) -> pd.DataFrame:
    """Error % of the units of weeks 5-12, seen after week 4: keep the plan, trust the last weeks, or both (ours)."""
    weeks = np.sort(sales["week_start"].unique())
    rows = []
    for cut in cuts:
        fit = fit_forecast(sales[sales["week_start"] < weeks[cut]], HORIZON)
        came = sales.set_index(["category", "week_start"])["units"]
        for category, plan in fit.weekly.groupby("category"):
            sold = came[category].loc[weeks[cut] : weeks[cut + HORIZON - 1]].to_numpy()
            at = fit.totals[fit.totals["category"] == category].set_index("quantile")["units"]
            units = plan["units"].to_numpy()
            wide = ((plan["units_hi_80"] - plan["units_lo_80"]) / BETWEEN_80).to_numpy()
            plan_sd, usual = (at[0.9] - at[0.1]) / BETWEEN_80, float((wide**2 / units).mean())
            update = update_level(
                units, plan_sd, sold[:WEEKS_SOLD], usual_dispersion=usual, week_correlation=WEEK_CORRELATION
            )
            ahead, truth = units[WEEKS_SOLD:].sum(), sold[WEEKS_SOLD:].sum()
            trusted = ahead * sold[:WEEKS_SOLD].sum() / units[:WEEKS_SOLD].sum()
            inside = update.total_quantile(0.1) <= sold.sum() <= update.total_quantile(0.9)
            misses = [100 * abs(said / truth - 1) for said in (ahead, trusted, sum(update.weekly))]
            rows.append((*misses, 100.0 * inside))
    columns = ["keep the plan", "trust the last weeks", "Gamma-Poisson", "80 % of the total covers %"]
    return pd.DataFrame(rows, columns=columns).mean().round(2).to_frame().T


def _beside(
    method: Method, sales: pd.DataFrame, plan_columns: list[str], cut: int, gap: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Forecast and actual units of the season's weeks, which begin `gap` weeks after the last week known."""
    weeks = np.sort(sales["week_start"].unique())
    history = sales[sales["week_start"] < weeks[cut]]
    ahead = sales[sales["week_start"].isin(weeks[cut : cut + gap + HORIZON])]
    plan = ahead[["category", "week_start", *plan_columns]] if plan_columns else None
    weekly, totals = method.run(history, plan)
    season = ahead.loc[ahead["week_start"] >= weeks[cut + gap], ["category", "week_start", "units"]]
    return weekly.merge(season.rename(columns={"units": "actual"})), totals


def scored(
    method: Method, sales: pd.DataFrame, plan_columns: list[str], cuts: tuple[int, ...], gap: int = 0
) -> pd.DataFrame:
    """A row a category and origin (`cut`), shares, and the milliseconds it took."""
    rows = []
    for cut in cuts:
        started = time.perf_counter()
        both, totals = _beside(method, sales, plan_columns, cut, gap)
        spent = 1000 * (time.perf_counter() - started) / sales["category"].nunique()
        for category, part in both.groupby("category"):
            past = sales[(sales["category"] == category) & (sales["week_start"] < both["week_start"].min())]
            scores = _scores(part, None if totals is None else totals[totals["category"] == category])
            scores["MASE"] = mase(part["actual"], part["units"], past["units"]) / 100
            rows.append({"category": category, "cut": cut, **scores, "ms": spent})
    return pd.DataFrame(rows)


def measure(
    method: Method, sales: pd.DataFrame, plan_columns: list[str], cuts: tuple[int, ...], gap: int = 0
) -> dict[str, object]:
    table = scored(method, sales, plan_columns, cuts, gap)
    means = table.drop(columns=["category", "cut", "ms"]).mean().mul(100).round(2)
    return {"method": method.name, **means, "ms a series": round(table["ms"].mean(), 1)}


def bootstrap(table: pd.DataFrame, column: str, wanted: float) -> dict[str, object]:
    """The mean of a column of `scored` in %, and its 95 % interval: categories and origins are drawn, both at once."""
    wide = table.pivot(index="category", columns="cut", values=column).to_numpy()
    draw = np.random.default_rng(0)
    rows, columns = (draw.integers(0, size, (DRAWS, size)) for size in wide.shape)
    means = [np.nanmean(wide[np.ix_(r, c)]) for r, c in zip(rows, columns, strict=True)]
    low, high = 100 * np.quantile(means, [0.025, 0.975])
    return {
        "": column,
        "mean": round(100 * float(np.nanmean(wide)), 2),
        "95 % interval": f"{low:.1f} to {high:.1f}",
        f"holds {wanted:g}": "yes" if low <= wanted <= high else "NO",
    }


def honesty(table: pd.DataFrame) -> None:
    rows = [bootstrap(table, name, 80.0) for name in ("80 % covers %", "total 80 % covers %")]
    print("\n  ours, bootstrapped over categories and origins")
    print(pd.DataFrame(rows).to_string(index=False))
    print(pd.DataFrame([bootstrap(table, "bias %", 0.0)]).to_string(index=False))


def _scores(part: pd.DataFrame, totals: pd.DataFrame | None) -> dict[str, float]:
    actual, said = part["actual"].to_numpy(), part["units"].to_numpy()
    inside = total_inside = loss = float("nan")
    if "units_lo_80" in part:
        inside = float(part["actual"].between(part["units_lo_80"], part["units_hi_80"]).mean())
    if totals is not None:
        at = totals.set_index("quantile")["units"]
        total_inside = float(at[0.1] <= actual.sum() <= at[0.9])
        loss = float(np.mean([pinball([actual.sum()], [at[q]], q) for q in at.index]) / actual.sum())
    return {
        "WAPE %": wape(actual, said),
        "total error %": total_error(actual, said),
        "bias %": bias(actual, said),
        "80 % covers %": inside,
        "total 80 % covers %": total_inside,
        "total pinball %": loss,
    }


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


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true", help="also MSTL, MSTL with an ARIMA trend, ARIMA, Prophet")
    parser.add_argument("--thorough", action="store_true", help="ours with an origin every week")
    parser.add_argument("--halves", action="store_true", help="ours on random halves of categories and of origins")
    parser.add_argument("--in-season", action="store_true", help="the re-forecast, and short histories")
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
    if options.in_season:
        sales, _ = departments(Path(folder))
        print(f"\ndepartments, cut after week {', '.join(map(str, SHORT_CUTS))}: under two years")
        show(methods, sales, [], SHORT_CUTS)
        honesty(scored(methods[0], sales, [], SHORT_CUTS))
        print("\ndepartments, weeks 5-12 seen after week 4: error % of their units")
        print(in_season(sales, MORE_CUTS["departments"]).to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
