"""A model's answers come back as they were given, in their order."""

import pytest

from forecast_kit.errors import RunError
from forecast_kit.persistence import Database, UnitOfWork
from tests.persistence.samples import NOW, RUN, add_run, reply


def test_replies_are_numbered_in_the_order_they_came(database: Database) -> None:
    add_run(database)
    first, second = reply(cost=None), reply(position=1, reply={"output": [{"text": "Größe 38"}]})
    with UnitOfWork(database) as work:
        assert [work.replies.append(RUN, given, now=NOW) for given in (first, second)] == [1, 2]
        work.commit()
    with UnitOfWork(database, read_only=True) as work:
        assert work.replies.of(RUN) == (first, second)
        assert work.replies.of("wf_other") == ()


def test_a_reply_belongs_to_a_run(database: Database) -> None:
    with UnitOfWork(database) as work, pytest.raises(RunError, match="no run"):
        work.replies.append("wf_other", reply(), now=NOW)
