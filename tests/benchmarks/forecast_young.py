"""How the forecast does with little to go by: in a second year, and for categories of a few weeks."""

import numpy as np
import pandas as pd
from forecast_accuracy_scores import scored
from forecasters import HORIZON, Method, ours, seasonal_naive

from forecast_kit.forecasting import fit_forecast
from forecast_kit.forecasting.accuracy import coverage, total_error, wape

SECOND_YEAR = tuple(range(56, 104, 3))
KNOWN_WEEKS = (10, 20, 40)
NEW_CUTS = (105, 118, 131)
NAMED = 3


def second_year(sales: pd.DataFrame, plan_columns: list[str]) -> pd.DataFrame:
    """WAPE % by origin, ours beside seasonal naive, and how many origins ours is worse at."""
    both = (ours(False), Method("seasonal naive", seasonal_naive))
    tables = {method.name: scored(method, sales, plan_columns, SECOND_YEAR) for method in both}
    by_origin = pd.DataFrame({name: 100 * table.groupby("cut")["WAPE %"].mean() for name, table in tables.items()})
    return by_origin.assign(worse=by_origin["forecast_kit"] > by_origin["seasonal naive"]).round(2)


def new_categories(sales: pd.DataFrame, plan_columns: list[str]) -> pd.DataFrame:
    """Each category in turn cut to its last few weeks, the others whole: who lends it a season, and what that gives."""
    weeks = np.sort(sales["week_start"].unique())
    rows = []
    for cut in NEW_CUTS:
        past, ahead = (
            sales[sales["week_start"] < weeks[cut]],
            sales[sales["week_start"].isin(weeks[cut : cut + HORIZON])],
        )
        plan = ahead[["category", "week_start", *plan_columns]] if plan_columns else None
        for category in sorted(sales["category"].unique()):
            came = ahead[ahead["category"] == category].sort_values("week_start")["units"].to_numpy()
            named = _most_alike(past, category)
            for known in KNOWN_WEEKS:
                young = past[(past["category"] != category) | (past["week_start"] >= weeks[cut - known])]
                for way, said, covered in _ways(young, plan, category, named, known, came):
                    rows.append((known, way, 100 * wape(came, said), 100 * total_error(came, said), 100 * covered))
    columns = ["weeks known", "season", "WAPE %", "total error %", "80 % covers %"]
    return pd.DataFrame(rows, columns=columns).groupby(columns[:2]).mean().round(2).reset_index()


def _ways(
    young: pd.DataFrame, plan: pd.DataFrame | None, category: str, named: list[str], known: int, came: np.ndarray
) -> list[tuple[str, np.ndarray, float]]:
    own = young[young["category"] == category]
    own_plan = None if plan is None else plan[plan["category"] == category]
    fits = {
        "borrowed by likeness": fit_forecast(young, HORIZON, plan=plan),
        f"borrowed from {NAMED} named": fit_forecast(young, HORIZON, plan=plan, comparables={category: named}),
        "none: alone": fit_forecast(own, HORIZON, plan=own_plan),
    }
    made = []
    for way, fit in fits.items():
        ahead = fit.weekly[fit.weekly["category"] == category]
        covered = coverage(came, ahead["units_lo_80"], ahead["units_hi_80"])
        made.append((way, ahead["units"].to_numpy(), covered))
    wide = young.pivot(index="category", columns="week_start", values="units").loc[named].to_numpy()
    season = wide[:, -52 : -52 + HORIZON] / wide[:, -52 - known : -52].mean(axis=1, keepdims=True)
    return [*made, ("seasonal naive of the named", own["units"].mean() * season.mean(axis=0), float("nan"))]


def _most_alike(past: pd.DataFrame, category: str) -> list[str]:
    """Those a planner who knows the trade would name: alike in all of the past, the hidden part with it."""
    logs = np.log1p(past.pivot(index="week_start", columns="category", values="units"))
    alike = logs.corr()[category].drop(category).sort_values()
    return [str(name) for name in alike.index[-NAMED:]]
