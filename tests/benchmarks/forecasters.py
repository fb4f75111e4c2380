"""What `forecast_accuracy.py` compares: ours, last year's numbers, and the library methods that are installed."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import pandas as pd

from forecast_kit.forecasting import fit_forecast

HORIZON = 12
GAPS = (0, 13, 26)
TOTAL_QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class Method:
    """A weekly frame with units and an 80 % interval, and totals where the method has them."""

    name: str
    run: Callable[[pd.DataFrame, pd.DataFrame | None], tuple[pd.DataFrame, pd.DataFrame | None]]


def ours(thorough: bool, gap: int = 0) -> Method:
    def run(history: pd.DataFrame, plan: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.DataFrame | None]:
        how = {"quantiles": TOTAL_QUANTILES, "thorough": thorough, "total_from_week": 1 + gap}
        made = fit_forecast(history, HORIZON + gap, plan=plan, **how)
        return made.weekly, made.totals

    return Method("forecast_kit", run)


def seasonal_naive(history: pd.DataFrame, plan: pd.DataFrame | None) -> tuple[pd.DataFrame, None]:
    wide = history.pivot(index="category", columns="week_start", values="units")
    ahead = wide.iloc[:, -52 : -52 + HORIZON + max(GAPS)]
    ahead.columns = ahead.columns + pd.Timedelta(weeks=52)
    return ahead.stack().rename("units").reset_index(), None


def library(name: str) -> Method:
    def run(history: pd.DataFrame, plan: pd.DataFrame | None) -> tuple[pd.DataFrame, None]:
        from statsforecast import StatsForecast
        from statsforecast.models import MSTL, AutoARIMA

        arima = AutoARIMA(season_length=52, approximation=True, max_p=2, max_q=2, max_P=1, max_Q=1)
        models = {"MSTL": MSTL(52), "MSTL, ARIMA trend": MSTL(52, trend_forecaster=AutoARIMA()), "ARIMA": arima}
        names = {"category": "unique_id", "week_start": "ds", "units": "y"}
        with_plan = [] if plan is None or name != "ARIMA" else [c for c in plan.columns if c not in names]
        frame = history[[*names, *with_plan]].rename(columns=names)
        ahead = plan.drop(columns="units", errors="ignore").rename(columns=names) if with_plan else None
        made = StatsForecast([models[name]], freq="7D").forecast(df=frame, h=HORIZON, level=[80], X_df=ahead)
        column = made.columns[2]
        back = {column: "units", f"{column}-lo-80": "units_lo_80", f"{column}-hi-80": "units_hi_80"}
        return made.rename(columns={"unique_id": "category", "ds": "week_start", **back}), None

    return Method(name, run)


def prophet_with_plan(history: pd.DataFrame, plan: pd.DataFrame | None) -> tuple[pd.DataFrame, None]:
    import logging

    import prophet

    for chatty in ("prophet", "cmdstanpy"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    columns = [] if plan is None else [c for c in plan.columns if c not in ("category", "week_start")]
    frames = []
    for category, past in history.groupby("category"):
        model = prophet.Prophet(weekly_seasonality=False, daily_seasonality=False, yearly_seasonality=True)
        for column in columns:
            model.add_regressor(column, mode="multiplicative")
        weeks = past["week_start"].max() + pd.Timedelta(weeks=1) * np.arange(1, HORIZON + 1)
        ahead = pd.DataFrame({"week_start": weeks})
        ahead = ahead if plan is None else ahead.merge(plan[plan["category"] == category], on="week_start")
        model.fit(past.rename(columns={"week_start": "ds", "units": "y"})[["ds", "y", *columns]])
        made = model.predict(ahead.rename(columns={"week_start": "ds"}))
        back = {"yhat": "units", "yhat_lower": "units_lo_80", "yhat_upper": "units_hi_80"}
        frames.append(made.rename(columns={"ds": "week_start", **back})[["week_start", *back.values()]])
        frames[-1]["category"] = category
    return pd.concat(frames), None


def peers() -> list[Method]:
    """Those of which the library is installed."""
    found = [library(name) for name in ("MSTL", "MSTL, ARIMA trend", "ARIMA")] if find_spec("statsforecast") else []
    return found + ([Method("Prophet", prophet_with_plan)] if find_spec("prophet") else [])
