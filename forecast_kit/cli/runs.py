"""`runs`: what has been planned, and how it stands."""

import asyncio
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast_kit.cli.options import Json
from forecast_kit.cli.render import board_table, console, print_json, print_section, working

if TYPE_CHECKING:
    from forecast_kit.persistence import ConfirmedParameters

app = typer.Typer(help="List, show, resume and verify runs.", no_args_is_help=True)
RunId = Annotated[str, typer.Argument(metavar="RUN_ID", help="A run, the beginning of its id, or 'last'.")]


@app.command("list")
def list_runs(
    limit: Annotated[int, typer.Option("--limit", min=1, help="The newest so many.")] = 20, as_json: Json = False
) -> None:
    """The newest runs: season, state, since when."""
    from forecast_kit.workbench import Workbench

    runs = Workbench().runs
    if as_json:
        print_json([_as_dict(run) for run in runs.list(limit)])
        return
    print_section(console(), runs.summary(limit))


@app.command("show")
def show(
    run_id: RunId,
    as_json: Json = False,
) -> None:
    """One run: what was confirmed, what the agents chose, the plan."""
    from forecast_kit.planning import summarise
    from forecast_kit.workbench import Workbench

    runs = Workbench().runs
    run = runs.get(run_id)
    plan = runs.plan(run.id) if runs.has_plan(run.id) else None
    if as_json:
        print_json(
            {
                **_as_dict(run),
                **_confirmation(runs.confirmation(run.id)),
                "plan": plan.model_dump(mode="json") if plan else None,
                "events": [event.model_dump(mode="json") for event in runs.events(run.id)],
            }
        )
        return
    out = console()
    out.print(f"Run {run.id}: {run.category}, {run.status}", style="bold", markup=False)
    if run.error:
        out.print(f"✗ {run.error}", style="red", markup=False)
    for section in runs.story(run.id):
        print_section(out, section)
    out.print(board_table(runs.board(run.id), runs.currency))
    for section in summarise(plan) if plan else ():
        print_section(out, section)


@app.command("resume")
def resume(run_id: RunId, as_json: Json = False) -> None:
    """Go on with a run that was interrupted: nothing that was finished is done again."""
    from forecast_kit.cli.plan import watched
    from forecast_kit.planning import summarise
    from forecast_kit.workbench import Workbench

    bench = Workbench()
    planned = asyncio.run(watched(bench, bench.runs.get(run_id).id))
    if as_json:
        digest = planned.plan.digest
        print_json({**_as_dict(bench.runs.get(planned.run_id)), "plan_digest": digest, "had_a_plan": planned.resumed})
        return
    out = console()
    for section in summarise(planned.plan):
        print_section(out, section)
    order = bench.approvals.order_of(planned.run_id)
    out.print(f"Run {planned.run_id}: the order ({order.id}) is {order.status}.", style="bold", markup=False)


@app.command("verify")
def verify(run_id: RunId, as_json: Json = False) -> None:
    """Make a run's plan again from its inputs and compare; exit code 1 where the two are not the same."""
    from forecast_kit.workbench import Workbench

    with working("Planning the season again"):
        found = Workbench().verify(run_id)
    if as_json:
        print_json({**asdict(found), "same": found.same})
    else:
        console().print(str(found), markup=False)
    if not found.same:
        raise typer.Exit(1)


def _confirmation(confirmed: "ConfirmedParameters | None") -> dict[str, Any]:
    """Who confirmed what and when, and each edit on the way; nothing but nulls before that."""
    if confirmed is None:
        return {"confirmed_by": None, "confirmed_at": None, "parameters": None, "edits": []}
    edits = [
        {"name": e.name, "from": _plain(e.from_value), "to": _plain(e.to_value), "by": e.by, "at": e.at.isoformat()}
        for e in confirmed.edits
    ]
    return {
        "confirmed_by": confirmed.confirmed_by,
        "confirmed_at": confirmed.confirmed_at.isoformat(),
        "parameters": confirmed.parameters.model_dump(mode="json"),
        "edits": edits,
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _as_dict(run: Any) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "category": run.category,
        "status": run.status,
        "as_of": run.as_of.isoformat() if run.as_of else None,
        "error": run.error,
        "created_at": run.created_at.isoformat(),
        "updated_at": run.updated_at.isoformat(),
    }
