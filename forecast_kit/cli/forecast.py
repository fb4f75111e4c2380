"""`forecast`: the demand forecast alone, from a file of sales."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from forecast_kit.cli.options import Json, Map, Returns, day
from forecast_kit.cli.render import print_json, working


def forecast(
    sales: Annotated[Path, typer.Argument(help="Your sales: csv, csv.gz, xlsx or parquet.")],
    horizon: Annotated[int, typer.Option("--horizon", min=1, max=52, help="Weeks of the season.")] = 12,
    gap: Annotated[
        int | None, typer.Option("--gap", min=0, max=52, help="Weeks between the last sales and the season's first.")
    ] = None,
    start: Annotated[
        date | None,
        typer.Option("--start", parser=day, metavar="YYYY-MM-DD", help="The season's first day, instead of --gap."),
    ] = None,
    plan: Annotated[Path | None, typer.Option("--plan", help="What is known ahead, by category and week.")] = None,
    comparable: Annotated[
        list[str] | None,
        typer.Option(
            "--comparable",
            metavar="NAME",
            help="A category whose season those with under a year of sales borrow; repeatable. YOUNG=NAME for one.",
        ),
    ] = None,
    new: Annotated[
        list[str] | None,
        typer.Option(
            "--new", metavar="NAME=UNITS", help="A category without sales and its season's total; repeatable."
        ),
    ] = None,
    elasticity: Annotated[
        float | None,
        typer.Option("--elasticity", help="Restates what sold below list price: 2 means 10 % off sells 1.23 times."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the forecast to this csv.")] = None,
    explained: Annotated[
        str | None,
        typer.Option("--explain", help="Take this category apart: factors, models, how far ahead the method holds."),
    ] = None,
    effects: Annotated[bool, typer.Option("--effects", help="Say what each plan column gives.")] = False,
    chart: Annotated[Path | None, typer.Option("--chart", help="Draw the largest category to this png.")] = None,
    mapping: Map = None,
    returns: Returns = None,
    as_json: Json = False,
) -> None:
    """Forecast demand a category and week, with its 80 % interval and how well the same method did before.

    forecast-kit forecast sales.csv --horizon 12 --gap 13 --out forecast.csv
    """
    from forecast_kit import history
    from forecast_kit.cli import forecast_shown as shown
    from forecast_kit.cli.forecast_asked import gap_of, new_categories
    from forecast_kit.forecasting import explain, fit_forecast, plan_effects, to_demand
    from forecast_kit.planning.demand_sections import by_gap

    names = history.parse_map(tuple(mapping or ()))
    with working("Reading sales"):
        sold = history.read_sales(sales, mapping=names, returns=returns)
        ahead = history.read_plan(plan, mapping=names).frame if plan else None
    columns = [] if ahead is None else [name for name in ahead.columns if name not in ("category", "week_start")]
    demand = to_demand(sold.frame, elasticity=elasticity)
    how = {"units": "sum"} | {name: "mean" for name in columns if name in demand.frame}
    weeks = demand.frame.groupby(["category", "week_start"], as_index=False).agg(how)
    wait = gap_of(weeks, gap, start)
    said = new_categories(weeks, comparable or (), new or ())
    young: dict[str, Any] = {
        "comparables": said.comparables,
        "season_totals": said.season_totals,
        "total_from_week": wait + 1,
    }
    with working("Forecasting"):
        fit = fit_forecast(weeks, wait + horizon, plan=ahead, **young)
        apart = explain(weeks, explained, wait + horizon, plan=ahead, **young) if explained else None
        gives = plan_effects(weeks, plan_columns=columns or None) if effects else None
    with working("Looking at past seasons"):
        earlier = by_gap(weeks, horizon, plan_columns=columns) if explained else None
    notes = (*sold.report.notes, *demand.notes, *fit.warnings)
    answer = shown.Answer(fit, wait, notes, demand.by_category, explained, apart, earlier, gives)
    if out is not None:
        shown.written(answer.weekly, out)
    if chart is not None:
        shown.drawn(answer.weekly, weeks, chart)
    if as_json:
        print_json(answer.document())
    else:
        shown.printed(answer, out)
