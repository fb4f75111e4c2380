"""The plan's header: what it takes as given, and where each of it is from."""

import math

from forecast_kit.plan import Assumption
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.pricing import DEFAULT_FADE
from forecast_kit.words import percent, price


def assumptions_of(inputs: SeasonInputs) -> tuple[Assumption, ...]:
    """The plan's header: everything it takes as given, in a planner's words, with where it came from."""
    economics, terms = inputs.economics, inputs.terms
    sources = terms.sources or {}

    def source(name: str, value: object, fallback: str = "default") -> str:
        return sources.get(name, "default" if value is None else fallback)

    money = terms.currency
    lead = inputs.supplier_lead_weeks
    rows = [
        ("Selling price", price(economics.unit_price, money), source("unit_price", economics.unit_price, "file")),
        ("Landed cost", price(economics.unit_cost, money), source("unit_cost", economics.unit_cost, "file")),
        ("Salvage value", price(economics.salvage_value, money), source("salvage", economics.salvage_value, "file")),
        ("VAT in the price", percent(inputs.vat_rate), source("vat_rate", economics.vat_rate or None, "file")),
        ("Price elasticity", *_elasticity(inputs, source("elasticity", economics.elasticity, "file"))),
        ("Elasticity after a markdown's first week", f"{DEFAULT_FADE:g} times as much", "default"),
        (
            "Supplier lead time",
            "not known" if lead is None else f"{lead} weeks",
            source("supplier_lead_weeks", economics.supplier_lead_weeks, "file"),
        ),
        ("DC to store", f"{terms.dc_lead_weeks} week{'s' * (terms.dc_lead_weeks != 1)}", source("dc_lead_weeks", None)),
        (
            "Minimum presentation",
            f"two weeks' demand, at least {terms.min_presentation_units} units",
            source("min_presentation_units", None),
        ),
        (
            "Smallest shipment line",
            f"{terms.min_ship_units} unit{'s' * (terms.min_ship_units != 1)}",
            source("min_ship_units", None),
        ),
        (
            "Stock file",
            "none: no stock is counted" if inputs.stock is None else "counted",
            "file" if inputs.stock is not None else "default",
        ),
    ]
    return tuple(Assumption(name=name, value=value, source=where) for name, value, where in rows)


def _elasticity(inputs: SeasonInputs, given: str) -> tuple[str, str]:
    """Its value, give or take, and where it is from."""
    response = inputs.price_response
    low, high = (inputs.elasticity * math.exp(step * response.log_sd) for step in (-1, 1))
    value = f"{inputs.elasticity:g}, two in three between {low:.2g} and {high:.2g}"
    if not response.price_changes:
        return value, given
    changes = f"{response.price_changes} price change{'s' * (response.price_changes != 1)}"
    return f"{value}; from {changes} in the history", "data"
