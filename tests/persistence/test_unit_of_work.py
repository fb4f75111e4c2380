"""All of a unit of work happens, or none of it."""

import threading

import pytest

from forecast_kit.errors import RunError, StorageError
from forecast_kit.persistence import Database, UnitOfWork
from tests.persistence.samples import NOW, RUN, add_run, status


def run_ids(database: Database) -> list[str]:
    with UnitOfWork(database, read_only=True) as work:
        return [run.id for run in work.runs.list()]


def test_nothing_is_kept_without_a_commit(database: Database) -> None:
    with UnitOfWork(database) as work:
        work.runs.add(RUN, status="confirmed", now=NOW)
    assert run_ids(database) == []


def test_an_error_takes_everything_back_and_passes_on(database: Database) -> None:
    def half_a_job() -> None:
        with UnitOfWork(database) as work:
            work.runs.add(RUN, status="confirmed", now=NOW)
            work.events.append("wf_elsewhere", status("nowhere to go"))
            work.commit()

    with pytest.raises(RunError, match="no run"):
        half_a_job()
    assert run_ids(database) == []


def test_what_was_committed_stays_even_if_the_rest_fails(database: Database) -> None:
    def one_and_a_half_jobs() -> None:
        with UnitOfWork(database) as work:
            work.runs.add(RUN, status="confirmed", now=NOW)
            work.commit()
            work.runs.add("wf_00000002", status="confirmed", now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        one_and_a_half_jobs()
    assert run_ids(database) == [RUN]


def test_what_the_database_refuses_is_a_sentence(database: Database) -> None:
    add_run(database)
    with pytest.raises(StorageError, match="Nothing was stored"):
        add_run(database)


def test_a_reader_sees_one_moment_and_does_not_wait_for_a_writer(database: Database) -> None:
    add_run(database)
    with UnitOfWork(database, read_only=True) as reader, UnitOfWork(database) as writer:
        before = [run.status for run in reader.runs.list()]
        writer.runs.set_status(RUN, "planned", now=NOW)
        assert [run.status for run in reader.runs.list()] == before
        writer.commit()
        assert [run.status for run in reader.runs.list()] == before
    with UnitOfWork(database, read_only=True) as reader:
        assert reader.runs.get(RUN).status == "planned"


def test_a_reader_has_nothing_to_commit(sqlite_database: Database) -> None:
    with UnitOfWork(sqlite_database, read_only=True) as work, pytest.raises(RuntimeError, match="read-only"):
        work.commit()


def test_reading_first_and_writing_later_never_fails_for_being_late(database: Database) -> None:
    """A deferred SQLite transaction would fail here at once; ours take the write lock first and wait for it."""
    add_run(database)

    def add(number: int) -> None:
        with UnitOfWork(database) as work:
            work.runs.get(RUN)
            work.events.append(RUN, status(f"message {number}"))
            work.commit()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with UnitOfWork(database, read_only=True) as work:
        assert work.events.last_number(RUN) == 8
