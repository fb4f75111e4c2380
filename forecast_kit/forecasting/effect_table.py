"""What a promotion week gives, category by category, with its uncertainty: the table that planners ask for."""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecast_kit.columns import CATEGORY, IN_STOCK, LIST_PRICE, PRICE, STORE_ID, UNITS, WEEK_START
from forecast_kit.errors import DataError
from forecast_kit.forecasting.effects import fit_effects
from forecast_kit.forecasting.fitted import exposures_of
from forecast_kit.forecasting.grid import Floats, build_panel
from forecast_kit.forecasting.oddities import without_spikes
from forecast_kit.forecasting.past import learnt_from
from forecast_kit.forecasting.planned import read_past
from forecast_kit.forecasting.shut import without_shut_weeks

__all__ = ["plan_effects"]

NOT_PLANS = (CATEGORY, WEEK_START, UNITS, STORE_ID, PRICE, LIST_PRICE, IN_STOCK, "units_sold")
PROMOTED = 0.25  # a week this share of a column's range away from its usual value is a week with the plan in it
OFTEN_NOTHING = 0.1  # a column at 0 in this share of its weeks is usually 0
Z_80 = NormalDist().inv_cdf(0.9)


def plan_effects(history: pd.DataFrame, *, plan_columns: Sequence[str] | None = None) -> pd.DataFrame:
    """What a typical week with each plan column is worth against a usual one, as a multiplier of units.

    `history`: category, week_start, units and plan columns; `plan_columns` names them, else every other numeric column
    is one. A row a category and column: `usual` and `promoted` are the column's values in a week without and with it
    (0 where it is often 0, else its median; and the median of weeks a quarter of its range away), `effect` is units in
    the second over units in the first, all else equal, `effect_lo_80` to `effect_hi_80` its 80 % interval, and
    `weeks_seen` the weeks of the category in which it was promoted. With 0 of them the effect is the other categories'.

    Raises:
        DataError: the history cannot be used, a named column is missing or not a number, or there is none.

    >>> rng = np.random.default_rng(0)
    >>> promoted = rng.choice([0.0, 0.0, 1.0], size=120)
    >>> units = 100 * np.exp(0.02 * rng.standard_normal(120)) * np.where(promoted > 0, 1.5, 1.0)
    >>> weeks = pd.date_range("2023-01-02", periods=120, freq="7D")
    >>> frame = pd.DataFrame({"category": "coats", "week_start": weeks, "units": units, "promotion": promoted})
    >>> plan_effects(frame)["effect"].round(1).tolist()
    [1.5]
    """
    names = _plan_columns(history, plan_columns)
    sold = build_panel(history)
    panel = without_spikes(without_shut_weeks(sold))
    values = read_past(history, names, panel)
    open_weeks = ~(panel.filled | np.isnan(panel.units))
    padded = np.concatenate([values, values[:, :, -1:]], axis=2)
    exposures = exposures_of(panel, padded, 1)
    learnt = learnt_from(panel, exposures, len(panel.weeks))
    found = fit_effects(learnt.log_units, learnt.exposures)
    line = len(exposures) - 2 * len(names)
    rows = []
    for p, name in enumerate(names):
        own = [line + p, line + len(names) + p]
        for s, category in enumerate(panel.categories):
            usual, promoted, seen = _typical(values[p], open_weeks, s)
            step = _at(values[p, s], exposures[own, s, :-1], promoted) - _at(
                values[p, s], exposures[own, s, :-1], usual
            )
            middle = float(found.values[s, own] @ step)
            wide = Z_80 * float(np.sqrt(max(step @ found.covariance[s][np.ix_(own, own)] @ step, 0.0)))
            mean = learnt.units[s].mean()
            effect = _of_units([middle, middle - wide, middle + wide], learnt.offset[s] / mean if mean > 0 else 0.0)
            rows.append((category, name, usual, promoted, *effect, seen))
    columns = [CATEGORY, "column", "usual", "promoted", "effect", "effect_lo_80", "effect_hi_80", "weeks_seen"]
    return pd.DataFrame(rows, columns=columns).sort_values([CATEGORY, "column"], ignore_index=True)


def _plan_columns(history: pd.DataFrame, asked: Sequence[str] | None) -> list[str]:
    if asked is not None:
        missing = [name for name in asked if name not in history.columns]
        if missing:
            raise DataError(f"The sales history has no column {', '.join(missing)}.", "Name columns that it has.")
        names = list(dict.fromkeys(asked))
    else:
        numeric = history.select_dtypes(["number", "bool"]).columns
        names = [str(name) for name in numeric if name not in NOT_PLANS]
    if not names:
        raise DataError("The sales history has no plan columns.", "Add one, such as promotion (0 or 1) or discount.")
    return names


def _typical(column: Floats, known: NDArray[np.bool_], series: int) -> tuple[float, float, int]:
    """The column's usual value, its typical value in promoted weeks, and how many of these the series has seen."""
    pooled = column[known]
    reach = PROMOTED * (pooled.max() - pooled.min())
    own = column[series, known[series]]
    usual = 0.0 if (pooled == 0).mean() >= OFTEN_NOTHING else float(np.median(own))
    for weeks in (own, pooled):
        above, below = weeks[weeks > usual + reach], weeks[weeks < usual - reach]
        side = above if len(above) >= len(below) else below
        if reach > 0 and len(side):
            return usual, float(np.median(side)), len(side) if weeks is own else 0
    return usual, usual, 0


def _of_units(logs: list[float], offset: float) -> Floats:
    """Multipliers of units, from effects on log(units + offset) at a mean week; `offset` in mean weeks."""
    return np.maximum((1 + offset) * np.exp(logs) - offset, 0.0)


def _at(values: Floats, exposures: Floats, value: float) -> Floats:
    """(2,) the column and its curve at `value`: the curve is a straight-line mix of the root and the column."""
    design = np.column_stack([np.ones(len(values)), values, np.sqrt(np.maximum(values, 0.0))])
    weights = np.linalg.lstsq(design, exposures[1], rcond=None)[0]
    return np.array([value, weights @ [1.0, value, np.sqrt(max(value, 0.0))]])
