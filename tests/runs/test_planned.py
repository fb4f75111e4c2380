import asyncio

import pytest

from forecast_kit.errors import PlanError, RunError
from forecast_kit.events import AgentStatus, ApprovalRequest, RunFailed, WorkflowComplete
from forecast_kit.plan import digest_of
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs import plan_run
from tests.runs.memory import NOON, FixedClock, MemoryStore
from tests.seasons import inputs, parameters

STAGES = ["forecast", "buy", "allocation", "deliveries", "markdown"]


async def bare_rules(desk, emit):
    emit(AgentStatus(workflow_id="wf_1", timestamp=NOON, agent="demand", status="thinking", message=".."))
    desk.forecast()
    desk.buy()
    desk.allocate()
    desk.replenish()
    desk.price()
    return desk.finish(), ()


def stopping_after(stage, error):
    """A planner that works like the bare rules until that stage is finished."""

    async def planner(desk, emit):
        for name, work in zip(STAGES, (desk.forecast, desk.buy, desk.allocate, desk.replenish, desk.price), strict=True):
            work()
            if name == stage:
                raise error
        return desk.finish(), ()

    return planner


def planned(store, given=None, planner=bare_rules, **more):
    return asyncio.run(plan_run(store, FixedClock(), "wf_1", given or inputs(), planner, **more))


def test_a_planned_run_waits_for_an_approval_bound_to_its_exact_payload():
    store = MemoryStore()
    season = planned(store)
    assert store.states == ["confirmed", "forecast", "bought", "allocated", "allocated", "priced", "waiting"]
    request = next(event for event in store.events if isinstance(event, ApprovalRequest))
    assert request.digest == digest_of(request.payload)
    assert request.payload["plan_digest"] == season.plan.digest
    assert isinstance(store.events[-1], WorkflowComplete)
    assert store.let_go_of == "wf_1"


def test_planning_again_from_the_same_inputs_does_nothing_twice():
    store = MemoryStore()
    first = planned(store)
    events = list(store.events)
    again = planned(store)
    assert again.resumed
    assert again.plan == first.plan
    assert store.events == events
    assert len(store.plans) == 1
    assert store.kept == STAGES


@pytest.mark.parametrize("stage", STAGES)
def test_a_run_that_broke_off_after_any_stage_ends_in_the_identical_plan_with_no_stage_made_twice(stage):
    whole, store = MemoryStore(), MemoryStore()
    reference = planned(whole)
    with pytest.raises(OSError, match="power"):
        planned(store, planner=stopping_after(stage, OSError("power")))
    resumed = planned(store)
    assert resumed.plan == reference.plan
    assert resumed.plan.digest == reference.plan.digest
    assert store.kept == STAGES
    assert any("Taken up where it was interrupted: the forecast" in getattr(e, "message", "") for e in store.events)


def test_what_an_agent_chose_before_the_interruption_stands_whatever_is_chosen_after_it():
    async def distrusting(desk, emit):
        desk.forecast(use_plan_columns=False, reason="The plan is a guess.")
        raise OSError("power")

    store = MemoryStore()
    with pytest.raises(OSError, match="power"):
        planned(store, planner=distrusting)
    plan = planned(store).plan
    assert plan.choices[0].reason == "The plan is a guess."
    assert not store.made_with[-1].choices.use_plan_columns
    assert store.made_with[-1].asked == SeasonChoices()


def test_interrupting_tells_it_keeps_what_was_finished_and_gives_the_run_back():
    async def interrupted(desk, emit):
        desk.forecast()
        emit(AgentStatus(workflow_id="wf_1", timestamp=NOON, agent="inventory", status="thinking", message=".."))
        raise asyncio.CancelledError

    store, heard = MemoryStore(), []
    with pytest.raises(asyncio.CancelledError):
        planned(store, planner=interrupted, on_event=heard.append)
    last = store.events[-1]
    assert (last.agent, last.status) == ("inventory", "idle")
    assert "Interrupted" in last.message
    assert heard[-1] == last
    assert store.states[-1] == "forecast"
    assert store.let_go_of == "wf_1"
    assert not planned(store).resumed
    assert store.kept == STAGES


def test_choices_settled_for_a_run_hold_when_it_is_taken_up_without_naming_them():
    store = MemoryStore()
    mine = SeasonChoices(mine_units=900, buy_rule="mine")
    with pytest.raises(OSError, match="power"):
        planned(store, planner=stopping_after("buy", OSError("power")), choices=mine)
    assert planned(store).plan.buy.chosen == "mine"
    assert planned(store, choices=mine).resumed


def test_other_inputs_make_a_new_plan():
    store = MemoryStore()
    planned(store)
    again = planned(store, inputs(parameters=parameters(dc_holdback_percentage=0.2)))
    assert not again.resumed
    assert len(store.plans) == 2


def test_a_desk_that_starts_over_takes_nothing_from_what_it_had():
    async def twice(desk, emit):
        desk.forecast(use_plan_columns=False)
        desk.buy("flat")
        desk.start_over()
        return await bare_rules(desk, emit)

    store = MemoryStore()
    assert planned(store, planner=twice).plan.digest == planned(MemoryStore()).plan.digest
    assert store.kept == ["forecast", "buy", *STAGES]


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


@pytest.mark.parametrize(("status", "says"), [("read", "waits for confirmation"), ("done", "released")])
def test_a_run_that_was_not_confirmed_or_is_released_cannot_be_planned(status, says):
    store = MemoryStore(status)
    with pytest.raises(RunError, match=says):
        planned(store)
    assert store.states == [status]


def test_a_process_whose_run_was_taken_over_stores_nothing_more():
    store = MemoryStore()

    async def overtaken(desk, emit):
        desk.forecast()
        store.taken_over = True
        desk.buy()

    with pytest.raises(RunError, match="Ada is working"):
        planned(store, planner=overtaken)
    assert store.kept == ["forecast"]
    assert store.states[-1] == "forecast"
