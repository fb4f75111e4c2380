"""One process works on a run at a time; one that dies is waited for no longer than its lease runs."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from forecast_kit.errors import RunError, StorageError
from forecast_kit.runs.ports import Holder, RunStore

BEATS_A_LEASE = 3
ASKS_A_LEASE = 20
STIR_SECONDS = 0.2


@asynccontextmanager
async def held(store: RunStore, run_id: str, *, lease_seconds: float) -> AsyncIterator[None]:
    """The run is this process's while the block runs: its lease is renewed from a thread, and given back at the end.

    A lease whose holder shows no sign of life is waited out; one that is renewed meanwhile is not.

    Raises:
        RunError: another process works on the run; it is named.
    """
    await _claimed(store, run_id, lease_seconds)
    try:
        async with _awake():
            with heartbeat(store, run_id, lease_seconds / BEATS_A_LEASE):
                yield
    finally:
        store.let_go(run_id)


@asynccontextmanager
async def _awake() -> AsyncIterator[None]:
    """Wakes the event loop now and then: a kernel's interrupt is only noticed by a loop that is awake."""

    async def stir() -> None:
        while True:
            await asyncio.sleep(STIR_SECONDS)

    stirring = asyncio.create_task(stir())
    try:
        yield
    finally:
        stirring.cancel()


async def _claimed(store: RunStore, run_id: str, lease_seconds: float) -> None:
    """Claims the run, waiting as long as a dead holder's lease may still run."""
    before: Holder | None = None
    for _ in range(ASKS_A_LEASE + 2):
        holder = store.claim(run_id)
        if holder is None:
            return
        if before is not None and holder != before:
            break  # it has been renewed, so the holder lives
        before = holder
        await asyncio.sleep(lease_seconds / ASKS_A_LEASE)
    assert holder is not None
    raise RunError(
        f"{holder.owner} is working on the run {run_id}, until {holder.until:%H:%M:%S} UTC at least.",
        "Wait for it to finish, then resume it.",
    )


@contextmanager
def heartbeat(store: RunStore, run_id: str, seconds: float) -> Iterator[None]:
    """Renews the lease every so many seconds, also while a fit keeps the event loop waiting."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(seconds):
            try:
                store.renew(run_id)
            except StorageError:
                continue  # a server that is away for a moment; the lease may outlast it
            except RunError:
                return  # taken over: the run's next write finds out, and says so

    thread = threading.Thread(target=beat, name=f"lease of {run_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
