"""Every migration goes up and down, with rows, on both servers, and leaves nothing for autogenerate to find."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from forecast_kit.errors import StorageError
from forecast_kit.persistence import Database
from forecast_kit.persistence.engine import create, parse_url
from forecast_kit.persistence.revisions import known_revisions
from forecast_kit.persistence.tables import metadata
from tests.persistence.samples import fill

REVISIONS = sorted(known_revisions().known)


@pytest.fixture
def migrated(database_url: str) -> Database:
    database = Database(database_url)
    database.upgrade()
    return database


def test_the_migrations_build_exactly_the_declared_tables(database: Database) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_constraints_have_lower_case_names_by_the_convention(database: Database) -> None:
    with database.connect() as connection:
        seen = inspect(connection)
        names = [
            key["name"]
            for table in metadata.tables
            for key in [
                *seen.get_foreign_keys(table),
                *seen.get_unique_constraints(table),
                seen.get_pk_constraint(table),
            ]
        ]
    assert all(name == name.lower() and name[:3] in ("fk_", "uq_", "pk_") for name in names)


def test_the_samples_put_rows_into_every_table(database: Database) -> None:
    fill(database)
    assert 0 not in database.status().tables.values()


def test_every_step_down_and_up_again_with_rows_in_all_tables(migrated: Database) -> None:
    fill(migrated)
    before = migrated.status().tables
    for revision in [*reversed(REVISIONS[:-1]), "base"]:
        migrated.downgrade(revision)
        status = migrated.status()
        assert status.current == (None if revision == "base" else revision)
        # what is still there has lost nothing
        assert status.tables == {name: before[name] for name in status.tables}
    assert status.tables == {}
    for revision in REVISIONS:
        migrated.upgrade(revision)
        assert migrated.status().current == revision
    fill(migrated)
    assert migrated.status().tables == before


def test_a_migration_that_fails_leaves_everything_as_it_was(migrated: Database) -> None:
    migrated.downgrade("0001")
    with migrated.connect() as connection:
        connection.execute(text("CREATE TABLE leases (clash INTEGER)"))
        connection.commit()
    before = migrated.status()
    with pytest.raises(StorageError, match="another program"):
        migrated.upgrade()
    assert migrated.status() == before
    assert before.current == "0001"


def test_a_migration_may_not_leave_rows_without_what_they_refer_to(tmp_path: Path) -> None:
    """Foreign keys are off while SQLite's tables are rebuilt, so they are checked at the end."""
    database = Database(f"sqlite:///{tmp_path}/kit.db")
    database.upgrade("0001")
    with create(parse_url(f"sqlite:///{tmp_path}/kit.db"), foreign_keys=False).connect() as connection:
        connection.execute(text("INSERT INTO stores (dataset_id, store_id) VALUES (7, 'S1')"))
        connection.commit()
    with pytest.raises(StorageError, match="1 rows of stores without"):
        database.upgrade()
    assert database.status().current == "0001"


@pytest.mark.parametrize(("newer", "older"), [("bought", "planning"), ("done", "waiting"), ("confirmed", "confirmed")])
def test_the_state_of_a_run_is_carried_down_and_up(migrated: Database, newer: str, older: str) -> None:
    fill(migrated)
    with migrated.connect() as connection:
        connection.execute(text("UPDATE runs SET status = :status"), {"status": newer})
        connection.commit()

    def status() -> str:
        with migrated.connect() as connection:
            return str(connection.execute(text("SELECT status FROM runs")).scalar_one())

    migrated.downgrade("0003")
    assert status() == older
    migrated.upgrade()
    assert status() == {"planning": "confirmed"}.get(older, older)
