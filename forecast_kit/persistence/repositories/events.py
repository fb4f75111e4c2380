"""The messages of a run, numbered 1, 2, 3 ... without a gap."""

from collections.abc import Sequence

from sqlalchemy import func, insert, select

from forecast_kit.events import Event, parse_event
from forecast_kit.persistence.repositories.base import Repository, lock_run
from forecast_kit.persistence.tables.decisions import events

__all__ = ["Events"]


class Events(Repository):
    """The messages of all runs. The n-th of a run has number n."""

    def append(self, run_id: str, event: Event) -> int:
        """Add a message and answer its number.

        Raises:
            RunError: there is no such run.
        """
        return self.extend(run_id, [event])

    def extend(self, run_id: str, new: Sequence[Event]) -> int:
        """Add messages in their order and answer the number of the last one.

        Raises:
            RunError: there is no such run.
        """
        lock_run(self._connection, run_id)
        last = self.last_number(run_id)
        rows = [
            {"run_id": run_id, "number": number, "type": event.type, "body": event.model_dump(mode="json")}
            for number, event in enumerate(new, start=last + 1)
        ]
        if rows:
            self._connection.execute(insert(events), rows)
        return last + len(rows)

    def of(self, run_id: str, after: int = 0) -> tuple[Event, ...]:
        """A run's messages after that number, in order: those not yet seen by whoever has seen `after` of them."""
        query = select(events.c.body).where(events.c.run_id == run_id, events.c.number > after)
        return tuple(parse_event(body) for body in self._connection.execute(query.order_by(events.c.number)).scalars())

    def last_number(self, run_id: str) -> int:
        """How many messages a run has."""
        query = select(func.coalesce(func.max(events.c.number), 0)).where(events.c.run_id == run_id)
        return int(self._connection.execute(query).scalar_one())
