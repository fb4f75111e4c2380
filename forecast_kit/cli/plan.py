"""`plan` and `extract`: from words to a proposed plan."""

import asyncio
import getpass
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from forecast_kit.cli.brief import Brief, brief_text
from forecast_kit.cli.options import (
    ApprovedBy,
    AsOf,
    Categories,
    DataDir,
    Json,
    Map,
    MaxMoney,
    MaxUnits,
    Plan,
    Returns,
    Sales,
    Sizes,
    Stock,
    Stores,
    Today,
    data_files,
)
from forecast_kit.cli.render import board_table, console, print_extraction, print_json, print_section, working
from forecast_kit.errors import GateError

if TYPE_CHECKING:
    from forecast_kit.runs import PlannedSeason
    from forecast_kit.workbench import SeasonReading, Workbench

Engine = Annotated[
    Literal["auto", "rules", "llm"] | None,
    typer.Option(
        "--engine",
        help="rules: offline. llm: the configured model reads, or the call fails. auto: the model where there is one, "
        "checked by the rules; the rules alone, with a warning, where it fails. A model has 45 seconds to read a brief "
        "(FORECAST_KIT_READING_TIMEOUT_SECONDS), retries included.",
    ),
]

NoCache = Annotated[bool, typer.Option("--no-cache", help="Ask the model again, also about a brief it has read.")]


def plan(
    brief: Brief,
    category: Annotated[
        str | None, typer.Option("--category", help="The category, when the brief's words miss.")
    ] = None,
    comparable: Annotated[
        list[str] | None,
        typer.Option("--comparable", metavar="NAME", help="A category whose season a young one borrows; repeatable."),
    ] = None,
    season_total: Annotated[
        float | None,
        typer.Option("--season-total", help="Units that a category without sales is to sell in the season."),
    ] = None,
    sales: Sales = None,
    stores: Stores = None,
    categories: Categories = None,
    stock: Stock = None,
    plan_ahead: Plan = None,
    sizes: Sizes = None,
    mapping: Map = None,
    returns: Returns = None,
    data_dir: DataDir = None,
    as_of: AsOf = None,
    engine: Engine = None,
    confirmed_by: Annotated[
        str | None, typer.Option("--confirmed-by", help="Who stands for the brief; you, unless another is named.")
    ] = None,
    mine: Annotated[int | None, typer.Option("--mine", min=0, help="Your own buy in units, as a third column.")] = None,
    rule: Annotated[
        Literal["flat", "newsvendor", "mine"] | None,
        typer.Option("--rule", help="The buy to take; else the recommended."),
    ] = None,
    approved_by: ApprovedBy = None,
    max_units: MaxUnits = None,
    max_money: MaxMoney = None,
    no_cache: NoCache = False,
    as_json: Json = False,
) -> None:
    """Plan a season: read the brief, forecast, buy, allocate, replenish. Ends with a plan that waits for approval.

    forecast-kit plan "12 weeks of women's dresses from 2 March, weekly top-ups, hold 45%"
    """
    from forecast_kit.replay import SeasonChoices
    from forecast_kit.workbench import Workbench

    files = data_files(sales, stores, categories, stock, plan_ahead, mapping, returns, sizes)
    bench = Workbench(files=files, data_dir=data_dir, as_of=as_of)
    with working("Reading the data and the brief"):
        bench.data  # noqa: B018
        reading = bench.read(
            brief_text(brief),
            category=category,
            engine=engine,
            use_cache=not no_cache,
            comparables=comparable or (),
            season_total_units=season_total,
        )
        who = confirmed_by or bench.settings.confirmed_by or getpass.getuser()
        bench.record_confirmation(reading, reading.extraction.parameters, who)
    choices = SeasonChoices(mine_units=mine, buy_rule=rule) if mine is not None or rule else None
    planned = asyncio.run(watched(bench, reading.run_id, choices, engine))
    refused = _approve_ahead(bench, planned, approved_by, max_units, max_money)
    if as_json:
        print_json(_document(bench, reading, planned))
    else:
        _print_plan(bench, reading, planned, who)
    if refused is not None:
        raise refused


def _approve_ahead(
    bench: "Workbench",
    planned: "PlannedSeason",
    approved_by: str | None,
    max_units: int | None,
    max_money: float | None,
) -> GateError | None:
    """Approves the order within the limits of the person named ahead; beyond them, says so after the plan is shown."""
    who = approved_by or bench.settings.approved_by
    if who is None or (approved_by is None and max_units is None and max_money is None):
        return None
    from forecast_kit.widgets.limits import ApprovalLimits

    limits = ApprovalLimits(max_units=max_units, max_money=max_money)
    try:
        bench.approvals.accept_within(bench.approvals.order_of(planned.run_id).id, who, limits)
    except GateError as beyond:
        return beyond
    return None


async def watched(bench: "Workbench", run_id: str, choices: Any = None, engine: Any = None) -> "PlannedSeason":
    """Plans with the agents' board live on standard error, where somebody watches."""
    if not sys.stderr.isatty():
        return await bench.plan(run_id, choices=choices, engine=engine)
    from rich.console import Console
    from rich.live import Live

    from forecast_kit.events import Event, StatusBoard, fold

    board, currency = StatusBoard(), bench.settings.currency
    with Live(board_table(board, currency), console=Console(stderr=True), transient=True) as live:

        def show(event: Event) -> None:
            nonlocal board
            board = fold([event], board)
            live.update(board_table(board, currency), refresh=True)

        return await bench.plan(run_id, choices=choices, engine=engine, on_event=show)


def _print_plan(bench: "Workbench", reading: "SeasonReading", planned: "PlannedSeason", who: str) -> None:
    from forecast_kit.planning import summarise

    out = console()
    print_extraction(out, reading.extraction)
    for note in (*reading.notes, *planned.notes):
        out.print(f"! {note}", style="yellow", markup=False)
    for section in summarise(planned.plan):
        print_section(out, section)
    out.print()
    order = bench.approvals.order_of(planned.run_id)
    stands = f"and waits for approval ({order.id})" if order.status == "pending" else f"and approved by {order.actor}"
    out.print(
        f"Run {planned.run_id}, brief confirmed by {who}. The plan is proposed {stands}.", style="bold", markup=False
    )


def _document(bench: "Workbench", reading: "SeasonReading", planned: "PlannedSeason") -> dict[str, Any]:
    return {
        "run_id": planned.run_id,
        "status": bench.runs.get(planned.run_id).status,
        "approval_id": bench.approvals.order_of(planned.run_id).id,
        "extraction": reading.extraction.model_dump(mode="json"),
        "notes": [*reading.notes, *planned.notes],
        "plan": planned.plan.model_dump(mode="json"),
        "plan_digest": planned.plan.digest,
    }


def extract(
    brief: Brief,
    today: Today = None,
    engine: Engine = None,
    no_cache: NoCache = False,
    as_json: Json = False,
) -> None:
    """Read the season's parameters from a brief: each value, where it comes from, the words and the reason.

    forecast-kit extract "10 weeks from 9 March, weekly, hold 35%" --today 2026-02-11
    """
    from datetime import date

    from forecast_kit.workbench import Workbench

    with working("Reading the brief"):
        read = Workbench().extract(brief_text(brief), today or date.today(), engine=engine, use_cache=not no_cache)
    if as_json:
        print_json(read.model_dump(mode="json"))
        return
    print_extraction(console(), read)
