"""Planning as a recorded run: events as they happen, the plan and its approval stored together at the end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from forecast_kit.errors import ForecastKitError
from forecast_kit.events import ApprovalOption, ApprovalRequest, Event, RunFailed, WorkflowComplete
from forecast_kit.plan import SeasonPlan, digest_of
from forecast_kit.planning import SeasonDesk, SeasonInputs
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs.ports import Clock, RunStore
from forecast_kit.runs.states import check_move

Emit = Callable[[Event], None]
Planner = Callable[[SeasonDesk, Emit], Awaitable[tuple[SeasonPlan, tuple[str, ...]]]]


@dataclass(frozen=True)
class PlannedSeason:
    """A proposed plan and the run it belongs to. `resumed` says that it had been made before."""

    run_id: str
    plan: SeasonPlan
    notes: tuple[str, ...] = ()
    resumed: bool = False


async def plan_run(
    store: RunStore,
    clock: Clock,
    run_id: str,
    inputs: SeasonInputs,
    planner: Planner,
    *,
    choices: SeasonChoices | None = None,
    on_event: Emit | None = None,
) -> PlannedSeason:
    """Plans the run's season, or returns the plan it already has for the same inputs and choices.

    `planner` works the desk (agents, or the bare rules) and reports events, which are stored in their order and
    passed on to `on_event`.

    Raises:
        RunError: the run is not ready to be planned.
        ForecastKitError: the plan could not be made; the run is marked failed and says why.
    """
    done = store.latest_plan(run_id)
    if done is not None and choices is None and done.input_digest == inputs.digest():
        return PlannedSeason(run_id, done, resumed=True)
    check_move(run_id, store.status(run_id), "planning")
    store.move(run_id, "planning")

    failure_told = False

    def emit(event: Event) -> None:
        nonlocal failure_told
        failure_told |= isinstance(event, RunFailed)
        store.append(run_id, event)
        if on_event is not None:
            on_event(event)

    try:
        desk = SeasonDesk(inputs, choices or SeasonChoices())
        plan, notes = await planner(desk, emit)
    except ForecastKitError as error:
        if not failure_told:
            emit(RunFailed(workflow_id=run_id, timestamp=clock.now(), message=str(error)))
        store.move(run_id, "failed", error=str(error))
        raise
    emit(_proposed(store, clock, run_id, plan))
    said = "The proposed plan waits for approval"
    emit(WorkflowComplete(workflow_id=run_id, timestamp=clock.now(), plan_digest=plan.digest, message=said))
    store.move(run_id, "waiting")
    return PlannedSeason(run_id, plan, notes)


def _proposed(store: RunStore, clock: Clock, run_id: str, plan: SeasonPlan) -> ApprovalRequest:
    """The manufacturing order as something to sign, bound to the digest of its exact payload."""
    options = tuple(
        ApprovalOption(name=option.rule, label=option.label, expected_margin=option.expected_margin)
        for option in plan.buy.options
    )
    return ApprovalRequest(
        workflow_id=run_id,
        approval_id=store.propose(run_id, plan, options),
        timestamp=clock.now(),
        kind="manufacturing_order",
        payload=plan.order_payload,
        digest=digest_of(plan.order_payload),
        options=options,
    )
