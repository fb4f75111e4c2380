"""What the data says of a season before anybody plans it: shown above the settings, and followed as they change."""

from forecast_kit.planning import SeasonInputs
from forecast_kit.planning.inputs import stores_of_season, usable_stock
from forecast_kit.words import day, percent, price, units

__all__ = ["facts_of"]

STORES_NAMED = 2


def facts_of(inputs: SeasonInputs) -> tuple[tuple[str, str], ...]:
    """Category, stores in and out, how far sales reach, price and cost, stock, the order date: label and value."""
    own = inputs.sales.loc[inputs.sales["category"] == inputs.category, "week_start"]
    reach = "none yet" if own.empty else f"week of {day(own.max().date())}"
    trading, shut = stores_of_season(inputs)
    return (
        ("Category", inputs.category),
        ("Stores", f"{len(trading)} in, {_shut_fact(shut)}"),
        ("Sales through", reach),
        *_new_facts(inputs),
        ("Price and cost", _price_fact(inputs)),
        ("Stock", _stock_fact(inputs, trading)),
        ("Order by", _order_fact(inputs)),
    )


def _new_facts(inputs: SeasonInputs) -> tuple[tuple[str, str], ...]:
    """Whose season a young category borrows, and the total it was given."""
    lenders = (("Season like", ", ".join(inputs.comparables)),) if inputs.comparables else ()
    total = inputs.season_total_units
    return lenders if total is None else (*lenders, ("To sell, as stated", f"{units(total)} units"))


def _shut_fact(shut: list[str]) -> str:
    named = f" ({', '.join(shut)} closed)" if 0 < len(shut) <= STORES_NAMED else ""
    return f"{len(shut) or 'none'} out{named}"


def _price_fact(inputs: SeasonInputs) -> str:
    economics, currency = inputs.economics, inputs.terms.currency
    if economics.unit_price is None and economics.unit_cost is None:
        return "not known: no categories file"
    vat = f" incl. {percent(inputs.vat_rate)} VAT" if inputs.vat_rate else ""
    return f"{price(economics.unit_price, currency)}{vat}, cost {price(economics.unit_cost, currency)}"


def _stock_fact(inputs: SeasonInputs, trading: list[str]) -> str:
    if inputs.stock is None:
        return "no stock file: none counted"
    stock = usable_stock(inputs, trading)
    on_hand = f"{units(stock.on_hand_stores + stock.on_hand_dc)} on hand"
    on_order = f"{units(stock.on_order_in_time)} on order" + (" in time" if stock.on_order_late else "")
    late = f", {units(stock.on_order_late)} too late" if stock.on_order_late else ""
    return f"{on_hand}, {on_order}{late}"


def _order_fact(inputs: SeasonInputs) -> str:
    order = inputs.order_date
    if order is None:
        return "not known: no supplier lead time"
    return day(order) if order >= inputs.as_of else f"{day(order)}: already past"
