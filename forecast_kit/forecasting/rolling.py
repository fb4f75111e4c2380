"""The backtest of a forecast as one long frame, and every measure of it: by category, week ahead or origin."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from forecast_kit.columns import CATEGORY, UNITS, WEEK_START
from forecast_kit.errors import DataError
from forecast_kit.forecasting import accuracy as measure
from forecast_kit.forecasting.backtest import familiar_errors
from forecast_kit.forecasting.comparables import newcomers
from forecast_kit.forecasting.fitted import Fitted, fit_arrays
from forecast_kit.forecasting.grid import Floats, build_panel, weeks_after
from forecast_kit.forecasting.intervals import widths_without_own_origin
from forecast_kit.forecasting.models import MODELS, NAIVE

__all__ = ["backtest_frame", "backtest_scores"]

ORIGIN, AHEAD, FORECAST, LAST_YEAR = "origin", "weeks_ahead", "forecast", "seasonal_naive"
LOW, HIGH = "forecast_lo_80", "forecast_hi_80"
SCORES = ["wape", "naive_wape", "value_added", "bias", "mase", "total_error", "pinball_10", "pinball_90", "coverage_80"]


def backtest_frame(
    history: pd.DataFrame,
    horizon_weeks: int = 12,
    *,
    gap_weeks: int = 0,
    plan_columns: Sequence[str] = (),
    thorough: bool = False,
    country: str | None = None,
    comparables: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """What would have been said at past weeks, from only what was known then, beside what came.

    A row a category, origin and week ahead that has come: category, origin (the last week known), week_start,
    weeks_ahead (from 1), units (what came), forecast, forecast_lo_80, forecast_hi_80 (made without the errors of that
    origin; NaN where there is no other), seasonal_naive (the same week a year before); all but the names and dates in
    units. With `gap_weeks` the season begins so many weeks after the origin, and only its weeks are there: weeks_ahead
    from gap_weeks + 1. Weeks that were filled in are left out. `plan_columns` are columns of the history that were
    planned, and count as known ahead. The weights of the combination are those of today. The other arguments and the
    errors are those of `fit_forecast`; empty where there are too few weeks to test.

    >>> frame = pd.DataFrame({"category": "coats", "week_start": pd.date_range("2024-01-01", periods=70, freq="7D"),
    ...                       "units": 7.0})
    >>> backtest_frame(frame, 4)[["weeks_ahead", "units", "forecast"]].head(2).round(3).to_numpy().tolist()
    [[1.0, 7.0, 7.0], [2.0, 7.0, 7.0]]
    """
    new = newcomers(history, comparables, None)
    ahead_weeks = gap_weeks + horizon_weeks
    plan = _any_plan_ahead(history, plan_columns, ahead_weeks) if plan_columns else None
    fit = fit_arrays(history, plan, ahead_weeks, thorough=thorough, country=country, new=new)
    tested, panel = fit.tested, fit.panel
    low, high = _interval(fit, gap_weeks + 1)
    season = np.arange(tested.actual.shape[2]) >= gap_weeks
    at = np.nonzero(np.isfinite(tested.actual) & np.isfinite(fit.backtested) & season)
    origin, series, ahead = at
    last = np.array([cut - 1 for cut in tested.cuts], dtype=np.intp)[origin]
    weeks = np.concatenate([panel.weeks, weeks_after(panel.weeks[-1], ahead_weeks)]).astype("datetime64[ns]")
    frame = pd.DataFrame(
        {
            CATEGORY: np.array(panel.categories, dtype=object)[series],
            ORIGIN: weeks[last],
            WEEK_START: weeks[last + 1 + ahead],
            AHEAD: ahead + 1,
            UNITS: tested.actual[at],
            FORECAST: fit.backtested[at],
            LOW: np.minimum(low[at], fit.backtested[at]),
            HIGH: np.maximum(high[at], fit.backtested[at]),
            LAST_YEAR: tested.forecast[:, MODELS.index(NAIVE)][at],
        }
    )
    return frame.sort_values([CATEGORY, ORIGIN, AHEAD], ignore_index=True)


def backtest_scores(
    backtest: pd.DataFrame, history: pd.DataFrame, by: Literal["category", "weeks_ahead", "origin"] = "category"
) -> pd.DataFrame:
    """Accuracy of a `backtest_frame`, or of those of its rows that are given: a row a category, week ahead or origin.

    Shares (pinball losses too: of the mean week's units): wape, naive_wape (last year's weeks'), value_added (points
    of WAPE that the forecast takes off last year's; below 0 it adds some), bias (positive: too high), mase (against
    seasonal naive within `history`: 1 is as good), total_error (how far off the sum of the weeks was, mean over
    categories and origins of which all weeks have come), pinball_10 and pinball_90 of the ends of the interval,
    coverage_80; and scores, the weeks they rest on.

    >>> frame = pd.DataFrame({"category": "coats", "week_start": pd.date_range("2024-01-01", periods=120, freq="7D"),
    ...                       "units": [8.0, 6.0] * 60})
    >>> tested = backtest_frame(frame, 4)
    >>> backtest_scores(tested, frame)["coverage_80"].tolist(), len(backtest_scores(tested, frame, "weeks_ahead"))
    ([1.0], 4)
    """
    usual = _usual_misses(history)
    rows = [(key, *_scores(part, usual, backtest[AHEAD].nunique())) for key, part in backtest.groupby(by, sort=True)]
    return pd.DataFrame(rows, columns=[by, *SCORES, "scores"])


def _any_plan_ahead(history: pd.DataFrame, names: Sequence[str], weeks: int) -> pd.DataFrame:
    """A plan of every category's usual weeks: a fit needs one, and no forecast of the past looks at it."""
    missing = [name for name in names if name not in history.columns]
    if missing:
        raise DataError(f"The sales history has no column {', '.join(missing)}.", "Name columns that it has.")
    last = pd.to_datetime(history[WEEK_START], errors="coerce").max()
    ahead = pd.DataFrame({WEEK_START: pd.date_range(last, periods=weeks + 1, freq="7D")[1:]})
    numbers = history[list(names)].apply(pd.to_numeric, errors="coerce").replace([np.inf, -np.inf], np.nan)
    usual = numbers.groupby(history[CATEGORY].astype(str)).mean().fillna(0.0).reset_index()
    return ahead.merge(usual, how="cross")


def _interval(fit: Fitted, from_week: int) -> tuple[Floats, Floats]:
    """The 80 % interval (O, S, H) of each origin, from the errors of the others; NaN where there are none."""
    tested = fit.tested
    room, then = tested.offset[:, :, None], tested.unfamiliar(fit.panel)[:, :, None]
    errors = familiar_errors(tested, fit.backtested, fit.panel)
    width = widths_without_own_origin(errors, 0.8, tested.cuts, from_week) * then
    low, high = (np.maximum((fit.backtested + room) * np.exp(side * width) - room, 0.0) for side in (-1, 1))
    return low, high


def _usual_misses(history: pd.DataFrame) -> dict[str, float]:
    """Mean miss of seasonal naive within each category's history, units; NaN with no full year before."""
    panel = build_panel(history, comparables={str(name): () for name in history[CATEGORY].unique()})
    return {name: measure.usual_miss(panel.units[s, panel.first[s] :]) for s, name in enumerate(panel.categories)}


def _scores(part: pd.DataFrame, usual: dict[str, float], whole: int) -> tuple[float, ...]:
    came, said, low, high, naive = (part[name].to_numpy() for name in (UNITS, FORECAST, LOW, HIGH, LAST_YEAR))
    mean = came.mean() if came.mean() > 0 else float("nan")
    totals = [
        measure.total_error(season[UNITS], season[FORECAST])
        for _, season in part.groupby([CATEGORY, ORIGIN])
        if len(season) == whole
    ]
    return (
        measure.wape(came, said),
        measure.wape(came, naive),
        measure.value_added(came, said, naive),
        measure.bias(came, said),
        float(np.mean(np.abs(came - said) / part[CATEGORY].map(usual).to_numpy(dtype=np.float64))),
        float(np.nanmean(totals)) if len(totals) and np.isfinite(totals).any() else float("nan"),
        measure.pinball(came, low, 0.1) / mean,
        measure.pinball(came, high, 0.9) / mean,
        measure.coverage(came, low, high),
        len(part),
    )
