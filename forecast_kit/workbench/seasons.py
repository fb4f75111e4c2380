"""A confirmed run's season: its inputs gathered, its plan made, made again to verify it, or changed by a person."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from forecast_kit.errors import RunError
from forecast_kit.events import Event
from forecast_kit.persistence import PlanVersion, Run, UnitOfWork
from forecast_kit.plan import SeasonPlan
from forecast_kit.plan.trace import Trace
from forecast_kit.planning import SeasonInputs, trace_season
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs import (
    MadeWith,
    PlannedSeason,
    Verification,
    changed_choices,
    plan_changed,
    plan_digest,
    plan_run,
    verify_plan,
)
from forecast_kit.workbench.inputs import NewCategory, inputs_of
from forecast_kit.workbench.store import SqlRunStore

if TYPE_CHECKING:
    from forecast_kit.workbench.bench import Workbench


def inputs_of_run(bench: "Workbench", run_id: str) -> tuple[Run, SeasonInputs]:
    """A run, and everything its plan is made from.

    Raises:
        RunError: it has not been confirmed.
    """
    with UnitOfWork(bench.database, read_only=True) as work:
        run = work.runs.get(run_id)
        confirmed = work.parameters.get(run.id)
    if confirmed is None or run.dataset_id is None or run.category is None or run.as_of is None:
        raise RunError(f"Run {run.id} has not been confirmed.", "Confirm the season first.")
    stated = confirmed.extraction.supplier_lead_weeks if confirmed.extraction else None
    data = bench.dataset(run.dataset_id)
    new = NewCategory.of(run.options)
    return run, inputs_of(data, run.category, confirmed.parameters, run.as_of, bench.settings, stated, new)


async def plan(
    bench: "Workbench",
    run_id: str,
    choices: SeasonChoices | None,
    engine: str,
    on_event: Callable[[Event], None] | None,
) -> PlannedSeason:
    """Plans the run with the four agents, or goes on where it was interrupted."""
    from forecast_kit.workbench.planner import agents_planner

    run, inputs = inputs_of_run(bench, run_id)
    seconds = bench.settings.lease_seconds
    store = SqlRunStore(bench.database, bench.clock, seconds)
    return await plan_run(
        store,
        bench.clock,
        run.id,
        inputs,
        agents_planner(run.id, bench.clock, bench.settings, engine, store),
        choices=choices,
        on_event=on_event,
        lease_seconds=seconds,
    )


def verify(bench: "Workbench", run_id: str) -> Verification:
    """The run's plan, made again and compared."""
    run, inputs = inputs_of_run(bench, run_id)
    version = _newest(bench, run.id)
    return verify_plan(run.id, version.plan, inputs, _choices(version, "choices"))


def replan(
    bench: "Workbench", run_id: str, changes: Mapping[str, Any], by: str, reason: str
) -> tuple[SeasonPlan, MadeWith]:
    """The run's plan with the order changed by a person; nothing is stored.

    Raises:
        GateError: the change cannot be made.
        RunError: the run's data or settings are no longer those of its plan.
    """
    run, inputs = inputs_of_run(bench, run_id)
    version = _newest(bench, run.id)
    if inputs.digest() != version.plan.input_digest:
        raise RunError(f"The inputs of run {run.id} have changed since it was planned.", "Plan it again.")
    asked = changed_choices(_choices(version, "asked"), changes)
    choices = changed_choices(_choices(version, "choices"), changes)
    plan, ended = plan_changed(inputs, version.plan, choices, by=by, reason=reason)
    return plan, MadeWith(asked, ended, plan_digest(inputs, asked))


def trace(bench: "Workbench", run_id: str, plan: SeasonPlan, name: str, *, again: bool) -> Trace:
    """A number of the run's plan, down to the rows it was made from."""
    run, inputs = inputs_of_run(bench, run_id)
    return trace_season(plan, name, inputs, choices_of_run(bench, run.id), again=again)


def choices_of_run(bench: "Workbench", run_id: str) -> SeasonChoices:
    """The choices as they stood at the end of the run's newest plan.

    Raises:
        RunError: the plan was made before they were kept.
    """
    return _choices(_newest(bench, run_id), "choices")


def _newest(bench: "Workbench", run_id: str) -> PlanVersion:
    with UnitOfWork(bench.database, read_only=True) as work:
        return work.plans.get(run_id)


def _choices(version: PlanVersion, which: str) -> SeasonChoices:
    if version.made_with is None:
        raise RunError(
            f"The plan of run {version.run_id} was made before the choices behind a plan were kept.", "Plan it again."
        )
    return SeasonChoices.model_validate(version.made_with[which])
