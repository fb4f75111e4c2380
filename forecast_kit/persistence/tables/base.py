"""What all tables share: one metadata, names of constraints decided before the first migration, usual columns."""

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, MetaData

__all__ = ["dataset_key", "json_column", "metadata", "one_of", "plan_key", "run_key"]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def json_column(name: str, *, nullable: bool = False) -> Column[object]:
    """A JSON value; nothing is null, not the JSON word for it."""
    return Column(name, JSON(none_as_null=True), nullable=nullable)


def dataset_key() -> Column[int]:
    """The data set a row belongs to, part of its key."""
    return Column("dataset_id", ForeignKey("datasets.id", ondelete="CASCADE"), primary_key=True)


def run_key(*, primary_key: bool = False) -> Column[str]:
    """The run a row belongs to; gone with it."""
    return Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


def plan_key() -> Column[int]:
    """The plan version a row belongs to, part of its key."""
    return Column("plan_version_id", ForeignKey("plan_versions.id", ondelete="CASCADE"), primary_key=True)


def one_of(column: str, *values: str) -> CheckConstraint:
    """Only these words are allowed."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)
