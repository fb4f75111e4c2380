import asyncio
from datetime import UTC, datetime

import pytest

from forecast_kit.errors import PlanError, RunError
from forecast_kit.events import AgentStatus, ApprovalRequest, RunFailed, WorkflowComplete
from forecast_kit.plan import digest_of
from forecast_kit.runs import check_move, plan_run
from tests.seasons import inputs, parameters

NOON = datetime(2025, 2, 10, 12, tzinfo=UTC)


class FixedClock:
    def now(self):
        return NOON


class MemoryStore:
    """A run store that forgets at the end of the test."""

    def __init__(self, status="confirmed"):
        self.states, self.events, self.plans, self.error = [status], [], [], None

    def status(self, run_id):
        return self.states[-1]

    def move(self, run_id, status, *, error=None):
        self.states.append(status)
        self.error = error

    def append(self, run_id, event):
        self.events.append(event)

    def latest_plan(self, run_id):
        return self.plans[-1] if self.plans else None

    def propose(self, run_id, plan, options):
        self.plans.append(plan)
        return "ap_1"


async def bare_rules(desk, emit):
    emit(AgentStatus(workflow_id="wf_1", timestamp=NOON, agent="demand", status="thinking", message=".."))
    desk.forecast()
    desk.buy()
    desk.allocate()
    desk.replenish()
    desk.price()
    return desk.finish(), ()


def planned(store, given=None, planner=bare_rules, **more):
    return asyncio.run(plan_run(store, FixedClock(), "wf_1", given or inputs(), planner, **more))


def test_a_planned_run_waits_for_an_approval_bound_to_its_exact_payload():
    store = MemoryStore()
    season = planned(store)
    assert store.states == ["confirmed", "planning", "waiting"]
    request = next(event for event in store.events if isinstance(event, ApprovalRequest))
    assert request.digest == digest_of(request.payload)
    assert request.payload["plan_digest"] == season.plan.digest
    assert isinstance(store.events[-1], WorkflowComplete)


def test_planning_again_from_the_same_inputs_does_nothing_twice():
    store = MemoryStore()
    first = planned(store)
    events = list(store.events)
    again = planned(store)
    assert again.resumed
    assert again.plan == first.plan
    assert store.events == events
    assert len(store.plans) == 1


def test_other_inputs_make_a_new_plan():
    store = MemoryStore()
    planned(store)
    again = planned(store, inputs(parameters=parameters(dc_holdback_percentage=0.2)))
    assert not again.resumed
    assert len(store.plans) == 2


def test_events_are_stored_and_passed_on_in_their_order():
    store, heard = MemoryStore(), []
    planned(store, on_event=heard.append)
    assert heard == store.events


def test_a_plan_that_cannot_be_made_fails_the_run_once_and_stores_no_plan():
    async def failing(desk, emit):
        emit(RunFailed(workflow_id="wf_1", timestamp=NOON, agent="demand", message="No."))
        raise PlanError("No.")

    store = MemoryStore()
    with pytest.raises(PlanError):
        planned(store, planner=failing)
    assert store.states[-1] == "failed"
    assert store.error == "No."
    assert sum(isinstance(event, RunFailed) for event in store.events) == 1
    assert store.plans == []


def test_inputs_that_make_no_season_are_told_as_an_event():
    store = MemoryStore()
    with pytest.raises(PlanError):
        planned(store, inputs(sales=inputs().sales.head(0)))
    assert isinstance(store.events[-1], RunFailed)


def test_a_run_that_was_not_confirmed_cannot_be_planned():
    with pytest.raises(RunError, match="waits for confirmation"):
        planned(MemoryStore("read"))


def test_an_unknown_state_is_refused():
    with pytest.raises(RunError, match="'lost'"):
        check_move("wf_1", "lost", "planning")
