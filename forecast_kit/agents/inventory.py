"""The inventory agent: the buy, its split over the stores, and the deliveries from the DC."""

from typing import Any, Literal

import agents as sdk

from forecast_kit.agents import handover, pricing
from forecast_kit.agents.context import PlanningContext
from forecast_kit.agents.summaries import say_open_buys
from forecast_kit.agents.tools import Working, allocate_stores, decide_buy, schedule_replenishment

NAME = "Inventory"
INSTRUCTIONS = """You decide the buy of a fashion season and place it.
1. Call decide_buy with one of the rules on offer. "recommended" is right unless you can say why not.
   safety_stock "usual" is right unless you can say why not.
   Give your reason in two short sentences.
2. Call allocate_stores. "shrunk" places stock best; "history_and_size" is the common 70 / 30 rule.
   presentation "as set" keeps the planner's own setting.
3. Call schedule_replenishment.
4. Call transfer_to_pricing with deliveries "deliveries" and, as note, one short sentence on what to watch.
Use only numbers that a tool returned. Never answer with text: always call one of these four.

The rules on offer:
{open_buys}"""


class InventorySlip(handover.Slip):
    """The forecast, handed to the inventory agent."""

    forecast: Literal["forecast"]


def handoff_to(agent: sdk.Agent[PlanningContext]) -> sdk.Handoff[PlanningContext, sdk.Agent[PlanningContext]]:
    """How the demand agent reaches the inventory agent."""
    return handover.handoff(agent, InventorySlip, "forecast")


def instructions(context: Working, _agent: sdk.Agent[Any]) -> str:
    """The agent's task with every buy on offer and its money; what stands there may be said."""
    work = context.context
    on_offer = work.open_buys()
    table = "" if on_offer is None else say_open_buys(on_offer, work.desk.inputs.terms.currency)
    work.figures.learn(table)
    return INSTRUCTIONS.format(open_buys=table)


def inventory_agent(
    model: sdk.Model, settings: sdk.ModelSettings, hands_to: sdk.Agent[PlanningContext]
) -> sdk.Agent[PlanningContext]:
    """The agent that buys, places and replenishes."""
    return sdk.Agent(
        name=NAME,
        handoff_description="Decides the buy, the stores' shares and the deliveries",
        instructions=instructions,
        model=model,
        model_settings=settings,
        tools=[decide_buy, allocate_stores, schedule_replenishment],
        handoffs=[pricing.handoff_to(hands_to)],
        reset_tool_choice=False,
    )
