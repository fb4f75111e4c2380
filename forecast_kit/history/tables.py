"""Stores, categories, stock, and what is planned ahead."""

from pathlib import Path

from forecast_kit import columns as c
from forecast_kit.errors import DataError
from forecast_kit.history.checked import WHOLE_FILE, Checked, Draft
from forecast_kit.history.drafting import (
    check_one_week_anchor,
    check_unique,
    draft,
    weeks_from_their_start,
    whole_numbers_as_int,
)
from forecast_kit.history.mapping import MappingLike
from forecast_kit.history.raw import NOTHING_STORED
from forecast_kit.history.spec import CATEGORIES, PLAN, STOCK, STORES
from forecast_kit.history.words import counted

__all__ = ["read_categories", "read_plan", "read_stock", "read_stores"]

_COUNTS = ("pack_size", "min_order_units", "supplier_lead_weeks", "on_hand", "on_order")


def read_stores(path: str | Path, *, mapping: MappingLike = None) -> Checked:
    """One row a store: `store_id`, and what is known of it (see `columns.STORES_OPTIONAL`).

    `ships_from_dc` understands yes/no, true/false, 1/0 and comes back as bool; a blank cell in it is no, and noted.
    `open_from` and `open_to` are dates, blank where open-ended. Raises DataError with every bad row.
    """
    table = draft(path, STORES, mapping)
    check_unique(table)
    if {"open_from", "open_to"} <= set(table.frame.columns):
        backwards = table.frame[table.frame["open_to"] < table.frame["open_from"]]
        table.failures.extend(
            (int(row), "open_to", f"{shut.date()} is before open_from ({opened.date()})")
            for row, opened, shut in zip(backwards.index, backwards["open_from"], backwards["open_to"], strict=True)
        )
    table.refuse_if_bad()
    if "ships_from_dc" in table.frame.columns:
        online = table.frame["ships_from_dc"]
        if online.isna().any():
            table.notes.append(f"ships_from_dc is blank for {counted(int(online.isna().sum()), 'store')}: taken as no.")
        table.frame = table.frame.assign(ships_from_dc=online == 1)
    return table.finish()


def read_categories(path: str | Path, *, mapping: MappingLike = None) -> Checked:
    """One row a category: `category`, and its economics (see `columns.CATEGORIES_OPTIONAL`).

    `unit_price` includes VAT; `unit_cost` (landed) and `salvage_value` do not. `vat_rate` is a share: 0.2 or "20%";
    a bare 20 is refused. `elasticity` is written without its minus sign. What is blank stays blank. Raises
    DataError with every bad row; a cost above the price or a salvage above the cost is noted.
    """
    table = draft(path, CATEGORIES, mapping)
    check_unique(table)
    table.refuse_if_bad()
    table.frame = whole_numbers_as_int(table.frame, _COUNTS)
    _note_odd_economics(table)
    return table.finish()


def _note_odd_economics(table: Draft) -> None:
    frame = table.frame
    for high, low, means in (
        ("unit_cost", "unit_price", "every unit sold loses money"),
        ("salvage_value", "unit_cost", "every unit left over earns money"),
    ):
        if {high, low} <= set(frame.columns):
            odd = frame.loc[frame[high] > frame[low], c.CATEGORY]
            if len(odd):
                table.notes.append(f"{high} is above {low} for {', '.join(odd.head(10))}: {means}.")


def read_stock(path: str | Path, *, mapping: MappingLike = None) -> Checked:
    """Stock on hand and on order, in whole units: `location` (a store or "DC"), `category`, `on_hand`.

    Optional `on_order` with `due_week` (a date). A location and category may have several rows, one an order, but
    only one of them may have stock on hand. Orders without a due week are noted. Raises DataError with every bad row.
    """
    table = draft(path, STOCK, mapping)
    place = table.frame["location"]
    table.frame = table.frame.assign(location=place.where(place.str.casefold() != c.DC.casefold(), c.DC))
    check_unique(table)
    _check_on_hand_once(table)
    table.refuse_if_bad()
    if "on_order" in table.frame.columns:
        ordered = table.frame["on_order"] > 0
        due = table.frame["due_week"].notna() if "due_week" in table.frame.columns else ~ordered
        undated = int((ordered & ~due).sum())
        if undated:
            table.notes.append(f"{counted(undated, 'order')} without due_week: in time or not cannot be told.")
    table.frame = whole_numbers_as_int(table.frame, _COUNTS)
    return table.finish()


def _check_on_hand_once(table: Draft) -> None:
    holding = table.frame[(table.frame["on_hand"] > 0) & table.frame[["location", c.CATEGORY]].notna().all(axis=1)]
    first: dict[tuple[str, str], int] = {}
    for row, place, category in zip(holding.index, holding["location"], holding[c.CATEGORY], strict=True):
        earlier = first.setdefault((place, category), int(row))
        if earlier != row:
            said = f"stock on hand of {category} at {place} is on line {table.line_of(earlier)} too: write it once"
            table.failures.append((int(row), "on_hand", said))


def read_plan(path: str | Path, *, mapping: MappingLike = None) -> Checked:
    """What is planned ahead, one row a category and week (and store, where the file has one).

    Columns: `category`, `week_start` (or `week_end`), and one or more plan columns: numbers (promotion, discount,
    open days) or yes and no. Blank or non-numeric plan cells are refused, for a plan has to say. Raises DataError.
    """
    table = draft(path, PLAN, mapping)
    if not table.extra_columns:
        raise DataError(
            f"{table.raw.name} has no plan column beside category and week.",
            f"{NOTHING_STORED} Add the columns that are planned ahead, such as promotion or discount.",
        )
    check_one_week_anchor(table)
    check_unique(table)
    for name in table.extra_columns:
        column = table.frame[name]
        if column.dtype.kind not in "iufb":
            table.failures.append((WHOLE_FILE, name, "a column of text, not a number or yes and no in every row"))
        else:
            table.failures.extend((int(row), name, "is blank") for row in column.index[column.isna()])
    table.refuse_if_bad("Remove columns that are not planned ahead.")
    weeks_from_their_start(table)
    return table.finish()
