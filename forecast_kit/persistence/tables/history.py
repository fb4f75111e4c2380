"""What the planner's company sold, has and knows: read once, never changed. `extra` holds further columns."""

from sqlalchemy import Boolean, Column, Date, Integer, Table, Text, UniqueConstraint

from forecast_kit.persistence.tables.base import dataset_key, json_column, metadata
from forecast_kit.persistence.types import Number, UtcDateTime

__all__ = ["categories", "datasets", "plan_ahead", "sales", "size_shares", "stock", "stores"]

datasets = Table(
    "datasets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    json_column("columns"),
    json_column("report"),
    UniqueConstraint("digest"),
)

categories = Table(
    "categories",
    metadata,
    dataset_key(),
    Column("category", Text, primary_key=True),
    Column("unit_price", Number),
    Column("unit_cost", Number),
    Column("salvage_value", Number),
    Column("vat_rate", Number),
    Column("pack_size", Number),
    Column("min_order_units", Number),
    Column("elasticity", Number),
    Column("supplier_lead_weeks", Number),
    json_column("extra", nullable=True),
)

stores = Table(
    "stores",
    metadata,
    dataset_key(),
    Column("store_id", Text, primary_key=True),
    Column("store_name", Text),
    Column("size_sqft", Number),
    Column("median_income", Number),
    Column("location_tier", Text),
    Column("fashion_tier", Text),
    Column("store_format", Text),
    Column("region", Text),
    Column("open_from", Date),
    Column("open_to", Date),
    Column("ships_from_dc", Boolean),
    json_column("extra", nullable=True),
)

sales = Table(
    "sales",
    metadata,
    dataset_key(),
    Column("category", Text, primary_key=True),
    Column("week_start", Date, primary_key=True),
    Column("store_id", Text, primary_key=True),
    Column("units", Number),
    Column("price", Number),
    Column("list_price", Number),
    Column("in_stock", Number),
    json_column("extra", nullable=True),
    sqlite_with_rowid=False,
)

stock = Table(
    "stock",
    metadata,
    dataset_key(),
    Column("line", Integer, primary_key=True),
    Column("location", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("on_hand", Number),
    Column("on_order", Number),
    Column("due_week", Date),
    json_column("extra", nullable=True),
)

plan_ahead = Table(
    "plan_ahead",
    metadata,
    dataset_key(),
    Column("line", Integer, primary_key=True),
    Column("week_start", Date, nullable=False),
    Column("category", Text),
    Column("store_id", Text),
    json_column("extra", nullable=True),
)

size_shares = Table(
    "size_shares",
    metadata,
    dataset_key(),
    Column("category", Text, primary_key=True),
    Column("size", Text, primary_key=True),
    Column("share", Number, nullable=False),
    json_column("extra", nullable=True),
)
