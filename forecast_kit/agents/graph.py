"""The graph of agents, and one run through it: orchestrator, demand, inventory, pricing, report."""

from contextlib import nullcontext
from typing import Any

import agents as sdk

from forecast_kit.agents.context import PlanningContext
from forecast_kit.agents.demand import demand_agent
from forecast_kit.agents.explanations import figures_in
from forecast_kit.agents.faults import MAX_TURNS, REMEDY, in_words
from forecast_kit.agents.inventory import inventory_agent
from forecast_kit.agents.orchestrator import orchestrator_agent
from forecast_kit.agents.pricing import pricing_agent
from forecast_kit.agents.report import report_agent
from forecast_kit.agents.result import SeasonReport, compose_report
from forecast_kit.agents.status import StatusHooks
from forecast_kit.agents.tracing import telling_spans
from forecast_kit.errors import ForecastKitError, ModelError

TASK = "Plan the season that stands at the desk."
MAX_SENTENCES = 8


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
    try:
        with telling_spans(work.messenger) if traces else nullcontext():
            answer = await (_streamed if streams else _asked)(build_graph(model), work, config)
    except sdk.UserError as error:
        raise _own_fault(error) from None
    except sdk.AgentsException as error:
        raise ModelError(in_words(error), REMEDY) from None
    if not isinstance(answer, SeasonReport):
        raise ModelError("The language model stopped before the plan was whole.", REMEDY)
    return _vetted(answer, work)


async def _asked(first: sdk.Agent[PlanningContext], work: PlanningContext, config: sdk.RunConfig) -> Any:
    result = await sdk.Runner.run(
        first, TASK, context=work, max_turns=MAX_TURNS, hooks=StatusHooks(), run_config=config
    )
    return result.final_output


async def _streamed(first: sdk.Agent[PlanningContext], work: PlanningContext, config: sdk.RunConfig) -> Any:
    result = sdk.Runner.run_streamed(
        first, TASK, context=work, max_turns=MAX_TURNS, hooks=StatusHooks(), run_config=config
    )
    async for _ in result.stream_events():
        pass
    return result.final_output


def _own_fault(error: sdk.UserError) -> Exception:
    """What a tool raised: the planner's error, or ours, but not the model's."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ForecastKitError):
        cause = cause.__cause__
    if cause is not None:
        return cause
    return error.__cause__ if isinstance(error.__cause__, Exception) else error


def _vetted(report: SeasonReport, work: PlanningContext) -> SeasonReport:
    """The model's report where its headline names the buy and every number came from a tool; else the kit's own."""
    buy = figures_in(work.fact("buy"))[0]
    if not any(figure.agrees_with(buy) for figure in figures_in(report.headline)):
        work.warnings.append("The model's season report was replaced by the kit's own: its headline named no buy.")
        return compose_report(work.answers_by_tool())
    kept = [work.kept(text, "season report") for text in (report.headline, *report.sentences[:MAX_SENTENCES])]
    if not all(kept):
        return compose_report(work.answers_by_tool())
    return SeasonReport(headline=kept[0], sentences=tuple(kept[1:]))
