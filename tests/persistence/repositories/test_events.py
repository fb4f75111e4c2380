"""Messages are numbered per run, in order, without a gap, however many write them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from forecast_kit.errors import RunError
from forecast_kit.events import ApprovalRequest, Event, WorkflowComplete
from forecast_kit.persistence import Database, UnitOfWork
from tests.persistence.samples import NOW, RUN, add_run, status


def append(database: Database, event: Event) -> int:
    with UnitOfWork(database) as work:
        number = work.events.append(RUN, event)
        work.commit()
    return number


def test_messages_come_back_in_their_order_and_after_the_last_one_seen(database: Database) -> None:
    add_run(database)
    sent: list[Event] = [
        status("Reading sales"),
        ApprovalRequest(
            workflow_id=RUN,
            timestamp=NOW,
            approval_id="ap_1",
            kind="manufacturing_order",
            payload={"buy_units": 100, "cash": None},
            digest="d",
        ),
        WorkflowComplete(workflow_id=RUN, timestamp=NOW, plan_digest="d"),
    ]
    assert [append(database, event) for event in sent] == [1, 2, 3]
    with UnitOfWork(database, read_only=True) as work:
        assert list(work.events.of(RUN)) == sent
        assert list(work.events.of(RUN, after=2)) == sent[2:]
        assert work.events.of(RUN, after=3) == ()


def test_each_run_counts_its_own(database: Database) -> None:
    for run_id in ("wf_a", "wf_b"):
        add_run(database, run_id)
    with UnitOfWork(database) as work:
        assert work.events.extend("wf_a", [status("one"), status("two")]) == 2
        assert work.events.extend("wf_b", [status("one")]) == 1
        assert work.events.extend("wf_b", []) == 1


def test_many_writers_leave_no_gap(database: Database) -> None:
    add_run(database)
    with ThreadPoolExecutor(5) as pool:
        numbers = list(pool.map(lambda n: append(database, status(f"message {n}")), range(15)))
    assert sorted(numbers) == list(range(1, 16))


def test_a_message_needs_a_run(database: Database) -> None:
    with pytest.raises(RunError, match="no run"):
        append(database, status("nobody there"))
