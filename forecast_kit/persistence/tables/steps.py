"""What a run has done so far: its finished stages, what a model answered, what took effect."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from forecast_kit.persistence.tables.base import json_column, metadata, one_of, run_key
from forecast_kit.persistence.types import Number, UtcDateTime, Words

__all__ = ["model_replies", "releases", "stages"]

stages = Table(
    "stages",
    metadata,
    run_key(primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    json_column("result", nullable=True),
    json_column("choices"),
    json_column("made"),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("stage", "forecast", "buy", "allocation", "deliveries", "markdown"),
)

releases = Table(
    "releases",
    metadata,
    Column("number", Integer, primary_key=True),
    run_key(),
    Column("approval_id", ForeignKey("approvals.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    json_column("payload"),
    Column("digest", Text, nullable=False),
    Column("released_by", Words, nullable=False),
    Column("released_at", UtcDateTime, nullable=False),
    UniqueConstraint("approval_id"),
    Index(None, "run_id"),
)

model_replies = Table(
    "model_replies",
    metadata,
    run_key(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, nullable=False),
    Column("input_digest", Text, nullable=False),
    Column("model", Text, nullable=False),
    json_column("reply"),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", Number),
    Column("created_at", UtcDateTime, nullable=False),
)
