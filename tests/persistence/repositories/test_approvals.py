"""An approval is for exactly what was shown, decided by one person, once, and used once."""

import threading
from typing import Literal

import pytest
from sqlalchemy import update

from forecast_kit.errors import GateError, RunError
from forecast_kit.events import ApprovalOption
from forecast_kit.persistence import Approval, Database, UnitOfWork
from forecast_kit.persistence.tables.decisions import approvals
from forecast_kit.plan import digest_of
from tests.persistence.samples import LATER, NOW, RUN, add_run

ORDER = {"buy_units": 100, "cash": 2000.0}


@pytest.fixture
def asked(database: Database) -> Database:
    add_run(database)
    return database


def request(database: Database, payload: dict[str, object] = ORDER, kind: str = "manufacturing_order") -> Approval:
    with UnitOfWork(database) as work:
        approval = work.approvals.request(RUN, kind, payload, now=NOW)
        work.commit()
    return approval


def decide(
    database: Database, approval: Approval, decision: Literal["accepted", "modified", "rejected"] = "accepted"
) -> Approval:
    with UnitOfWork(database) as work:
        decided = work.approvals.decide(approval.id, decision, actor="Ann", reason="on budget", now=LATER)
        work.commit()
    return decided


def consume(database: Database, approval: Approval, digest: str | None = None) -> Approval:
    with UnitOfWork(database) as work:
        used = work.approvals.consume(approval.id, digest or approval.digest, now=LATER)
        work.commit()
    return used


def test_a_request_waits_with_its_payload_digest_and_options(asked: Database) -> None:
    options = (ApprovalOption(name="accept", label="Order 100", expected_margin=3000.0),)
    with UnitOfWork(asked) as work:
        approval = work.approvals.request(RUN, "manufacturing_order", ORDER, now=NOW, options=options)
        assert work.approvals.pending() == work.approvals.pending(RUN) == work.approvals.of(RUN) == (approval,)
        assert work.approvals.pending("wf_other") == ()
    assert (approval.payload, approval.digest, approval.options) == (ORDER, digest_of(ORDER), options)
    assert (approval.status, approval.requested_at, approval.actor) == ("pending", NOW, None)


def test_the_decision_is_kept_with_who_why_and_when(asked: Database) -> None:
    decided = decide(asked, request(asked))
    assert (decided.status, decided.actor, decided.reason, decided.decided_at) == (
        "accepted",
        "Ann",
        "on budget",
        LATER,
    )
    with UnitOfWork(asked) as work:
        assert work.approvals.pending() == ()


def test_an_accepted_approval_is_used_once(asked: Database) -> None:
    approval = request(asked)
    decide(asked, approval)
    assert consume(asked, approval).consumed_at == LATER
    with pytest.raises(GateError, match="was used already"):
        consume(asked, approval)


def test_an_approval_is_only_for_what_was_shown(asked: Database) -> None:
    approval = request(asked)
    decide(asked, approval)
    with pytest.raises(GateError, match="for another manufacturing order"):
        consume(asked, approval, digest_of({**ORDER, "buy_units": 101}))
    assert consume(asked, approval).consumed_at == LATER


def test_a_payload_changed_behind_our_back_is_refused(asked: Database) -> None:
    approval = request(asked)
    decide(asked, approval)
    with asked.connect() as connection:
        connection.execute(update(approvals).values(payload={**ORDER, "buy_units": 9_999}))
        connection.commit()
    with pytest.raises(GateError, match="for another manufacturing order"):
        consume(asked, approval)
    with UnitOfWork(asked) as work:
        assert work.approvals.get(approval.id).consumed_at is None


@pytest.mark.parametrize("decision", ["modified", "rejected"])
def test_only_an_accepted_approval_can_be_used(asked: Database, decision: Literal["modified", "rejected"]) -> None:
    approval = request(asked)
    with pytest.raises(GateError, match="not been decided yet"):
        consume(asked, approval)
    decide(asked, approval, decision)
    with pytest.raises(GateError, match=f"was {decision} by Ann"):
        consume(asked, approval)


def test_a_decision_stands(asked: Database) -> None:
    approval = request(asked)
    decide(asked, approval, "rejected")
    with pytest.raises(GateError, match="was rejected by Ann"):
        decide(asked, approval, "accepted")


def test_a_decision_needs_a_name(asked: Database) -> None:
    approval = request(asked)
    with UnitOfWork(asked) as work, pytest.raises(GateError, match="name of the person"):
        work.approvals.decide(approval.id, "accepted", actor="  ", now=LATER)


def test_changes_are_kept_with_the_decision(asked: Database) -> None:
    approval = request(asked)
    with UnitOfWork(asked) as work:
        changed = work.approvals.decide(approval.id, "modified", actor="Ann", now=LATER, changes={"buy_units": 80})
    assert changed.changes == {"buy_units": 80}


def test_of_two_people_who_answer_at_once_exactly_one_is_heard(asked: Database) -> None:
    approval = request(asked)
    start = threading.Barrier(2)
    outcomes: dict[str, str] = {}

    def answer(actor: str, decision: Literal["accepted", "rejected"]) -> None:
        start.wait()
        try:
            with UnitOfWork(asked) as work:
                work.approvals.decide(approval.id, decision, actor=actor, now=LATER)
                work.commit()
            outcomes[actor] = decision
        except GateError as refused:
            outcomes[actor] = str(refused)

    people = [threading.Thread(target=answer, args=who) for who in (("Ann", "accepted"), ("Bob", "rejected"))]
    for person in people:
        person.start()
    for person in people:
        person.join()
    with UnitOfWork(asked) as work:
        decided = work.approvals.get(approval.id)
    heard, other = ("Ann", "Bob") if decided.actor == "Ann" else ("Bob", "Ann")
    assert outcomes[heard] == decided.status
    assert f"was {decided.status} by {heard}" in outcomes[other]


def test_of_two_processes_that_use_it_at_once_exactly_one_does(asked: Database) -> None:
    approval = request(asked)
    decide(asked, approval)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def use() -> None:
        start.wait()
        try:
            outcomes.append(str(consume(asked, approval).status))
        except GateError as refused:
            outcomes.append(str(refused))

    users = [threading.Thread(target=use) for _ in range(2)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    assert sum(outcome == "accepted" for outcome in outcomes) == 1
    assert sum("was used already" in outcome for outcome in outcomes) == 1


def test_the_same_question_after_a_crash_is_not_asked_twice(asked: Database) -> None:
    first = request(asked)
    assert request(asked).id == first.id
    decide(asked, first)
    assert request(asked).status == "accepted"
    consume(asked, first)
    assert request(asked).id != first.id


def test_a_refused_question_may_be_asked_again(asked: Database) -> None:
    first = request(asked)
    decide(asked, first, "rejected")
    again = request(asked)
    assert (again.status, again.id != first.id) == ("pending", True)


def test_a_changed_payload_supersedes_the_question_that_waits(asked: Database) -> None:
    first, markdown = request(asked), request(asked, {"depth": 0.2}, "markdown")
    second = request(asked, {**ORDER, "buy_units": 120})
    with pytest.raises(GateError, match="no longer stands"):
        decide(asked, first)
    with UnitOfWork(asked) as work:
        assert work.approvals.pending() == (markdown, second)


def test_what_is_not_there_is_refused(asked: Database) -> None:
    with UnitOfWork(asked) as work:
        with pytest.raises(GateError, match="no approval 'ap_0'"):
            work.approvals.decide("ap_0", "accepted", actor="Ann", now=NOW)
        with pytest.raises(RunError, match="no run"):
            work.approvals.request("wf_other", "markdown", {}, now=NOW)


def test_what_was_accepted_and_not_used_no_longer_stands_once_the_payload_changes(asked: Database) -> None:
    accepted = request(asked)
    decide(asked, accepted)
    request(asked, {**ORDER, "buy_units": 120})
    with pytest.raises(GateError, match="no longer stands"):
        consume(asked, accepted)
    with UnitOfWork(asked) as work:
        found = work.approvals.get(accepted.id)
    assert (found.status, found.actor, found.consumed_at) == ("superseded", "Ann", None)


def test_what_took_effect_is_not_made_void(asked: Database) -> None:
    approval = request(asked)
    decide(asked, approval)
    consume(asked, approval)
    with UnitOfWork(asked) as work:
        assert work.approvals.supersede(RUN, now=LATER) == ()
        assert work.approvals.get(approval.id).status == "accepted"


@pytest.mark.parametrize("decision", ["accepted", "modified", "rejected"])
def test_a_decision_taken_back_leaves_the_question_as_it_was(
    asked: Database, decision: Literal["accepted", "modified", "rejected"]
) -> None:
    first = request(asked)
    decide(asked, first, decision)
    with UnitOfWork(asked) as work:
        assert work.approvals.undo(first.id) == first
        with pytest.raises(GateError, match="not been decided yet"):
            work.approvals.undo(first.id)


def test_what_was_used_cannot_be_taken_back(asked: Database) -> None:
    approval = request(asked)
    decide(asked, approval)
    consume(asked, approval)
    with UnitOfWork(asked) as work, pytest.raises(GateError, match="was used already"):
        work.approvals.undo(approval.id)


def test_a_beginning_that_two_approvals_share_names_neither(asked: Database) -> None:
    first, second = request(asked), request(asked, {"depth": 0.2}, "markdown")
    with UnitOfWork(asked) as work:
        assert work.approvals.get("last") == second
        assert work.approvals.get(first.id.removeprefix("ap_")) == first
        with pytest.raises(GateError, match="2 approvals begin with 'ap_'"):
            work.approvals.get("ap_")
