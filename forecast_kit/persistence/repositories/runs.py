"""Runs: found by their name, its beginning, or as the last one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, update

from forecast_kit.errors import RunError
from forecast_kit.persistence.records import Run
from forecast_kit.persistence.repositories.base import Repository, lock_run, new_id, run_not_found
from forecast_kit.persistence.tables.runs import runs

__all__ = ["Runs", "new_run_id"]

LAST = "last"
PREFIX = "wf"


def new_run_id() -> str:
    """A short random name for a run.

    >>> new_run_id().startswith("wf_"), len(new_run_id())
    (True, 11)
    """
    return new_id(PREFIX)


class Runs(Repository):
    """The runs, newest last."""

    def add(
        self,
        run_id: str,
        *,
        status: str,
        now: datetime,
        category: str | None = None,
        dataset_id: int | None = None,
        as_of: date | None = None,
        input_digest: str | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Run:
        """Begin a run."""
        values = {"category": category, "dataset_id": dataset_id, "as_of": as_of, "input_digest": input_digest}
        kept = {"options": dict(options or {}), "created_at": now, "updated_at": now}
        self._connection.execute(insert(runs).values(id=run_id, status=status, **values, **kept))
        return self.get(run_id)

    def get(self, reference: str) -> Run:
        """A run by its name, a beginning of it that no other run shares (with or without `wf_`), or "last".

        Raises:
            RunError: no run or more than one is meant.
        """
        if reference == LAST:
            return self._last()
        exact = self._connection.execute(select(runs).where(runs.c.id == reference)).first()
        if exact is not None:
            return _record(exact)
        begins = runs.c.id.startswith(reference, autoescape=True)
        bare = runs.c.id.startswith(f"{PREFIX}_{reference}", autoescape=True)
        found = self._connection.execute(select(runs).where(or_(begins, bare)).order_by(runs.c.number)).all()
        if not reference or not found:
            raise run_not_found(reference)
        if len(found) > 1:
            names = ", ".join(row.id for row in found[:5]) + (" ..." if len(found) > 5 else "")
            raise RunError(f"{len(found)} runs begin with {reference!r}: {names}.", "Give more of the name.")
        return _record(found[0])

    def hold(self, run_id: str) -> Run:
        """A run, whose row nobody else writes until the transaction ends.

        Raises:
            RunError: there is no such run.
        """
        lock_run(self._connection, run_id)
        return self.get(run_id)

    def list(self, *, status: str | None = None, limit: int | None = None) -> tuple[Run, ...]:
        """The runs, newest first."""
        query = select(runs).order_by(runs.c.created_at.desc(), runs.c.number.desc()).limit(limit)
        if status is not None:
            query = query.where(runs.c.status == status)
        return tuple(_record(row) for row in self._connection.execute(query))

    def set_status(
        self, run_id: str, status: str, *, now: datetime, error: str | None = None, expected: str | None = None
    ) -> None:
        """Move a run on; `error` is the sentence it failed with. `expected` is the status it must still have.

        Raises:
            RunError: there is no such run, or another process has moved it on meanwhile.
        """
        change = update(runs).where(runs.c.id == run_id)
        if expected is not None:
            change = change.where(runs.c.status == expected)
        if self._connection.execute(change.values(status=status, error=error, updated_at=now)).rowcount == 0:
            found = self.get(run_id)
            raise RunError(f"The run {run_id} is {found.status!r}, not {expected!r}.", "Look at it again.")

    def begin(self, run_id: str, digest: str, settled: Mapping[str, Any], *, status: str, now: datetime) -> None:
        """Note what is planned from now on: the digest of inputs and choices, and the choices settled beforehand.

        Raises:
            RunError: there is no such run.
        """
        options = {**self.get(run_id).options, "choices": dict(settled)}
        change = update(runs).where(runs.c.id == run_id)
        kept = {"input_digest": digest, "options": options, "status": status, "error": None, "updated_at": now}
        self._connection.execute(change.values(**kept))

    def _last(self) -> Run:
        found = self.list(limit=1)
        if not found:
            raise RunError("There is no run yet.", "Plan a season first.")
        return found[0]


def _record(row: Row[Any]) -> Run:
    return Run(**{name: value for name, value in row._mapping.items() if name != "number"})
