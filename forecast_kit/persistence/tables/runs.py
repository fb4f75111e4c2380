"""A season being planned: its confirmed parameters and the versions of its plan."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text, UniqueConstraint

from forecast_kit.persistence.tables.base import json_column, metadata, one_of, plan_key, run_key
from forecast_kit.persistence.types import Number, UtcDateTime, Words

__all__ = [
    "allocations",
    "forecasts",
    "markdowns",
    "plan_versions",
    "runs",
    "season_parameters",
    "shipments",
    "store_clusters",
]

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("category", Text),
    Column("dataset_id", ForeignKey("datasets.id")),
    Column("as_of", Date),
    Column("input_digest", Text),
    Column("error", Words),
    json_column("options"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("id"),
)

season_parameters = Table(
    "season_parameters",
    metadata,
    run_key(primary_key=True),
    Column("season_start_date", Date, nullable=False),
    Column("forecast_horizon_weeks", Integer, nullable=False),
    Column("replenishment_strategy", Text, nullable=False),
    Column("dc_holdback_percentage", Number, nullable=False),
    Column("markdown_checkpoint_week", Integer),
    Column("markdown_threshold", Number),
    json_column("extraction", nullable=True),
    json_column("edits"),
    Column("confirmed_by", Words, nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
)

plan_versions = Table(
    "plan_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    run_key(),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("status", Text, nullable=False),
    json_column("plan"),
    json_column("made_with", nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("run_id", "version"),
    one_of("status", "proposed", "approved", "rejected", "superseded"),
)

forecasts = Table(
    "forecasts",
    metadata,
    plan_key(),
    Column("category", Text, nullable=False),
    Column("history_from", Date, nullable=False),
    Column("history_through", Date, nullable=False),
    Column("total_units", Number, nullable=False),
    json_column("weekly_demand_curve"),
    json_column("quantiles"),
    json_column("models"),
)

allocations = Table(
    "allocations",
    metadata,
    plan_key(),
    Column("buy_units", Integer, nullable=False),
    Column("committed_units", Integer, nullable=False),
    Column("dc_units", Integer, nullable=False),
    json_column("cluster_distribution"),
    json_column("store_allocations"),
    json_column("buy"),
)

store_clusters = Table(
    "store_clusters",
    metadata,
    plan_key(),
    Column("store_id", Text, primary_key=True),
    Column("cluster", Text, nullable=False),
    Column("share", Number, nullable=False),
)

shipments = Table(
    "shipments",
    metadata,
    plan_key(),
    Column("week", Integer, primary_key=True),
    Column("store_id", Text, primary_key=True),
    Column("week_start", Date, nullable=False),
    Column("dispatch_week_start", Date, nullable=False),
    Column("units", Integer, nullable=False),
)

markdowns = Table(
    "markdowns",
    metadata,
    plan_key(),
    Column("checkpoint_week", Integer, nullable=False),
    Column("threshold", Number, nullable=False),
    Column("expected_sell_through", Number, nullable=False),
    Column("recommended", Text, nullable=False),
    Column("elasticity", Number, nullable=False),
    json_column("options"),
)
