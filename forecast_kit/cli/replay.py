"""`replay`: a past season decided again, week by week, in money."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from forecast_kit.cli.options import AsOf, Categories, DataDir, Json, Map, Plan, Returns, Sales, Stores, data_files
from forecast_kit.cli.options import day as parse_day
from forecast_kit.cli.render import console, print_json, print_section, working

if TYPE_CHECKING:
    from forecast_kit.workbench import DataFiles

Start = Annotated[
    date | None,
    typer.Option(
        "--season", parser=parse_day, metavar="YYYY-MM-DD", help="The day the season started; else the last on record."
    ),
]
Record = Annotated[
    Path | None,
    typer.Option("--last-season", help="A folder with buys, shipments and markdowns: what was really done."),
]


def replay(
    category: Annotated[str | None, typer.Argument(help="The category; else the one last on record.")] = None,
    season: Start = None,
    weeks: Annotated[int | None, typer.Option("--weeks", min=1, max=52, help="Length of the season.")] = None,
    holdback: Annotated[
        float | None, typer.Option("--holdback", min=0, max=1, help="Share held in the DC, 0.45 for 45 %.")
    ] = None,
    strategy: Annotated[
        Literal["none", "weekly", "bi-weekly"] | None,
        typer.Option("--replenishment", help="How often stores are topped up."),
    ] = None,
    checkpoint: Annotated[
        int | None, typer.Option("--checkpoint", min=0, help="The week after which markdowns may start; 0 is never.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option("--threshold", min=0, max=1, help="Sell-through below which the rule of thumb cuts.")
    ] = None,
    fade: Annotated[
        float, typer.Option("--fade", min=0, max=1, help="What is left of a markdown's effect after its first week.")
    ] = 1.0,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Also try other holdbacks, rhythms and checkpoints on 500 drawn seasons.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Also write the numbers as csv files to this folder.")
    ] = None,
    sales: Sales = None,
    stores: Stores = None,
    categories: Categories = None,
    plan_ahead: Plan = None,
    last_season: Record = None,
    mapping: Map = None,
    returns: Returns = None,
    data_dir: DataDir = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Decide a past season again: what you did, the rule of thumb, the kit, and perfect hindsight, in money.

    forecast-kit replay "Women's Dresses" --season 2025-03-03 --sweep
    """
    from forecast_kit.workbench import Workbench

    files = _with_record(data_files(sales, stores, categories, None, plan_ahead, mapping, returns), last_season)
    bench = Workbench(files=files, data_dir=data_dir, as_of=as_of)
    settings = _settings(holdback, strategy, checkpoint, threshold)
    with working("Playing the season again"):
        view = bench.replay(category, season=season, weeks=weeks, sweep=sweep, markdown_fade=fade, **settings)
        written = () if out is None else view.write(out)
    if as_json:
        print_json(view.document())
        return
    screen = console()
    for section in view.sections:
        print_section(screen, section)
    for path in written:
        screen.print(f"Written to {path}.", markup=False)


def _with_record(files: "DataFiles | None", last_season: Path | None) -> "DataFiles | None":
    if last_season is None:
        return files
    from dataclasses import replace

    if files is None:
        raise typer.BadParameter("give --sales as well, or put the folder last_season into --data-dir")
    return replace(files, last_season=last_season)


def _settings(
    holdback: float | None, strategy: str | None, checkpoint: int | None, threshold: float | None
) -> dict[str, Any]:
    """What was said of the season; what was not keeps its usual value."""
    given: dict[str, Any] = {
        "dc_holdback_percentage": holdback,
        "replenishment_strategy": strategy,
        "markdown_checkpoint_week": checkpoint,
        "markdown_threshold": threshold,
    }
    said = {name: value for name, value in given.items() if value is not None}
    if checkpoint == 0:
        said["markdown_checkpoint_week"] = None
    return said
