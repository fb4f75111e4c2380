"""Runs are found by name, by its beginning, or as the last one; never by guessing."""

from datetime import date, timedelta

import pytest

from forecast_kit.errors import RunError
from forecast_kit.persistence import Database, UnitOfWork, new_run_id
from tests.persistence.samples import LATER, NOW, add_run


@pytest.fixture
def runs(database: Database) -> Database:
    for minute, run_id in enumerate(["wf_aa11bb22", "wf_aa99bb22", "wf_cc33dd44"]):
        add_run(database, run_id, NOW + timedelta(minutes=minute))
    return database


def find(database: Database, reference: str) -> str:
    with UnitOfWork(database, read_only=True) as work:
        return work.runs.get(reference).id


@pytest.mark.parametrize("reference", ["wf_cc33dd44", "wf_cc", "cc33", "last"])
def test_a_run_is_found_by_its_name_its_beginning_or_as_the_last(runs: Database, reference: str) -> None:
    assert find(runs, reference) == "wf_cc33dd44"


def test_a_beginning_that_two_runs_share_is_refused_with_both_named(runs: Database) -> None:
    with pytest.raises(RunError, match="2 runs begin with 'wf_aa': wf_aa11bb22, wf_aa99bb22"):
        find(runs, "wf_aa")


@pytest.mark.parametrize("reference", ["wf_ff", "", "%", "wf%", "wfxaa", "wf_aa11bb22x"])
def test_what_is_no_run_is_refused(runs: Database, reference: str) -> None:
    with pytest.raises(RunError, match="no run"):
        find(runs, reference)


def test_a_whole_name_wins_over_longer_ones(database: Database) -> None:
    add_run(database, "wf_1")
    add_run(database, "wf_12")
    assert find(database, "wf_1") == "wf_1"


def test_there_is_no_last_run_before_the_first(database: Database) -> None:
    with pytest.raises(RunError, match="no run yet"):
        find(database, "last")


def test_of_runs_begun_at_the_same_moment_the_last_is_the_one_added_last(database: Database) -> None:
    for run_id in ("wf_b", "wf_a"):
        add_run(database, run_id)
    assert find(database, "last") == "wf_a"


def test_a_run_keeps_what_it_was_started_with(database: Database) -> None:
    with UnitOfWork(database) as work:
        begun = work.runs.add(
            "wf_1",
            status="draft",
            now=NOW,
            category="Dresses",
            as_of=date(2026, 1, 5),
            input_digest="abc",
            options={"holdback": 0.0},
        )
        assert begun == work.runs.get("wf_1")
    assert (begun.status, begun.category, begun.as_of, begun.input_digest) == ("draft", "Dresses", NOW.date(), "abc")
    assert begun.options == {"holdback": 0.0}
    assert begun.created_at == begun.updated_at == NOW


def test_a_run_moves_on_and_says_what_it_failed_with(database: Database) -> None:
    add_run(database, "wf_1")
    with UnitOfWork(database) as work:
        work.runs.set_status("wf_1", "failed", now=LATER, error="The history is too short.")
        failed = work.runs.get("wf_1")
        assert (failed.status, failed.error, failed.updated_at) == ("failed", "The history is too short.", LATER)
        work.runs.set_status("wf_1", "planning", now=LATER)
        assert work.runs.get("wf_1").error is None


def test_a_run_that_another_process_moved_on_is_not_moved_twice(database: Database) -> None:
    add_run(database, "wf_1")
    with UnitOfWork(database) as work:
        work.runs.set_status("wf_1", "planned", now=LATER, expected="confirmed")
        with pytest.raises(RunError, match="is 'planned', not 'confirmed'"):
            work.runs.set_status("wf_1", "planned", now=LATER, expected="confirmed")
        with pytest.raises(RunError, match="no run"):
            work.runs.set_status("wf_2", "planned", now=LATER)


def test_runs_are_listed_newest_first_by_status_and_number(runs: Database) -> None:
    with UnitOfWork(runs) as work:
        work.runs.set_status("wf_aa11bb22", "planned", now=LATER)
        assert [run.id for run in work.runs.list(limit=2)] == ["wf_cc33dd44", "wf_aa99bb22"]
        assert [run.id for run in work.runs.list(status="planned")] == ["wf_aa11bb22"]


def test_new_names_do_not_repeat() -> None:
    assert len({new_run_id() for _ in range(100)}) == 100
