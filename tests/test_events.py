import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from forecast_kit.events import AgentStatus, ApprovalDecision, ApprovalRequest, RunFailed, fold, parse_event

NOW = datetime(2025, 10, 17, 14, 23, 45, tzinfo=UTC)


def status(agent="demand", state="thinking", **more):
    return AgentStatus(workflow_id="wf_1", timestamp=NOW, agent=agent, status=state, message="..", **more)


def request(approval_id="ap_1"):
    return ApprovalRequest(
        workflow_id="wf_1", timestamp=NOW, approval_id=approval_id, kind="manufacturing_order", payload={}, digest="d"
    )


def test_the_contracts_own_example_is_an_event():
    text = (
        '{"type": "agent_status", "workflow_id": "wf_12345", "agent": "demand", "status": "thinking", '
        '"message": "Analysing three seasons of sales", "progress": 0.35, "timestamp": "2025-10-17T14:23:45Z"}'
    )
    event = parse_event(text)
    assert isinstance(event, AgentStatus)
    assert event.progress == 0.35
    sent = json.loads(event.model_dump_json(exclude_none=True))
    assert sent == json.loads(text)


def test_an_unknown_event_is_refused():
    with pytest.raises(ValidationError):
        parse_event({"type": "gossip", "workflow_id": "wf_1", "timestamp": NOW})


def test_the_board_keeps_the_choice_an_agent_made_while_it_goes_on():
    board = fold([status(choice="newsvendor", money_against_next_best=1200.0), status(state="done")])
    line = board.line("demand")
    assert (line.status, line.choice, line.money_against_next_best) == ("done", "newsvendor", 1200.0)


def test_an_approval_waits_until_it_is_decided():
    waiting = fold([request()])
    assert [item.approval_id for item in waiting.waiting] == ["ap_1"]
    decided = ApprovalDecision(workflow_id="wf_1", timestamp=NOW, approval_id="ap_1", decision="accepted", actor="Ada")
    assert fold([decided], waiting).waiting == ()


def test_a_failure_is_shown_on_the_line_of_the_agent_that_failed():
    board = fold([RunFailed(workflow_id="wf_1", timestamp=NOW, agent="pricing", message="No price is known.")])
    assert board.error == "No price is known."
    assert board.line("pricing").status == "failed"


EVENTS = st.lists(
    st.builds(
        status,
        agent=st.sampled_from(["orchestrator", "demand", "inventory", "pricing"]),
        state=st.sampled_from(["thinking", "running_tool", "done"]),
    )
    | st.builds(request, approval_id=st.sampled_from(["ap_1", "ap_2"])),
    max_size=12,
)


@given(events=EVENTS, cut=st.integers(0, 12))
def test_folding_in_two_parts_gives_the_same_board(events, cut):
    assert fold(events[cut:], fold(events[:cut])) == fold(events)


def test_of_one_kind_only_the_newest_question_waits_and_a_void_one_does_not():
    def asked(name, kind="manufacturing_order"):
        return ApprovalRequest(workflow_id="wf_1", timestamp=NOW, approval_id=name, kind=kind, payload={}, digest="d")

    board = fold([asked("ap_1"), asked("ap_2", "markdown"), asked("ap_3")])
    assert [request.approval_id for request in board.waiting] == ["ap_2", "ap_3"]
    void = ApprovalDecision(workflow_id="wf_1", timestamp=NOW, approval_id="ap_3", decision="void", actor="")
    assert [request.approval_id for request in fold([void], board).waiting] == ["ap_2"]


def test_the_agent_whose_work_is_to_be_signed_waits_until_it_is():
    board = fold([status("inventory", "done", choice="newsvendor"), request()])
    assert board.line("inventory").status == "waiting_for_approval"
    decision = ApprovalDecision(workflow_id="wf_1", timestamp=NOW, approval_id="ap_1", decision="rejected", actor="Ada")
    line = fold([decision.model_copy(update={"reason": "too early"})], board).line("inventory")
    assert (line.status, line.choice, line.decided) == ("done", "newsvendor", "Rejected by Ada: too early")


def test_what_is_planned_again_after_a_failure_is_no_longer_stopped():
    failed = fold([RunFailed(workflow_id="wf_1", timestamp=NOW, agent="pricing", message="No price is known.")])
    again = fold([status("orchestrator")], failed)
    assert (again.error, again.line("orchestrator").status) == (None, "thinking")
