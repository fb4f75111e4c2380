"""What the killed and the crowding processes do. A fork server imports this once; children start in milliseconds."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import forecast_kit.agents
import forecast_kit.agents.graph
import forecast_kit.persistence.migrate  # noqa: F401
from forecast_kit.errors import RunError
from forecast_kit.persistence import UnitOfWork
from forecast_kit.planning import SeasonDesk
from forecast_kit.settings import Settings
from forecast_kit.workbench import Workbench
from forecast_kit.workbench.store import SqlRunStore
from tests.seasons import AS_OF

STAGES = {
    "forecast": "forecast",
    "buy": "buy",
    "allocate": "allocation",
    "replenish": "deliveries",
    "price": "markdown",
}
UNSTEADY = ("renew",)  # the heart beats when it likes: its commits are no boundary that can be counted
LEASE_SECONDS = 0.4
REFUSED = 3


@dataclass(frozen=True)
class Job:
    """A run to bring to its end, and where its log goes. Dies at its `dies_at`-th boundary, counted from 0.

    A boundary is the moment before, or after, a transaction commits: the 2n-th and the 2n+1-st.
    """

    url: str
    data_dir: Path
    run_id: str
    log: Path
    dies_at: int | None = None
    release: bool = True


def workbench(url: str, data_dir: Path, **changes: object) -> Workbench:
    settings = Settings(_env_file=None, openai_api_key=None, base_url=None, azure_endpoint=None, **changes)
    return Workbench(database_url=url, data_dir=data_dir, as_of=AS_OF, settings=settings)


def carry_through(job: Job) -> None:
    """Plans the run, or goes on with it; accepts its order and releases it, if that has not been done."""
    _watch_the_stages(job)
    _count_the_boundaries(job)
    bench = workbench(job.url, job.data_dir, lease_seconds=LEASE_SECONDS)
    planned = asyncio.run(bench.plan(job.run_id))
    _note(job, f"planned {planned.plan.digest}")
    if not job.release:
        return
    order = bench.approvals.order_of(job.run_id)
    if order.status == "pending":
        order = bench.approvals.accept(order.id, "Ada")
    if order.consumed_at is None:
        bench.approvals.release(order.id, "Ada")
    _note(job, "over")


def contend(job: Job) -> None:
    """Carries the run through, unless another process has it: then exits with REFUSED."""
    try:
        carry_through(job)
    except RunError:
        sys.exit(REFUSED)


def crowd(url: str, data_dir: Path, briefs: list[str]) -> list[str]:
    """A share of many runs at once, from the brief to the released order; their ids."""
    bench = workbench(url, data_dir)

    async def one(brief: str) -> str:
        reading = bench.read(brief)
        bench.record_confirmation(reading, reading.extraction.parameters, "Ada")
        planned = await bench.plan(reading.run_id)
        order = bench.approvals.order_of(planned.run_id)
        bench.approvals.accept(order.id, "Ada")
        bench.approvals.release(order.id, "Ada")
        return planned.run_id

    async def all_of_them() -> list[str]:
        return await asyncio.gather(*(one(brief) for brief in briefs))

    return asyncio.run(all_of_them())


def _note(job: Job, line: str) -> None:
    """A line that outlives the process: the kernel has it once this returns."""
    with job.log.open("ab", buffering=0) as log:
        log.write(f"{line}\n".encode())


def _watch_the_stages(job: Job) -> None:
    """Notes when a stage is worked on and when it is stored."""
    for method, stage in STAGES.items():
        _noting(job, method, stage)
    keep = SqlRunStore.keep_stage

    def keep_stage(store, run_id, record):
        keep(store, run_id, record)
        _note(job, f"kept {record.stage}")

    SqlRunStore.keep_stage = keep_stage


def _noting(job: Job, method: str, stage: str) -> None:
    work = getattr(SeasonDesk, method)

    def noted(desk, *args, **options):
        _note(job, f"making {stage}")
        return work(desk, *args, **options)

    setattr(SeasonDesk, method, noted)


def _count_the_boundaries(job: Job) -> None:
    """Notes each boundary by what is committed, and dies at the one asked for."""
    commit, passed = UnitOfWork.commit, iter(range(sys.maxsize))

    def boundary(name: str, side: str) -> None:
        number = next(passed)
        _note(job, f"boundary {number} {side} {name}")
        if number == job.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(work):
        name = sys._getframe(1).f_code.co_name
        if name in UNSTEADY:
            commit(work)
            return
        boundary(name, "before")
        commit(work)
        boundary(name, "after")

    UnitOfWork.commit = counted
