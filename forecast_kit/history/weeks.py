"""Days to trading weeks, and several rows to one."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit import columns as c
from forecast_kit.errors import SettingsError

__all__ = ["WEEKDAYS", "partial_weeks_note", "sum_to_rows", "weekday_number", "weeks_of"]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday; SettingsError for another word.

    >>> weekday_number("sunday")
    6
    """
    matches = [n for n, day in enumerate(WEEKDAYS) if day.casefold() == str(name).strip().casefold()]
    if not matches:
        raise SettingsError(f"{name!r} is not a weekday.", f"Weeks start on one of {', '.join(WEEKDAYS)}.")
    return matches[0]


def weeks_of(days: pd.Series, first_weekday: int) -> pd.Series:
    """The start of the week each day falls in, weeks starting on `first_weekday` (0 is Monday).

    >>> weeks_of(pd.Series(pd.to_datetime(["2025-03-09", "2025-03-10"])), 0).dt.date.astype(str).tolist()
    ['2025-03-03', '2025-03-10']
    """
    return days - pd.to_timedelta((days.dt.weekday - first_weekday) % 7, unit="D")


def partial_weeks_note(days: pd.Series, first_weekday: int) -> list[str]:
    """A sentence for the first and last week each, if they have fewer days than the usual week of the file."""
    trading_days = pd.Series(days.unique())
    per_week = weeks_of(trading_days, first_weekday).value_counts().sort_index()
    usual = int(per_week.median())
    notes = []
    for which, position in (("first", 0), ("last", -1)):
        have, week = int(per_week.iloc[position]), per_week.index[position].date()
        if have < usual:
            notes.append(
                f"The {which} week ({week}) has {have} of {usual} trading days: its units are not a full week's."
            )
    return notes


def sum_to_rows(frame: pd.DataFrame, key: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """One row a key, sorted by it: units summed, the rest averaged as its meaning asks.

    `price` and `list_price` are averaged by units sold (plainly where none were), `on_hand` is that of the last
    row, other numbers are averaged over the rows that have them. Text stays where all rows of a key agree;
    columns where they do not are left out and named in the second value.
    """
    groups = frame.groupby(key, sort=True, dropna=False)
    number = groups.ngroup().to_numpy()
    first = groups.head(1)
    order = np.argsort(number[frame.index.get_indexer(first.index)])
    result: dict[str, Any] = {name: first[name].to_numpy()[order] for name in key}
    count = len(first)
    sold = frame[c.UNITS].to_numpy(dtype=float).clip(min=0)
    dropped: list[str] = []
    for name in frame.columns:
        if name in key:
            continue
        column = frame[name]
        if name == c.UNITS:
            result[name] = np.bincount(number, weights=column.to_numpy(dtype=float), minlength=count)
        elif name == "on_hand":
            result[name] = groups[name].last().to_numpy()
        elif column.dtype.kind in "iuf":
            result[name] = _average(column.to_numpy(dtype=float), number, count, sold if name in _BY_UNITS else None)
        elif groups[name].nunique(dropna=False).max() <= 1:
            result[name] = first[name].to_numpy()[order]
        else:
            dropped.append(name)
    return pd.DataFrame(result)[[name for name in frame.columns if name not in dropped]], dropped


_BY_UNITS = (c.PRICE, c.LIST_PRICE)


def _average(
    values: npt.NDArray[np.float64], number: npt.NDArray[Any], count: int, weights: npt.NDArray[np.float64] | None
) -> npt.NDArray[np.float64]:
    """Mean by group of the values that are there; by `weights` where a group has any."""
    there = ~np.isnan(values)
    values, number = values[there], number[there]
    plain = np.bincount(number, minlength=count)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(number, weights=values, minlength=count) / plain
        if weights is None:
            return mean
        weights = weights[there]
        total = np.bincount(number, weights=weights, minlength=count)
        by_weight = np.bincount(number, weights=values * weights, minlength=count) / total
    averaged: npt.NDArray[np.float64] = np.where(total > 0, by_weight, mean)
    return averaged
