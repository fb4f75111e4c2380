"""What a database says when it fails, as a sentence to a planner. Passwords never appear."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from forecast_kit.errors import StorageError
from forecast_kit.persistence.engine import shown

__all__ = ["in_sentences", "sentence"]

ADDRESS = "or set FORECAST_KIT_DATABASE_URL to another database."


@dataclass(frozen=True, slots=True)
class _Known:
    says: str
    problem: str
    remedy: str


_KNOWN = (
    _Known("unable to open database", "The database {where} cannot be opened.", f"Check its folder, {ADDRESS}"),
    _Known(
        "file is not a database|file is encrypted",
        "The file of {where} is not a database.",
        f"Move that file away, {ADDRESS}",
    ),
    _Known(
        "readonly database|read-only",
        "The database {where} cannot be written to.",
        f"Check the permissions of the file and its folder, {ADDRESS}",
    ),
    _Known(
        "database is locked|database table is locked",
        "The database {where} is in use by another process and stayed so for 30 seconds.",
        "Wait for the other run to finish and try again.",
    ),
    _Known("disk is full|no space left", "The disk of {where} is full.", "Make room and run it again."),
    _Known("disk image is malformed", "The database {where} is damaged.", f"Restore it from a backup, {ADDRESS}"),
    _Known(
        "no such table|no such column|undefinedtable|undefinedcolumn",
        "The tables of {where} are not those of this version of forecast_kit.",
        "Run: forecast-kit db upgrade",
    ),
    _Known(
        "password authentication failed|no password supplied",
        "The server refused the user name or password of {where}.",
        "Correct FORECAST_KIT_DATABASE_URL.",
    ),
    _Known(
        "connection refused|timeout expired|failed to resolve|could not translate|no such file or dir",
        "No PostgreSQL server answers at {where}.",
        f"Start it, check the host and port, {ADDRESS}",
    ),
    _Known("permission denied|insufficientprivilege", "The user of {where} may not do this.", "Ask its owner."),
    _Known(
        r"duplicatetable|table \S+ already exists",
        "The database {where} has tables of the same names made by another program.",
        "Give forecast_kit a database of its own with FORECAST_KIT_DATABASE_URL.",
    ),
    _Known(
        r'(database|role) "[^"]*" does not exist',
        "The server does not know the database or user of {where}.",
        f"Create it (createdb), {ADDRESS}",
    ),
)


def sentence(error: SQLAlchemyError, url: URL) -> StorageError:
    """The failure as a StorageError."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    said = f"{type(cause).__name__}: {cause}"
    for known in _KNOWN:
        if re.search(known.says, said.lower()):
            return StorageError(known.problem.format(where=shown(url)), known.remedy)
    first = str(cause).strip().partition("\n")[0].rstrip(".")
    if url.password:
        first = first.replace(str(url.password), "***")
    return StorageError(f"The database {shown(url)} refused: {first}.", "Run: forecast-kit doctor")


@contextmanager
def in_sentences(url: URL) -> Iterator[None]:
    """Turn what the database says into a StorageError.

    Raises:
        StorageError: instead of SQLAlchemy's errors, with the same cause.
    """
    try:
        yield
    except IntegrityError as error:
        first = str(error.orig).strip().partition("\n")[0]
        raise StorageError(f"The database {shown(url)} refused a row: {first}.", "Nothing was stored.") from error
    except SQLAlchemyError as error:
        raise sentence(error, url) from error
