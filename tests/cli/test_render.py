"""What the terminal shows of a run: the same lines as the notebook's panel."""

import io
from datetime import UTC, datetime

from rich.console import Console

from forecast_kit.cli.render import board_table
from forecast_kit.events import AgentStatus, ApprovalDecision, ApprovalRequest, fold

NOW = {"workflow_id": "wf_1", "timestamp": datetime(2026, 3, 2, tzinfo=UTC)}
CHOSE = AgentStatus(
    **NOW, agent="inventory", status="done", message="..", choice="Newsvendor\x1b[2J", money_against_next_best=1_200.0
)
ORDER = {"category": "Dresses", "buy_units": 8_200, "cash": 124_512.0, "currency": "EUR"}
WAITS = ApprovalRequest(**NOW, approval_id="ap_1", kind="manufacturing_order", payload=ORDER, digest="d" * 64)


def shown(*events):
    out = Console(width=160, record=True, file=io.StringIO())
    out.print(board_table(fold(events), "EUR"))
    return out.export_text()


def test_a_line_has_state_choice_and_money_and_what_waits_stands_below():
    lines = [line.split("  ") for line in shown(CHOSE, WAITS).splitlines()]
    told = ["|".join(part.strip() for part in line if part.strip()) for line in lines]
    assert told[2] == "Inventory|▲ waiting for you|Newsvendor�[2J|+€1,200 against the next best"
    assert told[4] == "▲ Waiting for you|the manufacturing order for Dresses, 8,200 units, €124,500"


def test_once_decided_the_line_says_by_whom():
    decided = ApprovalDecision(**NOW, approval_id="ap_1", decision="accepted", actor="Ada")
    told = shown(CHOSE, WAITS, decided)
    assert "✓ done" in told
    assert "✎ Inventory" in told
    assert "Accepted by Ada" in told
    assert "aiting for you" not in told
