"""What a run of the agents looks like from outside: the SDK's hooks, as events in a planner's words."""

from typing import Any

import agents as sdk

from forecast_kit.agents.context import CHOICE_OF, TOOL_OF, PlanningContext, Stage
from forecast_kit.events import AgentName

AGENT_OF: dict[str, AgentName] = {
    "Orchestrator": "orchestrator",
    "Demand": "demand",
    "Inventory": "inventory",
    "Pricing": "pricing",
    "Report": "orchestrator",
}
THINKING = {
    "Orchestrator": "Looking at what is to be planned",
    "Demand": "Looking at past seasons of sales",
    "Inventory": "Weighing the ways to buy",
    "Pricing": "Looking ahead to the markdown checkpoint",
    "Report": "Writing the season report",
}
STEPS = {
    "read_season": "Reading the season",
    "forecast_demand": "Working out the demand",
    "decide_buy": "Working out the buy",
    "allocate_stores": "Sharing the buy over the stores",
    "schedule_replenishment": "Scheduling the deliveries from the DC",
    "plan_markdown": "Working out the markdown if the season runs on plan",
}
LAST_WORD: dict[str, Stage] = {"Demand": "forecast", "Inventory": "buy", "Pricing": "markdown"}
STAGE_OF = {tool: stage for stage, tool in TOOL_OF.items()}


class StatusHooks(sdk.RunHooks[PlanningContext]):
    """Tells what every agent is doing: thinking, at a step, done with a choice and its money."""

    async def on_agent_start(
        self, context: sdk.AgentHookContext[PlanningContext], agent: sdk.Agent[PlanningContext]
    ) -> None:
        """Thinking, about the note it was handed where there is one."""
        work = context.context
        message = work.handover_note or THINKING[agent.name]
        work.messenger.status(AGENT_OF[agent.name], "thinking", message, progress=work.progress)

    async def on_tool_start(
        self, context: sdk.RunContextWrapper[PlanningContext], agent: sdk.Agent[PlanningContext], tool: sdk.Tool
    ) -> None:
        """At a step."""
        work = context.context
        work.messenger.status(AGENT_OF[agent.name], "running_tool", STEPS[tool.name], progress=work.progress)

    async def on_tool_end(
        self,
        context: sdk.RunContextWrapper[PlanningContext],
        agent: sdk.Agent[PlanningContext],
        tool: sdk.Tool,
        result: object,
    ) -> None:
        """What the step came to, and the choice that was made in it."""
        work, stage = context.context, STAGE_OF[tool.name]
        if not work.is_done(stage):
            return
        choice = work.choice(stage) if stage in CHOICE_OF else None
        work.messenger.status(AGENT_OF[agent.name], "thinking", work.fact(stage), choice=choice, progress=work.progress)

    async def on_handoff(
        self,
        context: sdk.RunContextWrapper[PlanningContext],
        from_agent: sdk.Agent[Any],
        to_agent: sdk.Agent[Any],
    ) -> None:
        """Done, with the agent's most important choice; the orchestrator waits for the others."""
        work = context.context
        stage = LAST_WORD.get(from_agent.name)
        if stage is None:
            work.messenger.status(AGENT_OF[from_agent.name], "idle", "Waiting for the plan", progress=work.progress)
            return
        work.messenger.status(
            AGENT_OF[from_agent.name], "done", work.fact(stage), choice=work.choice(stage), progress=work.progress
        )
