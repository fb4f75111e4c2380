"""The orchestrator: reads what is to be planned and hands it to the demand agent."""

import agents as sdk

from forecast_kit.agents import demand
from forecast_kit.agents.context import PlanningContext
from forecast_kit.agents.tools import read_season

NAME = "Orchestrator"
INSTRUCTIONS = """You open the planning of a fashion season.
1. Call read_season.
2. Call transfer_to_demand with season "season" and, as note, one short sentence on what to watch.
Use only numbers that a tool returned. Never answer with text: always call one of these two."""


def orchestrator_agent(
    model: sdk.Model, settings: sdk.ModelSettings, hands_to: sdk.Agent[PlanningContext]
) -> sdk.Agent[PlanningContext]:
    """The agent that starts a run."""
    return sdk.Agent(
        name=NAME,
        instructions=INSTRUCTIONS,
        model=model,
        model_settings=settings,
        tools=[read_season],
        handoffs=[demand.handoff_to(hands_to)],
        reset_tool_choice=False,
    )
