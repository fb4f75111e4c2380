"""A finished stage is kept once, under what it was made from."""

import pytest

from forecast_kit.errors import RunError
from forecast_kit.persistence import Database, UnitOfWork
from tests.persistence.samples import NOW, RUN, add_run

CHOICE = {"name": "buy", "chosen": "flat"}


def keep(database: Database, digest: str = "d1", result: object = 1, run_id: str = RUN, stage: str = "buy") -> bool:
    with UnitOfWork(database) as work:
        new = work.stages.add(run_id, stage, digest, result=result, choices={"tiers": 3}, made=[CHOICE], now=NOW)
        work.commit()
    return new


def test_a_stage_is_found_again_only_under_its_digest(database: Database) -> None:
    add_run(database)
    assert keep(database, result={"units": 0.1 + 0.2})
    with UnitOfWork(database, read_only=True) as work:
        found = work.stages.find(RUN, "buy", "d1")
        assert found is not None
        assert (found.result, found.choices, found.made) == ({"units": 0.1 + 0.2}, {"tiers": 3}, [CHOICE])
        assert work.stages.find(RUN, "buy", "d2") is None
        assert work.stages.find(RUN, "forecast", "d1") is None


def test_the_first_record_of_a_stage_stands(database: Database) -> None:
    add_run(database)
    assert keep(database)
    assert not keep(database, result=2)
    assert keep(database, "d2", result=3)
    with UnitOfWork(database, read_only=True) as work:
        found = work.stages.find(RUN, "buy", "d1")
        assert found is not None
        assert found.result == 1
        assert sorted(work.stages.of(RUN)) == [("buy", "d1"), ("buy", "d2")]


def test_a_stage_that_came_to_nothing_is_finished_too(database: Database) -> None:
    add_run(database)
    assert keep(database, result=None, stage="markdown")
    with UnitOfWork(database, read_only=True) as work:
        found = work.stages.find(RUN, "markdown", "d1")
    assert found is not None
    assert found.result is None


def test_a_stage_belongs_to_a_run(database: Database) -> None:
    with pytest.raises(RunError, match="no run"):
        keep(database, run_id="wf_other")
