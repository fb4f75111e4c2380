"""The kit's own notebooks: copied aside, with a database of the test's own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import Lab, need_chromium, start_lab

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    """Where screenshots go: the folder in FORECAST_KIT_TEST_PICTURES, else a temporary one."""
    folder = Path(os.environ.get("FORECAST_KIT_TEST_PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[Lab]:
    """JupyterLab on working copies of the notebooks."""
    need_chromium()
    folder = tmp_path_factory.mktemp("notebooks")
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy(notebook, folder)
    env = {"FORECAST_KIT_DATABASE_URL": f"sqlite:///{folder / 'workbench.db'}"}
    with start_lab(folder, env=env) as running:
        yield running
