"""What language models answered in a run, so that it can be replayed without them, and what that cost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from forecast_kit.persistence.repositories.base import Repository, lock_run
from forecast_kit.persistence.tables.steps import model_replies

__all__ = ["Replies"]

KEPT = ("position", "input_digest", "model", "reply", "input_tokens", "output_tokens", "cost")


class Replies(Repository):
    """The answers of a run, numbered in the order they came."""

    def append(self, run_id: str, reply: Mapping[str, Any], *, now: datetime) -> int:
        """Keep an answer (`position, input_digest, model, reply, input_tokens, output_tokens, cost`); its number.

        Raises:
            RunError: there is no such run.
        """
        lock_run(self._connection, run_id)
        last = select(func.coalesce(func.max(model_replies.c.number), 0)).where(model_replies.c.run_id == run_id)
        number = int(self._connection.execute(last).scalar_one()) + 1
        kept = {name: reply[name] for name in KEPT}
        self._connection.execute(insert(model_replies).values(run_id=run_id, number=number, created_at=now, **kept))
        return number

    def of(self, run_id: str) -> tuple[dict[str, Any], ...]:
        """The answers, in the order they came."""
        query = select(*(model_replies.c[name] for name in KEPT)).where(model_replies.c.run_id == run_id)
        rows = self._connection.execute(query.order_by(model_replies.c.number))
        return tuple(dict(row._mapping) for row in rows)
