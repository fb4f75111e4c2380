"""From a long frame to a checked (series x weeks) matrix: one anchor day, no gaps, nothing invented in silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecast_kit.columns import CATEGORY, UNITS, WEEK_START
from forecast_kit.errors import DataError, RowProblem

__all__ = ["MIN_WEEKS", "Floats", "Panel", "Weeks", "build_panel", "checked_keys", "refuse_bad_numbers", "weeks_after"]

Floats = NDArray[np.float64]
Weeks = NDArray[np.datetime64]

MIN_WEEKS = 8
WEEK_DAYS = np.timedelta64(7, "D")
DAY_NAMES = ("Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday")  # day 0 was a Thursday


@dataclass(frozen=True, slots=True)
class Panel:
    """Sales of many categories on one weekly calendar.

    `weeks` (T,) are week starts; `units` (S, T) is NaN only before a category's first week, which is column
    `first[s]` (T where there is none). `filled` (S, T) marks weeks that had no row. `comparables` are the categories
    whose season one is to borrow, by its name.
    """

    categories: tuple[str, ...]
    weeks: Weeks
    units: Floats
    first: NDArray[np.intp]
    filled: NDArray[np.bool_]
    warnings: tuple[str, ...] = ()
    comparables: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def named_lenders(self) -> tuple[NDArray[np.intp], ...]:
        """For each series the rows of those named as its comparables."""
        at = {name: row for row, name in enumerate(self.categories)} if self.comparables else {}
        named = (self.comparables.get(name, ()) for name in self.categories)
        return tuple(np.array([at[each] for each in names if each in at], dtype=np.intp) for names in named)

    def weeks_known(self) -> NDArray[np.intp]:
        """(S,) weeks of each series, from its first to the last of the matrix."""
        return np.asarray(len(self.weeks) - self.first)


def weeks_after(last: np.datetime64, count: int) -> Weeks:
    """The `count` week starts that follow `last`.

    >>> weeks_after(np.datetime64("2025-01-06"), 2).astype(str).tolist()
    ['2025-01-13', '2025-01-20']
    """
    return np.asarray(last.astype("datetime64[D]") + WEEK_DAYS * np.arange(1, count + 1))


def build_panel(
    history: pd.DataFrame,
    last_week: np.datetime64 | None = None,
    comparables: Mapping[str, Sequence[str]] | None = None,
) -> Panel:
    """The matrix of units behind a long frame with `category, week_start, units`.

    Row order does not matter. A week without a row between two that have one is put on the line between them; after a
    category's last row it takes the same week a year before, else the last one sold. Both are said in `warnings`.
    The matrix ends with the last week of any category, or with `last_week` where that is later. A category that has
    `comparables` may have fewer than 8 weeks, or none.

    Raises:
        DataError: a column is missing; a value is not a date, not a number, negative, or infinite; a category-week
            occurs twice; weeks start on different days; a category has fewer than 8 weeks.

    >>> frame = pd.DataFrame({"category": "dresses", "week_start": pd.date_range("2025-01-06", periods=8, freq="7D"),
    ...                       "units": range(8)})
    >>> build_panel(frame.sample(frac=1, random_state=1)).units.tolist()
    [[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]]
    """
    keys = checked_keys(history, "the sales history", (UNITS,))
    keys[UNITS] = refuse_bad_numbers(keys, history[UNITS], UNITS)
    named = comparables or {}
    _refuse_short(keys, named)
    wide = keys.pivot(index=CATEGORY, columns=WEEK_START, values=UNITS)
    wide = wide.reindex(sorted({*wide.index, *named}))
    ends = wide.columns.max() if last_week is None else max(wide.columns.max(), pd.Timestamp(last_week))
    weeks = pd.date_range(wide.columns.min(), ends, freq="7D")
    wide = wide.reindex(columns=weeks)
    units = wide.to_numpy(dtype=np.float64)
    known = ~np.isnan(units)
    first = np.where(known.any(axis=1), np.argmax(known, axis=1), units.shape[1])
    gaps = np.isnan(units) & (np.arange(units.shape[1]) >= first[:, None])
    units = _fill(units, gaps)
    days = weeks.to_numpy().astype("datetime64[D]")
    names = tuple(wide.index)
    return Panel(names, days, units, first, gaps, tuple(_gap_warnings(names, days, gaps)), named)


def checked_keys(frame: pd.DataFrame, what: str, needed: tuple[str, ...] = ()) -> pd.DataFrame:
    """`category` (str) and `week_start` (datetime64) of a frame, each pair once, all on one day of the week."""
    missing = [column for column in (CATEGORY, WEEK_START, *needed) if column not in frame.columns]
    if missing:
        raise DataError(f"{what.capitalize()} has no column {', '.join(missing)}.", "Name or map the column.")
    if frame.empty:
        raise DataError(f"{what.capitalize()} has no rows.", "Give at least 8 weeks of a category.")
    week = pd.to_datetime(frame[WEEK_START], errors="coerce").reset_index(drop=True)
    category = frame[CATEGORY].reset_index(drop=True)
    lines = np.arange(2, len(frame) + 2)
    bad = [RowProblem(int(line), WEEK_START, "not a date") for line in lines[week.isna()]]
    bad += [RowProblem(int(line), CATEGORY, "empty") for line in lines[category.isna()]]
    if bad:
        raise DataError(f"{what.capitalize()} has {len(bad):,} rows without a week or a category.", "", sorted(bad))
    keys = pd.DataFrame({CATEGORY: category.astype(str).astype(object), WEEK_START: week.dt.normalize()})
    _refuse_mixed_anchors(keys, what)
    twice = keys.duplicated(keep="first").to_numpy()
    if twice.any():
        rows = [RowProblem(int(line), WEEK_START, f"{_where(keys, line - 2)} is there twice") for line in lines[twice]]
        raise DataError(
            f"{what.capitalize()} has {len(rows):,} category-weeks more than once.",
            "Sum stores to one row a category-week.",
            rows,
        )
    return keys


def refuse_bad_numbers(keys: pd.DataFrame, column: pd.Series, name: str, *, negative_ok: bool = False) -> Floats:
    """The column as floats; DataError with every row that is empty, not a number, infinite or negative."""
    values: Floats = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    reasons = np.select(
        [np.isnan(values), np.isinf(values), (values < 0) & (not negative_ok)],
        ["empty or not a number", "infinite", "negative"],
        default="",
    )
    rows = [
        RowProblem(int(i) + 2, name, f"{_where(keys, int(i))}: {reasons[i]}") for i in np.flatnonzero(reasons != "")
    ]
    if rows:
        raise DataError(
            f"The column {name} has {len(rows):,} values that cannot be used.",
            "Correct them; net returns before forecasting, and write 0 where nothing was sold.",
            rows,
        )
    return values


def _where(keys: pd.DataFrame, position: int) -> str:
    row = keys.iloc[int(position)]
    return f"{row[CATEGORY]}, week of {row[WEEK_START].date().isoformat()}"


def _refuse_mixed_anchors(keys: pd.DataFrame, what: str) -> None:
    days = keys[WEEK_START].to_numpy().astype("datetime64[D]").astype(np.int64) % 7
    found = np.unique(days)
    if len(found) > 1:
        names = ", ".join(DAY_NAMES[day] for day in found)
        raise DataError(
            f"The weeks of {what} start on different days: {names}.",
            "Use one start day for all weeks; sum daily rows to weeks first.",
        )


def _refuse_short(keys: pd.DataFrame, named: Mapping[str, Sequence[str]]) -> None:
    counts = keys.groupby(CATEGORY)[WEEK_START].count()
    short = counts[(counts < MIN_WEEKS) & ~counts.index.isin(list(named))]
    if len(short):
        listed = ", ".join(f"{name} ({count})" for name, count in list(short.items())[:5])
        raise DataError(
            f"{len(short):,} categories have fewer than {MIN_WEEKS} weeks of sales: {listed}.",
            "Give more weeks, forecast the line it belongs to, or name comparable categories whose season it borrows.",
        )


def _fill(units: Floats, gaps: NDArray[np.bool_]) -> Floats:
    filled = units.copy()
    for row in np.flatnonzero(gaps.any(axis=1)):
        known = np.flatnonzero(~np.isnan(units[row]))
        inside = np.flatnonzero(gaps[row] & (np.arange(units.shape[1]) < known[-1]))
        filled[row, inside] = np.interp(inside, known, units[row, known])
        for week in range(known[-1] + 1, units.shape[1]):
            before = filled[row, week - 52] if week >= 52 else np.nan
            filled[row, week] = filled[row, known[-1]] if np.isnan(before) else before
    return filled


def _gap_warnings(names: tuple[str, ...], weeks: Weeks, gaps: NDArray[np.bool_]) -> list[str]:
    said = []
    for row in np.flatnonzero(gaps.any(axis=1)):
        missing = weeks[gaps[row]]
        trailing = int(np.argmin(gaps[row][::-1]))
        how = "the line between the weeks around them" if trailing < len(missing) else "the same weeks a year before"
        how += f"; the last {trailing} by last year's" if 0 < trailing < len(missing) else ""
        said.append(
            f"{names[row]} has no row for {len(missing)} weeks (the first is {missing[0]}): filled by {how}. "
            "If nothing was sold, give rows with 0 units."
        )
    return said
