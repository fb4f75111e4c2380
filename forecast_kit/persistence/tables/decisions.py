"""What happens to a run: decisions, messages, weekly sales, who works on it."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text, UniqueConstraint

from forecast_kit.persistence.tables.base import json_column, metadata, one_of, run_key
from forecast_kit.persistence.types import Number, UtcDateTime, Words

__all__ = ["actual_sales", "approvals", "cache", "choices", "events", "leases"]

actual_sales = Table(
    "actual_sales",
    metadata,
    run_key(primary_key=True),
    Column("week_start", Date, primary_key=True),
    Column("store_id", Text, primary_key=True),
    Column("units", Number, nullable=False),
    Column("on_hand", Number),
    Column("recorded_at", UtcDateTime, nullable=False),
)

choices = Table(
    "choices",
    metadata,
    Column("id", Integer, primary_key=True),
    run_key(),
    Column("name", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("chosen", Text, nullable=False),
    Column("chosen_by", Words, nullable=False),
    Column("reason", Words, nullable=False),
    json_column("options"),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "run_id", "name"),
)

approvals = Table(
    "approvals",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    run_key(),
    Column("kind", Text, nullable=False),
    json_column("payload"),
    Column("digest", Text, nullable=False),
    json_column("options"),
    Column("status", Text, nullable=False),
    json_column("changes", nullable=True),
    Column("actor", Words),
    Column("reason", Words),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("consumed_at", UtcDateTime),
    UniqueConstraint("id"),
    Index(None, "run_id", "status"),
    one_of("status", "pending", "accepted", "modified", "rejected", "superseded"),
)

events = Table(
    "events",
    metadata,
    run_key(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("type", Text, nullable=False),
    json_column("body"),
)

leases = Table(
    "leases",
    metadata,
    run_key(primary_key=True),
    Column("owner", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

cache = Table(
    "cache",
    metadata,
    Column("key", Text, primary_key=True),
    json_column("value", nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
)
