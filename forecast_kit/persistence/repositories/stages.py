"""The finished stages of a run, each under the digest of what it was made from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from forecast_kit.persistence.repositories.base import Repository, insert_or, lock_run
from forecast_kit.persistence.tables.steps import stages

__all__ = ["Stages"]


class Stages(Repository):
    """What was finished is never finished again: the first record of a stage stands."""

    def add(
        self,
        run_id: str,
        stage: str,
        digest: str,
        *,
        result: Any,
        choices: Mapping[str, Any],
        made: Sequence[Mapping[str, Any]],
        now: datetime,
    ) -> bool:
        """Keep a finished stage; whether it is new.

        Raises:
            RunError: there is no such run.
        """
        lock_run(self._connection, run_id)
        content = {"result": result, "choices": dict(choices), "made": [dict(choice) for choice in made]}
        values = {"run_id": run_id, "stage": stage, "digest": digest, **content, "created_at": now}
        return insert_or(self._connection, stages, values, on=["run_id", "stage", "digest"])

    def find(self, run_id: str, stage: str, digest: str) -> Row[Any, Any, Any] | None:
        """`result, choices, made` of a finished stage; None where it is still to do."""
        which = (stages.c.run_id == run_id) & (stages.c.stage == stage) & (stages.c.digest == digest)
        return self._connection.execute(select(stages.c.result, stages.c.choices, stages.c.made).where(which)).first()

    def of(self, run_id: str) -> tuple[tuple[str, str], ...]:
        """The stages a run has finished, each with its digest, oldest first."""
        query = select(stages.c.stage, stages.c.digest).where(stages.c.run_id == run_id)
        return tuple((row.stage, row.digest) for row in self._connection.execute(query.order_by(stages.c.created_at)))
