"""What took effect is kept as it was signed, once an approval."""

import pytest

from forecast_kit.errors import StorageError
from forecast_kit.persistence import Database, Release, UnitOfWork
from tests.persistence.samples import LATER, NOW, RUN, add_run


def test_a_release_keeps_the_payload_and_who_let_it_happen(database: Database) -> None:
    add_run(database)
    with UnitOfWork(database) as work:
        approval = work.approvals.request(RUN, "markdown", {"depth": 0.2}, now=NOW)
        work.releases.add(approval, released_by="Ann", now=LATER)
        work.commit()
    with UnitOfWork(database, read_only=True) as work:
        assert work.releases.of(RUN) == (
            Release(RUN, approval.id, "markdown", {"depth": 0.2}, approval.digest, "Ann", LATER),
        )


def test_the_database_itself_refuses_a_second_release(database: Database) -> None:
    add_run(database)
    with UnitOfWork(database) as work:
        approval = work.approvals.request(RUN, "markdown", {"depth": 0.2}, now=NOW)
        work.releases.add(approval, released_by="Ann", now=LATER)
        work.commit()
    with pytest.raises(StorageError), UnitOfWork(database) as work:
        work.releases.add(approval, released_by="Ben", now=LATER)
