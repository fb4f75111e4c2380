"""Alembic, called from Python. Imported only when a database really has to change."""

import io
import threading

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError

from forecast_kit.errors import StorageError
from forecast_kit.persistence.revisions import MIGRATIONS
from forecast_kit.settings import PROJECT_ROOT

__all__ = ["config_for", "downgrade", "upgrade"]

# Alembic keeps the migration it runs in module globals: two threads must not run one at a time each.
_ONE_AT_A_TIME = threading.Lock()


def config_for(url: str) -> Config:
    """Alembic's configuration from pyproject.toml, for one database. The address travels as an attribute only."""
    pyproject = PROJECT_ROOT / "pyproject.toml"
    config = Config(toml_file=str(pyproject), stdout=io.StringIO(), attributes={"url": url})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def upgrade(url: str, revision: str) -> None:
    """Bring the tables up to a revision."""
    _run(command.upgrade, url, revision)


def downgrade(url: str, revision: str) -> None:
    """Take the tables back to a revision; what newer tables and columns held is lost."""
    _run(command.downgrade, url, revision)


def _run(verb: object, url: str, revision: str) -> None:
    with _ONE_AT_A_TIME:
        try:
            verb(config_for(url), revision)  # type: ignore[operator]
        except CommandError as error:
            raise StorageError(
                f"The database cannot be taken to revision {revision!r}: {error}.",
                'Name a revision of migrations/versions, "head" or "base".',
            ) from error
