"""What a policy is told before a season, and what it answers."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, Protocol

import pandas as pd
from pydantic import Field

from forecast_kit.errors import PlanError
from forecast_kit.forecasting import DemandHistory, to_demand
from forecast_kit.plan import BuyPlan, BuyRule, DemandForecast, StoreAllocation, UsableStock
from forecast_kit.season import CategoryEconomics, Frozen, SeasonParameters, TradingWeek, trading_weeks

LONG_GAP_WEEKS = 26


class SeasonChoices(Frozen):
    """The decisions left open by the brief. Every one has a recommended answer; None means "as recommended".

    `plan_columns` are those of the plan ahead that are trusted, None all of them. `mine_units` is a buy typed in by a
    person; it stands beside the two rules as a third column. `min_presentation_units` takes the place of the setting.
    `elasticity_source` is what a markdown is worked out with: the stated elasticity weighed against the category's own
    price changes, or as it was given.
    """

    use_plan_columns: bool = True
    plan_columns: tuple[str, ...] | None = None
    buy_rule: BuyRule | None = None
    mine_units: int | None = Field(None, ge=0)
    safety_share: float | None = Field(None, ge=0, le=5)
    share_method: Literal["shrunk", "history_and_size"] = "shrunk"
    tiers: int | None = Field(None, ge=1, le=8)
    min_presentation_units: int | None = Field(None, ge=0)
    elasticity_source: Literal["weighed", "given"] = "weighed"
    markdown_answer: Literal["rule of thumb", "clears", "earns most", "do nothing"] | None = None


class SupplyTerms(Frozen):
    """What the supply side allows: quantities in units, the last week a delivery may arrive, VAT as a share."""

    min_presentation_units: int = Field(0, ge=0)
    min_ship_units: int = Field(1, ge=1)
    last_delivery_week: int | None = Field(None, ge=1)
    pack_size: int = Field(1, ge=1)
    min_order_units: int = Field(0, ge=0)
    vat_rate: float = Field(0.0, ge=0, lt=1)


@dataclass(frozen=True, kw_only=True)
class Season:
    """One category's season, as known on the day it is planned.

    `history` has a row a store-week: `week_start, store_id, units`, plan columns, and where known `price`,
    `list_price`, `in_stock`. `plan` has the plan columns for every week from the end of history to the end of the
    season. Money is per unit in the selling currency; `unit_price` includes VAT. `demand_log_sd` is what the planner
    admits not to know about the total (log-normal, mean 1), beyond the forecast's own error; `elasticity_sd` how
    unsure the elasticity is (standard deviation of its logarithm). `comparables` are categories of the panel whose
    season a young one borrows; with `season_total_units`, what a category that has never sold is to sell, `history` is
    theirs.
    """

    category: str
    history: pd.DataFrame
    stores: pd.DataFrame | None
    plan: pd.DataFrame | None
    parameters: SeasonParameters
    unit_price: float | None
    unit_cost: float | None
    salvage_value: float | None
    elasticity: float | None
    demand_log_sd: float = 0.0
    elasticity_sd: float = 0.0
    markdown_fade: float = 1.0
    lead_time_weeks: int = 0
    seed: int = 0
    supply: SupplyTerms = field(default_factory=SupplyTerms)
    usable: UsableStock = field(default_factory=UsableStock)
    store_on_hand: pd.Series | None = None
    comparables: tuple[str, ...] = ()
    season_total_units: float | None = None

    @cached_property
    def history_through(self) -> date:
        """Start of the last week of history."""
        if self.history.empty:
            raise PlanError(
                f"There are no sales of {self.category} before the season.", "Give at least 8 weeks of them."
            )
        last: date = pd.Timestamp(self.history["week_start"].max()).date()
        return last

    @cached_property
    def demand(self) -> DemandHistory:
        """The history as demand at full price, a row a store-week, stores named by text."""
        named = self.history.assign(category=self.category, store_id=self.history["store_id"].astype(str))
        return to_demand(named, elasticity=self.elasticity)

    @cached_property
    def weeks(self) -> tuple[TradingWeek, ...]:
        """The season's weeks on the calendar of the history."""
        return trading_weeks(self.parameters, self.history_through)

    @property
    def plan_columns(self) -> tuple[str, ...]:
        """What is known ahead, by name."""
        names = () if self.plan is None else self.plan.columns
        return tuple(str(name) for name in names if name not in ("week_start", "category"))

    @property
    def gap_weeks(self) -> int:
        """Weeks between the last week of history and the season's first.

        Raises:
            PlanError: the season starts inside the history: it would be planned with hindsight.
        """
        gap = (self.weeks[0].week_start - self.history_through).days // 7 - 1
        if gap < 0:
            raise PlanError(
                f"The season starts on {self.parameters.season_start_date:%-d %B %Y}, but sales are known through the "
                f"week of {self.history_through:%-d %B %Y}.",
                "Start it later, or plan it as of an earlier day.",
            )
        return gap

    @property
    def economics(self) -> CategoryEconomics:
        """Price, cost and salvage as the buy needs them."""
        return CategoryEconomics(
            category=self.category,
            unit_price=self.unit_price,
            unit_cost=self.unit_cost,
            salvage_value=self.salvage_value,
            vat_rate=self.supply.vat_rate,
            pack_size=self.supply.pack_size,
            min_order_units=self.supply.min_order_units,
            elasticity=self.elasticity,
        )


@dataclass(frozen=True, kw_only=True)
class Opening:
    """How a season opens, in units: the buy, what each store starts with, what stays in the DC.

    `forecast`, `buy` and `allocation` hold the reasoning behind the numbers, where a policy has any. `recorded` says
    that this is what a company really did: it is held to its stock, but to no holdback, cadence or checkpoint.
    """

    buy_units: int
    store_units: pd.Series
    dc_units: int
    forecast: DemandForecast | None = None
    buy: BuyPlan | None = None
    allocation: StoreAllocation | None = None
    recorded: bool = False


@dataclass(frozen=True, kw_only=True)
class State:
    """What is known when `week` (1 to the horizon) is about to start.

    `store_stock` is what stands on each shelf, by store_id, with everything that has arrived; `dc_stock` what the DC
    has. `sales` are the units really sold so far, a row a week and store: `week, store_id, units`. `markdown` is the
    running cut, a share off full price.
    """

    week: int
    store_stock: pd.Series
    dc_stock: float
    sales: pd.DataFrame
    markdown: float


@dataclass(frozen=True, kw_only=True)
class WeekDecision:
    """What leaves the DC now, whole units by store_id (a store left out gets none), and the markdown from this week on.

    A `markdown` of 0 starts none; one that is running goes on.
    """

    shipments: pd.Series
    markdown: float = 0.0


class Policy(Protocol):
    """Whoever decides a season: `open` once, then `week` for weeks 1 to the horizon on the same instance."""

    def open(self, season: Season) -> Opening:
        """The buy and the opening stock, from what is known before the season."""

    def week(self, state: State) -> WeekDecision:
        """The week's shipments and markdown, from what is known when it starts."""
