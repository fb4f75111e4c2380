"""The demand agent: forecasts, and decides whether the plan ahead is trusted."""

from typing import Literal

import agents as sdk

from forecast_kit.agents import handover, inventory
from forecast_kit.agents.context import PlanningContext
from forecast_kit.agents.tools import forecast_demand

NAME = "Demand"
INSTRUCTIONS = """You forecast the demand of a fashion season.
1. Call forecast_demand. Trust the plan ahead (trust ["all"]) unless something you were told speaks against it; else
   name the plan columns to trust, or none ([]). Give your reason in two short sentences.
2. Call transfer_to_inventory with forecast "forecast" and, as note, one short sentence on what to watch.
Use only numbers that a tool returned. Never answer with text: always call one of these two."""


class DemandSlip(handover.Slip):
    """The season, handed to the demand agent."""

    season: Literal["season"]


def handoff_to(agent: sdk.Agent[PlanningContext]) -> sdk.Handoff[PlanningContext, sdk.Agent[PlanningContext]]:
    """How the orchestrator reaches the demand agent."""
    return handover.handoff(agent, DemandSlip, "season")


def demand_agent(
    model: sdk.Model, settings: sdk.ModelSettings, hands_to: sdk.Agent[PlanningContext]
) -> sdk.Agent[PlanningContext]:
    """The agent that forecasts."""
    return sdk.Agent(
        name=NAME,
        handoff_description="Forecasts the season's demand",
        instructions=INSTRUCTIONS,
        model=model,
        model_settings=settings,
        tools=[forecast_demand],
        handoffs=[inventory.handoff_to(hands_to)],
        reset_tool_choice=False,
    )
