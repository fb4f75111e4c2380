"""The commands, and what becomes of an error: one clear sentence, exit 1; a wrong call is exit 2."""

import os
import sys

import typer

from forecast_kit.cli import approvals, data, forecast, notebooks, plan, replay, runs, trace
from forecast_kit.cli.render import printable
from forecast_kit.errors import ForecastKitError

app = typer.Typer(
    name="forecast-kit",
    help="Plan a fashion season: from a brief in plain English to a plan that adds up.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("plan")(plan.plan)
app.command("extract")(plan.extract)
app.command("forecast")(forecast.forecast)
app.command("replay")(replay.replay)
app.command("trace")(trace.trace)
app.command("run", context_settings={"ignore_unknown_options": True})(notebooks.run)
app.command("lab")(notebooks.lab)
app.add_typer(runs.app, name="runs")
app.add_typer(approvals.app, name="approvals")
app.add_typer(data.app, name="db")


def main() -> None:
    """Runs the command line and exits: 0 done, 1 refused or failed, 2 a wrong call."""
    os.environ.setdefault("OPENAI_AGENTS_DISABLE_TRACING", "1")
    try:
        app()
    except ForecastKitError as error:
        typer.secho(printable(str(error)), err=True, fg=typer.colors.RED)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.secho("Stopped. What was finished is kept; go on with: forecast-kit runs resume last", err=True)
        sys.exit(1)
