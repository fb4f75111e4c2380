"""Interrupting leaves a run that can be gone on with: from the shell (Ctrl-C), and in a notebook (stop)."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client.manager import start_new_kernel

from forecast_kit.events import AGENTS
from tests.seasons import AS_OF
from tests.workbench.conftest import BRIEF

KERNEL_SECONDS = 90
PROJECT = Path(__file__).parents[2]


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


def test_ctrl_c_while_an_agent_works_keeps_what_was_finished(reference, folder, database_url):
    command = [sys.executable, "-m", "tests.workbench.interrupted", database_url, str(folder)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    after = json.loads(done.stdout)
    assert [after[agent]["status"] for agent in AGENTS] == ["confirmed", "confirmed", "forecast", "allocated"]
    for outcome in after.values():
        assert (outcome["leases"], outcome["planned_anew"], outcome["digest"]) == (0, True, reference.digest)
        assert outcome["told"][0] == "idle"
        assert outcome["told"][1].startswith("Interrupted.")


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
