"""What the repositories share."""

import secrets
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from forecast_kit.errors import RunError
from forecast_kit.persistence.tables.runs import runs

__all__ = ["Repository", "insert_or", "lock_run", "new_id", "run_not_found"]


class Repository:
    """A repository on one connection; it never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection


def new_id(prefix: str) -> str:
    """A short random name such as `wf_3f9c01ab`."""
    return f"{prefix}_{secrets.token_hex(4)}"


def run_not_found(reference: str) -> RunError:
    """Nobody knows that run."""
    return RunError(f"There is no run {reference!r}.", "List those there are with: forecast-kit runs")


def lock_run(connection: Connection, run_id: str) -> None:
    """Hold a run's row until the transaction ends, so that numbers given within it have no rivals.

    Raises:
        RunError: there is no such run.
    """
    if connection.execute(select(runs.c.id).where(runs.c.id == run_id).with_for_update()).first() is None:
        raise run_not_found(run_id)


def insert_or(
    connection: Connection,
    into: Table,
    values: Mapping[str, object],
    *,
    update: Sequence[str] = (),
    on: Sequence[str],
    where: ColumnElement[bool] | None = None,
) -> bool:
    """Insert a row; where its key `on` stands already, update those columns (if `where`). Whether a row changed."""
    dialect: Any = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    statement = dialect.insert(into).values(**values)
    if update:
        changed = {name: statement.excluded[name] for name in update}
        statement = statement.on_conflict_do_update(index_elements=list(on), set_=changed, where=where)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(on))
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount == 1
