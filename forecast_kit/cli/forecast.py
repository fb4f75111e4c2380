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
    mapping: Map = None,
    returns: Returns = None,
    as_json: Json = False,
) -> None:
    """Forecast demand a category and week, with its 80 % interval and how well the same method did before.

    forecast-kit forecast sales.csv --horizon 12 --out forecast.csv
    """
    from forecast_kit import history
    from forecast_kit.forecasting import fit_forecast, to_demand

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
    notes = (*demand.notes, *fit.warnings)
    if out is not None:
        _written(fit.weekly, out)
    if as_json:
        print_json(_document(fit, notes))
        return
    _print(fit, notes, out)


def _written(frame: Any, out: Path) -> None:
    from forecast_kit.errors import DataError

    try:
        frame.to_csv(out, index=False, float_format="%.3f", date_format="%Y-%m-%d")
    except OSError as error:
        raise DataError(f"{out} cannot be written: {error.strerror}.", "Give another --out.") from None


def _document(fit: Any, notes: tuple[str, ...]) -> dict[str, Any]:
    weekly = fit.weekly.assign(week_start=fit.weekly["week_start"].dt.strftime("%Y-%m-%d"))
    return {
        "weekly": weekly.to_dict("records"),
        "totals": fit.totals.to_dict("records"),
        "models": fit.models.astype(object).where(fit.models.notna(), None).to_dict("records"),
        "accuracy": fit.accuracy.astype(object).where(fit.accuracy.notna(), None).to_dict("records"),
        "notes": list(notes),
    }


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
