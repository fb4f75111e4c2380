"""The two cells in a real kernel, without a browser: what a click is to the kernel is sent to it while it awaits."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

PROJECT = Path(__file__).parents[2]
ANSWER_SECONDS = 30

CELL_A = """
from forecast_kit.widgets import ConfirmForm
from tests.widgets.samples import read_brief
form = ConfirmForm(read_brief(), confirmed_by=None)
form.show()
"""
CELL_B = (
    "answer = await form.result(); print(answer.parameters.forecast_horizon_weeks, answer.confirmed_by, answer.edits)"
)


@pytest.fixture(scope="module")
def kernel() -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(PROJECT))
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str, *, may_ask: bool, once_running: Callable[[], None] | None = None):
    """Run one cell; what it displayed, and what it printed or raised. `once_running` is called when it is awaiting."""
    request = client.execute(code, allow_stdin=may_ask)
    displayed: list[dict[str, Any]] = []
    said = ""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        message = client.get_iopub_msg(timeout=ANSWER_SECONDS)
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["header"]["msg_type"], message["content"]
        if kind == "execute_input" and once_running:
            once_running()
        elif kind == "display_data":
            displayed.append(content["data"])
        elif kind == "stream":
            said += content["text"]
        elif kind == "error":
            said += f"{content['ename']}: {content['evalue']}"
        elif kind == "status" and content["execution_state"] == "idle":
            return displayed, said
    raise TimeoutError(f"the cell did not end within {ANSWER_SECONDS} s: {said}")


def press(client: BlockingKernelClient, widget: str, event: str, **typed: object) -> None:
    """What the browser sends when a person types and presses a button."""
    content = {"event": event, "values": typed} if typed else {"event": event}
    data = {"comm_id": widget, "data": {"method": "custom", "content": content}}
    client.shell_channel.send(client.session.msg("comm_msg", data))


def shown(displayed: list[dict[str, Any]]) -> str:
    return next(
        data["application/vnd.jupyter.widget-view+json"]["model_id"]
        for data in displayed
        if "application/vnd.jupyter.widget-view+json" in data
    )


def test_clicks_arrive_while_the_second_cell_waits(kernel):
    _, client = kernel
    displayed, _ = run(client, CELL_A, may_ask=True)
    widget = shown(displayed)
    _, held = run(client, "import json; print(json.dumps(form.dialog.values))", may_ask=True)
    values = json.loads(held)

    def edits_twice_and_confirms() -> None:
        time.sleep(0.4)
        for weeks in (13, 14):
            press(client, widget, "draft", **{**values, "forecast_horizon_weeks": weeks})
        press(client, widget, "confirm", **{**values, "forecast_horizon_weeks": 14, "confirmed_by": "Anna"})

    _, said = run(client, CELL_B, may_ask=True, once_running=edits_twice_and_confirms)
    assert said.startswith("14 Anna (Edit(field='forecast_horizon_weeks', from_value=10, to_value=14)")


def test_closing_the_form_stops_the_cell_with_a_sentence(kernel):
    _, client = kernel
    displayed, _ = run(client, CELL_A, may_ask=True)
    widget = shown(displayed)

    def closes() -> None:
        time.sleep(0.3)
        press(client, widget, "cancel")

    _, said = run(client, CELL_B, may_ask=True, once_running=closes)
    assert "GateError" in said
    assert "Run this cell again and press Confirm" in said


def test_the_stop_button_leaves_the_form_closed(kernel):
    manager, client = kernel
    run(client, CELL_A, may_ask=True)

    def stops() -> None:
        time.sleep(0.5)
        manager.interrupt_kernel()

    _, said = run(client, CELL_B, may_ask=True, once_running=stops)
    assert (
        said
        == "GateError: Stopped while waiting for somebody to confirm the season. Run this cell again to be asked again."
    )
    _, said = run(client, "print(form.dialog.shown)", may_ask=True)
    assert said.strip() == "False"


def test_a_kernel_that_may_not_ask_raises_at_once(kernel):
    _, client = kernel
    displayed, _ = run(client, CELL_A, may_ask=False)
    assert all("application/vnd.jupyter.widget-view+json" not in data for data in displayed)
    assert "● stated: “10 weeks”" in displayed[0]["text/plain"]
    _, said = run(client, CELL_B, may_ask=False)
    assert "GateError" in said
    assert "confirmed_by" in said
