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
from forecast_kit.agents.explanations import tidy
from forecast_kit.planning.alternatives import share_methods

Working = sdk.RunContextWrapper[PlanningContext]
BuyAnswer = Literal["recommended", "flat", "newsvendor", "mine"]
SafetyStock = Literal["usual", "20 %", "25 %"]
ShareMethod = Literal["shrunk", "history_and_size"]
Presentation = Literal["as set", "none", "three units", "six units"]
ElasticitySource = Literal["weighed", "given"]
MarkdownAnswer = Literal["recommended", "rule of thumb", "clears", "earns most", "do nothing"]
EVERYTHING = "all"
SAFETY: dict[str, float | None] = {"usual": None, "20 %": 0.20, "25 %": 0.25}
SHOWN: dict[str, int | None] = {"as set": None, "none": 0, "three units": 3, "six units": 6}


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
async def forecast_demand(context: Working, trust: list[str], reason: str) -> str:
    """Forecast the season's demand at full price.

    Args:
        trust: the plan columns to trust, by name; ["all"] for all of them, [] for none.
        reason: why, in two short sentences. Only numbers that a tool returned.
    """
    work = context.context
    async with work.at_the_desk:
        if work.is_done("forecast"):
            return work.answers["forecast"]
        known, asked = work.desk.season.plan_columns, dict.fromkeys(trust)
        unknown = [name for name in asked if name not in (*known, EVERYTHING)]
        if unknown:
            return f"Nothing was forecast: there is no plan column {tidy(unknown[0])!r}. Trust some of {[*known]}."
        if back := work.to_rewrite(reason, "forecast"):
            return back
        use: bool | None = None
        columns: tuple[str, ...] | None = None
        if ours := work.open("use_plan_columns", "plan_columns"):
            use = bool(asked)
            columns = None if EVERYTHING in asked or not asked else tuple(name for name in known if name in asked)
        why = work.kept(reason, "forecast") if ours or EVERYTHING in asked else ""
        work.forecast = await asyncio.to_thread(
            work.desk.forecast, use_plan_columns=use, plan_columns=columns, reason=why
        )
        return work.record("forecast", summaries.say_forecast(work.forecast))


@sdk.function_tool(failure_error_function=None, is_enabled=when_ready("buy"))
async def decide_buy(context: Working, rule: BuyAnswer, safety_stock: SafetyStock, reason: str) -> str:
    """Decide the manufacturing order.

    Args:
        rule: the rule to buy by; "recommended" takes the one that is expected to earn most.
        safety_stock: what the flat rule adds to the forecast; "usual" is right for the season's replenishment.
        reason: why this rule, in two short sentences. Only numbers that a tool returned.
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
        if back := work.to_rewrite(reason, "buy"):
            return back
        overruled = settled is not None and asked not in (None, settled)
        why = "" if overruled else work.kept(reason, "buy")
        safety = SAFETY[safety_stock] if work.open("safety_share") else None
        buy = await asyncio.to_thread(
            work.desk.buy, asked if settled is None else None, safety_share=safety, reason=why
        )
        return work.record("buy", summaries.say_buy(buy, work.desk.inputs.terms.currency))


@sdk.function_tool(failure_error_function=None, is_enabled=when_ready("allocation"))
async def allocate_stores(context: Working, share_method: ShareMethod, presentation: Presentation, reason: str) -> str:
    """Share the buy over the stores and the DC.

    Args:
        share_method: "shrunk" follows each store's own recent sales; "history_and_size" is the 70 / 30 rule.
        presentation: the least a store opens with beside two weeks' demand; "as set" is the planner's own setting.
        reason: why these shares, in two short sentences. Only numbers that a tool returned.
    """
    work = context.context
    async with work.at_the_desk:
        if work.is_done("allocation"):
            return work.answers["allocation"]
        if work.open("share_method") and share_method not in share_methods(work.desk.season):
            return f"Nothing was placed: {share_method} needs the size of the stores. Choose shrunk."
        if back := work.to_rewrite(reason, "store shares"):
            return back
        method = share_method if work.open("share_method") else work.desk.choices.share_method
        shown = SHOWN[presentation] if work.open("min_presentation_units") else None
        why = work.kept(reason, "store shares") if method == share_method else ""
        allocation = await asyncio.to_thread(
            work.desk.allocate, share_method=method, min_presentation_units=shown, reason=why
        )
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
async def plan_markdown(context: Working, elasticity: ElasticitySource, answer: MarkdownAnswer, reason: str) -> str:
    """Decide what to do at the markdown checkpoint if the season runs on plan.

    Args:
        elasticity: "weighed" learns from the category's own price changes; "given" takes the stated one as it is.
        answer: whether to mark down, and to which rung; "recommended" cuts below the threshold, to what earns most.
        reason: what the planner should know about it, in two short sentences. Only numbers that a tool returned.
    """
    work = context.context
    async with work.at_the_desk:
        if work.is_done("markdown"):
            return work.answers["markdown"]
        if back := work.to_rewrite(reason, "markdown"):
            return back
        source = elasticity if work.open("elasticity_source") else None
        ours = work.open("markdown_answer")
        why = work.kept(reason, "markdown") if ours or answer == "recommended" else ""
        asked = answer if ours and answer != "recommended" else None
        decision = await asyncio.to_thread(work.desk.price, elasticity_source=source, answer=asked, reason=why)
        inputs = work.desk.inputs
        week, currency = inputs.parameters.markdown_checkpoint_week, inputs.terms.currency
        taken = work.choice("markdown")
        lines = summaries.say_markdown(decision, week, currency, None if taken is None else taken.chosen)
        return work.record("markdown", lines)
