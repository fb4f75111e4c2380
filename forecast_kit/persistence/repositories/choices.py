"""The choices taken in a run, in the order they were taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from forecast_kit.persistence.repositories.base import Repository, lock_run
from forecast_kit.persistence.tables.decisions import choices
from forecast_kit.plan import Choice

__all__ = ["Choices"]


class Choices(Repository):
    """Every choice that was taken; one taken again is added, and the newest counts."""

    def add(self, run_id: str, choice: Choice, *, now: datetime) -> None:
        """Keep a choice. One taken again exactly as it stands, as after a crash, is kept once.

        Raises:
            RunError: there is no such run.
        """
        lock_run(self._connection, run_id)
        if self.newest(run_id, choice.name) != choice:
            content = choice.model_dump(mode="json")
            self._connection.execute(insert(choices).values(run_id=run_id, created_at=now, **content))

    def of(self, run_id: str) -> tuple[Choice, ...]:
        """All choices of a run, oldest first."""
        query = select(choices).where(choices.c.run_id == run_id).order_by(choices.c.id)
        return tuple(_record(row) for row in self._connection.execute(query))

    def newest(self, run_id: str, name: str) -> Choice | None:
        """The choice of that name taken last, None where it is still open."""
        query = select(choices).where(choices.c.run_id == run_id, choices.c.name == name)
        row = self._connection.execute(query.order_by(choices.c.id.desc()).limit(1)).first()
        return None if row is None else _record(row)


def _record(row: Row[Any]) -> Choice:
    return Choice(**{name: row._mapping[name] for name in Choice.model_fields})
