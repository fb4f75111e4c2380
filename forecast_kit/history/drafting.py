"""The steps every table shares: read it, name its columns, convert its cells, check each column's rules."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from forecast_kit import columns as c
from forecast_kit.history.checked import WHOLE_FILE, Draft
from forecast_kit.history.dates import parse_dates
from forecast_kit.history.mapping import MappingLike, name_columns
from forecast_kit.history.raw import read_table
from forecast_kit.history.schema import Failure, broken_rules, repeated_rows, show
from forecast_kit.history.spec import WEEK_END, Kind, TableSpec
from forecast_kit.history.values import (
    Parsed,
    has_decimal_commas,
    parse_extra,
    parse_flag,
    parse_name,
    parse_number,
    parse_share,
)
from forecast_kit.history.weeks import WEEKDAYS

__all__ = ["check_one_week_anchor", "check_unique", "draft", "weeks_from_their_start", "whole_numbers_as_int"]

_WANTED: Mapping[Kind, str] = {
    "date": "a date",
    "week": "a date",
    "number": "a number",
    "share": "a share, a percentage, or yes or no",
    "flag": "yes or no",
}


def draft(path: str | Path, spec: TableSpec, mapping: MappingLike) -> Draft:
    """Read a file as the table `spec` says, as far as columns alone can be judged.

    Raises DataError at once for what concerns the whole file; the failures of rows are collected in the draft.
    """
    raw = read_table(path)
    naming = name_columns(raw.name, list(raw.frame.columns), mapping, spec.required_names(), spec.optional_names())
    named, mapped = _with_stand_ins(raw.frame.rename(columns=dict(naming.new_names)), naming.mapped, spec)
    spec = _with_its_time(spec, named.columns)
    kinds = {column.name: column.kind for column in spec.columns if column.name in named.columns}
    extras = tuple(name for name in named.columns if name not in kinds)
    numeric = [named[name] for name in named.columns if kinds.get(name, "number") in ("number", "share")]
    comma = has_decimal_commas(numeric, raw.delimiter)
    table = Draft(raw, spec, named, mapped, extras, [*raw.notes, *naming.notes])
    if comma:
        table.notes.append("Numbers are read with decimal commas.")
    parsed = {name: _parse(named[name], kind, comma) for name, kind in kinds.items()}
    parsed |= {name: parse_extra(named[name], comma=comma) for name in extras}
    table.notes.extend(f"{name}: {note}." for name, values in parsed.items() for note in values.notes)
    table.frame = pd.DataFrame({name: parsed[name].values for name in named.columns}, index=named.index)
    for name, kind in kinds.items():
        table.failures.extend(_unreadable(named[name], parsed[name], _WANTED.get(kind, "")))
    for row, name, reason in broken_rules(table.frame, spec):
        # A cell that could not be read has been named already; here it would only be called blank.
        if not parsed[name].unreadable[named.index.get_loc(row)]:
            table.failures.append((row, name, reason))
    return table


def check_unique(table: Draft) -> None:
    """Collect rows with the key of an earlier row."""
    key = [name for name in table.spec.key if name in table.frame.columns]
    whole = table.frame[table.frame[key].notna().all(axis=1)] if "due_week" not in key else table.frame
    table.failures.extend(repeated_rows(whole, key, table.line_of, table.spec.row_is))


def check_one_week_anchor(table: Draft) -> None:
    """Collect weeks that start on another weekday than the others do."""
    for column in table.spec.columns:
        if column.kind != "week" or not table.frame[column.name].notna().any():
            continue
        weeks = table.frame[column.name].dropna()
        weekday = weeks.dt.weekday
        counts = weekday.value_counts().sort_index()
        usual = int(counts.idxmax())
        if len(counts) >= 5 and counts.max() < 0.4 * counts.sum():
            reason = f"these are days, not weeks: say --map '{_in_file(table, column.name)}=date' to sum them to weeks"
            table.failures.append((WHOLE_FILE, column.name, reason))
            continue
        for row, day in weekday[weekday != usual].items():
            said = f"{weeks.loc[row].date()} is a {WEEKDAYS[day]}; the other weeks have a {WEEKDAYS[usual]}"
            table.failures.append((int(row), column.name, said))


def weeks_from_their_start(table: Draft) -> None:
    """Turn `week_end` into `week_start`, six days earlier."""
    if WEEK_END not in table.frame.columns or c.WEEK_START in table.frame.columns:
        return
    table.frame[WEEK_END] = table.frame[WEEK_END] - pd.Timedelta(days=6)
    table.frame = table.frame.rename(columns={WEEK_END: c.WEEK_START})
    table.notes.append(f"{_in_file(table, WEEK_END)!r} is the last day of a week: week_start is six days earlier.")


def whole_numbers_as_int(frame: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Columns that hold whole numbers and no blanks, as int64; other columns as they are."""
    whole = [name for name in names if name in frame.columns and _all_whole(frame[name])]
    return frame.astype(dict.fromkeys(whole, np.int64))


def _all_whole(series: pd.Series) -> bool:
    if series.dtype.kind != "f":
        return False
    values = series.to_numpy()
    return bool(np.isfinite(values).all() and (values == np.floor(values)).all() and (abs(values) < 2**53).all())


def _with_stand_ins(
    frame: pd.DataFrame, mapped: tuple[tuple[str, str], ...], spec: TableSpec
) -> tuple[pd.DataFrame, tuple[tuple[str, str], ...]]:
    """Columns that may go by another kit name too (a stock file's store_id) under the name the table has for them."""
    names = set(frame.columns)
    renamed = {
        other: column.name for column in spec.columns if column.name not in names for other in column.also & names
    }
    in_file = {name: theirs for theirs, name in mapped}
    kept = tuple((theirs, name) for theirs, name in mapped if name not in renamed)
    return frame.rename(columns=renamed), (*kept, *((in_file.get(a, a), b) for a, b in renamed.items()))


def _with_its_time(spec: TableSpec, found: Iterable[str]) -> TableSpec:
    names = set(found)
    if not spec.has_weeks or c.WEEK_START in names:
        return spec
    return spec.with_time(WEEK_END if WEEK_END in names else c.DATE)


def _parse(series: pd.Series, kind: Kind, comma: bool) -> Parsed:
    if kind in ("date", "week"):
        return parse_dates(series, weekly=kind == "week")
    if kind == "share":
        return parse_share(series, comma=comma)
    if kind == "flag":
        return parse_flag(series)
    return parse_number(series, comma=comma) if kind == "number" else parse_name(series)


def _unreadable(series: pd.Series, parsed: Parsed, wanted: str) -> list[Failure]:
    """The cells that are not what the column holds; the first says so if no cell of the column is."""
    name = str(series.name)
    cells = series[parsed.unreadable]
    if cells.empty:
        return []
    reason_of = parsed.why or (lambda value: f"{_quoted(value)} is not {wanted}")
    failures = [(int(row), name, reason_of(value)) for row, value in cells.items()]
    if len(cells) > 1 and not pd.notna(parsed.values).any():
        row, _, reason = failures[0]
        failures[0] = (
            row,
            name,
            f"{reason}; {name} is a column of text: none of {len(cells):,} values is {wanted}",
        )
    return failures


def _quoted(value: Any) -> str:
    return repr(value) if isinstance(value, str) else show(value)


def _in_file(table: Draft, name: str) -> str:
    return next((theirs for theirs, ours in table.mapped if ours == name), name)
