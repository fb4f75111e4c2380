"""Engines that behave: SQLite as a database many processes may share, PostgreSQL with sensible limits."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from forecast_kit.errors import StorageError
from forecast_kit.persistence.types import to_json
from forecast_kit.settings import resolve_database_url

__all__ = ["create", "options_for", "parse_url", "prepare_folder", "shown", "sqlite_file"]

BUSY_SECONDS = 30
CONNECT_SECONDS = 10
READ_ONLY = "forecast_kit_read_only"
SECRETS = ("password", "sslpassword", "passfile")


def parse_url(url: str) -> URL:
    """The address of a SQLite file or a PostgreSQL database; relative files lie below the project root.

    >>> parse_url("postgres://ann@db.example/kit").drivername
    'postgresql+psycopg'

    Raises:
        StorageError: it is no such address.
    """
    remedy = "Write FORECAST_KIT_DATABASE_URL like sqlite:///data/workbench.db or postgresql://user@host/database."
    try:
        parsed = make_url(resolve_database_url(url))
    except ArgumentError:
        raise StorageError("The database address cannot be read.", remedy) from None
    kind = parsed.drivername.partition("+")[0]
    if kind in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise StorageError(f"The database address names {kind}; only SQLite and PostgreSQL are known.", remedy)
    if not parsed.database or ":memory:" in parsed.database:
        raise StorageError("A database in memory would be gone with the first closed connection.", remedy)
    return parsed.set(drivername="sqlite")


def shown(url: URL) -> str:
    """The address as people may see it: no password, wherever it stands.

    >>> shown(parse_url("postgresql://ann:secret@db/kit?sslpassword=other"))
    'postgresql://ann:***@db/kit?sslpassword=***'
    """
    masked = url.set(
        drivername=url.get_backend_name(), query={k: "***" if k in SECRETS else v for k, v in url.query.items()}
    )
    return masked.render_as_string(hide_password=True).replace("%2A%2A%2A", "***")


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite address, None for a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def prepare_folder(url: URL) -> None:
    """Make the folder a SQLite file goes into.

    Raises:
        StorageError: the folder cannot be made or written to.
    """
    path = sqlite_file(url)
    if path is None:
        return
    remedy = "Choose a folder you can write to, or set FORECAST_KIT_DATABASE_URL."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {path.parent} for the database cannot be made: {error.strerror}.", remedy
        ) from error
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise StorageError(f"The database {path} cannot be written to.", remedy)


def options_for(url: URL, *, read_only: bool) -> dict[str, Any]:
    """How a connection is to be used. A reader sees one moment of the database and keeps no writer waiting."""
    if not read_only:
        return {}
    if url.get_backend_name() == "postgresql":
        return {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
    return {READ_ONLY: True}


def create(url: URL, *, foreign_keys: bool = True) -> Engine:
    """An engine for the address; `foreign_keys=False` is for migrations, which rebuild tables on SQLite."""
    if url.get_backend_name() == "postgresql":
        connect = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
        return create_engine(url, connect_args=connect, json_serializer=to_json, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=to_json)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, see below
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")

    # A transaction that reads first and writes later cannot wait for another writer: SQLite fails it at once.
    # So whoever may write takes the write lock at the start, where the busy timeout applies.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
