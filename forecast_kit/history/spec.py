"""What each of the user's tables must look like: its columns, their kinds and rules, and what makes a row unique."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from forecast_kit import columns as c

__all__ = [
    "ACTUALS",
    "CATEGORIES",
    "PLAN",
    "SALES",
    "STOCK",
    "STORES",
    "WEEK_END",
    "Column",
    "Kind",
    "Rule",
    "TableSpec",
]

Kind = Literal["name", "date", "week", "number", "share", "flag"]
WEEK_END = "week_end"


@dataclass(frozen=True)
class Rule:
    """A test of a whole column at once, and what to say of a value that fails it (`{value}` is the value)."""

    holds: Callable[[pd.Series], Any]
    says: str


FINITE = Rule(np.isfinite, "{value} is not a finite number")
NOT_NEGATIVE = Rule(lambda s: s >= 0, "{value} is negative")
POSITIVE = Rule(lambda s: s > 0, "{value} is not above 0")
WHOLE = Rule(lambda s: s == np.floor(s), "{value} is not a whole number")
AT_LEAST_ONE = Rule(lambda s: s >= 1, "{value} is below 1")
WITHIN_ONE = Rule(lambda s: (s >= 0) & (s <= 1), "{value} is not a share between 0 and 1 (or yes, no, or a percentage)")
VAT = Rule(
    lambda s: (s >= 0) & (s < 1),
    "{value} is not a share from 0 to below 1: write twenty per cent as 0.2 or 20%",
)
ELASTICITY = Rule(lambda s: s > 0, "{value} is not above 0: elasticity is written without its minus sign, as 1.8")


@dataclass(frozen=True)
class Column:
    """One column. A required one may not be blank in any row; an optional one may be absent or blank.

    `also` are other names of the kit's that can stand for it.
    """

    name: str
    kind: Kind
    rules: tuple[Rule, ...] = ()
    required: bool = False
    also: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TableSpec:
    """A table's columns and the columns that together name a row.

    `daily` tables may have `date` instead of `week_start`. `what` and `row_is` are words for sentences.
    """

    what: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    row_is: str
    daily: bool = False

    @property
    def has_weeks(self) -> bool:
        """Whether rows are weeks."""
        return any(column.kind == "week" for column in self.columns)

    def required_names(self) -> list[tuple[str, ...]]:
        """Required columns, each with the columns that can stand in for it."""
        other_times = (WEEK_END, c.DATE) if self.daily else (WEEK_END,)
        return [
            (column.name, *other_times) if column.kind == "week" else (column.name, *sorted(column.also))
            for column in self.columns
            if column.required
        ]

    def optional_names(self) -> list[str]:
        """Columns that may be absent."""
        return [column.name for column in self.columns if not column.required]

    def with_time(self, time: str) -> "TableSpec":
        """The same table with its week in another column: `week_end` or `date`."""
        kind: Kind = "date" if time == c.DATE else "week"
        columns = tuple(replace(col, name=time, kind=kind) if col.kind == "week" else col for col in self.columns)
        key = tuple(time if name == c.WEEK_START else name for name in self.key)
        return replace(
            self, columns=columns, key=key, row_is=self.row_is.replace("week", "day") if kind == "date" else self.row_is
        )

    def allowing_negative(self, name: str) -> "TableSpec":
        """The same table without the rule that a column is not negative."""
        return replace(
            self,
            columns=tuple(
                replace(col, rules=tuple(r for r in col.rules if r is not NOT_NEGATIVE)) if col.name == name else col
                for col in self.columns
            ),
        )


def _needed(name: str, kind: Kind, *rules: Rule) -> Column:
    return Column(name, kind, rules, required=True)


_UNITS = _needed(c.UNITS, "number", FINITE, NOT_NEGATIVE)
_AMOUNT = (FINITE, NOT_NEGATIVE)
_COUNT = (FINITE, NOT_NEGATIVE, WHOLE)

SALES = TableSpec(
    "sales",
    (
        _needed(c.WEEK_START, "week"),
        _needed(c.STORE_ID, "name"),
        _needed(c.CATEGORY, "name"),
        _UNITS,
        Column(c.PRICE, "number", _AMOUNT),
        Column(c.LIST_PRICE, "number", (FINITE, POSITIVE)),
        Column(c.IN_STOCK, "share", (WITHIN_ONE,)),
    ),
    key=(c.WEEK_START, c.STORE_ID, c.CATEGORY),
    row_is="store, category and week",
    daily=True,
)
ACTUALS = TableSpec(
    "actual sales",
    (
        _needed(c.WEEK_START, "week"),
        _needed(c.STORE_ID, "name"),
        _UNITS,
        Column(c.CATEGORY, "name"),
        Column("on_hand", "number", _AMOUNT),
    ),
    key=(c.WEEK_START, c.STORE_ID, c.CATEGORY),
    row_is="store and week",
    daily=True,
)
STORES = TableSpec(
    "stores",
    (
        _needed(c.STORE_ID, "name"),
        Column("store_name", "name"),
        Column("size_sqft", "number", (FINITE, POSITIVE)),
        Column("median_income", "number", _AMOUNT),
        Column("location_tier", "name"),
        Column("fashion_tier", "name"),
        Column("store_format", "name"),
        Column("region", "name"),
        Column("open_from", "date"),
        Column("open_to", "date"),
        Column("ships_from_dc", "flag"),
    ),
    key=(c.STORE_ID,),
    row_is="store",
)
CATEGORIES = TableSpec(
    "categories",
    (
        _needed(c.CATEGORY, "name"),
        Column("unit_price", "number", (FINITE, POSITIVE)),
        Column("unit_cost", "number", _AMOUNT),
        Column("salvage_value", "number", _AMOUNT),
        Column("vat_rate", "share", (VAT,)),
        Column("pack_size", "number", (FINITE, AT_LEAST_ONE, WHOLE)),
        Column("min_order_units", "number", _COUNT),
        Column("elasticity", "number", (FINITE, ELASTICITY)),
        Column("supplier_lead_weeks", "number", _COUNT),
    ),
    key=(c.CATEGORY,),
    row_is="category",
)
STOCK = TableSpec(
    "stock",
    (
        Column("location", "name", required=True, also=frozenset({c.STORE_ID})),
        _needed(c.CATEGORY, "name"),
        _needed("on_hand", "number", *_COUNT),
        Column("on_order", "number", _COUNT),
        Column("due_week", "date"),
    ),
    key=("location", c.CATEGORY, "due_week"),
    row_is="location, category and due week",
)
PLAN = TableSpec(
    "plan ahead",
    (_needed(c.CATEGORY, "name"), _needed(c.WEEK_START, "week"), Column(c.STORE_ID, "name")),
    key=(c.WEEK_START, c.CATEGORY, c.STORE_ID),
    row_is="category and week",
)
