"""The frames and sentences of a forecast, from its matrices."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecast_kit.columns import CATEGORY, UNITS, WEEK_START
from forecast_kit.forecasting import accuracy as measure
from forecast_kit.forecasting.backtest import STEP_WEEKS, Backtest
from forecast_kit.forecasting.grid import MIN_WEEKS, Floats, Panel, weeks_after
from forecast_kit.forecasting.intervals import Joined, Spread, measured_coverage
from forecast_kit.forecasting.models import NAIVE, Model

__all__ = ["accuracy_frame", "models_frame", "totals_frame", "warnings_of", "weekly_frame"]


def _around(units: Floats, offset: Floats, log_points: Floats | float) -> Floats:
    return np.asarray(np.maximum((units + offset) * np.exp(log_points) - offset, 0.0))


def weekly_frame(
    panel: Panel, units: Floats, offset: Floats, spread: Spread | Joined, levels: Sequence[int], shut: NDArray[np.bool_]
) -> pd.DataFrame:
    """Units a week ahead with one interval a level (percent); 80 is always there. The point is always inside.

    `shut` (S, weeks): without doubt nothing is sold.
    """
    series, horizon = units.shape
    ahead = weeks_after(panel.weeks[-1], horizon).astype("datetime64[ns]")
    frame = {CATEGORY: np.repeat(panel.categories, horizon), WEEK_START: np.tile(ahead, series), UNITS: units.ravel()}
    sure = _silent(panel)[:, None] | shut
    for level in dict.fromkeys((80, *levels)):
        width = np.where(sure, 0.0, spread.half_width(level / 100))
        frame[f"units_lo_{level}"] = np.minimum(_around(units, offset[:, None], -width), units).ravel()
        frame[f"units_hi_{level}"] = np.maximum(_around(units, offset[:, None], width), units).ravel()
    return pd.DataFrame(frame)


def totals_frame(
    panel: Panel, units: Floats, offset: Floats, spread: Spread, quantiles: Sequence[float], shut: NDArray[np.bool_]
) -> pd.DataFrame:
    """Quantiles of the total of `units` (S, weeks); weeks that are `shut` (S, weeks) add nothing."""
    total, room = units.sum(axis=1), offset * (~shut).sum(axis=1)
    silent = _silent(panel) | shut.all(axis=1)
    columns = []
    for quantile in quantiles:
        width = np.where(silent, 0.0, spread.half_width(abs(2 * quantile - 1))[:, 0])
        columns.append(_around(total, room, width if quantile >= 0.5 else -width))
    names = np.repeat(panel.categories, len(quantiles))
    every = np.tile(quantiles, len(panel.categories))
    return pd.DataFrame({CATEGORY: names, "quantile": every, UNITS: np.stack(columns, axis=1).ravel()})


def _silent(panel: Panel) -> NDArray[np.bool_]:
    """(S,) categories that have never sold a unit."""
    return np.asarray((np.nan_to_num(panel.units).max(axis=1) <= 0) & (panel.weeks_known() > 0))


def models_frame(panel: Panel, weights: Floats, kept: NDArray[np.bool_], models: Sequence[Model]) -> pd.DataFrame:
    """Who had which weight, and who stood in for whom."""
    rows = [
        (name, model.name if kept[m, s] else NAIVE.name, weights[m, s], None if kept[m, s] else model.name)
        for s, name in enumerate(panel.categories)
        for m, model in enumerate(models)
        if weights[m, s] > 0
    ]
    return pd.DataFrame(rows, columns=[CATEGORY, "model", "weight", "fallback_from"])


def accuracy_frame(panel: Panel, tested: Backtest, forecast: Floats, errors: Floats, from_week: int) -> pd.DataFrame:
    """The backtest of the combination, a row a category."""
    covered = measured_coverage(errors, 0.8, tested.cuts, from_week)
    rows = []
    for s, name in enumerate(panel.categories):
        actual, said = tested.actual[:, s], forecast[:, s]
        whole = np.flatnonzero(np.isfinite(actual).all(axis=1) & np.isfinite(said).all(axis=1))
        misses = [measure.total_error(actual[o], said[o]) for o in whole]
        total = float(np.mean(misses)) if misses else float("nan")
        scores = int(np.isfinite(errors[:, s]).sum())
        rows.append((name, measure.wape(actual, said), measure.bias(actual, said), covered[s], total, scores))
    return pd.DataFrame(rows, columns=[CATEGORY, "wape", "bias", "coverage_80", "total_error", "scores"])


def warnings_of(panel: Panel, kept: NDArray[np.bool_], errors: Floats, models: Sequence[Model]) -> list[str]:
    """What the planner should know before trusting the numbers."""
    said: list[str] = []
    silent = np.flatnonzero(_silent(panel))
    said.extend(f"{panel.categories[s]} has sold nothing in all its weeks: its forecast is 0." for s in silent)
    for m, s in np.argwhere(~kept):
        said.append(
            f"{panel.categories[s]}: the {models[m].name} model failed, ran out of time or left what is plausible "
            "(three times the highest week, four times any level); last year's weeks stand in for it."
        )
    if not np.isfinite(errors).any():
        said.append(
            f"There are too few weeks to test the forecast on (the first test needs {MIN_WEEKS + STEP_WEEKS}): "
            "its intervals are a rule, not a measurement."
        )
    return said
