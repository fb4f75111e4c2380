"""Runs, their confirmed parameters and the versions of their plan."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("category", sa.Text()),
        sa.Column("dataset_id", sa.Integer()),
        sa.Column("as_of", sa.Date()),
        sa.Column("input_digest", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["datasets.id"], name=op.f("fk_runs_dataset_id_datasets")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_runs")),
        sa.UniqueConstraint("id", name=op.f("uq_runs_id")),
    )
    op.create_table(
        "season_parameters",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("season_start_date", sa.Date(), nullable=False),
        sa.Column("forecast_horizon_weeks", sa.Integer(), nullable=False),
        sa.Column("replenishment_strategy", sa.Text(), nullable=False),
        sa.Column("dc_holdback_percentage", sa.Double(), nullable=False),
        sa.Column("markdown_checkpoint_week", sa.Integer()),
        sa.Column("markdown_threshold", sa.Double()),
        sa.Column("extraction", sa.JSON()),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_season_parameters_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_season_parameters")),
    )
    op.create_table(
        "plan_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('proposed', 'approved', 'rejected', 'superseded')", name=op.f("ck_plan_versions_status")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_plan_versions_run_id_runs"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_versions")),
        sa.UniqueConstraint("run_id", "version", name=op.f("uq_plan_versions_run_id_version")),
    )
    op.create_table(
        "forecasts",
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("history_from", sa.Date(), nullable=False),
        sa.Column("history_through", sa.Date(), nullable=False),
        sa.Column("total_units", sa.Double(), nullable=False),
        sa.Column("weekly_demand_curve", sa.JSON(), nullable=False),
        sa.Column("quantiles", sa.JSON(), nullable=False),
        sa.Column("models", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_version_id"],
            ["plan_versions.id"],
            name=op.f("fk_forecasts_plan_version_id_plan_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_version_id", name=op.f("pk_forecasts")),
    )
    op.create_table(
        "allocations",
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("buy_units", sa.Integer(), nullable=False),
        sa.Column("committed_units", sa.Integer(), nullable=False),
        sa.Column("dc_units", sa.Integer(), nullable=False),
        sa.Column("cluster_distribution", sa.JSON(), nullable=False),
        sa.Column("store_allocations", sa.JSON(), nullable=False),
        sa.Column("buy", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_version_id"],
            ["plan_versions.id"],
            name=op.f("fk_allocations_plan_version_id_plan_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_version_id", name=op.f("pk_allocations")),
    )
    op.create_table(
        "store_clusters",
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Text(), nullable=False),
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_version_id"],
            ["plan_versions.id"],
            name=op.f("fk_store_clusters_plan_version_id_plan_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_version_id", "store_id", name=op.f("pk_store_clusters")),
    )
    op.create_table(
        "shipments",
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Text(), nullable=False),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("dispatch_week_start", sa.Date(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_version_id"],
            ["plan_versions.id"],
            name=op.f("fk_shipments_plan_version_id_plan_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_version_id", "week", "store_id", name=op.f("pk_shipments")),
    )
    op.create_table(
        "markdowns",
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint_week", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("expected_sell_through", sa.Double(), nullable=False),
        sa.Column("recommended", sa.Text(), nullable=False),
        sa.Column("elasticity", sa.Double(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_version_id"],
            ["plan_versions.id"],
            name=op.f("fk_markdowns_plan_version_id_plan_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_version_id", name=op.f("pk_markdowns")),
    )


def downgrade() -> None:
    op.drop_table("markdowns")
    op.drop_table("shipments")
    op.drop_table("store_clusters")
    op.drop_table("allocations")
    op.drop_table("forecasts")
    op.drop_table("plan_versions")
    op.drop_table("season_parameters")
    op.drop_table("runs")
