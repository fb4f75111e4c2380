"""The backtest of a forecast as one long frame, and what it says of the forecast: a row a category."""

import numpy as np
import pandas as pd

from forecast_kit.columns import CATEGORY, WEEK_START
from forecast_kit.forecasting import accuracy as measure
from forecast_kit.forecasting.backtest import errors_as_of_now
from forecast_kit.forecasting.fitted import fit_arrays
from forecast_kit.forecasting.grid import Floats, build_panel, weeks_after
from forecast_kit.forecasting.intervals import weekly_spread
from forecast_kit.forecasting.models import MODELS, NAIVE

__all__ = ["backtest_frame", "backtest_scores"]

SCORES = ["wape", "bias", "mase", "pinball_10", "pinball_90", "coverage_80", "naive_wape", "value_added", "scores"]


def backtest_frame(
    history: pd.DataFrame,
    horizon_weeks: int = 12,
    *,
    plan: pd.DataFrame | None = None,
    thorough: bool = False,
    country: str | None = None,
) -> pd.DataFrame:
    """What would have been said at past weeks, from only what was known then, beside what came.

    A row a category, origin and week ahead that has come: category, origin (the last week known), week_start,
    weeks_ahead (from 1), actual, forecast, lo_80, hi_80 (made without the errors of that origin), naive (seasonal
    naive); all but the names and dates in units. The weights of the combination, and `plan` as it came true, are those
    of today. The arguments and errors are those of `fit_forecast`; empty where there are too few weeks to test on.

    >>> frame = pd.DataFrame({"category": "coats", "week_start": pd.date_range("2024-01-01", periods=70, freq="7D"),
    ...                       "units": 7.0})
    >>> backtest_frame(frame, 4)[["weeks_ahead", "actual", "forecast"]].head(2).round(3).to_numpy().tolist()
    [[1.0, 7.0, 7.0], [2.0, 7.0, 7.0]]
    """
    fit = fit_arrays(history, plan, horizon_weeks, thorough=thorough, country=country)
    tested, panel, naive = fit.tested, fit.panel, MODELS.index(NAIVE)
    width = (
        _widths_without_own_origin(errors_as_of_now(tested, fit.backtested, panel)) / tested.younger(panel)[:, :, None]
    )
    room = tested.offset[:, :, None]
    low, high = (np.maximum((fit.backtested + room) * np.exp(side * width) - room, 0.0) for side in (-1, 1))
    origin, series, ahead = np.nonzero(np.isfinite(tested.actual) & np.isfinite(fit.backtested))
    at = (origin, series, ahead)
    last = np.array([cut - 1 for cut in tested.cuts], dtype=np.intp)[origin]
    weeks = np.concatenate([panel.weeks, weeks_after(panel.weeks[-1], horizon_weeks)]).astype("datetime64[ns]")
    frame = pd.DataFrame(
        {
            CATEGORY: np.array(panel.categories, dtype=object)[series],
            "origin": weeks[last],
            WEEK_START: weeks[last + 1 + ahead],
            "weeks_ahead": ahead + 1,
            "actual": tested.actual[at],
            "forecast": fit.backtested[at],
            "lo_80": np.minimum(low[at], fit.backtested[at]),
            "hi_80": np.maximum(high[at], fit.backtested[at]),
            "naive": tested.forecast[:, naive][at],
        }
    )
    return frame.sort_values([CATEGORY, "origin", "weeks_ahead"], ignore_index=True)


def backtest_scores(backtest: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Accuracy of a `backtest_frame`, a row a category, as shares (pinball losses too: of the mean week's units).

    wape, bias (positive: too high), mase (against seasonal naive within `history`), pinball_10 and pinball_90 of the
    ends of the interval, coverage_80, naive_wape, value_added (how much of seasonal naive's WAPE the forecast takes
    away; below 0 it adds some), and scores, the weeks it all rests on.

    >>> frame = pd.DataFrame({"category": "coats", "week_start": pd.date_range("2024-01-01", periods=120, freq="7D"),
    ...                       "units": [8.0, 6.0] * 60})
    >>> backtest_scores(backtest_frame(frame, 4), frame)["coverage_80"].tolist()
    [1.0]
    """
    panel = build_panel(history)
    past = {name: panel.units[s, panel.first[s] :] for s, name in enumerate(panel.categories)}
    rows = [(name, *_scores(part, past[name])) for name, part in backtest.groupby(CATEGORY, sort=True)]
    return pd.DataFrame(rows, columns=[CATEGORY, *SCORES])


def _widths_without_own_origin(errors: Floats) -> Floats:
    """(O, S, H) log points either side, from errors (O, S, H) of the other origins."""
    others = [weekly_spread(np.delete(errors, origin, axis=0)).half_width(0.8) for origin in range(len(errors))]
    return np.stack(others) if others else np.zeros(errors.shape)


def _scores(part: pd.DataFrame, past: Floats) -> tuple[float, ...]:
    actual, said, low, high, naive = (part[name] for name in ("actual", "forecast", "lo_80", "hi_80", "naive"))
    usual = actual.mean() if actual.mean() > 0 else float("nan")
    own, naives = measure.wape(actual, said), measure.wape(actual, naive)
    return (
        own,
        measure.bias(actual, said),
        measure.mase(actual, said, past),
        measure.pinball(actual, low, 0.1) / usual,
        measure.pinball(actual, high, 0.9) / usual,
        measure.coverage(actual, low, high),
        naives,
        measure.value_added(actual, said, naive),
        len(part),
    )
