"""Addresses of databases, and what a SQLite connection is set to."""

from pathlib import Path

import pytest

from forecast_kit.errors import StorageError
from forecast_kit.persistence import Database
from forecast_kit.persistence.engine import parse_url, prepare_folder, shown
from forecast_kit.settings import PROJECT_ROOT


def test_a_relative_file_lies_below_the_project_wherever_the_kernel_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_url("sqlite:///data/workbench.db").database == str(PROJECT_ROOT / "data/workbench.db")


@pytest.mark.parametrize("name", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_the_installed_driver(name: str) -> None:
    assert parse_url(f"{name}://ann@db/kit").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("not an address", "cannot be read"),
        ("mysql://ann@db/kit", "only SQLite and PostgreSQL"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
    ],
)
def test_other_addresses_are_refused_in_a_sentence(url: str, says: str) -> None:
    with pytest.raises(StorageError, match=says):
        parse_url(url)


@pytest.mark.parametrize("url", ["postgresql://ann:s3cret@db/kit", "postgresql://db/kit?password=s3cret&user=ann"])
def test_a_password_is_never_shown(url: str) -> None:
    assert "s3cret" not in shown(parse_url(url))
    assert "s3cret" not in repr(Database(url))


def test_the_folder_of_a_file_is_made(tmp_path: Path) -> None:
    prepare_folder(parse_url(f"sqlite:///{tmp_path}/new/deeper/kit.db"))
    assert (tmp_path / "new/deeper").is_dir()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 30_000), ("synchronous", 1)]
)
def test_sqlite_is_set_up_for_many_processes(sqlite_database: Database, pragma: str, value: object) -> None:
    with sqlite_database.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
