"""Results worth keeping between processes, under a key made of all that they depend on."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from forecast_kit.persistence.repositories.base import Repository, insert_or
from forecast_kit.persistence.tables.decisions import cache

__all__ = ["Cache"]


class Cache(Repository):
    """Any JSON value by its key."""

    def get(self, key: str) -> Any:
        """The value under the key, None where there is none."""
        return self._connection.execute(select(cache.c.value).where(cache.c.key == key)).scalar()

    def put(self, key: str, value: Any, *, now: datetime) -> None:
        """Keep a value; one already there is replaced."""
        values = {"key": key, "value": value, "created_at": now}
        insert_or(self._connection, cache, values, on=["key"], update=["value", "created_at"])

    def forget(self, *, before: datetime) -> int:
        """Drop what is older than that moment, and say how many values."""
        return self._connection.execute(delete(cache).where(cache.c.created_at < before)).rowcount
