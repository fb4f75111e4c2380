"""The folder tree is the architecture: these tests hold it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_the_kit_loads_nothing_heavy():
    heavy = python(
        "import sys, forecast_kit; print([m for m in ('pandas', 'numpy', 'scipy', 'sqlalchemy', 'agents', 'openai', "
        "'matplotlib', 'ipywidgets', 'pandera', 'papermill', 'pydantic') if m in sys.modules])"
    )
    assert heavy == "[]"


def test_the_cli_starts_without_the_agents_the_notebooks_or_the_charts():
    heavy = python(
        "import sys, forecast_kit.cli; print([m for m in ('pandas', 'scipy', 'sqlalchemy', 'agents', 'openai', "
        "'matplotlib', 'ipywidgets', 'pandera', 'papermill') if m in sys.modules])"
    )
    assert heavy == "[]"


def test_imports_go_downward_only():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text()
    listed = text.split("dependencies = [", 1)[1].split("\n]", 1)[0].strip().splitlines()
    assert listed
    assert all("#" in line and len(line.split("#", 1)[1].strip()) > 3 for line in listed)


def test_the_top_level_is_what_was_agreed():
    agreed = {
        "notebooks", "forecast_kit", "data", "migrations", "tests", "pyproject.toml", "README.md", "LICENSE",
        "CHANGELOG.md",
    }  # fmt: skip
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    top = {path.split("/", 1)[0] for path in tracked}
    assert {name for name in top if not name.startswith(".")} <= agreed
