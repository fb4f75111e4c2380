"""Sales and actual sales: weeks or days, with returns refused or netted, never overlooked."""

from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from forecast_kit import columns as c
from forecast_kit.errors import SettingsError
from forecast_kit.history.checked import Checked, Draft
from forecast_kit.history.drafting import (
    check_one_week_anchor,
    check_unique,
    draft,
    weeks_from_their_start,
    whole_numbers_as_int,
)
from forecast_kit.history.mapping import MappingLike
from forecast_kit.history.schema import repeated_rows
from forecast_kit.history.spec import ACTUALS, SALES, TableSpec
from forecast_kit.history.weeks import partial_weeks_note, sum_to_rows, weekday_number, weeks_of
from forecast_kit.history.words import counted

__all__ = ["Returns", "read_actuals", "read_sales"]

Returns = Literal["net"] | None
_NET_ADVICE = "If the negative units are returns, say --returns net: each is taken off its week's sales, and counted."


def read_sales(
    path: str | Path, *, mapping: MappingLike = None, returns: Returns = None, week_anchor: str = "Monday"
) -> Checked:
    """Past sales, one row a store, category and week.

    Columns: `week_start` (or `week_end`, or `date` for daily rows), `store_id`, `category`, `units`; optional
    `price`, `list_price`, `in_stock` (0-1); any others are kept. Daily rows are summed to weeks that start on
    `week_anchor`: units summed, prices averaged by units sold, other numbers averaged over the rows.

    Negative units are refused unless `returns="net"`, which sums a week's returns with its sales; a week that is
    negative even so becomes 0. Both are counted in the report's notes. Missing weeks stay missing.

    Raises DataError with every bad row, and then nothing has been read.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "sales.csv"
    >>> _ = file.write_text("Week Start,Store,category,units\\n2025-03-03,7,dresses,12\\n")
    >>> sales = read_sales(file, mapping={"Store": "store_id"})
    >>> sales.frame["units"].tolist(), sales.report.columns_mapped
    ([12], (('Store', 'store_id'), ('Week Start', 'week_start')))
    """
    return _read_weeks(path, SALES, mapping, returns, week_anchor)


def read_actuals(
    path: str | Path, *, mapping: MappingLike = None, returns: Returns = None, week_anchor: str = "Monday"
) -> Checked:
    """This season's sales so far, one row a store and week (and category, where the file has one).

    Columns: `week_start` (or `week_end`, or `date`), `store_id`, `units`; optional `category`, `on_hand`. Days,
    returns and errors as in `read_sales`, but that stock on hand after several days is that of the last.
    """
    return _read_weeks(path, ACTUALS, mapping, returns, week_anchor)


def _read_weeks(path: str | Path, spec: TableSpec, mapping: MappingLike, returns: Returns, anchor: str) -> Checked:
    if returns not in (None, "net"):
        raise SettingsError(f"returns={returns!r} is not a way to treat returns.", 'Give "net", or leave it out.')
    first_weekday = weekday_number(anchor)
    table = draft(path, spec.allowing_negative(c.UNITS) if returns else spec, mapping)
    check_one_week_anchor(table)
    if returns:
        # A week's returns may stand on rows of their own; two rows of sales may not.
        sold = table.frame[~(table.frame[c.UNITS] < 0)]
        key = [name for name in table.spec.key if name in sold.columns]
        table.failures.extend(repeated_rows(sold.dropna(subset=key), key, table.line_of, table.spec.row_is))
    else:
        check_unique(table)
    advice = _finer_line(table)
    negative = (table.frame[c.UNITS] < 0).any()
    table.refuse_if_bad(" ".join([*advice, *([_NET_ADVICE] if negative and not returns else [])]))
    _to_weeks(table, first_weekday)
    if returns:
        _net_returns(table)
    table.frame = whole_numbers_as_int(table.frame, [c.UNITS, "on_hand"])
    return table.finish()


def _finer_line(table: Draft) -> list[str]:
    """Advice where rows repeat only because the file is of a finer line than its category column."""
    key = [name for name in table.spec.key if name in table.frame.columns]
    if c.CATEGORY not in key or not table.frame.duplicated(subset=key).any():
        return []
    for name in table.extra_columns:
        if not pd.api.types.is_numeric_dtype(table.frame[name]):
            finer = [name if column == c.CATEGORY else column for column in key]
            if not table.frame.duplicated(subset=finer).any():
                return [f"If each {name} is a line of its own, say --map '{name}=category'."]
    return []


def _to_weeks(table: Draft, first_weekday: int) -> None:
    if c.WEEK_START in table.frame.columns:
        return
    if c.DATE not in table.frame.columns:
        weeks_from_their_start(table)
        return
    # In the order of days, so that stock on hand "at the end of the week" is just that.
    table.frame = table.frame.sort_values(c.DATE, kind="stable")
    days = table.frame[c.DATE]
    table.notes.extend(partial_weeks_note(days, first_weekday))
    table.frame = table.frame.assign(**{c.DATE: weeks_of(days, first_weekday)}).rename(columns={c.DATE: c.WEEK_START})
    rows, weeks = len(table.frame), _sum(table)
    table.notes.append(f"{counted(rows, 'daily row')} summed to {counted(weeks, 'store-week')}.")


def _net_returns(table: Draft) -> None:
    """Sum returns with the sales of their week, and say how many there were."""
    units = table.frame[c.UNITS]
    count, returned = int((units < 0).sum()), -float(units.clip(upper=0).sum())
    if not count:
        table.notes.append("No returns (negative units) were found.")
        return
    _sum(table)
    below = table.frame[c.UNITS] < 0
    note = f"{counted(count, 'row of returns')} ({returned:,.10g} units) netted against the sales of their week"
    if below.any():
        weeks, over = counted(int(below.sum()), "store-week"), -float(table.frame.loc[below, c.UNITS].sum())
        note += f"; {weeks} below 0 even so count as 0 ({over:,.10g} units not netted)"
    table.notes.append(f"{note}.")
    table.frame = table.frame.assign(**{c.UNITS: np.where(below, 0.0, table.frame[c.UNITS])})


def _sum(table: Draft) -> int:
    """Sum the draft's rows to one a key; the number of rows left."""
    key = [c.WEEK_START, *(name for name in (c.STORE_ID, c.CATEGORY) if name in table.frame.columns)]
    summed, dropped = sum_to_rows(table.frame, key)
    averaged = [name for name in table.extra_columns if name in summed.columns and summed[name].dtype.kind == "f"]
    if averaged and len(summed) < len(table.frame):
        table.notes.append(f"Averaged over the rows of a week: {', '.join(averaged)}.")
    if dropped:
        table.notes.append(f"Left out, because the rows of a week differ in it: {', '.join(dropped)}.")
        table.extra_columns = tuple(name for name in table.extra_columns if name not in dropped)
    table.frame = summed
    return len(summed)
