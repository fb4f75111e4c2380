"""What a plan is made from, gathered from the data, the brief and the settings, each with where it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from forecast_kit.columns import CATEGORIES_OPTIONAL
from forecast_kit.extraction import resolve_category
from forecast_kit.planning import SeasonInputs, Terms
from forecast_kit.season import CategoryEconomics, SeasonParameters
from forecast_kit.settings import Settings
from forecast_kit.workbench.dataset import Dataset

WHOLE = ("pack_size", "min_order_units", "supplier_lead_weeks")
SETTINGS = (
    "dc_lead_weeks",
    "min_presentation_units",
    "min_ship_units",
    "last_delivery_week",
    "elasticity",
    "vat_rate",
    "currency",
)


@dataclass(frozen=True)
class NewCategory:
    """What the planner says of a category under a year: whose season it borrows, and, without sales, its total."""

    comparables: tuple[str, ...] = ()
    season_total_units: float | None = None

    @classmethod
    def said(cls, comparables: Sequence[str], season_total_units: float | None, known: Sequence[str]) -> "NewCategory":
        """With the comparables found among the `known` categories.

        Raises:
            BriefError: one of them is not there.
        """
        return cls(tuple(resolve_category(name, known) for name in comparables), season_total_units)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "NewCategory":
        """As a run keeps it."""
        kept = options.get("new_category") or {}
        return cls(tuple(kept.get("comparables", ())), kept.get("season_total_units"))

    def as_options(self) -> dict[str, Any]:
        """For a run to keep; nothing where nothing was said."""
        if not self.comparables and self.season_total_units is None:
            return {}
        return {"new_category": {"comparables": list(self.comparables), "season_total_units": self.season_total_units}}


def economics_of(data: Dataset, category: str) -> CategoryEconomics:
    """The category's row of the categories file; without one, only its name."""
    if data.categories is None:
        return CategoryEconomics(category=category)
    rows = data.categories[data.categories["category"] == category]
    if rows.empty:
        return CategoryEconomics(category=category)
    row = rows.iloc[0]
    known = {name: row[name] for name in CATEGORIES_OPTIONAL if name in row.index and pd.notna(row[name])}
    values = {name: int(value) if name in WHOLE else float(value) for name, value in known.items()}
    return CategoryEconomics.model_validate({"category": category, **values})


def supplier_lead_of(economics: CategoryEconomics, settings: Settings, stated: int | None) -> tuple[int | None, str]:
    """Weeks from order to DC, and where that is from: the brief, else the categories file, else a setting."""
    for value, source in (
        (stated, "brief"),
        (economics.supplier_lead_weeks, "file"),
        (settings.supplier_lead_weeks, "setting"),
    ):
        if value is not None:
            return value, source
    return None, "default"


NOTHING_NEW = NewCategory()


def inputs_of(
    data: Dataset,
    category: str,
    parameters: SeasonParameters,
    as_of: date,
    settings: Settings,
    stated_lead_weeks: int | None,
    new: NewCategory = NOTHING_NEW,
) -> SeasonInputs:
    """The inputs of one category's plan."""
    economics = economics_of(data, category)
    lead, lead_source = supplier_lead_of(economics, settings, stated_lead_weeks)
    given = {name: getattr(settings, name) for name in SETTINGS}
    sources = {name: "setting" for name in SETTINGS if name in settings.model_fields_set}
    terms = Terms(supplier_lead_weeks=lead, sources={**sources, "supplier_lead_weeks": lead_source}, **given)
    return SeasonInputs(
        parameters=parameters,
        economics=economics,
        sales=data.sales,
        stores=data.stores,
        stock=data.stock,
        plan_ahead=data.plan_ahead,
        as_of=as_of,
        terms=terms,
        size_shares=data.size_shares,
        comparables=new.comparables,
        season_total_units=new.season_total_units,
    )
