"""The re-forecast of seasons that have begun: keep the plan, trust the weeks sold, or weigh them (ours)."""

import numpy as np
import pandas as pd
from forecasters import HORIZON

from forecast_kit.forecasting import fit_forecast, update_level
from forecast_kit.forecasting.accuracy import wape
from forecast_kit.forecasting.reforecast import WEEK_CORRELATION

WEEKS_SOLD = (2, 4, 6, 8)
BETWEEN_80 = 2.563  # standard deviations between the 10 % and the 90 % point


def in_season(sales: pd.DataFrame, plan_columns: list[str], cuts: tuple[int, ...]) -> pd.DataFrame:
    """WAPE % of the weeks still ahead after 2, 4, 6 and 8 weeks sold, and what the posterior of the total covers."""
    weeks = np.sort(sales["week_start"].unique())
    rows = []
    for cut in cuts:
        ahead = sales[sales["week_start"].isin(weeks[cut : cut + HORIZON])]
        known = ahead[["category", "week_start", *plan_columns]] if plan_columns else None
        fit = fit_forecast(sales[sales["week_start"] < weeks[cut]], HORIZON, plan=known)
        for category, plan in fit.weekly.groupby("category"):
            sold = ahead[ahead["category"] == category].sort_values("week_start")["units"].to_numpy()
            at = fit.totals[fit.totals["category"] == category].set_index("quantile")["units"]
            rows += [(seen, *_each_way(plan, at, sold, seen)) for seen in WEEKS_SOLD]
    columns = ["weeks sold", "keep the plan", "trust the weeks sold", "Gamma-Poisson", "80 % of the total covers %"]
    return pd.DataFrame(rows, columns=columns).groupby("weeks sold").mean().round(2).reset_index()


def _each_way(plan: pd.DataFrame, at: pd.Series, sold: np.ndarray, seen: int) -> tuple[float, float, float, float]:
    units = plan["units"].to_numpy()
    wide = ((plan["units_hi_80"] - plan["units_lo_80"]) / BETWEEN_80).to_numpy()
    update = update_level(
        units,
        float(at[0.9] - at[0.1]) / BETWEEN_80,
        sold[:seen],
        usual_dispersion=float((wide**2 / units).mean()),
        week_correlation=WEEK_CORRELATION,
    )
    rest, trusted = units[seen:], units[seen:] * sold[:seen].sum() / units[:seen].sum()
    inside = update.total_quantile(0.1) <= sold.sum() <= update.total_quantile(0.9)
    kept, last, ours = (100 * wape(sold[seen:], said) for said in (rest, trusted, update.weekly))
    return kept, last, ours, 100.0 * inside
