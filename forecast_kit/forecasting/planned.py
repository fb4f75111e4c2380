"""Plan columns: what the planner knows of the weeks ahead (promotion, discount, open days), as an array."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast_kit.columns import CATEGORY, UNITS, WEEK_START
from forecast_kit.errors import DataError, PlanError
from forecast_kit.forecasting.grid import Floats, Panel, checked_keys, refuse_bad_numbers, weeks_after

__all__ = ["Planned", "curves", "read_past", "read_plan"]

LEAST_CURVE = 0.05  # a curve that departs less than this from a line, in standard deviations, is a line
BEYOND_SEEN = 0.5  # a planned value may lie this share of the seen range outside it before its effect is capped


@dataclass(frozen=True, slots=True)
class Planned:
    """`values` (P, S, T + H): the plan columns in the weeks of history and the weeks ahead."""

    names: tuple[str, ...]
    values: Floats
    warnings: tuple[str, ...] = ()


def read_plan(history: pd.DataFrame, plan: pd.DataFrame | None, panel: Panel, horizon: int) -> Planned:
    """The plan columns of history and plan on the panel's weeks, checked.

    A column that only history has is ignored. A value planned far outside what was ever seen is capped at half the
    seen range beyond it, with a warning: nobody knows what a first 90 % discount does.

    Raises:
        PlanError: a plan column is missing in history, or weeks ahead are missing in the plan.
        DataError: a value is empty, not a number or infinite.
    """
    total = len(panel.weeks) + horizon
    names = [] if plan is None else [column for column in plan.columns if column not in (CATEGORY, WEEK_START, UNITS)]
    if plan is None or not names:
        return Planned((), np.zeros((0, len(panel.categories), total)))
    _refuse_unknown(history, names)
    past = _long(history, names, "the sales history")
    ahead = _long(plan, names, "the plan")
    weeks = pd.DatetimeIndex(np.concatenate([panel.weeks, weeks_after(panel.weeks[-1], horizon)]))
    _refuse_missing_weeks(ahead, panel, weeks[-horizon:])
    index = pd.MultiIndex.from_product([panel.categories, weeks], names=[CATEGORY, WEEK_START])
    both = pd.concat([past, ahead])
    table = both[~both.index.duplicated(keep="first")].reindex(index)
    values = table.to_numpy(dtype=np.float64).reshape(len(panel.categories), total, len(names)).transpose(2, 0, 1)
    return _capped(tuple(names), _unseen_as_usual(values, len(panel.weeks)), horizon)


def read_past(history: pd.DataFrame, names: Sequence[str], panel: Panel) -> Floats:
    """(P, S, T) the named columns of the history on the panel's weeks, checked as `read_plan` checks them."""
    _refuse_unknown(history, names)
    index = pd.MultiIndex.from_product([panel.categories, pd.DatetimeIndex(panel.weeks)], names=[CATEGORY, WEEK_START])
    table = _long(history, names, "the sales history").reindex(index)
    shape = (len(panel.categories), len(panel.weeks), len(names))
    return _unseen_as_usual(table.to_numpy(dtype=np.float64).reshape(shape).transpose(2, 0, 1), len(panel.weeks))


def curves(values: Floats, weeks: int) -> Floats:
    """What a line through each plan column misses of its square root: (P, S, T + H), learnt from the first `weeks`.

    The first ten per cent off, or the first of ten items featured, do more than the last; with the curve as a second
    regressor the data say how much more. All zero where it would add nothing: a column of noughts and ones, one that
    hardly varies, one with negative values.

    >>> curves(np.array([[[0.0, 1.0, 0.0, 1.0]]]), 4).tolist()
    [[[0.0, 0.0, 0.0, 0.0]]]
    """
    made = np.zeros(values.shape)
    for p, column in enumerate(values):
        if column[:, :weeks].min() < 0:
            continue
        root = np.sqrt(np.maximum(column, 0.0))
        x, y = (part - part[:, :weeks].mean(axis=1, keepdims=True) for part in (column, root))
        squares = (x[:, :weeks] ** 2).sum()
        rest = y - (x[:, :weeks] * y[:, :weeks]).sum() / squares * x if squares > 0 else np.zeros(column.shape)
        if rest[:, :weeks].std() > LEAST_CURVE * y[:, :weeks].std():
            made[p] = rest
    return made


def _refuse_unknown(history: pd.DataFrame, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in history.columns]
    if missing:
        raise PlanError(
            f"The plan has the column {', '.join(missing)}, which the sales history has not.",
            "Its effect can only be learnt from the past: add it to the history, or leave it out of the plan.",
        )


def _long(frame: pd.DataFrame, names: Sequence[str], what: str) -> pd.DataFrame:
    keys = checked_keys(frame, what)
    for name in names:
        try:
            keys[name] = refuse_bad_numbers(keys, frame[name], name, negative_ok=True)
        except DataError as error:
            raise DataError(
                f"In {what}: {error.problem}", "Plan columns are numbers in every row.", error.rows
            ) from None
    return keys.set_index([CATEGORY, WEEK_START])


def _refuse_missing_weeks(ahead: pd.DataFrame, panel: Panel, weeks: pd.DatetimeIndex) -> None:
    wanted = pd.MultiIndex.from_product([panel.categories, weeks])
    missing = wanted[~wanted.isin(ahead.index)]
    if len(missing):
        category, week = missing[0]
        raise PlanError(
            f"The plan lacks {len(missing):,} of {len(wanted):,} category-weeks ahead; the first is {category}, "
            f"week of {week.date().isoformat()}.",
            f"Give every category a row for each week from {weeks[0].date()} to {weeks[-1].date()}.",
        )


def _unseen_as_usual(values: Floats, weeks: int) -> Floats:
    """Weeks without a row get the column's usual value in the category's past `weeks`, so that they teach nothing.

    A category without a past has the usual value of the others.
    """
    known = ~np.isnan(values)
    own = known[:, :, :weeks].sum(axis=2, keepdims=True)
    total = np.where(known, values, 0.0)[:, :, :weeks].sum(axis=2, keepdims=True)
    others = total.sum(axis=1, keepdims=True) / np.maximum(own.sum(axis=1, keepdims=True), 1)
    return np.where(known, values, np.where(own > 0, total / np.maximum(own, 1), others))


def _capped(names: tuple[str, ...], values: Floats, horizon: int) -> Planned:
    past, ahead = values[:, :, :-horizon], values[:, :, -horizon:]
    low, high = past.min(axis=(1, 2)), past.max(axis=(1, 2))
    slack = BEYOND_SEEN * (high - low)
    kept = np.clip(ahead, (low - slack)[:, None, None], (high + slack)[:, None, None])
    said = []
    for p, name in enumerate(names):
        if low[p] == high[p]:
            said.append(f"{name} never varied in the history, so its effect is not known and the plan's is left out.")
        elif (kept[p] != ahead[p]).any():
            said.append(
                f"{name} is planned up to {ahead[p].max():g} and was never outside {low[p]:g} to {high[p]:g}: "
                "its effect is capped at half that range beyond it."
            )
    return Planned(names, np.concatenate([past, kept], axis=2), tuple(said))
