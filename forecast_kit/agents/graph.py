"""The graph of agents, and one run through it: orchestrator, demand, inventory, pricing, report."""

from contextlib import nullcontext
from typing import Any

import agents as sdk

from forecast_kit.agents.context import PlanningContext
from forecast_kit.agents.demand import demand_agent
from forecast_kit.agents.explanations import figures_in
from forecast_kit.agents.faults import MAX_TURNS, REMEDY, in_words, own_fault
from forecast_kit.agents.inventory import inventory_agent
from forecast_kit.agents.orchestrator import orchestrator_agent
from forecast_kit.agents.pricing import pricing_agent
from forecast_kit.agents.report import report_agent
from forecast_kit.agents.result import SeasonReport, compose_report
from forecast_kit.agents.status import StatusHooks
from forecast_kit.agents.tracing import telling_spans
from forecast_kit.errors import ModelError

TASK = "Plan the season that stands at the desk."
MAX_SENTENCES = 8
Asked = str | list[Any]
Result = sdk.RunResult | sdk.RunResultStreaming


def build_graph(model: sdk.Model) -> sdk.Agent[PlanningContext]:
    """The orchestrator, with everything it leads to. Until the report, every turn must call something."""
    must_call = sdk.ModelSettings(tool_choice="required")
    report = report_agent(model)
    pricing = pricing_agent(model, must_call, report)
    inventory = inventory_agent(model, must_call, pricing)
    demand = demand_agent(model, must_call, inventory)
    return orchestrator_agent(model, must_call, demand)


async def run_graph(
    model: sdk.Model,
    settings: sdk.ModelSettings,
    work: PlanningContext,
    *,
    streams: bool = False,
    traces: bool = False,
) -> SeasonReport:
    """One run through the graph; afterwards the desk can finish the plan.

    `streams` asks for answers as they are written, `traces` tells the SDK's spans as events.

    Raises:
        ModelError: the model did something that is not open to it, or stopped before the plan was whole.
        ForecastKitError: a stage cannot be planned from these inputs.
    """
    config = sdk.RunConfig(
        model=model,
        model_settings=settings,
        tracing_disabled=not traces,
        trace_include_sensitive_data=False,
        workflow_name="Season plan",
    )
    run = _streamed if streams else _asked
    try:
        with telling_spans(work.messenger) if traces else nullcontext():
            result = await run(build_graph(model), TASK, work, config)
            back = _to_rewrite(_report(result), work)
            if back:
                again = [*result.to_input_list(), {"role": "user", "content": back}]
                result = await run(result.last_agent, again, work, config)
    except sdk.UserError as error:
        raise own_fault(error) from None
    except sdk.AgentsException as error:
        raise ModelError(in_words(error), REMEDY) from None
    return _vetted(_report(result), work)


async def _asked(
    agent: sdk.Agent[PlanningContext], asked: Asked, work: PlanningContext, config: sdk.RunConfig
) -> Result:
    return await sdk.Runner.run(agent, asked, context=work, max_turns=MAX_TURNS, hooks=StatusHooks(), run_config=config)


async def _streamed(
    agent: sdk.Agent[PlanningContext], asked: Asked, work: PlanningContext, config: sdk.RunConfig
) -> Result:
    result = sdk.Runner.run_streamed(
        agent, asked, context=work, max_turns=MAX_TURNS, hooks=StatusHooks(), run_config=config
    )
    async for _ in result.stream_events():
        pass
    return result


def _report(result: Result) -> SeasonReport:
    if not isinstance(result.final_output, SeasonReport):
        raise ModelError("The language model stopped before the plan was whole.", REMEDY)
    return result.final_output


def _names_the_buy(report: SeasonReport, work: PlanningContext) -> bool:
    buy = figures_in(work.fact("buy"))[0]
    return any(figure.agrees_with(buy) for figure in figures_in(report.headline))


def _to_rewrite(report: SeasonReport, work: PlanningContext) -> str:
    """What a model is told whose report will not do; nothing where it will."""
    if not _names_the_buy(report, work):
        return f"The headline must say how many units to buy: {work.fact('buy')} Write the report again."
    faulty = next((text for text in (report.headline, *report.sentences) if work.fault_of(text)), "")
    return work.to_rewrite(faulty, "season report") if faulty else ""


def _vetted(report: SeasonReport, work: PlanningContext) -> SeasonReport:
    """The model's report where its headline names the buy and every number came from a tool; else the kit's own."""
    if not _names_the_buy(report, work):
        work.warnings.append("The model's season report was replaced by the kit's own: its headline named no buy.")
        return compose_report(work.answers_by_tool())
    kept = [work.kept(text, "season report") for text in (report.headline, *report.sentences[:MAX_SENTENCES])]
    if not all(kept):
        return compose_report(work.answers_by_tool())
    return SeasonReport(headline=kept[0], sentences=tuple(kept[1:]))
