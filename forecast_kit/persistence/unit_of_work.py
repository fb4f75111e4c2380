"""A unit of work: everything in it happens, or nothing does."""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from forecast_kit.persistence.database import Database
from forecast_kit.persistence.repositories.actuals import Actuals
from forecast_kit.persistence.repositories.approvals import Approvals
from forecast_kit.persistence.repositories.cache import Cache
from forecast_kit.persistence.repositories.choices import Choices
from forecast_kit.persistence.repositories.datasets import Datasets
from forecast_kit.persistence.repositories.events import Events
from forecast_kit.persistence.repositories.leases import Leases
from forecast_kit.persistence.repositories.parameters import Parameters
from forecast_kit.persistence.repositories.plans import Plans
from forecast_kit.persistence.repositories.releases import Releases
from forecast_kit.persistence.repositories.replies import Replies
from forecast_kit.persistence.repositories.runs import Runs
from forecast_kit.persistence.repositories.stages import Stages

__all__ = ["UnitOfWork"]


class UnitOfWork:
    """One transaction with the repositories on it, rolled back unless `commit()` is called.

    It begins by taking the write lock on SQLite: keep it short, and never wait in it for a model or a fit. With
    `read_only=True` it sees one moment of the database and never waits for writers.

        with UnitOfWork(database) as work:
            work.runs.set_status(run_id, "planned", now=now)
            work.commit()

    Raises:
        StorageError: the database cannot be reached, read or written.
    """

    def __init__(self, database: Database, *, read_only: bool = False) -> None:
        self._database = database
        self._read_only = read_only
        self._open = ExitStack()

    def __enter__(self) -> Self:
        connection = self._open.enter_context(self._database.connect(read_only=self._read_only))
        self._connection: Connection = connection
        self.datasets = Datasets(connection)
        self.runs = Runs(connection)
        self.parameters = Parameters(connection)
        self.plans = Plans(connection)
        self.events = Events(connection)
        self.choices = Choices(connection)
        self.approvals = Approvals(connection)
        self.leases = Leases(connection)
        self.stages = Stages(connection)
        self.releases = Releases(connection)
        self.replies = Replies(connection)
        self.actuals = Actuals(connection)
        self.cache = Cache(connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._open.__exit__(kind, error, trace)

    def commit(self) -> None:
        """Make what was done last."""
        if self._read_only:
            raise RuntimeError("a read-only unit of work has nothing to commit")
        self._connection.commit()
