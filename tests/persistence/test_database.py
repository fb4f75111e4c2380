"""A database is opened, brought up to date and refused, each time in a sentence."""

import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import text

from forecast_kit.errors import StorageError
from forecast_kit.persistence import Database
from forecast_kit.persistence.revisions import known_revisions
from tests.persistence.samples import add_run, fill


def from_the_future(database: Database) -> Database:
    with database.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    return database


def ensured(url: str) -> Database:
    database = Database(url)
    database.ensure()
    return database


def test_an_empty_database_gets_its_tables(database_url: str) -> None:
    database = Database(database_url)
    assert database.status().current is None
    database.ensure()
    status = database.status()
    assert status.is_current
    assert not status.is_newer
    assert status.current == status.head == known_revisions().head
    assert set(status.tables.values()) == {0}


def test_looking_at_a_file_that_is_not_there_does_not_make_it(tmp_path: Path) -> None:
    status = Database(f"sqlite:///{tmp_path}/kit.db").status()
    assert (status.current, status.tables) == (None, {})
    assert list(tmp_path.iterdir()) == []


def test_the_status_counts_rows(database: Database) -> None:
    add_run(database)
    assert database.status().tables["runs"] == 1


def test_an_old_database_is_brought_up_to_date_with_what_it_holds(database_url: str) -> None:
    fill(ensured(database_url))
    database = Database(database_url)
    database.downgrade("0002")
    database.ensure()
    assert database.status().is_current
    assert database.status().tables["plan_versions"] == 1


def test_a_reset_empties_all_tables(database: Database) -> None:
    fill(database)
    database.reset()
    status = database.status()
    assert status.is_current
    assert set(status.tables.values()) == {0}


def test_a_newer_database_is_left_alone(database_url: str) -> None:
    add_run(ensured(database_url))
    database = from_the_future(Database(database_url))
    assert database.status().is_newer
    for refused in (database.ensure, database.upgrade, database.reset, lambda: database.downgrade("base")):
        with pytest.raises(StorageError, match="newer forecast_kit.*FORECAST_KIT_DATABASE_URL"):
            refused()
    assert database.status().tables["runs"] == 1


def test_an_unknown_revision_is_refused(database: Database) -> None:
    with pytest.raises(StorageError, match="revision 'tomorrow'"):
        database.downgrade("tomorrow")


def test_many_processes_may_start_on_an_empty_database_at_once(database_url: str) -> None:
    starts = [get_context("fork").Process(target=ensured, args=(database_url,)) for _ in range(3)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert [start.exitcode for start in starts] == [0, 0, 0]
    assert Database(database_url).status().is_current


def test_many_threads_may_start_on_an_empty_database_at_once(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert all(database.status().is_current for database in pool.map(ensured, [database_url] * 4))


@pytest.mark.parametrize("name", ["a file/kit.db", "a file/deeper/kit.db"])
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(StorageError, match=r"The folder .*a file.* cannot be made.*FORECAST_KIT_DATABASE_URL"):
        Database(f"sqlite:///{tmp_path}/{name}").ensure()


def test_a_folder_that_takes_no_files_is_named() -> None:
    with pytest.raises(StorageError, match="/proc.* cannot be"):
        Database("sqlite:////proc/kit.db").ensure()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        Database(f"sqlite:///{tmp_path}").ensure()


def test_a_file_that_is_no_database_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("week_start,store_id,units\n" * 100)
    database = Database(f"sqlite:///{path}")
    for refused in (database.ensure, database.status, database.reset):
        with pytest.raises(StorageError, match="sales.csv is not a database"):
            refused()
    assert path.read_text().startswith("week_start")


def test_tables_of_another_program_are_not_touched(database_url: str) -> None:
    database = Database(database_url)
    with database.connect() as connection:
        connection.execute(text("CREATE TABLE sales (mine INTEGER)"))
        connection.commit()
    with pytest.raises(StorageError, match="another program"):
        database.ensure()
    with database.connect() as connection:
        assert connection.execute(text("SELECT mine FROM sales")).all() == []


def test_a_wrong_password_is_refused_without_showing_it(postgres_url: str) -> None:
    password = postgres_url.split(":")[2].split("@")[0]
    wrong = postgres_url.replace(password, "hunter2")
    with pytest.raises(StorageError, match="refused the user name or password") as refused:
        Database(wrong).ensure()
    assert "hunter2" not in str(refused.value)


def test_a_database_the_server_does_not_have_is_named(postgres_url: str) -> None:
    with pytest.raises(StorageError, match="does not know the database"):
        Database(f"{postgres_url}_that_is_not_there").ensure()


@pytest.mark.parametrize("host", ["127.0.0.1:1", "kit.invalid"])
def test_a_server_that_is_not_there_is_named(host: str) -> None:
    with pytest.raises(StorageError, match="No PostgreSQL server answers at postgresql://ann:\\*\\*\\*@"):
        Database(f"postgresql://ann:hunter2@{host}/kit").ensure()


def test_missing_tables_ask_for_an_upgrade(database_url: str) -> None:
    with pytest.raises(StorageError, match="forecast-kit db upgrade"):
        add_run(Database(database_url))


def test_a_writer_waits_for_the_one_before(sqlite_database: Database) -> None:
    add_run(sqlite_database)
    began = threading.Event()

    def write() -> None:
        began.set()
        add_run(sqlite_database, "wf_00000002")

    with sqlite_database.connect() as connection:
        connection.execute(text("UPDATE runs SET status = 'planned'"))
        other = threading.Thread(target=write)
        other.start()
        began.wait()
        connection.commit()
    other.join(timeout=20)
    assert sqlite_database.status().tables["runs"] == 2
