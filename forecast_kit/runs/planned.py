"""Planning as a recorded run: each stage stored as it is made, the plan and its approval together at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from forecast_kit.errors import ForecastKitError
from forecast_kit.events import AgentName, AgentState, AgentStatus, Event, RunFailed
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import SeasonDesk, SeasonInputs
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs.lease import held
from forecast_kit.runs.ports import Clock, MadeWith, RunStore
from forecast_kit.runs.stages import RecordedDesk, plan_digest
from forecast_kit.runs.states import Stage, check_plannable

Emit = Callable[[Event], None]
Planner = Callable[[SeasonDesk, Emit], Awaitable[tuple[SeasonPlan, tuple[str, ...]]]]

LEASE_SECONDS: Final = 15.0
WORDS: Final[dict[Stage, str]] = {
    "forecast": "forecast",
    "buy": "buy",
    "allocation": "store allocation",
    "deliveries": "deliveries",
    "markdown": "markdown",
}


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
    lease_seconds: float = LEASE_SECONDS,
) -> PlannedSeason:
    """Plans the run's season, or returns the plan it already has for the same inputs and choices.

    `choices` are settled beforehand; None takes those the run was last planned with. `planner` works the desk (agents,
    or the bare rules) and reports events, which are stored in their order and passed on to `on_event`. Stages that an
    interrupted attempt finished stand, and are not made again.

    Raises:
        RunError: the run is not ready to be planned, or another process works on it.
        ForecastKitError: the plan could not be made; the run is marked failed and says why.
    """
    asked = choices or store.asked(run_id) or SeasonChoices()
    digest = plan_digest(inputs, asked)
    done = store.planned(run_id, digest)
    if done is None:
        async with held(store, run_id, lease_seconds=lease_seconds):
            done = store.planned(run_id, digest)  # perhaps by whoever held the run until now
            if done is None:
                return await _Attempt(store, clock, run_id, on_event).plan(inputs, asked, planner)
    return PlannedSeason(run_id, done, resumed=True)


class _Attempt:
    """One attempt at a run's plan, by whoever holds its lease."""

    def __init__(self, store: RunStore, clock: Clock, run_id: str, on_event: Emit | None) -> None:
        self.store, self.clock, self.run_id, self.on_event = store, clock, run_id, on_event
        self.failure_told = False
        self.at_work: AgentName = "orchestrator"

    async def plan(self, inputs: SeasonInputs, asked: SeasonChoices, planner: Planner) -> PlannedSeason:
        check_plannable(self.run_id, self.store.status(self.run_id))
        self.store.begin(self.run_id, plan_digest(inputs, asked), asked)
        try:
            desk = RecordedDesk(inputs, asked, self.store, self.run_id)
            self._say_what_stands(desk)
            plan, notes = await planner(desk, self.emit)
            events = self.store.propose(self.run_id, plan, MadeWith(asked, desk.choices, desk.digest))
        except ForecastKitError as error:
            if not self.failure_told:
                self.emit(RunFailed(workflow_id=self.run_id, timestamp=self.clock.now(), message=str(error)))
            self.store.fail(self.run_id, str(error))
            raise
        except (asyncio.CancelledError, KeyboardInterrupt):
            self._say("idle", "Interrupted. What was finished is kept: plan the run again to go on.")
            raise
        for event in events:
            self._tell(event)
        return PlannedSeason(self.run_id, plan, notes)

    def emit(self, event: Event) -> None:
        self.failure_told |= isinstance(event, RunFailed)
        if isinstance(event, AgentStatus):
            self.at_work = event.agent
        self.store.append(self.run_id, event)
        self._tell(event)

    def _tell(self, event: Event) -> None:
        if self.on_event is not None:
            self.on_event(event)

    def _say_what_stands(self, desk: RecordedDesk) -> None:
        finished = [WORDS[stage] for stage in desk.finished()]
        if finished:
            self._say("thinking", f"Taken up where it was interrupted: the {', '.join(finished)} stand")

    def _say(self, status: AgentState, message: str) -> None:
        self.emit(
            AgentStatus(
                workflow_id=self.run_id,
                timestamp=self.clock.now(),
                agent=self.at_work,
                status=status,
                message=message,
            )
        )
