"""JupyterLab in a real browser, for tests: start it on a temporary folder, open a notebook, run it, look.

with start_lab(folder) as lab, start_browser() as browser, lab.page(browser) as page:
    open_notebook(page, "season.ipynb")
    run_all(page)
    page.locator(".fk-dialog").wait_for()

A page and the kernel of a notebook can serve many tests one after the other: `leave` closes what a test left open.
Playwright keeps an event loop running while it is open: no test beside it in the same file may call `asyncio.run`.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60
ANSWER_MS = 30_000

# The toolbar's idle sign shows before the kernel is connected; a Run All sent then is lost.
OPEN_AND_CONNECT = """async (name) => {
  const app = window.jupyterapp;
  await app.restored;
  const panel = await app.commands.execute('docmanager:open', {path: name, factory: 'Notebook'});
  await panel.revealed;
  const session = panel.context.sessionContext;
  await session.ready;
  const kernel = session.session.kernel;
  await Promise.race([kernel.info, new Promise((done) => setTimeout(done, 30000))]);
  for (let n = 0; n < 600 && !(kernel.connectionStatus === 'connected' && kernel.status === 'idle'); n++)
    await new Promise((done) => setTimeout(done, 50));
  return kernel.connectionStatus;
}"""
CLOSE_ALL = """() => {
  for (const panel of [...window.jupyterapp.shell.widgets('main')]) {
    if (panel.context) panel.context.model.dirty = false;
    panel.dispose();
  }
  return true;
}"""
LEAVING_MILLISECONDS = 15_000
NOTHING_RUNS = """() => [...window.jupyterapp.shell.widgets('main')].every((panel) =>
  (panel.content.widgets || []).every((cell) => cell.model.type !== 'code' || cell.model.executionState === 'idle'))"""
EXECUTE = "([command, args]) => { window.jupyterapp.commands.execute(command, args); return true; }"
EXECUTE_AND_WAIT = (
    "async ([command, args]) => { await window.jupyterapp.commands.execute(command, args); return true; }"
)


def need_chromium() -> None:
    """Skip the test where there is no Chromium; in CI that is a failure."""
    if Path(CHROMIUM).exists():
        return
    reason = f"no Chromium at {CHROMIUM}: apt-get install -y --no-install-recommends chromium"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def write_notebook(path: Path, cells: Sequence[str]) -> Path:
    """A notebook of these code cells."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, and the folder its notebooks are in."""

    url: str
    folder: Path

    def api(self, path: str, method: str = "GET") -> Any:
        """What the server answers at `path`, from JSON."""
        with urllib.request.urlopen(urllib.request.Request(self.url + path, method=method)) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def stop_kernels(self) -> None:
        """End every kernel, so that the next notebook starts afresh."""
        for session in self.api("/api/sessions"):
            self.api(f"/api/sessions/{session['id']}", "DELETE")

    @contextlib.contextmanager
    def page(self, browser: Any, *, width: int = 1280, height: int = 800) -> Iterator[Any]:
        """A page of its own profile; `page.console` gathers what the browser complained about."""
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
        page = context.new_page()
        page.set_default_timeout(ANSWER_MS)
        page.console = []
        page.on("console", lambda message: page.console.append(f"{message.type}: {message.text}"))
        page.goto(f"{self.url}/lab?reset")
        wait_for_lab(page)
        try:
            yield page
        finally:
            context.close()


@contextlib.contextmanager
def start_browser() -> Iterator[Any]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def start_lab(folder: Path, *, env: Mapping[str, str] | None = None) -> Iterator[Lab]:
    """JupyterLab on a free port of this machine, with `folder` as its root and settings of its own."""
    port = _free_port()
    home = Path(tempfile.mkdtemp(prefix="lab-"))
    (home / "cfg/labconfig").mkdir(parents=True)
    quiet = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (home / "cfg/labconfig/page_config.json").write_text(json.dumps(quiet))
    with (home / "lab.log").open("w") as log:
        process = subprocess.Popen(
            _command(port, folder), env=_environment(home, env), stdout=log, stderr=subprocess.STDOUT, cwd=folder
        )
    lab = Lab(f"http://127.0.0.1:{port}", folder)
    try:
        _wait_until_up(lab, process, home / "lab.log")
        yield lab
        lab.stop_kernels()
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def wait_for_lab(page: Any) -> None:
    """Wait until JupyterLab has come up, after the first load or a reload."""
    page.wait_for_function("window.jupyterapp !== undefined", timeout=START_SECONDS * 1000)
    page.evaluate("async () => { await window.jupyterapp.restored; return true; }")


def set_theme(page: Any, *, dark: bool) -> None:
    """JupyterLab's own light or dark theme."""
    execute(page, "apputils:change-theme", {"theme": f"JupyterLab {'Dark' if dark else 'Light'}"})
    page.wait_for_selector(f"body[data-jp-theme-light={'false' if dark else 'true'}]", state="attached")
    page.wait_for_selector("#jupyterlab-splash", state="detached")


def leave(lab: Lab, page: Any) -> None:
    """Close the dialog and the notebooks that a test left open, unsaved; their kernels go on, idle.

    A cell that fails takes with it what was sent to its kernel meanwhile, so the next Run All must wait for that; the
    kernel's own "idle" may be about the message that closed the dialog. A cell that still waits for a person is ended
    with its kernel.
    """
    if page.locator("dialog[open]").count():
        page.keyboard.press("Escape")
    from playwright.sync_api import TimeoutError as StillWaiting

    try:
        page.wait_for_function(NOTHING_RUNS, timeout=LEAVING_MILLISECONDS)
    except StillWaiting:
        lab.stop_kernels()
    page.evaluate(CLOSE_ALL)
    page.console.clear()


def open_notebook(page: Any, name: str) -> None:
    """Open a notebook and wait until its kernel is connected."""
    assert page.evaluate(OPEN_AND_CONNECT, name) == "connected"


def look_at_notebook(page: Any, name: str) -> None:
    """Open a notebook whose kernel is at work: it does not say that it is connected before it is done."""
    execute(page, "docmanager:open", {"path": name, "factory": "Notebook"})


def execute(page: Any, command: str, args: Mapping[str, Any] | None = None, *, wait: bool = True) -> None:
    """Run a JupyterLab command. Do not wait for one that runs cells which wait for a person."""
    page.evaluate(EXECUTE_AND_WAIT if wait else EXECUTE, [command, dict(args or {})])


def run_all(page: Any) -> None:
    """Run all cells, without waiting for them."""
    execute(page, "notebook:run-all-cells", wait=False)


def outputs(page: Any) -> list[str]:
    """The text of every cell output on the page."""
    return [text.strip() for text in page.locator(".jp-OutputArea-output").all_inner_texts() if text.strip()]


def wait_for_output(page: Any, text: str) -> None:
    """Wait until a cell has printed `text`."""
    page.locator(".jp-OutputArea-output", has_text=text).first.wait_for()


def _command(port: int, folder: Path) -> list[str]:
    options = {
        "ip": "127.0.0.1",
        "port": port,
        "ServerApp.port_retries": 0,
        "IdentityProvider.token": "",
        "ServerApp.password": "",
        "ServerApp.disable_check_xsrf": True,
        "ServerApp.root_dir": folder,
        "LabApp.expose_app_in_browser": True,
        "LabApp.extension_manager": "readonly",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", *given]


def _environment(home: Path, more: Mapping[str, str] | None) -> dict[str, str]:
    own = {
        "JUPYTER_CONFIG_DIR": "cfg",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "rt",
        "IPYTHONDIR": "ipy",
        "JUPYTERLAB_SETTINGS_DIR": "lset",
        "JUPYTERLAB_WORKSPACES_DIR": "lws",
    }
    return {**os.environ, **{name: str(home / sub) for name, sub in own.items()}, **(more or {})}


def _wait_until_up(lab: Lab, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError):
            lab.api("/api/status")
            return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
