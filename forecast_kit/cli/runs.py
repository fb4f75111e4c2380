"""`runs`: what has been planned, and how it stands."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forecast_kit.cli.options import Json
from forecast_kit.cli.render import board_table, console, print_json, print_section

if TYPE_CHECKING:
    from forecast_kit.persistence import ConfirmedParameters

app = typer.Typer(help="List and show runs.", no_args_is_help=True)


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
    run_id: Annotated[str, typer.Argument(metavar="RUN_ID", help="A run, the beginning of its id, or 'last'.")],
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
    out.print(board_table(runs.board(run.id)))
    for section in summarise(plan) if plan else ():
        print_section(out, section)


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
