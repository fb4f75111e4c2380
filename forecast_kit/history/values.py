"""Cells to values: numbers, shares, yes and no, names. Each distinct cell is read once, so a million rows are quick.

Nothing is guessed: what is not plainly a value is marked unreadable, with the row it stands on.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "Cells",
    "Parsed",
    "has_decimal_commas",
    "parse_extra",
    "parse_flag",
    "parse_name",
    "parse_number",
    "parse_share",
]

BLANK = frozenset({"", "na", "n/a", "nan", "null", "none", "nat", "#n/a"})
# A shop may well be called NA (Namibia) or None; only what can be nothing else is blank in a name.
BLANK_NAME = frozenset({"", "nan", "null", "nat", "#n/a"})
_YES = frozenset({"yes", "y", "true", "t", "1", "1.0"})
_NO = frozenset({"no", "n", "false", "f", "0", "0.0"})
_SPACES = " \u00a0\u202f"  # a plain, a non-breaking and a narrow one group thousands
_COMMA_DECIMAL = re.compile(rf"[-+]?(\d{{1,3}}([.{_SPACES}']\d{{3}})+|\d+)?(,\d+)?")
_POINT_DECIMAL = re.compile(rf"[-+]?\d{{1,3}}([,{_SPACES}']\d{{3}})+(\.\d+)?")
_HAS_COMMA_DECIMAL = re.compile(rf"[-+]?[\d.{_SPACES}']*,\d+\s*%?")
_NOT_GROUPED = re.compile(r".*,(\d{1,2}|\d{4,})\s*%?")
_LEADING_ZERO = re.compile(r"0\d+")


@dataclass(frozen=True)
class Cells:
    """A column as its distinct values and, for each row, which one it is (-1 for a missing cell)."""

    codes: npt.NDArray[np.intp]
    distinct: list[Any]

    @classmethod
    def of(cls, series: pd.Series) -> "Cells":
        """The distinct values of a column of any kind."""
        if isinstance(series.dtype, pd.CategoricalDtype):
            return cls(series.cat.codes.to_numpy().astype(np.intp), list(series.cat.categories))
        codes, distinct = pd.factorize(series)
        return cls(codes, list(distinct))

    def spread(self, values: npt.NDArray[Any], missing: Any) -> npt.NDArray[Any]:
        """One value a row from one a distinct value."""
        return np.append(values, np.array([missing], dtype=values.dtype))[self.codes]


@dataclass(frozen=True)
class Parsed:
    """A column's values (missing where blank or unreadable), the unreadable rows, and what should be known of it."""

    values: npt.NDArray[Any]
    unreadable: npt.NDArray[np.bool_]
    notes: tuple[str, ...] = ()
    why: Callable[[Any], str] | None = None


def parse_number(series: pd.Series, *, comma: bool = False, percent: bool = False) -> Parsed:
    """Numbers; `comma` for files that write 1.234,5. With `percent`, "20 %" is 0.20.

    >>> parse_number(pd.Series(["12", "1,200", "", "many"])).values.tolist()
    [12.0, 1200.0, nan, nan]
    """
    if series.dtype.kind in "biuf":
        return Parsed(series.to_numpy(dtype=float, na_value=np.nan), np.zeros(len(series), dtype=bool))
    cells = Cells.of(series)
    texts = [value.strip() if isinstance(value, str) else value for value in cells.distinct]
    numbers = np.array([_number(value, comma, percent) for value in texts], dtype=float)
    blank = np.array([isinstance(value, str) and value.casefold() in BLANK for value in texts], dtype=bool)
    unreadable = np.isnan(numbers) & ~blank
    notes: list[str] = []
    if percent and any(isinstance(value, str) and value.endswith("%") for value in texts):
        notes.append("percentages are read as shares (20% is 0.20)")
    return Parsed(cells.spread(numbers, np.nan), cells.spread(unreadable, False), tuple(notes))


def parse_share(series: pd.Series, *, comma: bool = False) -> Parsed:
    """Shares 0-1, also written as percentages ("20%") or as yes and no."""
    numbers = parse_number(series, comma=comma, percent=True)
    if not numbers.unreadable.any():
        return numbers
    flags = parse_flag(series)
    values = np.where(numbers.unreadable, flags.values, numbers.values)
    return Parsed(values, numbers.unreadable & flags.unreadable, numbers.notes)


def parse_flag(series: pd.Series) -> Parsed:
    """Yes and no (y/n, true/false, 1/0) as 1.0 and 0.0.

    >>> parse_flag(pd.Series(["Yes", "no", "TRUE", ""])).values.tolist()
    [1.0, 0.0, 1.0, nan]
    """
    cells = Cells.of(series)
    words = [str(value).strip().casefold() for value in cells.distinct]
    values = np.array([1.0 if word in _YES else 0.0 if word in _NO else np.nan for word in words], dtype=float)
    unreadable = np.isnan(values) & np.array([word not in BLANK for word in words], dtype=bool)
    return Parsed(cells.spread(values, np.nan), cells.spread(unreadable, False))


def parse_name(series: pd.Series) -> Parsed:
    """Identifiers and names as text without spaces around; None where blank. 7.0 is "7", "007" stays "007"."""
    cells = Cells.of(series)
    names = np.array([_name(value) for value in cells.distinct], dtype=object)
    trimmed = any(isinstance(value, str) and value != value.strip() and value.strip() for value in cells.distinct)
    notes = ("spaces around names were removed",) if trimmed else ()
    return Parsed(cells.spread(names, None), np.zeros(len(series), dtype=bool), notes)


def parse_extra(series: pd.Series, *, comma: bool = False) -> Parsed:
    """A column the kit has no name for: numbers if all its cells are, 1 and 0 if yes and no, dates as they are."""
    if series.dtype.kind == "M":
        return Parsed(series.to_numpy(), np.zeros(len(series), dtype=bool))
    if not any(
        isinstance(value, str) and _LEADING_ZERO.fullmatch(value.strip()) for value in Cells.of(series).distinct
    ):
        for parsed in (parse_number(series, comma=comma, percent=True), parse_flag(series)):
            if not parsed.unreadable.any():
                return parsed
    return parse_name(series)


def has_decimal_commas(columns: list[pd.Series], delimiter: str) -> bool:
    """Whether a file writes 12,50: only where commas do not separate columns, and some number shows it."""
    if delimiter not in (";", "\t"):
        return False
    # 1,200 in a tab-separated file may be twelve hundred: there it takes a number that cannot be grouped.
    shows = _HAS_COMMA_DECIMAL if delimiter == ";" else _NOT_GROUPED
    return any(
        isinstance(value, str) and _HAS_COMMA_DECIMAL.fullmatch(value.strip()) and shows.fullmatch(value.strip())
        for column in columns
        for value in Cells.of(column).distinct
    )


def _number(value: Any, comma: bool, percent: bool) -> float:
    """The number a cell says, NaN if it says none. `float` itself decides, so that what was written comes back."""
    if isinstance(value, str):
        if percent and value.endswith("%"):
            return _number(value[:-1].rstrip(), comma, False) / 100
        grouped = _COMMA_DECIMAL if comma else _POINT_DECIMAL
        if not value.isdigit() and grouped.fullmatch(value):
            value = re.sub(rf"[.{_SPACES}']" if comma else rf"[,{_SPACES}']", "", value).replace(",", ".")
        elif (comma and "." in value) or "_" in value:
            return np.nan
    elif isinstance(value, (date, time)):
        return np.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan


def _name(value: Any) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    text = str(value).strip()
    return None if text.casefold() in BLANK_NAME else text
