"""The four agents as the planner of a run."""

from typing import Any

from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import SeasonDesk
from forecast_kit.runs import Clock
from forecast_kit.runs.planned import Emit, Planner
from forecast_kit.settings import Settings


def agents_planner(run_id: str, clock: Clock, settings: Settings, engine: Any) -> Planner:
    """A planner that works the desk with the agents; `engine` is "offline", "llm" or "auto"."""

    async def planner(desk: SeasonDesk, emit: Emit) -> tuple[SeasonPlan, tuple[str, ...]]:
        from forecast_kit.agents import plan_with_agents

        result = await plan_with_agents(
            desk, workflow_id=run_id, emit=emit, clock=clock.now, settings=settings, engine=engine
        )
        return result.plan, result.warnings

    return planner
