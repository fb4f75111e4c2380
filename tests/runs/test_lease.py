import asyncio
import threading
from datetime import timedelta

import pytest

from forecast_kit.errors import RunError, StorageError
from forecast_kit.runs import Holder
from forecast_kit.runs.lease import heartbeat, held
from tests.runs.memory import NOON, MemoryStore

LEASE = 0.05


class Answers(MemoryStore):
    """A store whose lease is held by whom the test says, one answer a claim."""

    def __init__(self, *answers):
        super().__init__()
        self.answers, self.claims = list(answers), 0

    def claim(self, run_id):
        self.claims += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def hold(store):
    async def block():
        async with held(store, "wf_1", lease_seconds=LEASE):
            return "worked"

    return asyncio.run(block())


def ada(seconds):
    return Holder("Ada on laptop", NOON + timedelta(seconds=seconds))


def test_a_dead_holders_lease_is_waited_out():
    store = Answers(ada(1), ada(1), ada(1), None)
    assert hold(store) == "worked"
    assert store.claims == 4
    assert store.let_go_of == "wf_1"


def test_a_holder_that_renews_its_lease_lives_and_is_named_without_waiting_longer():
    store = Answers(ada(1), ada(2), None)
    with pytest.raises(RunError, match=r"Ada on laptop is working on the run wf_1, until 12:00:02 UTC"):
        hold(store)
    assert store.claims == 2


def test_a_lease_far_longer_than_ones_own_is_not_waited_for():
    with pytest.raises(RunError, match="Ada on laptop"):
        hold(Answers(ada(3600)))


def test_the_heart_beats_while_the_loop_is_kept_busy():
    beaten = threading.Event()

    class Counting(MemoryStore):
        def renew(self, run_id):
            self.beats += 1
            if self.beats == 3:
                beaten.set()

    with heartbeat(Counting(), "wf_1", 0.001):
        assert beaten.wait(10)


def test_a_server_away_for_a_moment_does_not_stop_the_heart_but_a_lost_run_does():
    stopped = threading.Event()

    class Failing(MemoryStore):
        def renew(self, run_id):
            self.beats += 1
            if self.beats == 1:
                raise StorageError("away")
            stopped.set()
            raise RunError("taken over")

    store = Failing()
    with heartbeat(store, "wf_1", 0.001):
        assert stopped.wait(10)
    assert store.beats == 2
