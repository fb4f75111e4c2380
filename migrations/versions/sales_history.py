"""The sales history and what goes with it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "datasets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datasets")),
        sa.UniqueConstraint("digest", name=op.f("uq_datasets_digest")),
    )
    op.create_table(
        "categories",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("unit_price", sa.Double()),
        sa.Column("unit_cost", sa.Double()),
        sa.Column("salvage_value", sa.Double()),
        sa.Column("vat_rate", sa.Double()),
        sa.Column("pack_size", sa.Double()),
        sa.Column("min_order_units", sa.Double()),
        sa.Column("elasticity", sa.Double()),
        sa.Column("supplier_lead_weeks", sa.Double()),
        sa.Column("extra", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["datasets.id"], name=op.f("fk_categories_dataset_id_datasets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dataset_id", "category", name=op.f("pk_categories")),
    )
    op.create_table(
        "stores",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Text(), nullable=False),
        sa.Column("store_name", sa.Text()),
        sa.Column("size_sqft", sa.Double()),
        sa.Column("median_income", sa.Double()),
        sa.Column("location_tier", sa.Text()),
        sa.Column("fashion_tier", sa.Text()),
        sa.Column("store_format", sa.Text()),
        sa.Column("region", sa.Text()),
        sa.Column("open_from", sa.Date()),
        sa.Column("open_to", sa.Date()),
        sa.Column("ships_from_dc", sa.Boolean()),
        sa.Column("extra", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["datasets.id"], name=op.f("fk_stores_dataset_id_datasets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dataset_id", "store_id", name=op.f("pk_stores")),
    )
    op.create_table(
        "sales",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("store_id", sa.Text(), nullable=False),
        sa.Column("units", sa.Double()),
        sa.Column("price", sa.Double()),
        sa.Column("list_price", sa.Double()),
        sa.Column("in_stock", sa.Double()),
        sa.Column("extra", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["datasets.id"], name=op.f("fk_sales_dataset_id_datasets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dataset_id", "category", "week_start", "store_id", name=op.f("pk_sales")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stock",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.Double()),
        sa.Column("on_order", sa.Double()),
        sa.Column("due_week", sa.Date()),
        sa.Column("extra", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["datasets.id"], name=op.f("fk_stock_dataset_id_datasets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dataset_id", "line", name=op.f("pk_stock")),
    )
    op.create_table(
        "plan_ahead",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("category", sa.Text()),
        sa.Column("store_id", sa.Text()),
        sa.Column("extra", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["datasets.id"], name=op.f("fk_plan_ahead_dataset_id_datasets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dataset_id", "line", name=op.f("pk_plan_ahead")),
    )
    op.create_table(
        "size_shares",
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("extra", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["datasets.id"], name=op.f("fk_size_shares_dataset_id_datasets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dataset_id", "category", "size", name=op.f("pk_size_shares")),
    )


def downgrade() -> None:
    op.drop_table("size_shares")
    op.drop_table("plan_ahead")
    op.drop_table("stock")
    op.drop_table("sales")
    op.drop_table("stores")
    op.drop_table("categories")
    op.drop_table("datasets")
