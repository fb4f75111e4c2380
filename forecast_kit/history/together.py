"""Whether the user's files fit each other, and what a plan made of them has to live with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import pandas as pd

from forecast_kit import columns as c
from forecast_kit.errors import DataError
from forecast_kit.history.checked import Checked
from forecast_kit.history.grid import find_gaps
from forecast_kit.history.raw import NOTHING_STORED
from forecast_kit.history.weeks import WEEKDAYS
from forecast_kit.history.words import counted, named

__all__ = ["FEWEST_WEEKS", "WEEKS_IN_A_YEAR", "HistoryReport", "check_together"]

FEWEST_WEEKS = 8
WEEKS_IN_A_YEAR = 52
_ECONOMICS = ("unit_price", "unit_cost", "salvage_value")

Table: TypeAlias = "Checked | pd.DataFrame | None"


@dataclass(frozen=True)
class HistoryReport:
    """What a history holds. `warnings` bear on the plan's quality; `notes` say how things were read.

    `n_weeks` counts weeks with any sales row; `gaps` counts missing store-category-weeks; `stock_out_share` is the
    share (0-1) of rows not fully in stock, None if the file does not say; `price_known` is whether price and
    list_price are there, so that weeks on sale can be restated to full price.
    """

    weeks_from: date
    weeks_through: date
    week_anchor: str
    n_weeks: int
    n_stores: int
    n_categories: int
    n_rows: int
    gaps: int
    stock_out_share: float | None
    price_known: bool
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def check_together(sales: Table, stores: Table = None, categories: Table = None, stock: Table = None) -> HistoryReport:
    """Hold the user's files against each other. Each is a Checked or its frame; all but sales may be None.

    Raises DataError, naming them, for stores that sell (or hold stock) and are not in the stores file, and for
    fewer than 8 weeks. Less than a year, missing weeks, and categories without economics are warnings.
    """
    frame = _frame(sales)
    if frame is None or frame.empty:
        raise DataError("There are no sales to plan from.", "Give a sales file with its rows.")
    _refuse_unknown_stores(frame, _frame(stores), _frame(stock))
    weeks = frame[c.WEEK_START]
    n_weeks = int(weeks.nunique())
    if n_weeks < FEWEST_WEEKS:
        raise DataError(
            f"The sales cover {n_weeks} week{'s' * (n_weeks != 1)}, too few to forecast from.",
            f"{NOTHING_STORED} Give at least {FEWEST_WEEKS} weeks; {WEEKS_IN_A_YEAR} or more let it find the season.",
        )
    gaps = find_gaps(frame)
    share = None if c.IN_STOCK not in frame.columns else float((frame[c.IN_STOCK] < 1).mean())
    return HistoryReport(
        weeks_from=weeks.min().date(),
        weeks_through=weeks.max().date(),
        week_anchor=WEEKDAYS[weeks.min().weekday()],
        n_weeks=n_weeks,
        n_stores=int(frame[c.STORE_ID].nunique()),
        n_categories=int(frame[c.CATEGORY].nunique()),
        n_rows=len(frame),
        gaps=int(gaps["weeks"].sum()),
        stock_out_share=share,
        price_known={c.PRICE, c.LIST_PRICE} <= set(frame.columns),
        warnings=(*_about_weeks(weeks, n_weeks), *_about_gaps(gaps), *_about_categories(frame, _frame(categories))),
        notes=(*_about_stores(frame, _frame(stores)), *_not_sold(frame, categories, stock), *_about_columns(frame)),
    )


def _frame(table: Table) -> pd.DataFrame | None:
    return table.frame if isinstance(table, Checked) else table


def _refuse_unknown_stores(sales: pd.DataFrame, stores: pd.DataFrame | None, stock: pd.DataFrame | None) -> None:
    if stores is None:
        return
    known = set(stores[c.STORE_ID])
    held = set() if stock is None else set(stock["location"]) - {c.DC}
    for what, ids in (("sales", set(sales[c.STORE_ID])), ("stock", held)):
        unknown = sorted(ids - known)
        if unknown:
            raise DataError(
                f"The stores file does not have {counted(len(unknown), 'store')} of the {what}: {named(unknown)}."
                + _lost_zeros(unknown, known),
                f"{NOTHING_STORED} Add each to the stores file, or take its rows out of the {what}.",
            )


def _lost_zeros(unknown: Sequence[str], known: set[str]) -> str:
    """Spreadsheets turn 007 into 7; where that explains an unknown store, say so."""
    without = {name.lstrip("0"): name for name in sorted(known)}
    for name in unknown:
        twin = without.get(name.lstrip("0"))
        if twin:
            return f" {name!r} may be {twin!r}: a spreadsheet drops leading zeros unless the column is text."
    return ""


def _about_weeks(weeks: pd.Series, n_weeks: int) -> list[str]:
    span = (weeks.max() - weeks.min()).days // 7 + 1
    found = []
    if n_weeks < WEEKS_IN_A_YEAR:
        found.append(
            f"The sales cover {n_weeks} weeks, less than a year: what the season does to sales cannot be seen in them."
        )
    if span > n_weeks:
        found.append(f"{counted(span - n_weeks, 'week')} between the first and the last have no sales row at all.")
    return found


def _about_gaps(gaps: pd.DataFrame) -> list[str]:
    if gaps.empty:
        return []
    lines = gaps[[c.STORE_ID, c.CATEGORY]].drop_duplicates()
    where = [f"{row.category} in {row.store_id}" for row in lines.head(3).itertuples()]
    missing = int(gaps["weeks"].sum())
    return [
        f"{counted(missing, 'store-week')} {'is' if missing == 1 else 'are'} missing between first and last sale, in "
        f"{counted(len(lines), 'store-category')} (such as {', '.join(where)}): left as not known. If they mean no "
        "sales, export them as 0."
    ]


def _about_categories(sales: pd.DataFrame, categories: pd.DataFrame | None) -> list[str]:
    sold = set(sales[c.CATEGORY])
    if categories is None:
        return ["There is no categories file: buys follow the flat rule, and nothing is shown in money."]
    unknown = sorted(sold - set(categories[c.CATEGORY]))
    complete = pd.Series(True, index=categories.index)
    for name in _ECONOMICS:
        complete &= categories[name].notna() if name in categories.columns else False
    partial = sorted(sold & set(categories.loc[~complete, c.CATEGORY]))
    found = []
    flat = "Their buy will follow the flat rule, without money beside it."
    for names, lacking in (
        (unknown, "sold and not in the categories file"),
        (partial, "without price, cost or salvage value"),
    ):
        if names:
            found.append(f"{counted(len(names), 'category')} {lacking}: {named(names)}. {flat}")
    return found


def _about_stores(sales: pd.DataFrame, stores: pd.DataFrame | None) -> list[str]:
    if stores is None:
        return ["There is no stores file: stores are known by their sales alone."]
    silent = sorted(set(stores[c.STORE_ID]) - set(sales[c.STORE_ID]))
    return [f"{counted(len(silent), 'store')} without sales: {named(silent)}."] if silent else []


def _not_sold(sales: pd.DataFrame, categories: Table, stock: Table) -> list[str]:
    sold = set(sales[c.CATEGORY])
    found = []
    for what, table in (("categories file", _frame(categories)), ("stock file", _frame(stock))):
        unsold = sorted(set(table[c.CATEGORY]) - sold) if table is not None else []
        if unsold:
            found.append(f"{counted(len(unsold), 'category')} in the {what} without sales: {named(unsold)}.")
    return found


def _about_columns(sales: pd.DataFrame) -> list[str]:
    found = []
    if c.IN_STOCK not in sales.columns:
        found.append("There is no in_stock column: weeks that sold little because the shelf was empty cannot be told.")
    if not {c.PRICE, c.LIST_PRICE} <= set(sales.columns):
        found.append("There is no price with list_price: past markdowns are in the numbers.")
    return found
