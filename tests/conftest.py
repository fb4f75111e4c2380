"""Fixtures for the whole suite: a database of each kind, empty or with its tables, fresh for every test."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.lab import Lab, leave, need_chromium, start_browser, start_lab
from tests.postgres import Server, throwaway_postgres

if TYPE_CHECKING:
    import psycopg

    from forecast_kit.persistence import Database

# Property tests are judged by what they find, never by how long a busy machine takes.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

KINDS = ("sqlite", "postgresql")
DISCONNECT_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True)
class Scratch:
    """A PostgreSQL database that tests use one after the other, and a connection to clear it with."""

    url: str
    connection: "psycopg.Connection"

    def after(self, *statements: str) -> str:
        """The address, after whoever was still connected has gone and the statements have run."""
        for statement in (DISCONNECT_OTHERS, *statements):
            self.connection.execute(statement)
        return self.url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server. Without one the test is skipped and says why; in CI (the variable CI is set) it fails."""
    with throwaway_postgres() as server:
        if server.url is None and os.environ.get("CI"):
            pytest.fail(f"CI needs PostgreSQL: {server.reason}")
        if server.url is None:
            pytest.skip(server.reason)
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Server) -> str:
    """The address of the PostgreSQL server's own database."""
    assert postgres_server.url is not None
    return postgres_server.url


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'workbench.db'}"
    scratch: Scratch = request.getfixturevalue("postgres_scratch")
    return scratch.after("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator["Database"]:
    """A database with its tables and no rows: each test runs on SQLite and on PostgreSQL.

    The tables themselves are shared on PostgreSQL: a test that changes them starts from `database_url`.
    """
    if request.param == "sqlite":
        yield from _opened(_copied(request.getfixturevalue("sqlite_template"), tmp_path))
        return
    scratch: Scratch = request.getfixturevalue("postgres_tables")
    yield from _opened(scratch.after(*(f"DELETE FROM {table}" for table in ("runs", "datasets", "cache"))))


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator["Database"]:
    """A SQLite database with its tables, for tests to which the server is all the same."""
    yield from _opened(_copied(sqlite_template, tmp_path))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, from which others are copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    _upgraded(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_scratch(postgres_server: Server) -> Iterator[Scratch]:
    """A database emptied before each test that uses it."""
    with _scratch(postgres_server) as scratch:
        yield scratch


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: Server) -> Iterator[Scratch]:
    """A database with all tables, whose rows go before each test that uses it."""
    with _scratch(postgres_server) as scratch:
        _upgraded(scratch.url)
        yield scratch


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: the folder named by FORECAST_KIT_TEST_PICTURES, else a temporary one."""
    folder = Path(os.environ.get("FORECAST_KIT_TEST_PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all browser tests, with a database of its own; its kernels can import these tests."""
    need_chromium()
    folder = tmp_path_factory.mktemp("lab")
    env = {
        "FORECAST_KIT_DATABASE_URL": f"sqlite:///{folder / 'workbench.db'}",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    with start_lab(folder, env=env) as running:
        yield running


@pytest.fixture(scope="module")
def shared_page(lab: Lab) -> Iterator[Any]:
    """One page of it for the tests of a file."""
    with start_browser() as browser, lab.page(browser) as page:
        yield page


@pytest.fixture
def page(lab: Lab, shared_page: Any) -> Iterator[Any]:
    """The page with nothing open, in the light theme, at its usual size."""
    yield shared_page
    leave(lab, shared_page)


def _upgraded(url: str) -> None:
    from forecast_kit.persistence import Database

    database = Database(url)
    database.upgrade()
    database.close()


def _opened(url: str) -> Iterator["Database"]:
    from forecast_kit.persistence import Database

    database = Database(url)
    yield database
    database.close()


def _copied(template: Path, folder: Path) -> str:
    path = folder / "workbench.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@contextmanager
def _scratch(server: Server) -> Iterator[Scratch]:
    import psycopg

    assert server.url is not None
    name = f"kit_{secrets.token_hex(4)}"
    url = f"{server.url.rpartition('/')[0]}/{name}"
    with psycopg.connect(server.url, autocommit=True) as administrator:
        administrator.execute(f"CREATE DATABASE {name}")
        with psycopg.connect(url, autocommit=True) as connection:
            yield Scratch(url, connection)
        if server.stays:
            administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")
