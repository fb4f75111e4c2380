"""A run killed anywhere ends in the identical plan: nothing done twice, nothing left lying about."""

import multiprocessing
import random
import signal
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing.forkserver import ensure_running
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from forecast_kit.persistence import UnitOfWork
from forecast_kit.persistence.tables import metadata
from tests.slow.processes import REFUSED, STAGES, Job, carry_through, contend, crowd, workbench
from tests.workbench.conftest import BRIEF, write_data

pytestmark = pytest.mark.slow

FEWEST_KILLS = 50
FEWEST_AT_RANDOM = 20
KILLS_A_RUN = 4
PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def children():
    """A warm fork server. It is told where the tests are: otherwise it would silently import nothing."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.slow.warm"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        patch.setenv("OPENBLAS_NUM_THREADS", "1")  # one season a child keeps one core busy
        patch.setenv("OPENAI_AGENTS_DISABLE_TRACING", "1")
        ensure_running()
    return context


@pytest.fixture
def season(database_url, tmp_path):
    """Answers a job for a new confirmed run each time it is called; all of the same season."""
    data_dir = write_data(tmp_path / "data")
    bench = workbench(database_url, data_dir)

    def new(number: int) -> Job:
        reading = bench.read(BRIEF, run_id=f"wf_killed_{number:03d}")
        bench.record_confirmation(reading, reading.extraction.parameters, "Ada")
        return Job(database_url, data_dir, reading.run_id, tmp_path / f"{number}.log")

    return bench, new


def start(children, job, work=carry_through):
    process = children.Process(target=work, args=(job,))
    process.start()
    return process


def finish(children, job):
    process = start(children, job)
    process.join(PATIENCE_SECONDS)
    assert process.exitcode == 0
    return lines(job)


def lines(job):
    return job.log.read_text().splitlines() if job.log.exists() else []


def test_a_run_killed_at_every_step_and_at_random_moments_ends_in_the_identical_plan(children, season):
    bench, new = season
    numbers = iter(range(10_000))
    reference = new(next(numbers))
    log = finish(children, reference)
    plan = bench.runs.plan(reference.run_id)
    steps = [line.split() for line in log if line.startswith("boundary")]
    boundaries = [int(number) for _, number, _, name in steps if name != "append"]
    names = {name for *_, name in steps}
    assert {"claim", "begin", "keep_stage", "propose", "let_go", "accept", "release"} <= names

    kills = 0
    for boundary in boundaries:
        job = new(next(numbers))
        dying = start(children, replace(job, dies_at=boundary))
        dying.join(PATIENCE_SECONDS)
        assert dying.exitcode == -signal.SIGKILL
        kills += 1
        finish(children, job)
        check(bench, job, plan)

    draw = random.Random(20251017)
    while kills < max(FEWEST_KILLS, len(boundaries) + FEWEST_AT_RANDOM):
        job = new(next(numbers))
        for _ in range(KILLS_A_RUN):
            kills += killed(children, job, after_notes=draw.randrange(len(log)), and_seconds=draw.uniform(0, 0.02))
        finish(children, job)
        check(bench, job, plan)
    print(f"{kills} kills, of which {len(boundaries)} at the boundaries of steps")
    nothing_lies_about(bench)


def killed(children, job, *, after_notes, and_seconds):
    """Kills the process a moment after it has come so far, by its notes; whether it was still at work."""
    noted = len(lines(job)) + after_notes
    process = start(children, job)
    while process.is_alive() and len(lines(job)) < noted:
        time.sleep(0.002)
    time.sleep(and_seconds)
    process.kill()
    process.join(PATIENCE_SECONDS)
    return process.exitcode == -signal.SIGKILL


def check(bench, job, plan):
    """The run is done, its plan the one of the run that nobody killed, and each of its steps stored once."""
    with UnitOfWork(bench.database, read_only=True) as work:
        assert work.runs.get(job.run_id).status == "done"
        versions = work.plans.versions(job.run_id)
        assert [version.status for version in versions] == ["approved"]
        assert versions[0].plan == plan
        assert versions[0].digest == plan.digest
        assert Counter(stage for stage, _ in work.stages.of(job.run_id)) == Counter(STAGES.values())
        assert [approval.status for approval in work.approvals.of(job.run_id)] == ["accepted"]
        assert len(work.releases.of(job.run_id)) == 1
        assert work.choices.of(job.run_id) == plan.choices
        told = Counter(event.type for event in work.events.of(job.run_id))
    assert (told["approval_request"], told["approval_decision"], told["workflow_complete"]) == (1, 1, 1)
    assert told["error"] == 0
    log = lines(job)
    for stage in STAGES.values():
        kept = [number for number, line in enumerate(log) if line == f"kept {stage}"]
        assert len(kept) <= 1  # none, where the process died between the commit and the note
        assert kept == [] or f"making {stage}" not in log[kept[0] :]


def nothing_lies_about(bench):
    """No leases, no parts without their plan, no rows without what they refer to."""
    with bench.database.connect(read_only=True) as connection:

        def count(name):
            return connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()

        runs = count("runs")
        assert count("leases") == 0
        for one_a_run in ("plan_versions", "forecasts", "allocations", "markdowns", "approvals", "releases"):
            assert count(one_a_run) == runs
        assert count("stages") == runs * len(STAGES)
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_a_run_waiting_for_approval_is_taken_up_by_another_process(children, season):
    bench, new = season
    job = new(0)
    finish(children, replace(job, release=False))
    assert bench.runs.get(job.run_id).status == "waiting"
    made = lines(job).count("making forecast")
    finish(children, job)
    assert bench.runs.get(job.run_id).status == "done"
    assert lines(job).count("making forecast") == made == 1


def test_of_two_processes_on_one_run_the_second_waits_or_is_refused_and_no_stage_is_made_twice(children, season):
    bench, new = season
    job = new(0)
    both = [start(children, replace(job, release=False), contend) for _ in range(2)]
    for process in both:
        process.join(PATIENCE_SECONDS)
    assert sorted(process.exitcode for process in both) in ([0, 0], [0, REFUSED])
    assert Counter(line for line in lines(job) if line.startswith("kept")) == {f"kept {s}": 1 for s in STAGES.values()}
    assert bench.runs.get(job.run_id).status == "waiting"


def test_a_hundred_runs_at_once_from_eight_processes_lose_nothing(children, tmp_path):
    url, data_dir = f"sqlite:///{tmp_path / 'crowded.db'}", write_data(tmp_path / "data")
    bench = workbench(url, data_dir)
    assert bench.data.id == 1
    briefs = [f"{4 + n % 5} weeks of {('dresses', 'knitwear')[n % 2]} from 3 March 2025" for n in range(100)]
    with ProcessPoolExecutor(8, mp_context=children) as pool:
        shares = [pool.submit(crowd, url, data_dir, briefs[n::8]) for n in range(8)]
        done = [run for share in shares for run in share.result(timeout=600)]
    runs = bench.runs.list()
    assert len(set(done)) == len(runs) == 100
    assert {run.status for run in runs} == {"done"}
    rows = bench.database.status().tables
    assert (rows["releases"], rows["plan_versions"], rows["stages"], rows["leases"]) == (100, 100, 500, 0)
    for run in runs:
        assert bench.runs.board(run.id).plan_digest == bench.runs.plan(run.id).digest
