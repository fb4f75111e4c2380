"""Leases: one process works on a run at a time, and a dead one's claim runs out."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, or_, select, update

from forecast_kit.errors import RunError
from forecast_kit.persistence.records import Lease
from forecast_kit.persistence.repositories.base import Repository, insert_or, lock_run
from forecast_kit.persistence.tables.decisions import leases

__all__ = ["Leases"]


class Leases(Repository):
    """Who works on which run."""

    def acquire(self, run_id: str, owner: str, *, now: datetime, seconds: float) -> Lease:
        """Claim a run until `now` + `seconds`. Whoever holds it already may claim it again.

        Raises:
            RunError: there is no such run, or somebody else works on it.
        """
        lock_run(self._connection, run_id)
        lease = Lease(run_id, owner, now + timedelta(seconds=seconds))
        values = {"run_id": run_id, "owner": owner, "expires_at": lease.expires_at}
        free = or_(leases.c.owner == owner, leases.c.expires_at <= now)
        changed = ["owner", "expires_at"]
        if not insert_or(self._connection, leases, values, on=["run_id"], update=changed, where=free):
            raise _taken(self._of(run_id), run_id)
        return lease

    def renew(self, run_id: str, owner: str, *, now: datetime, seconds: float) -> Lease:
        """Hold a run for longer, up to `now` + `seconds`.

        Raises:
            RunError: the lease ran out and somebody else took the run, or it was given back.
        """
        lease = Lease(run_id, owner, now + timedelta(seconds=seconds))
        mine = (leases.c.run_id == run_id) & (leases.c.owner == owner)
        if self._connection.execute(update(leases).where(mine).values(expires_at=lease.expires_at)).rowcount == 0:
            raise _taken(self._of(run_id), run_id)
        return lease

    def release(self, run_id: str, owner: str) -> None:
        """Give a run back; nothing happens when somebody else holds it by now."""
        self._connection.execute(delete(leases).where(leases.c.run_id == run_id, leases.c.owner == owner))

    def holder(self, run_id: str, *, now: datetime) -> Lease | None:
        """Who works on a run now, None where nobody does."""
        row = self._of(run_id)
        return None if row is None or row.expires_at <= now else Lease(row.run_id, row.owner, row.expires_at)

    def _of(self, run_id: str) -> Row[Any] | None:
        return self._connection.execute(select(leases).where(leases.c.run_id == run_id)).first()


def _taken(row: Row[Any] | None, run_id: str) -> RunError:
    if row is None:
        return RunError(f"The run {run_id} is no longer held by this process.", "Resume it.")
    return RunError(
        f"{row.owner} is working on the run {run_id}, until {row.expires_at:%H:%M:%S} UTC at least.",
        "Wait for it to finish, then resume it.",
    )
