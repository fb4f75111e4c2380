"""What a database says becomes a sentence, and secrets do not get into it."""

import sqlite3

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from forecast_kit.errors import StorageError
from forecast_kit.persistence.engine import parse_url
from forecast_kit.persistence.failures import in_sentences, sentence

URL = parse_url("postgresql://ann:hunter2@db/kit")


def said(words: str) -> OperationalError:
    return OperationalError("SELECT 1", None, sqlite3.OperationalError(words))


@pytest.mark.parametrize(
    ("words", "sentence_says"),
    [
        ("database is locked", "in use by another process"),
        ("attempt to write a readonly database", "cannot be written to"),
        ("database or disk is full", "disk .* is full"),
        ("database disk image is malformed", "is damaged"),
        ("no such table: runs", "forecast-kit db upgrade"),
        ("permission denied for table runs", "may not do this"),
    ],
)
def test_known_failures_say_what_to_do(words: str, sentence_says: str) -> None:
    failure = sentence(said(words), URL)
    assert failure.remedy
    with pytest.raises(StorageError, match=sentence_says):
        raise failure


def test_an_unknown_failure_is_quoted_on_one_line_without_the_password() -> None:
    failure = sentence(said("the wheel came off for hunter2\nand more"), URL)
    assert failure.problem == "The database postgresql://ann:***@db/kit refused: the wheel came off for ***."


def test_a_refused_row_says_that_nothing_was_stored() -> None:
    with pytest.raises(StorageError, match="refused a row.*Nothing was stored"), in_sentences(URL):
        raise IntegrityError("INSERT", None, sqlite3.IntegrityError("UNIQUE constraint failed: runs.id"))


def test_other_errors_pass_as_they_are() -> None:
    with pytest.raises(ZeroDivisionError), in_sentences(URL):
        raise ZeroDivisionError
