"""What a recorded run costs over bare planning: agents, events and storage; and how fast a run's events replay.

    uv run tests/benchmarks/run_overhead.py [--runs 5]

One process, imports done and everything warm: seconds to plan the sample's season by `plan_season`, then as a run with
the offline agents, stored in SQLite, from the confirmed brief to the approval that waits. The inputs are gathered
beforehand for both. Then 10,000 stored events are folded into a board. Prints minimum, median and maximum of
wall time, and of processor time, which a busy machine does not stretch.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from operator import sub
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("OPENAI_AGENTS_DISABLE_TRACING", "1")  # as the command line does

from forecast_kit.events import AGENTS, AgentStatus, fold
from forecast_kit.persistence import UnitOfWork
from forecast_kit.planning import plan_season
from forecast_kit.settings import Settings
from forecast_kit.workbench import Workbench
from forecast_kit.workbench.seasons import inputs_of_run

BRIEF = "12 weeks of women's dresses from 2 March, weekly top-ups, hold 45%, markdown check in week 6"
EVENTS = 10_000


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor time of one call."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - worked


def show(what: str, times: list[tuple[float, float]]) -> None:
    """One line a measurement."""
    columns = [f"{of(side):8.3f}" for side in zip(*times, strict=True) for of in (min, statistics.median, max)]
    print(f"{what:<44}{''.join(columns)}")


def confirmed(bench: Workbench) -> str:
    """A new run, read and confirmed."""
    reading = bench.read(BRIEF)
    bench.record_confirmation(reading, reading.extraction.parameters, "a benchmark")
    return reading.run_id


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, openai_api_key=None, base_url=None, azure_endpoint=None)
        bench = Workbench(database_url=f"sqlite:///{Path(folder) / 'time.db'}", settings=settings)
        _, inputs = inputs_of_run(bench, confirmed(bench))
        plan_season(inputs)
        asyncio.run(bench.plan(confirmed(bench)))

        bare, recorded = [], []
        for _ in range(runs):  # taken in turns, so that a busy machine is busy for both
            bare.append(seconds(lambda: plan_season(inputs)))
            run = confirmed(bench)
            recorded.append(seconds(lambda run=run: asyncio.run(bench.plan(run))))
        print(f"{'seconds':<44}{'wall: min, median, max':>24}{'processor: the same':>24}")
        show("plan_season", bare)
        show("the same as a recorded run with agents", recorded)
        pairs = [tuple(map(sub, more, less)) for more, less in zip(recorded, bare, strict=True)]
        show("overhead, pair by pair", pairs)

        now = datetime.now(UTC)
        told = [
            AgentStatus(workflow_id=run, timestamp=now, agent=AGENTS[n % 4], status="thinking", message=f"Step {n}")
            for n in range(EVENTS)
        ]
        with UnitOfWork(bench.database) as work:
            work.events.extend(run, told)
            work.commit()
        events = bench.runs.events(run)
        show(f"{len(events):,} events folded into a board", [seconds(lambda: fold(events)) for _ in range(runs)])
        show("the same, read from the database too", [seconds(lambda: bench.runs.board(run)) for _ in range(runs)])


if __name__ == "__main__":
    main()
