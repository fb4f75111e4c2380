"""How long a season takes: the import, `forecast-kit plan`, and notebook 02 headless, as whole processes.

    uv run tests/benchmarks/plan_time.py [--runs 5]

Prints minimum, median and maximum in seconds. The first plan of a database also makes it and loads the sample;
it is shown apart.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BRIEF = "12 weeks of women's dresses from 2 March, weekly top-ups, hold 45%, markdown check in week 6"
KIT = [sys.executable, "-m", "forecast_kit.cli"]


def seconds(command: list[str], env: dict[str, str]) -> float:
    """Wall time of one process that has to succeed."""
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return time.perf_counter() - began


def import_seconds(env: dict[str, str]) -> float:
    """What `import forecast_kit` adds to a process that has started."""
    code = "import time; t = time.perf_counter(); import forecast_kit; print(time.perf_counter() - t)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    return float(done.stdout)


def show(what: str, times: list[float]) -> None:
    """One line a measurement."""
    print(f"{what:<38}{min(times):8.2f}{statistics.median(times):8.2f}{max(times):8.2f}")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"FORECAST_KIT_DATABASE_URL": f"sqlite:///{Path(folder) / 'time.db'}"}
        print(f"{'seconds':<38}{'min':>8}{'median':>8}{'max':>8}")
        show("import forecast_kit", [import_seconds(env) for _ in range(runs)])
        plan = [*KIT, "plan", BRIEF]
        show("plan, new database", [seconds(plan, env)])
        show("plan", [seconds(plan, env) for _ in range(runs)])
        notebook = [*KIT, "run", "02_plan_the_season", "-p", "brief", BRIEF, "-p", "confirmed_by", "a benchmark"]
        notebook += ["-p", "approved_by", "a benchmark", "-p", "max_units", "100000"]
        show("notebook 02 headless", [seconds([*notebook, "--output-dir", folder], env) for _ in range(runs)])


if __name__ == "__main__":
    main()
