"""How values are stored: times in UTC, numbers and JSON without NaN, text that any server takes."""

import json
import math
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Double, Text
from sqlalchemy.types import TypeDecorator

__all__ = ["Number", "UtcDateTime", "Words", "storable", "to_json"]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


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


class Words(TypeDecorator[str]):
    """Text that people write: names, reasons. A zero byte or half a character becomes U+FFFD."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Text as every server takes it."""
        return None if value is None else storable(value)


def storable(value: Any) -> Any:
    """The same JSON value as it can be stored, however deep: null for NaN and the infinities, and text as in `Words`.

    >>> storable({"a": [1.5, float("nan")], "b": "no\\x00thing"})
    {'a': [1.5, None], 'b': 'no\ufffdthing'}
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value


def to_json(value: Any) -> str:
    """JSON text as it is stored."""
    return json.dumps(storable(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
