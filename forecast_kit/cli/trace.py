"""`trace`: where a number of a plan comes from."""

from dataclasses import asdict
from typing import Annotated

import typer

from forecast_kit.cli.options import Json
from forecast_kit.cli.render import print_json, printable, working

RunId = Annotated[str, typer.Argument(metavar="RUN_ID", help="A run, the beginning of its id, or 'last'.")]


def trace(
    run_id: RunId,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A number; without it the names are listed.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Work it out again from the season's inputs.")] = False,
    as_json: Json = False,
) -> None:
    """Where a number of a plan comes from: formula, inputs, the rows behind it, and the code. Without NAME, the names.

    forecast-kit trace last "buy.options[newsvendor].expected_margin"
    """
    from forecast_kit.workbench import Workbench

    bench = Workbench()
    if not name:
        found = bench.trace(run_id)
        if as_json:
            print_json(dict(found.numbers))
            return
        typer.echo(printable(repr(found)))
        return
    with working("Working it out again"):
        traced = bench.trace(run_id, name, again=check)
    if as_json:
        print_json({**asdict(traced), "holds": traced.holds})
    else:
        typer.echo(printable(repr(traced)))
    if traced.holds is False:
        raise typer.Exit(1)
