"""One method at one origin after another: its forecasts beside what came, their scores, and how sure these are."""

import time

import numpy as np
import pandas as pd
from forecasters import HORIZON, Method

from forecast_kit.forecasting.accuracy import bias, mase, pinball, total_error, wape

DRAWS = 2000


def beside(
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
        both, totals = beside(method, sales, plan_columns, cut, gap)
        spent = 1000 * (time.perf_counter() - started) / sales["category"].nunique()
        for category, part in both.groupby("category"):
            past = sales[(sales["category"] == category) & (sales["week_start"] < both["week_start"].min())]
            scores = scores_of(part, None if totals is None else totals[totals["category"] == category])
            scores["MASE"] = mase(part["actual"], part["units"], past["units"]) / 100
            rows.append({"category": category, "cut": cut, **scores, "ms": spent})
    return pd.DataFrame(rows)


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


def scores_of(part: pd.DataFrame, totals: pd.DataFrame | None) -> dict[str, float]:
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
