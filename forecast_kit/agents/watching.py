"""Two agents over a season that runs: the orchestrator reads its variance, the demand agent forecasts anew.

The way to the demand agent is open only where the variance rule has fired and a new forecast was chosen.
"""

from dataclasses import dataclass
from typing import Any, Literal

import agents as sdk

from forecast_kit.agents import handover
from forecast_kit.agents.context import Speech
from forecast_kit.agents.explanations import tidy
from forecast_kit.agents.faults import MAX_TURNS, REMEDY, in_words, own_fault
from forecast_kit.errors import ModelError
from forecast_kit.forecasting.reforecast import LevelUpdate
from forecast_kit.plan import Choice, ChoiceOption, DemandForecast
from forecast_kit.planning.variance import VARIANCE_LIMIT, Variance, reforecast, variance_of
from forecast_kit.words import percent, units

TASK = "Look at the season that is running."
Answer = Literal["re-forecast", "keep"]
LABELS: dict[str, str] = {"re-forecast": "Forecast the rest of the season anew", "keep": "Keep the forecast"}
ORCHESTRATOR = """You watch a fashion season that is running.
1. Call read_variance.
2. Call keep_forecast where that is open; else call decide_reforecast with answer "re-forecast", unless you can say why
   the forecast should be kept. Give your reason in two short sentences.
3. Where transfer_to_demand is open, call it with variance "variance" and, as note, one short sentence.
Use only numbers that a tool returned. Never answer with text: always call one of these."""
DEMAND = """You forecast the rest of a fashion season anew: call reforecast_demand. Never answer with text."""


@dataclass
class WatchContext(Speech):
    """One look at a running season. `sold_units` has one number for each week that is over."""

    forecast: DemandForecast
    sold_units: list[float]
    chosen_by: str
    variance: Variance | None = None
    choice: Choice | None = None
    level: LevelUpdate | None = None

    @property
    def is_over(self) -> bool:
        """Whether everything that was chosen is done."""
        return self.choice is not None and (self.choice.chosen == "keep" or self.level is not None)

    def answer(self, *lines: str) -> str:
        """A tool's answer, whose numbers may be said from now on."""
        text = "\n".join(tidy(line) for line in lines)
        self.figures.learn(text)
        return text

    def choose(self, answer: Answer, reason: str) -> None:
        """Records the choice, with what else was open."""
        assert self.variance is not None
        names = ("re-forecast", "keep") if self.variance.fired else ("keep",)
        self.choice = Choice(
            name="re-forecast",
            agent="orchestrator",
            options=tuple(ChoiceOption(name=name, label=LABELS[name]) for name in names),
            chosen=answer,
            chosen_by=self.chosen_by,
            reason=reason or _why(self.variance, answer),
        )


Working = sdk.RunContextWrapper[WatchContext]


class VarianceSlip(handover.Slip):
    """The variance, handed to the demand agent."""

    variance: Literal["variance"]


def _unread(context: Working, _agent: Any) -> bool:
    return context.context.variance is None


def _within(context: Working, _agent: Any) -> bool:
    work = context.context
    return work.variance is not None and not work.variance.fired and work.choice is None


def _fired(context: Working, _agent: Any) -> bool:
    work = context.context
    return work.variance is not None and work.variance.fired and work.choice is None


def _to_reforecast(context: Working, _agent: Any) -> bool:
    work = context.context
    fired = work.variance is not None and work.variance.fired
    return fired and work.choice is not None and work.choice.chosen == "re-forecast"


@sdk.function_tool(failure_error_function=None, is_enabled=_unread)
async def read_variance(context: Working) -> str:
    """Read how far the season is off its forecast."""
    work = context.context
    work.variance = variance_of(work.forecast, work.sold_units)
    rule = "The variance rule has fired." if work.variance.fired else "The variance rule has not fired."
    return work.answer("variance", f"{_state(work.variance)} {rule}")


@sdk.function_tool(failure_error_function=None, is_enabled=_within)
async def keep_forecast(context: Working, reason: str) -> str:
    """Keep the forecast: the season is within its variance.

    Args:
        reason: why, in two short sentences. Only numbers that a tool returned.
    """
    return _decided(context.context, "keep", reason)


@sdk.function_tool(failure_error_function=None, is_enabled=_fired)
async def decide_reforecast(context: Working, answer: Answer, reason: str) -> str:
    """Decide whether the rest of the season is forecast anew.

    Args:
        answer: "re-forecast", or "keep".
        reason: why, in two short sentences. Only numbers that a tool returned.
    """
    return _decided(context.context, answer, reason)


@sdk.function_tool(failure_error_function=None, is_enabled=_to_reforecast)
async def reforecast_demand(context: Working) -> str:
    """Forecast the rest of the season from what was sold so far."""
    work = context.context
    work.level = reforecast(work.forecast, work.sold_units)
    total = f"{units(work.level.total_mean)} units in all against {units(work.forecast.total_units)} forecast"
    return work.answer("level", f"The season runs at {percent(work.level.level)} of its forecast: {total}.")


def _decided(work: WatchContext, answer: Answer, reason: str) -> str:
    if back := work.to_rewrite(reason, "re-forecast"):
        return back
    work.choose(answer, work.kept(reason, "re-forecast"))
    return work.answer("choice", LABELS[answer])


def _state(variance: Variance) -> str:
    return (
        f"After week {variance.weeks}, {units(variance.sold_units)} units are sold against "
        f"{units(variance.forecast_units)} forecast: {percent(variance.share, signed=True)}."
    )


def _why(variance: Variance, answer: Answer) -> str:
    limit = percent(VARIANCE_LIMIT)
    beyond = f"That is beyond the {limit} of the rule." if variance.fired else f"That is within {limit}."
    return f"{_state(variance)} {beyond}" if answer == "re-forecast" or not variance.fired else _state(variance)


def _stop_when_over(context: Working, _results: list[sdk.FunctionToolResult]) -> sdk.ToolsToFinalOutputResult:
    return sdk.ToolsToFinalOutputResult(is_final_output=context.context.is_over, final_output="done")


def build_watch(model: sdk.Model) -> sdk.Agent[WatchContext]:
    """The orchestrator, and the demand agent it may reach."""
    must_call = sdk.ModelSettings(tool_choice="required")
    demand = sdk.Agent[WatchContext](
        name="Demand",
        handoff_description="Forecasts the rest of the season anew",
        instructions=DEMAND,
        model=model,
        model_settings=must_call,
        tools=[reforecast_demand],
        tool_use_behavior=_stop_when_over,
        reset_tool_choice=False,
    )

    async def take(context: Working, slip: VarianceSlip) -> None:
        context.context.kept(slip.note, "handover")

    return sdk.Agent[WatchContext](
        name="Orchestrator",
        instructions=ORCHESTRATOR,
        model=model,
        model_settings=must_call,
        tools=[read_variance, keep_forecast, decide_reforecast],
        handoffs=[sdk.handoff(demand, on_handoff=take, input_type=VarianceSlip, is_enabled=_to_reforecast)],
        tool_use_behavior=_stop_when_over,
        reset_tool_choice=False,
    )


async def watch_season(model: sdk.Model, settings: sdk.ModelSettings, work: WatchContext) -> WatchContext:
    """One look at a running season: afterwards `choice` stands, and `level` where a new forecast was chosen.

    Raises:
        ModelError: the model did something that is not open to it, or stopped before it had chosen.
        PlanError: the sales are not the beginning of the season.
    """
    config = sdk.RunConfig(model=model, model_settings=settings, tracing_disabled=True)
    try:
        await sdk.Runner.run(build_watch(model), TASK, context=work, max_turns=MAX_TURNS, run_config=config)
    except sdk.UserError as error:
        raise own_fault(error) from None
    except sdk.AgentsException as error:
        raise ModelError(in_words(error), REMEDY) from None
    if not work.is_over:
        raise ModelError("The language model stopped before it had chosen.", REMEDY)
    return work
