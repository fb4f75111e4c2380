"""A stored history, as frames."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from forecast_kit.persistence import Database, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """Sales and what describes them, as they were stored."""

    id: int
    sales: pd.DataFrame
    stores: pd.DataFrame | None
    categories: pd.DataFrame | None
    stock: pd.DataFrame | None
    plan_ahead: pd.DataFrame | None
    warnings: tuple[str, ...]

    @cached_property
    def category_names(self) -> list[str]:
        """The categories that have sales."""
        return sorted(self.sales["category"].unique())

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
    with UnitOfWork(database) as work:
        known = work.datasets.get(number)
        return Dataset(
            id=number,
            sales=work.datasets.sales(number),
            stores=work.datasets.stores(number),
            categories=work.datasets.categories(number),
            stock=work.datasets.stock(number),
            plan_ahead=work.datasets.plan_ahead(number),
            warnings=tuple(known.report.get("warnings", ())),
        )
