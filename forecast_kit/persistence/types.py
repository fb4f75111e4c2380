"""How values are stored: times in UTC, numbers without NaN, JSON without NaN, on SQLite and PostgreSQL alike."""

import json
import math
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Double
from sqlalchemy.types import TypeDecorator

__all__ = ["Number", "UtcDateTime", "to_json", "without_nan"]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Naive times are refused, because nobody can say later which clock they were read from."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone, so there it is dropped after the conversion."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a time zone cannot be stored: {value.isoformat()}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Number(TypeDecorator[float]):
    """A double in which NaN and the infinities become null: "not known" has one spelling."""

    impl = Double()
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        """A plain float, or null."""
        return None if value is None or not math.isfinite(value) else float(value)


def without_nan(value: Any) -> Any:
    """The same JSON value with null for NaN and the infinities, however deep.

    >>> without_nan({"a": [1.5, float("nan")], "b": float("inf")})
    {'a': [1.5, None], 'b': None}
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    return value


def to_json(value: Any) -> str:
    """JSON text as it is stored."""
    return json.dumps(without_nan(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
