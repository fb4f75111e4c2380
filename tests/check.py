"""The one check: what must hold before a change is kept.

uv run tests/check.py           lint, types, import layers, tests, every notebook, a headless run
uv run tests/check.py --slow    the same with coverage, then the slow group: whole seasons, killed processes, load
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest")
BRIEF = "12 weeks of women's dresses from 2 March, weekly top-ups, hold 45%, markdown check in week 6"


def steps(scratch: Path, *, slow: bool) -> list[tuple[str, list[str]]]:
    """The steps in order, cheapest first. Tracing coverage takes as long again as the tests: the slow check has it."""
    notebook = str(ROOT / "notebooks/02_plan_the_season.ipynb")
    parameters = ["-p", "brief", BRIEF, "-p", "confirmed_by", "the check"]
    parameters += ["-p", "approved_by", "the check", "-p", "max_units", "100000"]
    covered = ["--cov", "--cov-report="] if slow else []
    everyday = [
        ("lint", [PYTHON, "-m", "ruff", "check", "."]),
        ("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        ("types", [PYTHON, "-m", "mypy"]),
        ("import layers", [str(Path(PYTHON).with_name("lint-imports"))]),
        ("tests", [*PYTEST, "-n", "2", "--dist", "loadfile", "-m", "not slow", *covered]),
        ("notebooks", [*PYTEST, *NBVAL, "notebooks"]),
        (
            "headless run",
            [PYTHON, "-m", "forecast_kit.cli", "run", notebook, *parameters, "--output-dir", str(scratch / "runs")],
        ),
    ]
    return everyday + SLOW if slow else everyday


NBVAL = ("-p", "nbval", "-o", "addopts=", "--nbval-lax", "--nbval-cell-timeout=120")
SLOW = [
    ("coverage", [PYTHON, "-m", "coverage", "report"]),
    ("slow tests", [*PYTEST, "-m", "slow", "-o", "addopts=-p no:nbval --strict-markers -ra"]),
]


def environment(scratch: Path) -> dict[str, str]:
    """No one's own database, keys or settings take part."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "AZURE_OPENAI_"))}
    return mine | {
        "FORECAST_KIT_DATABASE_URL": f"sqlite:///{scratch / 'check.db'}",
        "OPENAI_AGENTS_DISABLE_TRACING": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
    }


def run(name: str, command: list[str], env: dict[str, str]) -> bool:
    """Runs one step, says how long it took, and whether it held. Only notebooks are confirmed and signed ahead."""
    if name == "notebooks":
        env = env | {"FORECAST_KIT_CONFIRMED_BY": "the check", "FORECAST_KIT_APPROVED_BY": "the check"}
        env = env | {"FORECAST_KIT_MAX_UNITS": "100000"}
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    print(f"== {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return code == 0


def main() -> int:
    """Runs every step, even after one fails, and answers 1 if any did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slow", action="store_true", help="coverage and the slow group as well")
    parser.add_argument("--only", action="append", help="a step by name; may be given again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        wanted = steps(scratch, slow=chosen.slow)
        if chosen.only:
            wanted = [step for step in wanted if step[0] in chosen.only]
        env = environment(scratch)
        failed = [name for name, command in wanted if not run(name, command, env)]
    print(f"\n{len(wanted) - len(failed)} steps held" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
