"""Interrupting leaves a run that can be gone on with: from the shell (Ctrl-C), and in a notebook (stop)."""

import asyncio
import signal
from queue import Empty

import pytest
from jupyter_client.manager import start_new_kernel

from forecast_kit.events import AgentStatus
from tests.seasons import AS_OF
from tests.workbench.conftest import BRIEF

KERNEL_SECONDS = 90


@pytest.fixture
def confirmed(bench):
    reading = bench.read(BRIEF)
    bench.record_confirmation(reading, reading.extraction.parameters, "Ada")
    return reading.run_id


@pytest.fixture
def reference(bench):
    """The plan of the same season when nobody interrupts."""
    reading = bench.read(BRIEF)
    bench.record_confirmation(reading, reading.extraction.parameters, "Ada")
    return asyncio.run(bench.plan(reading.run_id)).plan


@pytest.mark.parametrize("agent", ["orchestrator", "demand", "inventory", "pricing"])
def test_ctrl_c_while_an_agent_works_keeps_what_was_finished(bench, confirmed, reference, agent):
    struck = []

    def strike(event):
        if isinstance(event, AgentStatus) and event.agent == agent and not struck:
            struck.append(event)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(bench.plan(confirmed, on_event=strike))
    assert bench.runs.get(confirmed).status in {"confirmed", "forecast", "bought", "allocated", "priced"}
    assert bench.database.status().tables["leases"] == 0
    last = bench.runs.events(confirmed)[-1]
    assert (last.status, last.message.split(".")[0]) == ("idle", "Interrupted")
    resumed = asyncio.run(bench.plan(confirmed))
    assert not resumed.resumed
    assert resumed.plan == reference


CELL = """
import threading
from forecast_kit.planning import SeasonDesk
from forecast_kit.workbench import Workbench
go_on, buy = threading.Event(), SeasonDesk.buy
def slow(desk, *args, **options):
    print("buying", flush=True)
    go_on.wait(600)
    return buy(desk, *args, **options)
SeasonDesk.buy = slow
bench = Workbench(data_dir={folder!r}, database_url={url!r}, as_of={as_of!r})
await bench.plan({run!r})
"""
AFTER = """
print(bench.runs.get({run!r}).status, bench.database.status().tables["leases"], bench.runs.events({run!r})[-1].message)
go_on.set()
planned = await bench.plan({run!r})
print(planned.plan.digest)
"""


def test_stopping_a_cell_keeps_what_was_finished_and_the_cell_can_be_run_again(
    bench, confirmed, reference, folder, database_url, monkeypatch
):
    """The stop is noticed while the fit is still going; what its thread finds out after that is not stored."""
    for name in ("OPENAI_API_KEY", "FORECAST_KIT_BASE_URL", "AZURE_OPENAI_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    names = {"folder": str(folder), "url": database_url, "as_of": AS_OF.isoformat(), "run": confirmed}
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        client.execute(CELL.format(**names))
        said(client, until="buying")
        manager.interrupt_kernel()
        assert said(client) in ("KeyboardInterrupt", "CancelledError")
        client.execute(AFTER.format(**names))
        told = said(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert told.startswith("forecast 0 Interrupted.")
    assert reference.digest in told
    assert bench.runs.plan(confirmed) == reference


def said(client, until=None):
    """What the kernel prints or raises, until it has said that, or is idle."""
    heard = ""
    while True:
        try:
            message = client.get_iopub_msg(timeout=KERNEL_SECONDS)
        except Empty:
            pytest.fail(f"the kernel fell silent after: {heard}")
        content = message["content"]
        if message["msg_type"] == "stream":
            heard += content["text"]
        if message["msg_type"] == "error":
            heard += content["ename"]
        if (until and until in heard) or (not until and content.get("execution_state") == "idle"):
            return heard
