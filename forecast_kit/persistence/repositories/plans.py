"""The versions of a run's plan: the plan whole, and its parts as rows that SQL can ask for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from forecast_kit.errors import RunError, StorageError
from forecast_kit.persistence.records import PlanStatus, PlanVersion
from forecast_kit.persistence.repositories.base import Repository, lock_run
from forecast_kit.persistence.repositories.plan_parts import parts_of
from forecast_kit.persistence.tables.base import metadata
from forecast_kit.persistence.tables.runs import plan_versions
from forecast_kit.plan import SeasonPlan, digest_of

__all__ = ["Plans"]


class Plans(Repository):
    """The plans, versions counted from 1 in each run."""

    def add(self, run_id: str, plan: SeasonPlan, *, now: datetime, made_with: Mapping[str, Any] | None = None) -> int:
        """Store a proposed plan and answer its version. The newest plan stored again keeps its version.

        Versions still proposed are superseded by it; one that was rejected is proposed again.

        Raises:
            RunError: there is no such run.
        """
        lock_run(self._connection, run_id)
        content = plan.model_dump(mode="json")
        digest = digest_of(content)
        newest = self._newest(run_id)
        if newest is not None and newest.digest == digest:
            if newest.status == "rejected":
                self.set_status(run_id, newest.version, "proposed")
            return int(newest.version)
        self._move(run_id, "proposed", "superseded")
        version = 1 if newest is None else newest.version + 1
        kept = {"run_id": run_id, "version": version, "digest": digest, "status": "proposed"}
        made = None if made_with is None else dict(made_with)
        row = insert(plan_versions).values(**kept, plan=content, made_with=made, created_at=now)
        statement = row.returning(plan_versions.c.id)
        plan_version_id = self._connection.execute(statement).scalar_one()
        for name, rows in parts_of(plan).items():
            if rows:
                self._connection.execute(
                    insert(metadata.tables[name]), [{"plan_version_id": plan_version_id, **row} for row in rows]
                )
        return int(version)

    def latest(self, run_id: str) -> SeasonPlan:
        """The newest plan of a run.

        Raises:
            RunError: the run has no plan yet.
            StorageError: what is stored is not what was stored.
        """
        return self.get(run_id).plan

    def get(self, run_id: str, version: int | None = None) -> PlanVersion:
        """A version of a run's plan, the newest where none is named.

        Raises:
            RunError: the run has no such plan.
            StorageError: what is stored is not what was stored.
        """
        found = self.find(run_id, version)
        if found is None:
            which = "no plan yet" if version is None else f"no version {version} of its plan"
            raise RunError(f"The run {run_id} has {which}.", "Plan the season first.")
        return found

    def find(self, run_id: str, version: int | None = None) -> PlanVersion | None:
        """As `get`, but None where the run has no such plan.

        Raises:
            StorageError: what is stored is not what was stored.
        """
        query = select(plan_versions).where(plan_versions.c.run_id == run_id)
        if version is not None:
            query = query.where(plan_versions.c.version == version)
        row = self._connection.execute(query.order_by(plan_versions.c.version.desc()).limit(1)).first()
        return None if row is None else _record(row)

    def versions(self, run_id: str) -> tuple[PlanVersion, ...]:
        """Every version of a run's plan, oldest first."""
        query = select(plan_versions).where(plan_versions.c.run_id == run_id).order_by(plan_versions.c.version)
        return tuple(_record(row) for row in self._connection.execute(query))

    def set_status(self, run_id: str, version: int, status: PlanStatus) -> None:
        """Approve, reject or supersede a version. An approval supersedes the one approved before.

        Raises:
            RunError: the run has no such version.
        """
        lock_run(self._connection, run_id)
        if status == "approved":
            self._move(run_id, "approved", "superseded")
        which = (plan_versions.c.run_id == run_id) & (plan_versions.c.version == version)
        if self._connection.execute(update(plan_versions).where(which).values(status=status)).rowcount == 0:
            raise RunError(f"The run {run_id} has no version {version} of its plan.", "Look at it again.")

    def _move(self, run_id: str, before: PlanStatus, after: PlanStatus) -> None:
        which = (plan_versions.c.run_id == run_id) & (plan_versions.c.status == before)
        self._connection.execute(update(plan_versions).where(which).values(status=after))

    def _newest(self, run_id: str) -> Any:
        newest = select(func.max(plan_versions.c.version)).where(plan_versions.c.run_id == run_id).scalar_subquery()
        which = (plan_versions.c.run_id == run_id) & (plan_versions.c.version == newest)
        known = (plan_versions.c.version, plan_versions.c.digest, plan_versions.c.status)
        return self._connection.execute(select(*known).where(which)).first()


def _record(row: Row[Any]) -> PlanVersion:
    if digest_of(row.plan) != row.digest:
        raise StorageError(
            f"Version {row.version} of the plan of {row.run_id} was changed in the database after it was stored.",
            "Plan the season again.",
        )
    return PlanVersion(
        run_id=row.run_id,
        version=row.version,
        digest=row.digest,
        status=row.status,
        created_at=row.created_at,
        plan=SeasonPlan.model_validate(row.plan),
        made_with=row.made_with,
    )
