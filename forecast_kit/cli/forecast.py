"""`forecast`: the demand forecast alone, from a file of sales."""

from pathlib import Path
from typing import Annotated, Any

import typer

from forecast_kit.cli.options import Json, Map, Returns
from forecast_kit.cli.render import console, print_json, print_section, working


def forecast(
    sales: Annotated[Path, typer.Argument(help="Your sales: csv, csv.gz, xlsx or parquet.")],
    horizon: Annotated[int, typer.Option("--horizon", min=1, max=52, help="Weeks to forecast.")] = 12,
    plan: Annotated[Path | None, typer.Option("--plan", help="What is known ahead, by category and week.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the forecast to this csv.")] = None,
    explained: Annotated[
        str | None, typer.Option("--explain", help="Take this category's weeks apart, factor by factor.")
    ] = None,
    effects: Annotated[bool, typer.Option("--effects", help="Say what each plan column gives.")] = False,
    chart: Annotated[Path | None, typer.Option("--chart", help="Draw the largest category to this png.")] = None,
    mapping: Map = None,
    returns: Returns = None,
    as_json: Json = False,
) -> None:
    """Forecast demand a category and week, with its 80 % interval and how well the same method did before.

    forecast-kit forecast sales.csv --horizon 12 --out forecast.csv
    """
    from forecast_kit import history
    from forecast_kit.forecasting import explain, fit_forecast, plan_effects, to_demand

    names = history.parse_map(tuple(mapping or ()))
    with working("Reading sales"):
        sold = history.read_sales(sales, mapping=names, returns=returns).frame
        ahead = history.read_plan(plan, mapping=names).frame if plan else None
    with working("Forecasting"):
        columns = [] if ahead is None else [name for name in ahead.columns if name not in ("category", "week_start")]
        demand = to_demand(sold)
        how = {"units": "sum"} | {name: "mean" for name in columns if name in demand.frame}
        weeks = demand.frame.groupby(["category", "week_start"], as_index=False).agg(how)
        fit = fit_forecast(weeks, horizon, plan=ahead)
        apart = explain(weeks, explained, horizon, plan=ahead) if explained else None
        gives = plan_effects(weeks, plan_columns=columns or None) if effects else None
    notes = (*demand.notes, *fit.warnings)
    if out is not None:
        _written(fit.weekly, out)
    if chart is not None:
        _drawn(fit.weekly, weeks, chart)
    if as_json:
        print_json(_document(fit, notes, apart, gives))
        return
    _print(fit, notes, out)
    if apart is not None:
        _print_apart(apart)
    if gives is not None:
        _print_effects(gives)


def _written(frame: Any, out: Path) -> None:
    from forecast_kit.errors import DataError

    try:
        frame.to_csv(out, index=False, float_format="%.3f", date_format="%Y-%m-%d")
    except OSError as error:
        raise DataError(f"{out} cannot be written: {error.strerror}.", "Give another --out.") from None


def _document(fit: Any, notes: tuple[str, ...], apart: Any, gives: Any) -> dict[str, Any]:
    weekly = fit.weekly.assign(week_start=fit.weekly["week_start"].dt.strftime("%Y-%m-%d"))
    document: dict[str, Any] = {
        "weekly": weekly.to_dict("records"),
        "totals": fit.totals.to_dict("records"),
        "models": fit.models.astype(object).where(fit.models.notna(), None).to_dict("records"),
        "accuracy": fit.accuracy.astype(object).where(fit.accuracy.notna(), None).to_dict("records"),
        "notes": list(notes),
    }
    if apart is not None:
        factors = apart.factors.assign(week_start=apart.factors["week_start"].dt.strftime("%Y-%m-%d"))
        document["explained"] = factors.to_dict("records")
    if gives is not None:
        document["effects"] = gives.to_dict("records")
    return document


def _print(fit: Any, notes: tuple[str, ...], out: Path | None) -> None:
    from forecast_kit.planning import Section
    from forecast_kit.words import units

    screen = console()
    for category, weeks in fit.weekly.groupby("category", sort=True):
        rows = tuple(
            (f"{row.week_start:%a %-d %b %Y}", units(row.units), units(row.units_lo_80), units(row.units_hi_80))
            for row in weeks.itertuples()
        )
        total = ("Total", units(float(weeks["units"].sum())), "", "")
        print_section(
            screen,
            Section(
                key="forecast",
                title=f"{category}: demand at full price, units",
                headers=("Week of", "Expected", "80 %: low", "high"),
                rows=(*rows, total),
                align="lrrr",
                lines=_measured(fit.accuracy, category),
                strong_rows=(len(rows),),
            ),
        )
    for note in notes:
        screen.print(f"! {note}", style="yellow", markup=False)
    if out is not None:
        screen.print(f"Written to {out}.", markup=False)


def _measured(accuracy: Any, category: str) -> tuple[str, ...]:
    """How well the same method did on past weeks, where that could be measured."""
    from forecast_kit.words import percent

    found = accuracy.loc[accuracy["category"] == category, "wape"].dropna()
    return tuple(f"On past weeks the same method missed by {percent(float(wape))} on average." for wape in found[:1])


def _drawn(weekly: Any, history: Any, path: Path) -> None:
    """The largest category's weeks ahead over its last year, as a picture."""
    from forecast_kit.errors import DataError
    from forecast_kit.widgets import outlook_chart

    largest = str(weekly.groupby("category")["units"].sum().idxmax())
    picture = outlook_chart(weekly, history, largest).png()
    try:
        path.write_bytes(picture)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}.", "Give another --chart.") from None


def _print_apart(apart: Any) -> None:
    """A line a week: its factors, and the units they multiply out to."""
    screen = console()
    screen.print()
    screen.print("Each week taken apart", style="bold")
    for week in apart.units["week_start"]:
        screen.print(f"  {week:%a %-d %b %Y}: {apart.sentence(week)}", markup=False, soft_wrap=True)


def _print_effects(gives: Any) -> None:
    from forecast_kit.planning import Section
    from forecast_kit.words import percent

    rows = tuple(
        (
            row.category,
            row.column.replace("_", " "),
            f"{row.usual:g} to {row.promoted:g}",
            percent(row.effect - 1, signed=True),
            f"{percent(row.effect_lo_80 - 1, signed=True)} to {percent(row.effect_hi_80 - 1, signed=True)}",
            str(row.weeks_seen),
        )
        for row in gives.itertuples()
    )
    headers = ("Category", "Column", "From a usual week", "Units", "8 times in 10", "Weeks seen")
    print_section(
        console(),
        Section(key="effects", title="What the plan ahead gives", headers=headers, rows=rows, align="lllrlr"),
    )
