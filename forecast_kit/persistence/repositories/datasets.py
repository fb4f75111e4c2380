"""Sales histories with their stores, categories, stock and known plans: stored once under their digest."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from forecast_kit.errors import DataError, StorageError
from forecast_kit.persistence.records import Dataset
from forecast_kit.persistence.repositories.base import Repository, insert_or
from forecast_kit.persistence.repositories.frames import kinds_of, read_frame, write_frame
from forecast_kit.persistence.tables.base import metadata
from forecast_kit.persistence.tables.history import datasets

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Datasets"]

POSITION = "position"  # sizes hang on the rail in the order of the file
KEY = ["category", "week_start", "store_id"]


class Datasets(Repository):
    """The sales histories, each known by the digest of what was read."""

    def find(self, digest: str) -> Dataset | None:
        """The data set with that digest."""
        row = self._connection.execute(select(datasets).where(datasets.c.digest == digest)).first()
        return None if row is None else _record(row)

    def get(self, dataset_id: int) -> Dataset:
        """A data set.

        Raises:
            StorageError: there is none with that number.
        """
        return _record(self._row(dataset_id))

    def latest(self) -> Dataset | None:
        """The one added last."""
        row = self._connection.execute(select(datasets).order_by(datasets.c.id.desc()).limit(1)).first()
        return None if row is None else _record(row)

    def add(
        self,
        name: str,
        digest: str,
        *,
        sales: "pd.DataFrame",
        stores: "pd.DataFrame | None" = None,
        categories: "pd.DataFrame | None" = None,
        stock: "pd.DataFrame | None" = None,
        plan_ahead: "pd.DataFrame | None" = None,
        size_shares: "pd.DataFrame | None" = None,
        report: Mapping[str, Any],
        now: datetime,
    ) -> int:
        """Store a history and answer its number. What is already there under its digest is not stored again.

        `sales` has one row a category, week and store. `plan_ahead` has `week_start`, perhaps `category` and
        `store_id`, and the columns known ahead.

        Raises:
            DataError: a category, week and store has more than one row of sales.
        """
        _refuse_repeats(sales)
        given = {
            "sales": sales.sort_values(KEY),
            "stores": stores,
            "categories": categories,
            "stock": stock,
            "plan_ahead": plan_ahead,
            "size_shares": None if size_shares is None else size_shares.assign(**{POSITION: range(len(size_shares))}),
        }
        frames = {key: frame for key, frame in given.items() if frame is not None}
        # A list and not an object: the order of the columns is part of the frame.
        columns = {key: list(kinds_of(frame).items()) for key, frame in frames.items()}
        values = {"name": name, "digest": digest, "created_at": now, "columns": columns, "report": dict(report)}
        new = insert_or(self._connection, datasets, values, on=["digest"])
        found = self._connection.execute(select(datasets.c.id).where(datasets.c.digest == digest)).scalar_one()
        if new:
            for key, frame in frames.items():
                write_frame(self._connection, metadata.tables[key], frame, dataset_id=found)
        return int(found)

    def sales(self, dataset_id: int, category: str | None = None) -> "pd.DataFrame":
        """The sales by category, week and store; of one category where named."""
        frame = self._frame("sales", dataset_id, category)
        assert frame is not None
        return frame

    def stores(self, dataset_id: int) -> "pd.DataFrame | None":
        """The stores, None where no file of them was given."""
        return self._frame("stores", dataset_id)

    def categories(self, dataset_id: int) -> "pd.DataFrame | None":
        """The categories' economics, None where not given."""
        return self._frame("categories", dataset_id)

    def stock(self, dataset_id: int, category: str | None = None) -> "pd.DataFrame | None":
        """Stock on hand and on order, in the file's order, None where not given."""
        return self._frame("stock", dataset_id, category)

    def plan_ahead(self, dataset_id: int) -> "pd.DataFrame | None":
        """The columns known ahead, in the file's order, None where not given."""
        return self._frame("plan_ahead", dataset_id)

    def size_shares(self, dataset_id: int) -> "pd.DataFrame | None":
        """The share of each size in a category, in the file's order, None where not given."""
        frame = self._frame("size_shares", dataset_id)
        return None if frame is None else frame.sort_values(POSITION, ignore_index=True).drop(columns=POSITION)

    def _frame(self, key: str, dataset_id: int, category: str | None = None) -> "pd.DataFrame | None":
        kinds = self._row(dataset_id).columns.get(key)
        if kinds is None:
            return None
        source = metadata.tables[key]
        where = [source.c.dataset_id == dataset_id]
        if category is not None:
            where.append(source.c.category == category)
        return read_frame(self._connection, source, dict(kinds), where)

    def _row(self, dataset_id: int) -> Row[Any]:
        row = self._connection.execute(select(datasets).where(datasets.c.id == dataset_id)).first()
        if row is None:
            raise StorageError(f"There is no data set {dataset_id} in the database.", "Read the sales files again.")
        return row


def _refuse_repeats(sales: "pd.DataFrame") -> None:
    repeats = int(sales.duplicated(KEY).sum())
    if repeats:
        raise DataError(f"{repeats:,} rows of the sales repeat a category, week and store.", "Nothing was stored.")


def _record(row: Row[Any]) -> Dataset:
    return Dataset(
        id=row.id,
        name=row.name,
        digest=row.digest,
        created_at=row.created_at,
        frames=tuple(row.columns),
        report=row.report,
    )
