"""What a company did in a past season (buys, shipments, markdowns), and how a category divides into sizes."""

from pathlib import Path

import pandas as pd

from forecast_kit import columns as c
from forecast_kit.history.checked import Checked, Draft
from forecast_kit.history.drafting import (
    check_one_week_anchor,
    check_unique,
    draft,
    weeks_from_their_start,
    whole_numbers_as_int,
)
from forecast_kit.history.mapping import MappingLike
from forecast_kit.history.schema import show
from forecast_kit.history.spec import FINITE, NOT_NEGATIVE, WHOLE, WITHIN_ONE, Column, Rule, TableSpec

__all__ = ["read_buys", "read_markdowns", "read_shipments", "read_sizes"]

SHARES_MAY_MISS = 0.01  # shares are often written with two decimals: what they miss 1 by is spread over all

_PIECES = (FINITE, NOT_NEGATIVE, WHOLE)
_OFF = Rule(lambda s: (s >= 0) & (s < 1), "{value} is not a share off full price: write a quarter off as 0.25 or 25%")

BUYS = TableSpec(
    "buys",
    (
        Column(c.CATEGORY, "name", required=True),
        Column("season_start_date", "date", required=True),
        Column("buy_units", "number", _PIECES, required=True),
        Column("order_date", "date"),
    ),
    key=(c.CATEGORY, "season_start_date", "order_date"),
    row_is="category, season and order date",
)
SHIPMENTS = TableSpec(
    "shipments",
    (
        Column(c.WEEK_START, "week", required=True),
        Column(c.STORE_ID, "name", required=True),
        Column(c.CATEGORY, "name", required=True),
        Column(c.UNITS, "number", _PIECES, required=True),
    ),
    key=(c.WEEK_START, c.STORE_ID, c.CATEGORY),
    row_is="store, category and week",
)
MARKDOWNS = TableSpec(
    "markdowns",
    (
        Column(c.WEEK_START, "week", required=True),
        Column(c.CATEGORY, "name", required=True),
        Column("markdown", "share", (_OFF,), required=True),
    ),
    key=(c.WEEK_START, c.CATEGORY),
    row_is="category and week",
)
SIZES = TableSpec(
    "sizes",
    (
        Column(c.CATEGORY, "name", required=True),
        Column("size", "name", required=True),
        Column("share", "share", (WITHIN_ONE,), required=True),
    ),
    key=(c.CATEGORY, "size"),
    row_is="category and size",
)


def read_buys(path: str | Path, *, mapping: MappingLike = None) -> Checked:
    """What was bought for past seasons: `category, season_start_date, buy_units`, and `order_date` where known.

    A season bought in several orders has a row an order. Raises DataError with every bad row.
    """
    table = draft(path, BUYS, mapping)
    check_unique(table)
    if "order_date" in table.frame.columns:
        late = table.frame[table.frame["order_date"] > table.frame["season_start_date"]]
        said = "is after the season has started"
        table.failures.extend(
            (int(row), "order_date", f"{late.at[row, 'order_date'].date()} {said}") for row in late.index
        )
    table.refuse_if_bad()
    table.frame = whole_numbers_as_int(table.frame, ("buy_units",))
    return table.finish()


def read_shipments(path: str | Path, *, mapping: MappingLike = None) -> Checked:
    """What reached the stores of past seasons, in the week it was on the shelf for: `week_start, store_id, category,
    units`. A season's first week is its opening. Raises DataError with every bad row."""
    return _weekly(draft(path, SHIPMENTS, mapping))


def read_markdowns(path: str | Path, *, mapping: MappingLike = None) -> Checked:
    """How far below full price past weeks sold: `week_start, category, markdown` (share off; 0.25 or 25 %).

    A week without a row sold at full price. Raises DataError with every bad row.
    """
    return _weekly(draft(path, MARKDOWNS, mapping))


def _weekly(table: Draft) -> Checked:
    check_one_week_anchor(table)
    check_unique(table)
    table.refuse_if_bad()
    weeks_from_their_start(table)
    table.frame = whole_numbers_as_int(table.frame, (c.UNITS,))
    return table.finish()


def read_sizes(path: str | Path, *, mapping: MappingLike = None) -> Checked:
    """How the units of a category divide into sizes: `category, size, share`, in the order sizes are to be shown.

    A category's shares add up to 1, or to within 0.01 of it: then they are scaled, and it is noted. Raises DataError
    with every bad row, and for a category whose shares add up to something else.
    """
    table = draft(path, SIZES, mapping)
    check_unique(table)
    known = table.frame.dropna(subset=[c.CATEGORY, "share"])
    for category, rows in known.groupby(c.CATEGORY, sort=False):
        missing = rows["share"].sum() - 1
        if abs(missing) > SHARES_MAY_MISS + 1e-9:
            said = f"the shares of {category} add up to {show(round(float(missing) + 1, 4))}, not to 1"
            table.failures.append((int(rows.index[0]), "share", said))
    table.refuse_if_bad()
    total = table.frame.groupby(c.CATEGORY)["share"].transform("sum")
    scaled = sorted(table.frame.loc[(total - 1).abs() > 1e-9, c.CATEGORY].unique())
    if scaled:
        table.notes.append(f"The size shares of {', '.join(scaled)} miss 1 by a rounding: they are scaled to it.")
    table.frame = table.frame.assign(share=_exact(table.frame["share"], total))
    return table.finish()


def _exact(share: pd.Series, total: pd.Series) -> pd.Series:
    return share.where((total - 1).abs() <= 1e-9, share / total)
