"""The agents' tools: each works one stage at the desk, and is offered only when that stage stands ready.

A tool takes typed choices and a reason, and returns a handle with two lines of summary. What a person has settled
beforehand stands, whatever a model asks for.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Literal

import agents as sdk

from forecast_kit.agents import summaries
from forecast_kit.agents.context import PlanningContext, Stage

Working = sdk.RunContextWrapper[PlanningContext]
BuyAnswer = Literal["recommended", "flat", "newsvendor", "mine"]
ShareMethod = Literal["shrunk", "history_and_size"]


def when_ready(stage: Stage) -> Callable[[Working, Any], bool]:
    """Offered only while the stage is the next to be made."""
    return lambda context, _agent: context.context.is_ready(stage)


def when_done(stage: Stage) -> Callable[[Working, Any], bool]:
    """Offered only once the stage stands."""
    return lambda context, _agent: context.context.is_done(stage)


@sdk.function_tool(failure_error_function=None, is_enabled=when_ready("season"))
async def read_season(context: Working) -> str:
    """Say what is to be planned: the category, the season, its parameters and what is known."""
    work = context.context
    return work.record("season", summaries.say_season(work.desk))


@sdk.function_tool(failure_error_function=None, is_enabled=when_ready("forecast"))
async def forecast_demand(context: Working, use_plan_columns: bool, reason: str) -> str:
    """Forecast the season's demand at full price.

    Args:
        use_plan_columns: true to trust the plan ahead (promotions, prices, open days); false to ignore it.
        reason: why, in two short sentences. Only numbers that a tool returned.
    """
    work = context.context
    async with work.at_the_desk:
        if work.is_done("forecast"):
            return work.answers["forecast"]
        use = work.desk.choices.use_plan_columns and use_plan_columns
        why = work.kept(reason, "forecast") if use == use_plan_columns else ""
        work.forecast = await asyncio.to_thread(work.desk.forecast, use_plan_columns=use, reason=why)
        return work.record("forecast", summaries.say_forecast(work.forecast))


@sdk.function_tool(failure_error_function=None, is_enabled=when_ready("buy"))
async def decide_buy(context: Working, rule: BuyAnswer, reason: str) -> str:
    """Decide the manufacturing order.

    Args:
        rule: the rule to buy by; "recommended" takes the one that is expected to earn most.
        reason: why, in two short sentences. Only numbers that a tool returned.
    """
    work = context.context
    async with work.at_the_desk:
        if work.is_done("buy"):
            return work.answers["buy"]
        settled, on_offer = work.desk.choices.buy_rule, work.open_buys()
        open_rules = [] if on_offer is None else [option.rule for option in on_offer.options]
        asked = None if rule == "recommended" else rule
        if settled is None and asked is not None and asked not in open_rules:
            return f"Nothing was bought: {rule} is not on offer. Choose recommended, {', '.join(open_rules)}."
        overruled = settled is not None and asked not in (None, settled)
        why = "" if overruled else work.kept(reason, "buy")
        buy = await asyncio.to_thread(work.desk.buy, asked if settled is None else None, reason=why)
        return work.record("buy", summaries.say_buy(buy, work.desk.inputs.terms.currency))


@sdk.function_tool(failure_error_function=None, is_enabled=when_ready("allocation"))
async def allocate_stores(context: Working, share_method: ShareMethod, reason: str) -> str:
    """Share the buy over the stores and the DC.

    Args:
        share_method: "shrunk" follows each store's own recent sales; "history_and_size" is the 70 / 30 rule.
        reason: why, in two short sentences. Only numbers that a tool returned.
    """
    work = context.context
    async with work.at_the_desk:
        if work.is_done("allocation"):
            return work.answers["allocation"]
        settled = work.desk.choices.share_method
        method = share_method if settled == "shrunk" else settled
        why = work.kept(reason, "store shares") if method == share_method else ""
        allocation = await asyncio.to_thread(work.desk.allocate, share_method=method, reason=why)
        return work.record("allocation", summaries.say_allocation(allocation))


@sdk.function_tool(failure_error_function=None, is_enabled=when_ready("deliveries"))
async def schedule_replenishment(context: Working) -> str:
    """Schedule the deliveries from the DC to the stores over the season."""
    work = context.context
    async with work.at_the_desk:
        if work.is_done("deliveries"):
            return work.answers["deliveries"]
        orders, path = await asyncio.to_thread(work.desk.replenish)
        return work.record("deliveries", summaries.say_deliveries(orders, path))


@sdk.function_tool(failure_error_function=None, is_enabled=when_ready("markdown"))
async def plan_markdown(context: Working, reason: str) -> str:
    """Work out what the markdown checkpoint would say if the season runs on plan.

    Args:
        reason: what the planner should know about it, in two short sentences. Only numbers that a tool returned.
    """
    work = context.context
    async with work.at_the_desk:
        if work.is_done("markdown"):
            return work.answers["markdown"]
        why = work.kept(reason, "markdown")
        decision = await asyncio.to_thread(work.desk.price, reason=why)
        inputs = work.desk.inputs
        week, currency = inputs.parameters.markdown_checkpoint_week, inputs.terms.currency
        return work.record("markdown", summaries.say_markdown(decision, week, currency))
