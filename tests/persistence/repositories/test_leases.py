"""One process works on a run at a time; a dead one's claim runs out."""

from datetime import timedelta

import pytest

from forecast_kit.errors import RunError
from forecast_kit.persistence import Database, Lease, UnitOfWork
from tests.persistence.samples import NOW, RUN, add_run

MINUTE = timedelta(minutes=1)


@pytest.fixture
def held(database: Database) -> Database:
    add_run(database)
    with UnitOfWork(database) as work:
        lease = work.leases.acquire(RUN, "kernel 1", now=NOW, seconds=60)
        work.commit()
    assert lease == Lease(RUN, "kernel 1", NOW + MINUTE)
    return database


def test_nobody_else_gets_a_run_that_is_held(held: Database) -> None:
    with (
        UnitOfWork(held) as work,
        pytest.raises(RunError, match="kernel 1 is working on the run .* until 09:31:00 UTC"),
    ):
        work.leases.acquire(RUN, "kernel 2", now=NOW, seconds=60)


def test_who_holds_it_may_claim_it_again(held: Database) -> None:
    with UnitOfWork(held) as work:
        assert work.leases.acquire(RUN, "kernel 1", now=NOW, seconds=120).expires_at == NOW + 2 * MINUTE
        assert work.leases.holder(RUN, now=NOW + MINUTE) == Lease(RUN, "kernel 1", NOW + 2 * MINUTE)


def test_a_claim_runs_out(held: Database) -> None:
    with UnitOfWork(held) as work:
        assert work.leases.holder(RUN, now=NOW + MINUTE) is None
        assert work.leases.acquire(RUN, "kernel 2", now=NOW + MINUTE, seconds=60).owner == "kernel 2"
        with pytest.raises(RunError, match="kernel 2 is working"):
            work.leases.renew(RUN, "kernel 1", now=NOW + MINUTE, seconds=60)


def test_a_claim_is_renewed_and_given_back(held: Database) -> None:
    with UnitOfWork(held) as work:
        work.leases.renew(RUN, "kernel 1", now=NOW + MINUTE, seconds=60)
        assert work.leases.holder(RUN, now=NOW + MINUTE) is not None
        work.leases.release(RUN, "kernel 2")
        assert work.leases.holder(RUN, now=NOW + MINUTE) is not None
        work.leases.release(RUN, "kernel 1")
        assert work.leases.holder(RUN, now=NOW) is None
        with pytest.raises(RunError, match="no longer held"):
            work.leases.renew(RUN, "kernel 1", now=NOW, seconds=60)


def test_a_lease_needs_a_run(database: Database) -> None:
    with UnitOfWork(database) as work, pytest.raises(RunError, match="no run"):
        work.leases.acquire(RUN, "kernel 1", now=NOW, seconds=60)
