"""Notebooks from the shell: run one headlessly, or open working copies in JupyterLab."""

from pathlib import Path
from typing import Annotated

import typer

from forecast_kit.cli.options import Json
from forecast_kit.cli.render import print_json, progress_to_stderr
from forecast_kit.errors import NotebookError, SettingsError


def run(
    notebook: Annotated[Path, typer.Argument(help="The notebook, a path or a name like 02_plan_the_season.")],
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", metavar="NAME VALUE", help="A parameter of the notebook; may be repeated."),
    ] = None,
    values: Annotated[list[str] | None, typer.Argument(hidden=True, metavar="-p NAME VALUE")] = None,
    output_dir: Annotated[Path | None, typer.Option("--output-dir", help="Where executed copies are kept.")] = None,
    as_json: Json = False,
) -> None:
    """Run a notebook without a person: parameters checked first, the executed copy and its HTML kept.

    forecast-kit run 01_brief_to_parameters -p brief "12 weeks of dresses from 2 March" -p confirmed_by "Ada"
    """
    from forecast_kit.headless import run_notebook

    given = _pairs(parameter or [], values or [])
    with progress_to_stderr(f"Running {notebook.stem}") as bar:
        task = bar.add_task("", total=None)
        done = run_notebook(
            find_notebook(notebook),
            given,
            output_dir=output_dir,
            on_cell=lambda finished, total: bar.update(task, completed=finished, total=total),
        )
    if as_json:
        print_json({"run_id": done.run_id, "notebook": str(done.path), "html": str(done.html)})
        return
    typer.echo(f"Run {done.run_id} is done.\n  notebook  {done.path}\n  page      {done.html}")


def _pairs(names: list[str], values: list[str]) -> dict[str, str]:
    """`-p name value` leaves names and values in two lists; `-p name=value` is taken as well."""
    given: dict[str, str] = {}
    waiting = iter(values)
    for name in names:
        if "=" in name:
            key, _, value = name.partition("=")
            given[key] = value
            continue
        value_or_none = next(waiting, None)
        if value_or_none is None:
            raise SettingsError(f"The parameter {name!r} has no value.", f"Write -p {name} VALUE.")
        given[name] = value_or_none
    extra = next(waiting, None)
    if extra is not None:
        raise SettingsError(f"{extra!r} belongs to no parameter.", "Write -p NAME VALUE.")
    return given


def find_notebook(notebook: Path) -> Path:
    """The notebook as given, else the kit's own of that name.

    Raises:
        NotebookError: neither exists; those of the kit are named.
    """
    from forecast_kit.settings import PROJECT_ROOT

    if notebook.exists():
        return notebook
    folder = PROJECT_ROOT / "notebooks"
    for candidate in (folder / notebook.name, folder / f"{notebook.name}.ipynb"):
        if candidate.is_file():
            return candidate
    known = ", ".join(sorted(path.stem for path in folder.glob("*.ipynb")))
    raise NotebookError(f"There is no notebook {notebook}.", f"The kit has {known}.")


def lab(
    folder: Annotated[
        Path, typer.Option("--folder", help="Where the working copies live; they are kept between visits.")
    ] = Path("workbooks"),
    port: Annotated[int, typer.Option(help="The port JupyterLab listens on.")] = 8888,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser window.")] = True,
) -> None:
    """Open JupyterLab on working copies of the notebooks, so that planning never changes the originals."""
    import os
    import sys

    copies = working_copies(folder)
    typer.echo(f"Working copies are in {copies}")
    arguments = ["-m", "jupyter", "lab", f"--ServerApp.root_dir={copies}", f"--port={port}"]
    arguments += ["--LabApp.default_url=/lab/tree/00_start_here.ipynb"]
    if not browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # a container: there is nobody else to be
        arguments.append("--allow-root")
    os.execv(sys.executable, [sys.executable, *arguments])


def working_copies(folder: Path) -> Path:
    """Copies each notebook that is not there yet; a copy that exists is the analyst's own and stays as it is."""
    import shutil

    from forecast_kit.settings import PROJECT_ROOT

    target = PROJECT_ROOT / folder
    try:
        target.mkdir(parents=True, exist_ok=True)
        for notebook in sorted((PROJECT_ROOT / "notebooks").glob("*.ipynb")):
            if not (target / notebook.name).exists():
                shutil.copyfile(notebook, target / notebook.name)
    except OSError as error:
        raise NotebookError(f"{target} cannot be written: {error.strerror}.", "Give another --folder.") from None
    return target
