"""A brief that has been read and set against the data, before anybody confirms it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from forecast_kit.errors import BriefError
from forecast_kit.extraction import resolve_category
from forecast_kit.season import CategoryEconomics, Extraction
from forecast_kit.words import day, percent, price, units

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, repr=False)
class SeasonReading:
    """What was understood, of which category, from which data. `facts` are shown above the confirmation."""

    run_id: str
    extraction: Extraction
    category: str
    facts: tuple[tuple[str, str], ...]
    as_of: date
    dataset_id: int
    notes: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from forecast_kit.workbench.show import reading_section, sections_html

        return sections_html(reading_section(self))

    def __repr__(self) -> str:
        from forecast_kit.workbench.show import reading_section, section_text

        return section_text(reading_section(self))


def category_of(extraction: Extraction, asked: str | None, known: list[str]) -> str:
    """The category meant: the one asked for, else the brief's words, else the only one there is.

    Raises:
        BriefError: none or several could be meant; those in the data are named.
    """
    if asked:
        return resolve_category(asked, known)
    if extraction.category_phrase:
        return resolve_category(extraction.category_phrase, known)
    if len(known) == 1:
        return known[0]
    raise BriefError("The brief does not say which category to plan.", f"The data has {', '.join(known)}.")


def facts_of(
    economics: CategoryEconomics,
    extraction: Extraction,
    sales: "pd.DataFrame",
    stock: "pd.DataFrame | None",
    lead_weeks: int | None,
    currency: str,
) -> tuple[tuple[str, str], ...]:
    """What the data says of the category: stores, how far sales reach, price and cost, stock, the order date."""
    own = sales[sales["category"] == economics.category]
    last = own["week_start"].max().date()
    stores = own.loc[own["week_start"] == own["week_start"].max(), "store_id"].nunique()
    every = sales["store_id"].nunique()
    start = extraction.parameters.season_start_date
    order = "not known: no supplier lead time" if lead_weeks is None else day(start - timedelta(weeks=lead_weeks))
    vat = f" incl. {percent(economics.vat_rate)} VAT" if economics.vat_rate else ""
    return (
        ("Category", economics.category),
        ("Stores", f"{stores} selling, of {every}"),
        ("Sales through", f"the week of {day(last)}"),
        ("Price / cost", f"{price(economics.unit_price, currency)}{vat} / {price(economics.unit_cost, currency)}"),
        ("Stock", _stock_fact(economics.category, stock)),
        ("Order by", order),
    )


def _stock_fact(category: str, stock: "pd.DataFrame | None") -> str:
    if stock is None:
        return "no stock file: none is counted"
    own = stock[stock["category"] == category]
    on_order = own["on_order"].sum() if "on_order" in own else 0
    return f"{units(float(own['on_hand'].sum()))} on hand, {units(float(on_order))} on order"
