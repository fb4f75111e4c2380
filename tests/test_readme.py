"""What the README tells people to type works as it stands."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
# Installing, the check itself and an interactive JupyterLab are not for a test within the check.
ELSEWHERE = ("tests/check.py", "forecast-kit lab")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)


def commands() -> list[str]:
    lines = [line.split("&&")[-1].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line and not any(part in line for part in ELSEWHERE)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("readme")
    return os.environ | {
        "FORECAST_KIT_DATABASE_URL": f"sqlite:///{folder / 'workbench.db'}",
        "FORECAST_KIT_RUNS_DIR": str(folder / "runs"),
    }


def run(arguments: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", commands())
def test_every_command_runs(command, environment):
    words = shlex.split(command)
    assert words[:3] == ["uv", "run", "forecast-kit"]
    run([sys.executable, "-m", "forecast_kit.cli", *words[3:]], environment)


@pytest.mark.parametrize("code", blocks("python"))
def test_every_python_block_runs(code, environment):
    run([sys.executable, "-c", code], environment)


def test_every_picture_is_there():
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", TEXT):
        assert (ROOT / path).is_file(), path


def test_every_module_and_notebook_named_is_there():
    for name in re.findall(r"^\| `(\d\d_\w+)`", TEXT, flags=re.MULTILINE):
        assert (ROOT / "notebooks" / f"{name}.ipynb").is_file(), name
