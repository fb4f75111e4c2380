"""How the same method has done: every forecast of the backtest beside what came and what last year's weeks said."""

import numpy as np
import pandas as pd

from forecast_kit.columns import CATEGORY, UNITS, WEEK_START
from forecast_kit.forecasting.accuracy import bias, coverage, mase, total_error, wape
from forecast_kit.forecasting.combine import NAIVE_ROW
from forecast_kit.forecasting.fitted import Fitted, fit_arrays
from forecast_kit.forecasting.intervals import log_errors, weekly_spread

__all__ = ["scorecard", "track_record", "value_added"]

ORIGIN, AHEAD, FORECAST, NAIVE = "origin", "weeks_ahead", "forecast", "seasonal_naive"
LOW, HIGH = "forecast_lo_80", "forecast_hi_80"


def track_record(
    history: pd.DataFrame,
    horizon_weeks: int = 12,
    *,
    plan: pd.DataFrame | None = None,
    country: str | None = None,
) -> pd.DataFrame:
    """Every forecast made at the backtest's origins, a row a category, origin and week, from only what was known then.

    `history` and `plan` as for `fit_forecast`. Columns: category, origin (the last week known), week_start,
    weeks_ahead (1 is the week after the origin), units (what came), forecast, forecast_lo_80, forecast_hi_80 (made
    without the errors of their own origin) and seasonal_naive (the same week a year before). Weeks that were filled in
    are left out. What was planned for the weeks ahead counts as known.

    Raises:
        DataError: the history or plan cannot be used.

    >>> frame = pd.DataFrame({"category": "coats", "week_start": pd.date_range("2023-01-02", periods=70, freq="7D"),
    ...                       "units": 50.0})
    >>> record = track_record(frame, 4)
    >>> record["weeks_ahead"].max().item(), record["forecast"].round(3).unique().tolist()
    (4, [50.0])
    """
    return _frame(fit_arrays(history, plan, horizon_weeks, country=country))


def _frame(fit: Fitted) -> pd.DataFrame:
    tested, panel = fit.tested, fit.panel
    rows = []
    errors = log_errors(tested.actual, fit.backtested, tested.offset[:, :, None])
    for o, cut in enumerate(tested.cuts):
        low, high = _interval(fit, errors, o)
        known = np.isfinite(tested.actual[o]) & np.isfinite(fit.backtested[o])
        for s, h in np.argwhere(known):
            week = panel.weeks[cut - 1] + np.timedelta64(7 * (int(h) + 1), "D")
            values = (tested.actual[o, s, h], fit.backtested[o, s, h], low[s, h], high[s, h])
            naive = tested.forecast[o, NAIVE_ROW, s, h]
            rows.append((panel.categories[s], panel.weeks[cut - 1], week, int(h) + 1, *values, naive))
    columns = [CATEGORY, ORIGIN, WEEK_START, AHEAD, UNITS, FORECAST, LOW, HIGH, NAIVE]
    frame = pd.DataFrame(rows, columns=columns)
    for name in (ORIGIN, WEEK_START):
        frame[name] = frame[name].astype("datetime64[ns]")
    return frame.sort_values([CATEGORY, ORIGIN, AHEAD], ignore_index=True)


def _interval(fit: Fitted, errors: np.ndarray, origin: int) -> tuple[np.ndarray, np.ndarray]:
    """The 80 % interval (S, H) of one origin, from the errors of the others; NaN where there are none."""
    others = np.delete(errors, origin, axis=0)
    said = fit.backtested[origin]
    if not np.isfinite(others).any():
        return np.full_like(said, np.nan), np.full_like(said, np.nan)
    width, offset = weekly_spread(others).half_width(0.8), fit.tested.offset[origin][:, None]
    low, high = ((said + offset) * np.exp(sign * width) - offset for sign in (-1, 1))
    return np.maximum(low, 0.0), np.maximum(high, 0.0)


def value_added(record: pd.DataFrame) -> pd.DataFrame:
    """WAPE by week ahead, of the forecast and of seasonal naive, and what the forecast adds: their difference.

    A row a week ahead: weeks_ahead, wape, naive_wape, value_added; shares, above 0 where the forecast is better.
    Source: forecast value added, Gilliland, The Business Forecasting Deal (2010), chapter 4.

    >>> record = pd.DataFrame({"weeks_ahead": 1, "units": [10, 10], "forecast": [11, 10], "seasonal_naive": [8, 10]})
    >>> value_added(record).round(2).to_dict("records")
    [{'weeks_ahead': 1, 'wape': 0.05, 'naive_wape': 0.1, 'value_added': 0.05}]
    """
    rows = [
        (ahead, wape(part[UNITS], part[FORECAST]), wape(part[UNITS], part[NAIVE]))
        for ahead, part in record.groupby(AHEAD, sort=True)
    ]
    frame = pd.DataFrame(rows, columns=[AHEAD, "wape", "naive_wape"])
    return frame.assign(value_added=frame["naive_wape"] - frame["wape"])


def scorecard(record: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """The measures of a track record, a row a category: shares, but for mase (1 is last year's own error).

    Columns: category, forecasts (weeks scored), wape, naive_wape, value_added, bias, mase, total_error (mean over
    origins of how far the sum of the weeks was off), coverage_80.
    """
    rows = []
    for category, part in record.groupby(CATEGORY, sort=True):
        own = history.loc[history[CATEGORY] == category].sort_values(WEEK_START)[UNITS]
        totals = [total_error(each[UNITS], each[FORECAST]) for _, each in part.groupby(ORIGIN)]
        mine, last_year = wape(part[UNITS], part[FORECAST]), wape(part[UNITS], part[NAIVE])
        rows.append(
            (
                category,
                len(part),
                mine,
                last_year,
                last_year - mine,
                bias(part[UNITS], part[FORECAST]),
                mase(part[UNITS], part[FORECAST], own),
                float(np.nanmean(totals)),
                coverage(part[UNITS], part[LOW], part[HIGH]),
            )
        )
    names = ["forecasts", "wape", "naive_wape", "value_added", "bias", "mase", "total_error", "coverage_80"]
    return pd.DataFrame(rows, columns=[CATEGORY, *names])
