"""The four agents as the planner of a run, and a run's plan made again from what its model answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forecast_kit.events import Event
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import SeasonDesk
from forecast_kit.runs import Clock, ModelReply, RunStore
from forecast_kit.runs.planned import Emit, Planner
from forecast_kit.settings import Settings

if TYPE_CHECKING:
    from forecast_kit.agents import AgentsResult
    from forecast_kit.workbench.bench import Workbench


@dataclass(frozen=True)
class RunTape:
    """The answers of a run's language model, in the run's store."""

    store: RunStore
    run_id: str

    def replies(self) -> Sequence[ModelReply]:
        """All of them, in the order they came."""
        return self.store.replies(self.run_id)

    def keep(self, reply: ModelReply) -> None:
        """Keeps one more."""
        self.store.keep_reply(self.run_id, reply)


def agents_planner(run_id: str, clock: Clock, settings: Settings, engine: Any, store: RunStore) -> Planner:
    """A planner that works the desk with the agents; `engine` is "offline", "llm" or "auto"."""

    async def planner(desk: SeasonDesk, emit: Emit) -> tuple[SeasonPlan, tuple[str, ...]]:
        from forecast_kit.agents import plan_with_agents

        result = await plan_with_agents(
            desk,
            workflow_id=run_id,
            emit=emit,
            clock=clock.now,
            settings=settings,
            engine=engine,
            tape=RunTape(store, run_id),
        )
        return result.plan, result.warnings

    return planner


async def plan_from_recording(bench: "Workbench", run_id: str) -> "AgentsResult":
    """The run's plan made again by the recorded answers of its language model; nobody is asked, nothing is stored.

    Raises:
        RunError: there is no such run, or it has not been confirmed.
        ModelError: nothing is recorded, or it was an answer to another question: something has changed since.
    """
    from forecast_kit.agents import plan_with_agents
    from forecast_kit.replay import SeasonChoices
    from forecast_kit.workbench.seasons import inputs_of_run
    from forecast_kit.workbench.store import SqlRunStore

    run, inputs = inputs_of_run(bench, run_id)
    store = SqlRunStore(bench.database, bench.clock, bench.settings.lease_seconds)
    told: list[Event] = []
    return await plan_with_agents(
        SeasonDesk(inputs, store.asked(run.id) or SeasonChoices()),
        workflow_id=run.id,
        emit=told.append,
        clock=bench.clock.now,
        settings=bench.settings,
        engine="recorded",
        tape=RunTape(store, run.id),
    )
