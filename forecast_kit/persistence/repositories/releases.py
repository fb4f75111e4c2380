"""What took effect: an order released to the supplier, a markdown to the tills. One release an approval."""

from datetime import datetime

from sqlalchemy import insert, select

from forecast_kit.persistence.records import Approval, Release
from forecast_kit.persistence.repositories.base import Repository
from forecast_kit.persistence.tables.steps import releases

__all__ = ["Releases"]


class Releases(Repository):
    """The releases, oldest first."""

    def add(self, approval: Approval, *, released_by: str, now: datetime) -> None:
        """Keep what an approval that has just been used lets happen."""
        what = {"kind": approval.kind, "payload": approval.payload, "digest": approval.digest}
        who = {"run_id": approval.run_id, "approval_id": approval.id, "released_by": released_by, "released_at": now}
        self._connection.execute(insert(releases).values(**who, **what))

    def of(self, run_id: str) -> tuple[Release, ...]:
        """What has taken effect of a run."""
        query = select(releases).where(releases.c.run_id == run_id).order_by(releases.c.number)
        rows = self._connection.execute(query)
        return tuple(Release(**{k: v for k, v in row._mapping.items() if k != "number"}) for row in rows)
