"""A stored history, as frames."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.planning import Section
from forecast_kit.words import units
from forecast_kit.workbench.show import section_text, sections_html


@dataclass(frozen=True, kw_only=True, repr=False)
class Dataset:
    """Sales and what describes them, as they were stored."""

    id: int
    sales: pd.DataFrame
    stores: pd.DataFrame | None
    categories: pd.DataFrame | None
    stock: pd.DataFrame | None
    plan_ahead: pd.DataFrame | None
    notes: tuple[str, ...]
    size_shares: pd.DataFrame | None = None

    @cached_property
    def category_names(self) -> list[str]:
        """The categories that have sales."""
        return sorted(self.sales["category"].unique())

    def summary(self) -> Section:
        """Sales by category: stores, weeks, units a week."""
        by_category = self.sales.groupby("category")
        rows = tuple(
            (
                str(name),
                units(own["store_id"].nunique()),
                f"{own['week_start'].min():%-d %b %Y} to {own['week_start'].max():%-d %b %Y}",
                units(own["units"].sum() / own["week_start"].nunique()),
            )
            for name, own in by_category
        )
        return Section(
            key="data",
            title="Sales history",
            headers=("Category", "Stores", "Weeks starting", "Units a week"),
            rows=rows,
            align="lrlr",
            lines=self.notes,
        )

    def _repr_html_(self) -> str:
        return sections_html(self.summary())

    def __repr__(self) -> str:
        return section_text(self.summary())

    @property
    def day_after_last_week(self) -> date:
        """The first day on which all of the data is known."""
        last: date = self.sales["week_start"].max().date()
        return last + timedelta(days=7)


def load_dataset(database: Database, number: int) -> Dataset:
    """The data set of that number.

    Raises:
        StorageError: there is none.
    """
    with UnitOfWork(database, read_only=True) as work:
        known = work.datasets.get(number)
        return Dataset(
            id=number,
            sales=work.datasets.sales(number),
            stores=work.datasets.stores(number),
            categories=work.datasets.categories(number),
            stock=work.datasets.stock(number),
            plan_ahead=work.datasets.plan_ahead(number),
            size_shares=work.datasets.size_shares(number),
            notes=(*known.report.get("warnings", ()), *known.report.get("notes", ())),
        )
