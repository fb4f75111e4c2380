"""Forecast accuracy on real data, ours beside the peers: 12 weeks ahead, rolling origins, mean over categories.

    python tests/benchmarks/forecast_accuracy.py [--peers] [--thorough] [--halves] [--in-season]

The data are found by FORECAST_KIT_BENCH_DATA (a folder); without it the script says so and stops with code 0.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from forecast_kit.forecasting import fit_forecast, update_level
from forecast_kit.forecasting.accuracy import pinball, total_error, wape

HORIZON = 12
CUTS = {"departments": (79, 92, 105, 118, 131), "grocery": (92, 105, 118, 131, 144)}
MORE_CUTS = {"departments": tuple(range(79, 132, 4)), "grocery": tuple(range(76, 145, 4))}
SHORT_CUTS = (58, 64, 70, 76)
WEEKS_SOLD = 4
WEEK_CORRELATION = 0.5
BETWEEN_80 = 2.563  # standard deviations between the 10 % and the 90 % point
TOTAL_QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class Method:
    """A weekly frame with units and an 80 % interval, and totals where the method has them."""

    name: str
    run: Callable[[pd.DataFrame, pd.DataFrame | None], tuple[pd.DataFrame, pd.DataFrame | None]]


def departments(folder: Path) -> tuple[pd.DataFrame, list[str]]:
    sales = pd.read_parquet(folder / "general_merchandise_sales.parquet")
    return sales.groupby(["category", "week_start"], as_index=False)["units"].sum(), []


def grocery(folder: Path) -> tuple[pd.DataFrame, list[str]]:
    sales = pd.read_parquet(folder / "grocery_sales.parquet").astype({"category": str})
    plan = ["planned_discount", "planned_feature"]
    how = {"units": ("units", "sum"), **{name: (name, "mean") for name in plan}}
    return sales.groupby(["category", "week_start"], as_index=False).agg(**how), plan


def ours(thorough: bool) -> Method:
    def run(history: pd.DataFrame, plan: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.DataFrame | None]:
        made = fit_forecast(history, HORIZON, plan=plan, quantiles=TOTAL_QUANTILES, thorough=thorough)
        return made.weekly, made.totals

    return Method("forecast_kit", run)


def seasonal_naive(history: pd.DataFrame, plan: pd.DataFrame | None) -> tuple[pd.DataFrame, None]:
    wide = history.pivot(index="category", columns="week_start", values="units")
    ahead = wide.iloc[:, -52 : -52 + HORIZON]
    ahead.columns = ahead.columns + pd.Timedelta(weeks=52)
    return ahead.stack().rename("units").reset_index(), None


def library(name: str) -> Method:
    def run(history: pd.DataFrame, plan: pd.DataFrame | None) -> tuple[pd.DataFrame, None]:
        from statsforecast import StatsForecast
        from statsforecast.models import MSTL, AutoARIMA

        model = MSTL(52) if name == "MSTL" else MSTL(52, trend_forecaster=AutoARIMA())
        names = {"category": "unique_id", "week_start": "ds", "units": "y"}
        frame = history[list(names)].rename(columns=names)
        made = StatsForecast([model], freq="7D", n_jobs=1).forecast(df=frame, h=HORIZON, level=[80])
        column = made.columns[2]
        back = {column: "units", f"{column}-lo-80": "units_lo_80", f"{column}-hi-80": "units_hi_80"}
        return made.rename(columns={"unique_id": "category", "ds": "week_start", **back}), None

    return Method(name, run)


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
    method: Method, sales: pd.DataFrame, plan_columns: list[str], cut: int
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    weeks = np.sort(sales["week_start"].unique())
    history = sales[sales["week_start"] < weeks[cut]]
    ahead = sales[sales["week_start"].isin(weeks[cut : cut + HORIZON])]
    plan = ahead[["category", "week_start", *plan_columns]] if plan_columns else None
    weekly, totals = method.run(history, plan)
    return weekly.merge(ahead[["category", "week_start", "units"]].rename(columns={"units": "actual"})), totals


def measure(method: Method, sales: pd.DataFrame, plan_columns: list[str], cuts: tuple[int, ...]) -> dict[str, object]:
    rows, seconds = [], 0.0
    for cut in cuts:
        started = time.perf_counter()
        both, totals = _beside(method, sales, plan_columns, cut)
        seconds += time.perf_counter() - started
        for category, part in both.groupby("category"):
            rows.append(_scores(part, None if totals is None else totals[totals["category"] == category]))
    table = pd.DataFrame(rows).mean()
    fits = len(cuts) * sales["category"].nunique()
    return {"method": method.name, **table.mul(100).round(2), "ms a series": round(1000 * seconds / fits, 1)}


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
        "80 % covers %": inside,
        "total 80 % covers %": total_inside,
        "total pinball %": loss,
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true", help="also statsforecast's MSTL, plain and with an ARIMA trend")
    parser.add_argument("--thorough", action="store_true", help="ours with an origin every week")
    parser.add_argument("--halves", action="store_true", help="ours on random halves of categories and of origins")
    parser.add_argument("--in-season", action="store_true", help="the re-forecast, and short histories")
    options = parser.parse_args(arguments)
    folder = os.environ.get("FORECAST_KIT_BENCH_DATA")
    if not folder:
        print("FORECAST_KIT_BENCH_DATA is not set: no real data, nothing measured.")
        return 0
    methods = [ours(options.thorough), Method("seasonal naive", seasonal_naive)]
    methods += [library("MSTL"), library("MSTL, ARIMA trend")] if options.peers else []
    for name, read in (("departments", departments), ("grocery", grocery)):
        sales, plan_columns = read(Path(folder))
        print(f"\n{name}: {sales['category'].nunique()} categories, cut after week {', '.join(map(str, CUTS[name]))}")
        table = pd.DataFrame([measure(method, sales, plan_columns, CUTS[name]) for method in methods])
        print(table.to_string(index=False))
        if options.halves:
            print(f"\n{name}, ours, cut after week {', '.join(map(str, MORE_CUTS[name]))}")
            print(halves(methods[0], sales, plan_columns, MORE_CUTS[name]).to_string(index=False))
    if options.in_season:
        sales, _ = departments(Path(folder))
        print(f"\ndepartments, cut after week {', '.join(map(str, SHORT_CUTS))}: under two years")
        print(pd.DataFrame([measure(method, sales, [], SHORT_CUTS) for method in methods]).to_string(index=False))
        print("\ndepartments, weeks 5-12 seen after week 4: error % of their units")
        print(in_season(sales, MORE_CUTS["departments"]).to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
