"""The pricing agent: looks ahead to the markdown checkpoint."""

from typing import Any, Literal

import agents as sdk

from forecast_kit.agents import handover, report
from forecast_kit.agents.context import PlanningContext
from forecast_kit.agents.summaries import say_open_markdowns
from forecast_kit.agents.tools import Working, plan_markdown

NAME = "Pricing"
INSTRUCTIONS = """You look ahead to the markdown checkpoint of a fashion season.
1. Call plan_markdown with elasticity "weighed" and answer "recommended" unless you can say why not.
   Give your reason in two short sentences, or "" when there is no checkpoint.
2. Call transfer_to_report with markdown "markdown" and, as note, one short sentence on what the planner should read.
Use only numbers that a tool returned. Never answer with text: always call one of these two.

The answers on offer:
{open_markdowns}"""


class PricingSlip(handover.Slip):
    """The stock and its deliveries, handed to the pricing agent."""

    deliveries: Literal["deliveries"]


def handoff_to(agent: sdk.Agent[PlanningContext]) -> sdk.Handoff[PlanningContext, sdk.Agent[PlanningContext]]:
    """How the inventory agent reaches the pricing agent."""
    return handover.handoff(agent, PricingSlip, "deliveries")


def instructions(context: Working, _agent: sdk.Agent[Any]) -> str:
    """The agent's task with every answer on offer and its money; what stands there may be said."""
    work = context.context
    table = say_open_markdowns(work.desk.checkpoint(), work.desk.inputs.terms.currency)
    work.figures.learn(table)
    return INSTRUCTIONS.format(open_markdowns=table)


def pricing_agent(
    model: sdk.Model, settings: sdk.ModelSettings, hands_to: sdk.Agent[PlanningContext]
) -> sdk.Agent[PlanningContext]:
    """The agent that prices the checkpoint."""
    return sdk.Agent(
        name=NAME,
        handoff_description="Looks ahead to the markdown checkpoint",
        instructions=instructions,
        model=model,
        model_settings=settings,
        tools=[plan_markdown],
        handoffs=[report.handoff_to(hands_to)],
        reset_tool_choice=False,
    )
