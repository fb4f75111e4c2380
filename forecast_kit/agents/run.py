"""Planning a season with agents: which engine, what is told, and what happens when a model fails."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from forecast_kit.agents.context import Messenger, PlanningContext
from forecast_kit.agents.result import AgentsResult
from forecast_kit.agents.tape import MemoryTape, Tape, last_told
from forecast_kit.errors import ForecastKitError, ModelError
from forecast_kit.events import Event, RunFailed
from forecast_kit.planning import OFFLINE, SeasonDesk
from forecast_kit.settings import Settings

if TYPE_CHECKING:
    from agents import Model, ModelSettings

Engine = Literal["auto", "offline", "llm", "recorded"]


async def plan_with_agents(
    desk: SeasonDesk,
    *,
    workflow_id: str,
    emit: Callable[[Event], None],
    clock: Callable[[], datetime],
    settings: Settings,
    engine: Engine = "auto",
    tape: Tape | None = None,
) -> AgentsResult:
    """A season planned by four agents at `desk`, telling `emit` what they do.

    `engine` "offline" follows the kit's own rules, without key or network; "llm" asks the configured language model;
    "auto" asks it where one is configured and falls back to the rules, visibly, when it fails; "recorded" plays the
    answers on `tape` and asks nobody. Whoever chooses, the desk computes: the plan equals the one `plan_season` makes
    under the same choices. A model's answers are kept on `tape`; those already there are not asked for again.

    A model is waited for at most `settings.planning_timeout_seconds`, all its turns and retries together.

    Raises:
        ModelError: engine "llm", and the model is not configured, failed, or did not come to a whole plan; engine
            "recorded", and the tape does not answer to what is asked.
        ForecastKitError: the inputs do not make a plan. Either is told as a `RunFailed` event first.
    """
    messenger = Messenger(workflow_id, emit, clock)
    try:
        return await _plan(desk, messenger, settings, engine, tape or MemoryTape())
    except ForecastKitError as error:
        emit(RunFailed(workflow_id=workflow_id, timestamp=clock(), agent=messenger.speaking, message=error.args[0]))
        raise


async def _plan(desk: SeasonDesk, messenger: Messenger, settings: Settings, engine: Engine, tape: Tape) -> AgentsResult:
    if engine == "recorded":
        return await _recorded(desk, messenger, settings, tape)
    if engine == "llm" and not settings.model_configured:
        raise ModelError(
            "No language model is configured.",
            "Set OPENAI_API_KEY, FORECAST_KIT_BASE_URL or AZURE_OPENAI_ENDPOINT, or plan with the offline engine.",
        )
    if engine == "offline" or not settings.model_configured:
        return await _offline(desk, messenger, settings)
    try:
        return await _with_language_model(desk, messenger, settings, tape)
    except ModelError as error:
        if engine == "llm":
            raise
        warning = f"{error.problem} The season was planned by the kit's own rules instead."
        messenger.status(messenger.speaking, "failed", error.problem)
        messenger.status("orchestrator", "thinking", warning)
        desk.start_over()
        result = await _offline(desk, messenger, settings)
        return AgentsResult(result.plan, result.report, result.planned_by, (warning, *result.warnings))


async def _offline(desk: SeasonDesk, messenger: Messenger, settings: Settings) -> AgentsResult:
    import agents as sdk

    from forecast_kit.agents.offline_model import OfflineModel

    return await _run(desk, messenger, OfflineModel(), sdk.ModelSettings(), settings, OFFLINE)


async def _with_language_model(desk: SeasonDesk, messenger: Messenger, settings: Settings, tape: Tape) -> AgentsResult:
    from forecast_kit.agents.models import build_model, model_settings
    from forecast_kit.agents.recorded_model import RecordedModel
    from forecast_kit.agents.spending import Spending
    from forecast_kit.extraction.client import model_name

    name = model_name(settings)
    spending = Spending.after(tape.replies(), settings)
    model = RecordedModel(name, tape, spending, build_model(settings))
    try:
        return await _run(desk, messenger, model, model_settings(settings), settings, name)
    finally:
        await model.close()
        messenger.used(name, spending.input_tokens, spending.output_tokens, spending.money)


async def _recorded(desk: SeasonDesk, messenger: Messenger, settings: Settings, tape: Tape) -> AgentsResult:
    import agents as sdk

    from forecast_kit.agents.recorded_model import RecordedModel
    from forecast_kit.agents.spending import Spending

    told = last_told(tape.replies())
    if not told:
        raise ModelError("No answers of a language model are recorded for this run.", "Plan it with a model first.")
    name = told[-1].model
    model = RecordedModel(name, tape, Spending(settings))
    return await _run(desk, messenger, model, sdk.ModelSettings(), settings, name)


async def _run(
    desk: SeasonDesk,
    messenger: Messenger,
    model: "Model",
    asked_as: "ModelSettings",
    settings: Settings,
    name: str,
) -> AgentsResult:
    from forecast_kit.agents.graph import run_graph

    desk.chosen_by = name
    work = PlanningContext(desk, messenger)
    messenger.status("orchestrator", "thinking", f"Planned by {'the ' if name == OFFLINE else ''}{name}", progress=0.0)
    report = await run_graph(model, asked_as, work, streams=settings.model_streams, traces=settings.model_traces)
    plan = await asyncio.to_thread(desk.finish)
    messenger.status("orchestrator", "done", report.headline, progress=1.0)
    return AgentsResult(plan, report, name, tuple(work.warnings))
