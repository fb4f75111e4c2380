"""A key is nowhere but in the request it opens: not in a log, an event, a notebook, a database or a traceback."""

import asyncio
import json
import logging
import traceback
from contextlib import nullcontext
from pathlib import Path

import pytest

from forecast_kit.errors import ModelError, NotebookError
from forecast_kit.headless import run_notebook
from forecast_kit.settings import Settings
from forecast_kit.workbench import Workbench
from tests.agents.fake_server import serving
from tests.headless.notebooks import write_notebook
from tests.seasons import AS_OF
from tests.workbench.conftest import BRIEF, write_data

KEY = "sk-planted-5d07ae"
WAYS = {
    "a server of one's own": lambda url: {"base_url": url, "openai_api_key": KEY},
    "Azure": lambda url: {
        "azure_endpoint": url.removesuffix("/v1"),
        "azure_deployment": "planning",
        "azure_api_version": "2024-10-21",
        "azure_api_key": KEY,
    },
    "Azure by Entra": lambda url: {
        "azure_endpoint": url.removesuffix("/v1"),
        "azure_deployment": "planning",
        "azure_api_version": "2024-10-21",
        "azure_ad_token": KEY,
    },
    "Azure's newer address": lambda url: {
        "azure_endpoint": url.removesuffix("/v1") + "/openai/v1",
        "azure_api_key": KEY,
    },
}


def repeats_the_key(request, key):
    return 401, "application/json", json.dumps({"error": {"message": f"Incorrect API key: {key}"}}).encode()


def files_with_the_key(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


@pytest.mark.parametrize("fails", [False, True], ids=["succeeds", "fails"])
@pytest.mark.parametrize("way", WAYS)
def test_of_a_run_nothing_that_is_kept_or_shown_holds_the_key(
    tmp_path, way: str, fails: bool, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture
):
    caplog.set_level(logging.DEBUG)
    none = dict.fromkeys(("openai_api_key", "base_url", "azure_endpoint", "azure_api_key", "azure_ad_token"))
    shown = []
    with serving({6: repeats_the_key} if fails else {}) as server:
        own = Settings(_env_file=None, **{**none, **WAYS[way](server.url)}, model_max_retries=0, model_traces=True)
        bench = Workbench(
            data_dir=write_data(tmp_path / "data"),
            database_url=f"sqlite:///{tmp_path / 'workbench.db'}",
            as_of=AS_OF,
            settings=own,
        )
        reading = bench.read(BRIEF, engine="rules")
        run_id = asyncio.run(bench.confirm(reading, confirmed_by="Ada").result()).run_id
        try:
            shown.append(repr(asyncio.run(bench.plan(run_id, engine="llm"))))
            assert not fails
        except ModelError as error:
            assert fails
            shown += traceback.TracebackException.from_exception(error, capture_locals=True).format()
        assert any(KEY in str(key) for key in server.keys)
    printed = capfd.readouterr()
    shown += [repr(own), caplog.text, printed.out, printed.err]
    shown += [event.model_dump_json() for event in bench.runs.events(run_id)]
    assert [line for text in shown for line in text.splitlines() if KEY in line] == []
    assert files_with_the_key(tmp_path) == []
    assert (tmp_path / "workbench.db").stat().st_size > 0


@pytest.mark.parametrize("fails", [False, True], ids=["succeeds", "fails"])
def test_nor_does_a_notebook(tmp_path, fails: bool, monkeypatch: pytest.MonkeyPatch):
    data = write_data(tmp_path / "data")
    cell = (
        "import logging; logging.basicConfig(level=logging.DEBUG)\n"
        "from datetime import date\n"
        "from forecast_kit.workbench import Workbench\n"
        f"bench = Workbench(data_dir={str(data)!r}, as_of=date({AS_OF.year}, {AS_OF.month}, {AS_OF.day}))\n"
        f"reading = bench.read({BRIEF!r}, engine='rules')\n"
        "season = await bench.confirm(reading, confirmed_by='Ada').result()\n"
        "await bench.plan(season.run_id, engine='llm')"
    )
    notebook = write_notebook(tmp_path / "plan.ipynb", cell, "bench.settings", parameters='run_id: str = ""')
    monkeypatch.setenv("FORECAST_KIT_DATABASE_URL", f"sqlite:///{tmp_path / 'workbench.db'}")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("AZURE_OPENAI_ENDPOINT", raising=False)
    with serving({6: repeats_the_key} if fails else {}) as server:
        monkeypatch.setenv("FORECAST_KIT_BASE_URL", server.url)
        outcome = pytest.raises(NotebookError) if fails else nullcontext()
        with outcome as raised:
            run_notebook(notebook, {}, output_dir=tmp_path / "out")
        assert server.keys[0] == f"Bearer {KEY}"
    if raised is not None:
        assert KEY not in "".join(traceback.format_exception(raised.value))
    assert len(list((tmp_path / "out").rglob("plan.*"))) == 2
    assert files_with_the_key(tmp_path) == []
