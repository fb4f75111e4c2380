"""Options that several commands share, said once."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from forecast_kit.workbench import DataFiles


def day(text: str) -> date:
    """A date as YYYY-MM-DD; anything else is a wrong call."""
    return datetime.strptime(text, "%Y-%m-%d").date()


Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON, for programs.")]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=day, metavar="YYYY-MM-DD", help="The day of planning; nothing later is looked at."),
]
Today = Annotated[
    date | None, typer.Option("--today", parser=day, metavar="YYYY-MM-DD", help="The day the brief is read on.")
]
Sales = Annotated[Path | None, typer.Option("--sales", help="Your sales: csv, csv.gz, xlsx or parquet.")]
Stores = Annotated[Path | None, typer.Option("--stores", help="Your stores.")]
Categories = Annotated[Path | None, typer.Option("--categories", help="Prices, costs and salvage a category.")]
Stock = Annotated[Path | None, typer.Option("--stock", help="Stock on hand and on order.")]
Sizes = Annotated[Path | None, typer.Option("--sizes", help="How a category's units divide into sizes.")]
Plan = Annotated[Path | None, typer.Option("--plan-ahead", help="Promotions and other things known ahead, by week.")]
Map = Annotated[
    list[str] | None, typer.Option("--map", metavar="'THEIRS=OURS'", help="Name a column, e.g. 'Week Ending=week_end'.")
]
Returns = Annotated[
    Literal["net"] | None, typer.Option("--returns", metavar="net", help="Say 'net' when negative units are returns.")
]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="A folder with sales, stores, categories, stock.")]

ApprovedBy = Annotated[
    str | None, typer.Option("--approved-by", help="Who approves ahead, within limits; beyond them the run waits.")
]
MaxUnits = Annotated[int | None, typer.Option("--max-units", min=0, help="The most units to approve.")]
MaxMoney = Annotated[float | None, typer.Option("--max-money", min=0, help="The most money to approve, in cash.")]
MaxMarkdown = Annotated[
    float | None, typer.Option("--max-markdown", min=0, max=1, help="The deepest markdown to approve, 0.3 for 30 %.")
]


def data_files(
    sales: Path | None,
    stores: Path | None,
    categories: Path | None,
    stock: Path | None,
    plan_ahead: Path | None,
    mapping: list[str] | None,
    returns: Literal["net"] | None,
    sizes: Path | None = None,
) -> "DataFiles | None":
    """The user's own files, or None where none are named and the data folder speaks.

    Raises:
        typer.BadParameter: the other files are named without sales.
    """
    if sales is None:
        if any(path is not None for path in (stores, categories, stock, plan_ahead, sizes)):
            raise typer.BadParameter("give --sales as well: the other files describe it")
        return None
    from forecast_kit.workbench import DataFiles

    return DataFiles(
        sales=sales,
        stores=stores,
        categories=categories,
        stock=stock,
        plan_ahead=plan_ahead,
        sizes=sizes,
        mapping=tuple(mapping or ()),
        returns=returns,
    )
