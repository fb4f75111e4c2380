"""Runs a notebook headlessly and keeps what came of it."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forecast_kit.errors import NotebookError
from forecast_kit.headless.page import write_page
from forecast_kit.headless.parameters import checked_values, declared_parameters
from forecast_kit.settings import get_settings

OnCell = Callable[[int, int], None]

# The kernel talks over loopback; other users of the machine need not hear it.
ENCRYPTED = {"KernelManager": {"transport_encryption": "auto"}}


@dataclass(frozen=True)
class NotebookRun:
    """An executed notebook: the copy with its outputs, the same as HTML, and the run it belongs to."""

    path: Path
    html: Path
    run_id: str


def run_notebook(
    path: str | Path,
    parameters: Mapping[str, object],
    *,
    output_dir: str | Path | None = None,
    on_cell: OnCell | None = None,
) -> NotebookRun:
    """Executes a notebook with `parameters` and keeps it under `output_dir/RUN_ID/` (default: the runs folder).

    A notebook that begins a run (it has a `brief` and a `run_id`) and is given no run id gets a new one, so that
    notebook, folder and database speak of the same run. `on_cell(done, total)` is called as cells finish.

    Raises:
        SettingsError: a parameter is unknown, missing or of the wrong type; nothing was run.
        NotebookError: a cell failed; it is named, and the executed copy is kept.
    """
    notebook = Path(path)
    values = checked_values(notebook, parameters)
    run_id = str(values.get("run_id") or f"wf_{secrets.token_hex(4)}")
    if {"brief", "run_id"} <= set(declared_parameters(notebook)):
        values["run_id"] = run_id
    settings = get_settings()
    folder = (Path(output_dir) if output_dir else settings.resolved(settings.runs_dir)) / run_id
    folder.mkdir(parents=True, exist_ok=True)
    executed = folder / notebook.name
    failure = _execute(notebook, executed, values, on_cell)
    html = _as_page(executed)
    if failure is not None:
        raise _sentence(notebook, executed, failure) from failure
    return NotebookRun(executed, html, run_id)


def _execute(notebook: Path, executed: Path, values: dict[str, Any], on_cell: OnCell | None) -> Exception | None:
    """None, or the failure of a cell; papermill keeps the copy either way."""
    import papermill
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    from forecast_kit.headless.progress import ENGINE, counting

    # Parameters are checked before; papermill does not read `int | None` and warns of every one.
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        with counting(on_cell):
            papermill.execute_notebook(
                str(notebook),
                str(executed),
                parameters=values,
                engine_name=ENGINE,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                config=Config(ENCRYPTED),
                cwd=str(notebook.parent),
            )
    except PapermillExecutionError as failure:
        return failure  # type: ignore[no-any-return]
    return None


def _as_page(executed: Path) -> Path:
    import nbformat

    notebook = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    return write_page(notebook, executed.with_suffix(".html"), executed.stem.replace("_", " "))


def _sentence(notebook: Path, executed: Path, failure: Any) -> NotebookError:
    """The failing cell, its error in one line, and where to look."""
    said = str(failure.evalue).strip().rstrip(".")
    return NotebookError(
        f"{notebook.name} stopped in code cell {failure.exec_count}: {said}.",
        f"The executed copy is kept at {executed}.",
        cell=failure.exec_count,
    )
