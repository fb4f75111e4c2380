"""A database of the kit: opened, brought up to date, looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, Engine, func, inspect, select, text

from forecast_kit.errors import StorageError
from forecast_kit.persistence import engine as engines
from forecast_kit.persistence.failures import in_sentences
from forecast_kit.persistence.revisions import known_revisions
from forecast_kit.persistence.tables import metadata

__all__ = ["Database", "DatabaseStatus"]


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """Where a database stands: its revision and the code's, and how many rows each of its tables has."""

    url: str
    current: str | None
    head: str
    is_current: bool
    is_newer: bool
    tables: dict[str, int] = field(default_factory=dict)


class Database:
    """One SQLite file or PostgreSQL database, by its address. Nothing is opened before it is used.

    Work is done in a `UnitOfWork(database)`; call `ensure()` once before the first.
    """

    def __init__(self, url: str) -> None:
        self._url = engines.parse_url(url)
        self._ensured = False

    def __repr__(self) -> str:
        return f"Database({self.url!r})"

    @property
    def url(self) -> str:
        """The address without its password."""
        return engines.shown(self._url)

    @cached_property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, made at first use."""
        return engines.create(self._url)

    @contextmanager
    def connect(self, *, read_only: bool = False) -> Iterator[Connection]:
        """A connection in a transaction that is rolled back unless committed.

        Raises:
            StorageError: the database cannot be reached, read or written.
        """
        options = engines.options_for(self._url, read_only=read_only)
        with in_sentences(self._url), self.engine.connect() as connection:
            yield connection.execution_options(**options)

    def ensure(self) -> None:
        """Make sure the tables are there and current; quick when they are.

        Raises:
            StorageError: the database cannot be used, or was made by a newer forecast_kit.
        """
        if self._ensured:
            return
        engines.prepare_folder(self._url)
        if self._current() != known_revisions().head:
            self.upgrade()
        self._ensured = True

    def upgrade(self, revision: str = "head") -> None:
        """Bring the tables up to a revision, all or nothing.

        Raises:
            StorageError: the database cannot be used, or was made by a newer forecast_kit.
        """
        engines.prepare_folder(self._url)
        self._refuse_newer()
        from forecast_kit.persistence import migrate

        with in_sentences(self._url):
            migrate.upgrade(self._secret_url, revision)

    def downgrade(self, revision: str) -> None:
        """Take the tables back to a revision ("base": none left), all or nothing. Their rows are lost.

        Raises:
            StorageError: the database cannot be used, or was made by a newer forecast_kit.
        """
        self._refuse_newer()
        self._ensured = False
        from forecast_kit.persistence import migrate

        with in_sentences(self._url):
            migrate.downgrade(self._secret_url, revision)

    def reset(self) -> None:
        """Empty the database: every table of the kit is dropped and made again.

        Raises:
            StorageError: the database cannot be used, or was made by a newer forecast_kit.
        """
        if self._exists and self._current() is not None:
            self.downgrade("base")
        self.upgrade()

    def status(self) -> DatabaseStatus:
        """Where the database stands. A file that is not there is not made.

        Raises:
            StorageError: the database cannot be read.
        """
        revisions = known_revisions()
        current, rows = (self._current(), self._count_rows()) if self._exists else (None, {})
        return DatabaseStatus(
            url=self.url,
            current=current,
            head=revisions.head,
            is_current=current == revisions.head,
            is_newer=current is not None and current not in revisions.known,
            tables=rows,
        )

    def close(self) -> None:
        """Let go of the pooled connections."""
        if "engine" in self.__dict__:
            self.engine.dispose()
            del self.__dict__["engine"]

    @property
    def _secret_url(self) -> str:
        return self._url.render_as_string(hide_password=False)

    @property
    def _exists(self) -> bool:
        path = engines.sqlite_file(self._url)
        return path is None or path.exists()

    def _current(self) -> str | None:
        with self.connect(read_only=True) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def _count_rows(self) -> dict[str, int]:
        with self.connect(read_only=True) as connection:
            there = set(inspect(connection).get_table_names())
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in sorted(metadata.tables.items())
                if name in there
            }

    def _refuse_newer(self) -> None:
        current = self._current() if self._exists else None
        if current is not None and current not in known_revisions().known:
            raise StorageError(
                f"The database {self.url} was made by a newer forecast_kit (its revision {current} is not known here).",
                "Update forecast_kit, or use another FORECAST_KIT_DATABASE_URL.",
            )
