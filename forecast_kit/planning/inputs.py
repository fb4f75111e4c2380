"""Everything a plan is made from, gathered and checked before anything is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from forecast_kit.allocation import open_stores
from forecast_kit.columns import DC
from forecast_kit.errors import PlanError
from forecast_kit.plan import UsableStock, digest_of
from forecast_kit.pricing import DEFAULT_ELASTICITY, DEFAULT_FADE, Elasticity, estimate_elasticity
from forecast_kit.replay import Season, SupplyTerms
from forecast_kit.season import CategoryEconomics, SeasonParameters

MIN_HISTORY_WEEKS = 8


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the brief does not say and a plan needs, each with where it came from (file, setting, default ...).

    Lead times are weeks, quantities units, elasticity a positive number, VAT a share.
    """

    supplier_lead_weeks: int | None = None
    dc_lead_weeks: int = 1
    min_presentation_units: int = 0
    min_ship_units: int = 1
    last_delivery_week: int | None = None
    elasticity: float | None = None
    vat_rate: float | None = None
    currency: str = "GBP"
    demand_log_sd: float = 0.0
    sources: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class SeasonInputs:
    """One category's season to plan. `sales` holds every category: the others steady the forecast.

    Frames are as DESIGN names their columns: sales, stores, stock (`location, category, on_hand, on_order, due_week`),
    `plan_ahead` (`category, week_start` + plan columns) and `size_shares` (`category, size, share`). Nothing
    after `as_of` is looked at. A category with under a year of sales may name `comparables` whose season it borrows;
    one without sales needs them, and `season_total_units`, what it is to sell at full price.
    """

    parameters: SeasonParameters
    economics: CategoryEconomics
    sales: pd.DataFrame
    stores: pd.DataFrame | None
    stock: pd.DataFrame | None
    plan_ahead: pd.DataFrame | None
    as_of: date
    terms: Terms = Terms()
    seed: int = 0
    size_shares: pd.DataFrame | None = None
    comparables: tuple[str, ...] = ()
    season_total_units: float | None = None

    @property
    def category(self) -> str:
        """The category being planned."""
        return self.economics.category

    @property
    def elasticity(self) -> float:
        """Price elasticity of demand, to two digits: what is planned with."""
        return round(self.price_response.value, 2)

    @cached_property
    def price_response(self) -> Elasticity:
        """From the category's own price changes, weighed against its stated elasticity, the setting's, or the prior."""
        given = self.economics.elasticity or self.terms.elasticity or DEFAULT_ELASTICITY
        past = self.past_sales()
        return estimate_elasticity(past[past["category"] == self.category], prior=given)

    @property
    def supplier_lead_weeks(self) -> int | None:
        """Weeks from order to the DC, where anyone has said."""
        stated = self.terms.supplier_lead_weeks
        return self.economics.supplier_lead_weeks if stated is None else stated

    @property
    def order_date(self) -> date | None:
        """The last day to order for an opening on time: start - lead time."""
        lead = self.supplier_lead_weeks
        return None if lead is None else self.parameters.season_start_date - timedelta(weeks=lead)

    @property
    def vat_rate(self) -> float:
        """VAT within the selling price, a share."""
        return self.economics.vat_rate if self.terms.vat_rate is None else self.terms.vat_rate

    def past_sales(self) -> pd.DataFrame:
        """Sales of the weeks that were over on the day of planning."""
        week_end = self.sales["week_start"] + pd.Timedelta(days=7)
        return self.sales[week_end <= pd.Timestamp(self.as_of)]

    def digest(self) -> str:
        """sha256 over everything the plan depends on."""
        frames = {
            "sales": self.past_sales(),
            "stores": self.stores,
            "stock": self.stock,
            "plan_ahead": self.plan_ahead,
            **({} if self.size_shares is None else {"size_shares": self.size_shares}),
        }
        new = {"comparables": list(self.comparables), "season_total_units": self.season_total_units}
        return digest_of(
            {
                **(new if self.comparables else {}),
                "parameters": self.parameters.model_dump(mode="json"),
                "economics": self.economics.model_dump(mode="json"),
                "terms": {name: value for name, value in vars(self.terms).items() if name != "sources"},
                "as_of": self.as_of.isoformat(),
                "seed": self.seed,
                "frames": {name: _frame_digest(frame) for name, frame in frames.items()},
            }
        )


def _frame_digest(frame: pd.DataFrame | None) -> str | None:
    if frame is None:
        return None
    ordered = frame[sorted(frame.columns)]
    hashes = pd.util.hash_pandas_object(ordered, index=False).sort_values()
    return digest_of([sorted(frame.columns), len(frame), str(int(hashes.sum() & ((1 << 63) - 1)))])


def usable_stock(inputs: SeasonInputs, trading_stores: list[str]) -> UsableStock:
    """Stock the season can sell: on hand in trading stores and the DC, and on order due by the season's start.

    A store that ships from the DC (online) has its stock there. Stock in stores that will be closed is not counted:
    moving it is another decision.
    """
    own = _own_stock(inputs)
    if own is None:
        return UsableStock()
    from_dc = own["location"].isin({DC} | _online(inputs))
    in_stores = own["location"].isin(trading_stores) & ~from_dc
    on_order = own["on_order"].fillna(0) if "on_order" in own else pd.Series(0, index=own.index)
    due = pd.to_datetime(own["due_week"]) if "due_week" in own else pd.Series(pd.NaT, index=own.index)
    in_time = due <= pd.Timestamp(inputs.parameters.season_start_date)
    return UsableStock(
        on_hand_stores=int(own.loc[in_stores, "on_hand"].sum()),
        on_hand_dc=int(own.loc[from_dc, "on_hand"].sum()),
        on_order_in_time=int(on_order[in_time].sum()),
        on_order_late=int(on_order[~in_time].sum()),
    )


def store_on_hand(inputs: SeasonInputs, trading_stores: list[str]) -> pd.Series | None:
    """Units already on the shelf of each trading store, by store_id."""
    own = _own_stock(inputs)
    if own is None:
        return None
    shelves = own[own["location"].isin(set(trading_stores) - _online(inputs))]
    return shelves.groupby("location")["on_hand"].sum().astype(int).rename_axis("store_id")


def _own_stock(inputs: SeasonInputs) -> pd.DataFrame | None:
    return None if inputs.stock is None else inputs.stock[inputs.stock["category"] == inputs.category]


def _online(inputs: SeasonInputs) -> set[str]:
    stores = inputs.stores
    if stores is None or "ships_from_dc" not in stores:
        return set()
    return set(stores.loc[stores["ships_from_dc"].fillna(False).astype(bool), "store_id"])


def season_of(inputs: SeasonInputs) -> tuple[Season, pd.DataFrame]:
    """The season as the policy is told it, and the panel: other categories' past sales.

    Raises:
        PlanError: the season lies before the day of planning, or there is too little history.
    """
    if inputs.parameters.season_start_date < inputs.as_of:
        raise PlanError(
            f"The season would start on {inputs.parameters.season_start_date:%-d %B %Y}, before the day it is planned "
            f"({inputs.as_of:%-d %B %Y}).",
            "Give a later start date, or plan it as of an earlier day with --as-of.",
        )
    past = inputs.past_sales()
    mine = past["category"] == inputs.category
    history = _own_or_lent(inputs, past[mine], past)
    trading, _ = stores_of_season(inputs)
    season = Season(
        category=inputs.category,
        history=history,
        stores=inputs.stores,
        plan=_own_plan(inputs),
        parameters=inputs.parameters,
        unit_price=inputs.economics.unit_price,
        unit_cost=inputs.economics.unit_cost,
        salvage_value=inputs.economics.salvage_value,
        elasticity=inputs.elasticity,
        demand_log_sd=inputs.terms.demand_log_sd,
        elasticity_sd=inputs.price_response.log_sd,
        markdown_fade=DEFAULT_FADE,
        lead_time_weeks=inputs.terms.dc_lead_weeks,
        seed=inputs.seed,
        supply=_supply(inputs),
        usable=usable_stock(inputs, trading),
        store_on_hand=store_on_hand(inputs, trading),
        comparables=inputs.comparables,
        season_total_units=inputs.season_total_units,
    )
    return season, past[~mine]


def _own_or_lent(inputs: SeasonInputs, own: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """The category's store-weeks; where it has none, those of its comparables together, for its stores and calendar."""
    weeks = own["week_start"].nunique()
    if weeks >= MIN_HISTORY_WEEKS or (weeks and inputs.comparables):
        return own.drop(columns="category")
    if weeks or not inputs.comparables or inputs.season_total_units is None:
        enough = (
            f"A forecast needs at least {MIN_HISTORY_WEEKS}; load more history, or name comparable categories whose "
            "season it borrows"
        )
        has = "is 1 week" if weeks == 1 else f"are {weeks} weeks"
        raise PlanError(
            f"There {has} of sales of {inputs.category} before {inputs.as_of:%-d %B %Y}.",
            f"{enough}." if weeks else f"{enough} and say how many units you expect in the season.",
        )
    lent = past[past["category"].isin(inputs.comparables)]
    how = {name: "sum" if name == "units" else "mean" for name in lent.select_dtypes(["number", "bool"]).columns}
    return lent.groupby(["week_start", "store_id"], as_index=False).agg(how)


def _own_plan(inputs: SeasonInputs) -> pd.DataFrame | None:
    if inputs.plan_ahead is None:
        return None
    own = inputs.plan_ahead[inputs.plan_ahead["category"] == inputs.category]
    return None if own.empty else own.drop(columns="category")


def _supply(inputs: SeasonInputs) -> SupplyTerms:
    return SupplyTerms(
        min_presentation_units=inputs.terms.min_presentation_units,
        min_ship_units=inputs.terms.min_ship_units,
        last_delivery_week=inputs.terms.last_delivery_week,
        pack_size=inputs.economics.pack_size,
        min_order_units=inputs.economics.min_order_units,
        vat_rate=inputs.vat_rate,
    )


def stores_of_season(inputs: SeasonInputs) -> tuple[list[str], list[str]]:
    """The stores that are open on some day of the season, and those that are not, by store_id."""
    known = inputs.stores
    if known is None:
        past = inputs.past_sales()
        own = past[past["category"] == inputs.category]
        known = past[past["category"].isin(inputs.comparables)] if own.empty else own
    ids = sorted(set(known["store_id"]))
    trading = open_stores(inputs.stores, ids, inputs.parameters.season_start_date, inputs.parameters.season_end_date)
    return trading, sorted(set(ids) - set(trading))
