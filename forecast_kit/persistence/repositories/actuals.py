"""Actual sales of a season being run, week by week."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from forecast_kit.errors import DataError
from forecast_kit.persistence.repositories.base import Repository, lock_run
from forecast_kit.persistence.repositories.frames import Kind, read_frame, write_frame
from forecast_kit.persistence.tables.decisions import actual_sales

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Actuals"]

KINDS: dict[str, Kind] = {"week_start": "date", "store_id": "text", "units": "float", "on_hand": "float"}


class Actuals(Repository):
    """What each store really sold, net of returns."""

    def record(self, run_id: str, sales: "pd.DataFrame", *, now: datetime) -> None:
        """Keep `week_start, store_id, units` and perhaps `on_hand`. A week given again replaces what it had.

        Raises:
            RunError: there is no such run.
            DataError: a store stands twice in a week.
        """
        lock_run(self._connection, run_id)
        twice = int(sales.duplicated(["week_start", "store_id"]).sum())
        if twice:
            raise DataError(f"{twice} rows of the actual sales repeat a store in the same week.", "Nothing was stored.")
        weeks = [week.date() for week in sales["week_start"].astype("datetime64[ns]").drop_duplicates()]
        given = actual_sales.c.week_start.in_(weeks)
        self._connection.execute(delete(actual_sales).where(actual_sales.c.run_id == run_id, given))
        known = [name for name in KINDS if name in sales]
        write_frame(self._connection, actual_sales, sales[known], run_id=run_id, recorded_at=now)

    def of(self, run_id: str) -> "pd.DataFrame":
        """A run's actual sales by week and store: `week_start, store_id, units, on_hand` (NaN where not known)."""
        return read_frame(self._connection, actual_sales, KINDS, [actual_sales.c.run_id == run_id])

    def weeks(self, run_id: str) -> tuple[object, ...]:
        """The week starts (dates) that have actual sales, in order."""
        query = select(actual_sales.c.week_start).where(actual_sales.c.run_id == run_id).distinct()
        return tuple(self._connection.execute(query.order_by(actual_sales.c.week_start)).scalars())
