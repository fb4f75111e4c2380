"""Runs of the agents under a scripted model: the whole way to a plan, with single steps changed."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import agents as sdk
from agents.testing import ScriptedModel, assistant_message, function_call

from forecast_kit.agents import AgentsResult, plan_with_agents
from forecast_kit.agents.context import Messenger, PlanningContext
from forecast_kit.agents.graph import run_graph
from forecast_kit.agents.result import SeasonReport
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import SeasonDesk, SeasonInputs
from forecast_kit.replay import SeasonChoices
from forecast_kit.settings import Settings
from tests.agents.conftest import ONE_TIER, Recorder

WAY: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("read_season", {}),
    ("transfer_to_demand", {"season": "season", "note": ""}),
    ("forecast_demand", {"trust": ["all"], "reason": ""}),
    ("transfer_to_inventory", {"forecast": "forecast", "note": ""}),
    ("decide_buy", {"rule": "recommended", "safety_stock": "usual", "reason": ""}),
    ("allocate_stores", {"share_method": "shrunk", "presentation": "as set", "reason": ""}),
    ("schedule_replenishment", {}),
    ("transfer_to_pricing", {"deliveries": "deliveries", "note": ""}),
    ("plan_markdown", {"elasticity": "weighed", "answer": "recommended", "reason": ""}),
    ("transfer_to_report", {"markdown": "markdown", "note": ""}),
)
REPORT = SeasonReport(headline="The season is planned.", sentences=("Buy as recommended.",))
MODEL = "scripted"


def whole_way(
    changes: Mapping[str, Mapping[str, Any]] | None = None, *reports: SeasonReport, stubborn: bool = False
) -> ScriptedModel:
    """A model that takes every step, with the arguments of some of them changed.

    It writes `reports` one after the other as it is asked to; a `stubborn` one repeats each of the changed steps.
    """
    changes = changes or {}
    steps = []
    for n, (name, arguments) in enumerate(WAY):
        times = 2 if stubborn and name in changes else 1
        steps += [call(name, {**arguments, **changes.get(name, {})}, n + 100 * time) for time in range(times)]
    written = [[assistant_message(report.model_dump_json())] for report in reports or (REPORT, REPORT)]
    return ScriptedModel([*steps, *written])


def up_to(name: str, *then: Sequence[Any]) -> ScriptedModel:
    """A model that goes the way up to the step `name`, and then does something else."""
    names = [step for step, _ in WAY]
    steps = [call(step, arguments, n) for n, (step, arguments) in enumerate(WAY[: names.index(name)])]
    return ScriptedModel([*steps, *then])


def call(name: str, arguments: Mapping[str, Any], n: int) -> list[Any]:
    return [function_call(name, dict(arguments), call_id=f"call_{n}")]


def play(
    model: sdk.Model,
    inputs: SeasonInputs,
    told: Recorder | None = None,
    choices: SeasonChoices | None = None,
    **options: bool,
) -> tuple[SeasonPlan, SeasonReport, PlanningContext]:
    """One run under `model`."""
    told = told or Recorder()
    desk = SeasonDesk(inputs, choices or ONE_TIER, MODEL)
    work = PlanningContext(desk, Messenger("wf_1", told.events.append, told.arguments()["clock"]))  # type: ignore[arg-type]
    report = asyncio.run(run_graph(model, sdk.ModelSettings(), work, **options))
    return desk.finish(), report, work


def plan_by_agents(inputs: SeasonInputs, told: Recorder, settings: Settings, **options: Any) -> AgentsResult:
    """A season planned as callers plan it; `choices` go to the desk."""
    desk = SeasonDesk(inputs, options.pop("choices", ONE_TIER))
    return asyncio.run(plan_with_agents(desk, settings=settings, **told.arguments(), **options))
