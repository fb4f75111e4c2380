from datetime import UTC, datetime

import pytest

from forecast_kit.events import AgentStatus, ApprovalDecision, ApprovalRequest, RunFailed, StatusBoard, WorkflowComplete
from forecast_kit.widgets.status_panel import STATES, STYLE, StatusPanel

NOW = {"workflow_id": "wf_1", "timestamp": datetime(2026, 3, 2, tzinfo=UTC)}
CHOSE = AgentStatus(
    **NOW,
    agent="inventory",
    status="done",
    message="Compared 3 ways to buy",
    choice="Newsvendor <i>, 8,200 units",
    money_against_next_best=-1_234.0,
)
WAITS = ApprovalRequest(
    **NOW,
    approval_id="ap_1",
    kind="manufacturing_order",
    payload={"category": "Dresses", "buy_units": 8_200, "cash": 124_512.0, "currency": "GBP"},
    digest="d" * 64,
)
DECIDED = ApprovalDecision(**NOW, approval_id="ap_1", decision="accepted", actor="Anna")


def test_every_state_has_a_sign_and_a_word_of_its_own():
    signs, words = zip(*STATES.values(), strict=True)
    assert len(set(signs)) == len(set(words)) == len(STATES)


def test_a_choice_stands_with_its_money():
    panel = StatusPanel()
    panel.update(CHOSE)
    assert "−£1,230 against the next best" in panel.text()
    assert "✓ Inventory" in panel.text()
    assert "Newsvendor &lt;i&gt;, 8,200 units" in panel.html()
    assert "<i>" not in panel.html()


def test_what_waits_for_a_person_is_said_until_it_is_decided():
    panel = StatusPanel()
    panel.update(WAITS)
    assert "▲ Waiting for you: the manufacturing order for Dresses, 8,200 units, £124,500" in panel.text()
    panel.update(DECIDED)
    assert "aiting for you" not in panel.text()


def test_failures_and_the_end_are_shown():
    panel = StatusPanel()
    panel.update(RunFailed(**NOW, agent="demand", message="No sales <script>."))
    assert "✕ Demand     failed: No sales <script>." in panel.text()
    assert "&lt;script&gt;" in panel.html()
    assert '<details class="fk-failed" data-agent="demand" open>' in panel.html()
    panel.update(WorkflowComplete(**NOW, plan_digest="e" * 64))
    assert "✓ Plan stored: eeeeeeeeeeee" in panel.text()


def test_stored_events_show_again_exactly_as_they_ran():
    live, replayed = StatusPanel(), StatusPanel(StatusBoard())
    for event in (CHOSE, WAITS, DECIDED):
        live.update(event)
    replayed.replay([CHOSE, WAITS, DECIDED])
    assert live.html() == replayed.html()


def test_the_line_it_is_about_waits_and_then_says_who_decided():
    panel = StatusPanel()
    panel.update(CHOSE, WAITS)
    assert "▲ Inventory  waiting for you: Compared 3 ways to buy. Newsvendor" in panel.text()
    panel.update(DECIDED)
    assert "✓ Inventory  done: Compared 3 ways to buy." in panel.text()
    assert "✎ Inventory: Accepted by Anna" in panel.text()


def test_an_interrupted_agent_is_paused_not_at_work_and_not_unstarted():
    panel = StatusPanel()
    panel.update(
        AgentStatus(**NOW, agent="demand", status="running_tool", message="Working out the demand"),
        AgentStatus(**NOW, agent="demand", status="idle", message="Interrupted. What was finished is kept."),
    )
    assert "‖ Demand     paused: Interrupted. What was finished is kept." in panel.text()
    assert "· Pricing    not started" in panel.text()


def test_no_progress_and_no_counts_are_shown():
    panel = StatusPanel()
    panel.update(AgentStatus(**NOW, agent="demand", status="thinking", message="Looking", progress=0.35))
    assert "35" not in panel.text()
    assert "35" not in panel.html().removeprefix(STYLE)


def test_refreshed_it_shows_what_others_have_stored_since():
    log = [CHOSE, WAITS]
    panel = StatusPanel(stored=lambda: log)
    panel.update(WAITS)
    log.append(DECIDED)
    panel.refresh()
    assert panel.board.waiting == ()
    assert "Accepted by Anna" in panel.text()


def test_a_line_an_agent_in_one_order():
    lines = StatusPanel().text().splitlines()
    assert [line.split()[1] for line in lines] == ["Season", "Demand", "Inventory", "Pricing"]


@pytest.mark.usefixtures("person")
def test_with_a_person_the_panel_is_a_widget_that_follows():
    panel = StatusPanel()
    panel.show()
    assert panel.widget is not None
    panel.update(WAITS)
    assert "8,200 units" in panel.widget.html


def test_without_a_person_it_is_plain_output(capsys):
    panel = StatusPanel()
    panel.show()
    panel.update(CHOSE)
    assert panel.widget is None
    assert set(panel._repr_mimebundle_()) == {"text/plain", "text/html"}
