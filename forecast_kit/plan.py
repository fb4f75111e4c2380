"""The plan of a season as values that check themselves: a plan that does not add up cannot be built.

Units are whole pieces; money is in the plan's currency, net of VAT; shares are 0-1.
"""

import hashlib
import json
from datetime import date
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from forecast_kit.season import CategoryEconomics, Frozen, SeasonParameters

__all__ = [
    "Assumption",
    "BuyOption",
    "BuyPlan",
    "BuyRule",
    "Choice",
    "ChoiceOption",
    "DemandForecast",
    "MarkdownDecision",
    "MarkdownOption",
    "ModelWeight",
    "ReconciliationLine",
    "ReplenishmentOrder",
    "Risk",
    "SeasonPlan",
    "StockWeek",
    "StoreAllocation",
    "StoreLine",
    "StoreTier",
    "TotalQuantile",
    "UsableStock",
    "WeekForecast",
    "canonical_json",
    "digest_of",
]

BuyRule = Literal["flat", "newsvendor", "mine"]


def canonical_json(value: object) -> str:
    """JSON with one spelling: sorted keys, no spaces, no NaN. What digests are taken of.

    >>> canonical_json({"b": 1, "a": [1.5]})
    '{"a":[1.5],"b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False)


def digest_of(value: object) -> str:
    """sha256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


class Assumption(Frozen):
    """One thing the plan takes as given: shown in its header, with where it came from."""

    name: str
    value: str
    source: Literal["brief", "file", "setting", "option", "default", "data"]


class ChoiceOption(Frozen):
    """One of the answers that were open, with the money it is expected to make (margin, selling currency)."""

    name: str
    label: str
    expected_margin: float | None = None


class Choice(Frozen):
    """A decision taken on the way: what was open, what was taken, by whom and why (two sentences at most)."""

    name: str
    agent: Literal["orchestrator", "demand", "inventory", "pricing"]
    options: tuple[ChoiceOption, ...] = Field(min_length=1)
    chosen: str
    chosen_by: str
    reason: str

    @model_validator(mode="after")
    def _chosen_was_open(self) -> Self:
        if self.chosen not in {option.name for option in self.options}:
            raise ValueError(f"{self.chosen!r} is not one of the options of {self.name!r}")
        return self

    @property
    def money_against_next_best(self) -> float | None:
        """Expected margin of the chosen option less that of the best other one; None where not known."""
        margins = {option.name: option.expected_margin for option in self.options}
        others = [m for name, m in margins.items() if name != self.chosen and m is not None]
        mine = margins[self.chosen]
        return None if mine is None or not others else mine - max(others)


class WeekForecast(Frozen):
    """Expected demand at full price in one week of the season, with its 80 % interval."""

    week: int = Field(ge=1)
    week_start: date
    units: float = Field(ge=0)
    units_lo_80: float = Field(ge=0)
    units_hi_80: float = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.units_lo_80 <= self.units <= self.units_hi_80:
            raise ValueError(f"week {self.week}: the interval does not contain the forecast")
        return self


class TotalQuantile(Frozen):
    """The season total that demand stays below with this probability."""

    quantile: float = Field(gt=0, lt=1)
    units: float = Field(ge=0)


class ModelWeight(Frozen):
    """A model's part in the combination; `fallback_from` names the model it stands in for."""

    model: str
    weight: float = Field(ge=0, le=1)
    fallback_from: str | None = None


class DemandForecast(Frozen):
    """What the category would sell at full price if the shelf were never empty."""

    category: str
    weeks: tuple[WeekForecast, ...] = Field(min_length=1)
    total_quantiles: tuple[TotalQuantile, ...] = Field(min_length=1)
    models: tuple[ModelWeight, ...] = Field(min_length=1)
    history_from: date
    history_through: date
    gap_weeks: int = Field(ge=0)
    same_weeks_last_year: float | None = Field(None, ge=0)
    backtest_wape: float | None = Field(None, ge=0)
    backtest_coverage_80: float | None = Field(None, ge=0, le=1)
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if [week.week for week in self.weeks] != list(range(1, len(self.weeks) + 1)):
            raise ValueError("the forecast's weeks are not 1, 2, 3 ...")
        for low, high in pairwise(self.total_quantiles):
            if low.quantile >= high.quantile or low.units > high.units:
                raise ValueError("the quantiles of the season total cross")
        if abs(sum(model.weight for model in self.models) - 1) > 1e-6:
            raise ValueError("the weights of the models do not add up to 1")
        return self

    @property
    def total_units(self) -> float:
        """Expected demand over the season, units."""
        return sum(week.units for week in self.weeks)


class UsableStock(Frozen):
    """Stock that the season can sell: on hand, and on order due in time. Late orders are named, not used."""

    on_hand_stores: int = Field(0, ge=0)
    on_hand_dc: int = Field(0, ge=0)
    on_order_in_time: int = Field(0, ge=0)
    on_order_late: int = Field(0, ge=0)

    @property
    def units(self) -> int:
        """Units the season can count on."""
        return self.on_hand_stores + self.on_hand_dc + self.on_order_in_time


class BuyOption(Frozen):
    """One way to buy, and what it is expected to lead to. Money is None where the economics are not known."""

    rule: BuyRule
    label: str
    need_units: int = Field(ge=0)
    buy_units: int = Field(ge=0)
    cash: float | None = Field(None, ge=0)
    expected_sales_units: float = Field(ge=0)
    expected_lost_units: float = Field(ge=0)
    expected_leftover_units: float = Field(ge=0)
    expected_revenue: float | None = None
    expected_margin: float | None = None
    service_level: float = Field(ge=0, le=1)


class BuyPlan(Frozen):
    """The manufacturing order: need less usable stock, in whole packs, above the minimum order."""

    options: tuple[BuyOption, ...] = Field(min_length=1)
    recommended: BuyRule
    chosen: BuyRule
    usable_stock: UsableStock
    pack_size: int = Field(1, ge=1)
    min_order_units: int = Field(0, ge=0)
    safety_share: float = Field(ge=0)
    critical_ratio: float | None = Field(None, ge=0, le=1)
    reason: str

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        rules = [option.rule for option in self.options]
        if len(set(rules)) != len(rules) or self.chosen not in rules or self.recommended not in rules:
            raise ValueError("the chosen and the recommended buy must each be one of the options, named once")
        for option in self.options:
            if option.buy_units % self.pack_size:
                raise ValueError(f"{option.label}: {option.buy_units} units are not whole packs of {self.pack_size}")
            if 0 < option.buy_units < self.min_order_units:
                raise ValueError(f"{option.label}: {option.buy_units} units are below the minimum order")
        return self

    def option(self, rule: BuyRule) -> BuyOption:
        """The option of that rule."""
        return next(option for option in self.options if option.rule == rule)

    @property
    def buy_units(self) -> int:
        """Units to order from the supplier."""
        return self.option(self.chosen).buy_units

    @property
    def committed_units(self) -> int:
        """Everything the season has to sell: buy + usable stock."""
        return self.buy_units + self.usable_stock.units

    @property
    def rounding_units(self) -> int:
        """Units bought above need - usable stock because of packs, the minimum order, or stock above need."""
        chosen = self.option(self.chosen)
        return chosen.buy_units + self.usable_stock.units - chosen.need_units


class StoreTier(Frozen):
    """A group of like stores, named by what sets it apart."""

    name: str
    stores: int = Field(ge=1)
    share: float = Field(ge=0, le=1)
    opening_units: int = Field(ge=0)
    weeks_of_cover: float | None = Field(None, ge=0)
    sets_apart: str


class StoreLine(Frozen):
    """One store's part of the season. `share` is of the category's demand; a closed store has no line."""

    store_id: str
    store_name: str = ""
    tier: str
    share: float = Field(ge=0, le=1)
    on_hand_units: int = Field(0, ge=0)
    presentation_units: int = Field(0, ge=0)
    opening_units: int = Field(ge=0)
    ring_fenced_units: int = Field(0, ge=0)
    short_of_presentation: int = Field(0, ge=0)

    @model_validator(mode="after")
    def _stock_in_a_store_stays(self) -> Self:
        if self.opening_units < self.on_hand_units:
            raise ValueError(f"store {self.store_id} would open with less than it already has")
        return self


class StoreAllocation(Frozen):
    """Who opens with how much. stores + DC = buy + usable stock, to the unit."""

    lines: tuple[StoreLine, ...] = Field(min_length=1)
    tiers: tuple[StoreTier, ...]
    dc_units: int = Field(ge=0)
    committed_units: int = Field(ge=0)
    tier_stability: float | None = Field(None, ge=-1, le=1)
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if len({line.store_id for line in self.lines}) != len(self.lines):
            raise ValueError("a store stands twice in the allocation")
        if self.store_units + self.dc_units != self.committed_units:
            raise ValueError(
                f"stores {self.store_units:,} + DC {self.dc_units:,} are not the {self.committed_units:,} committed"
            )
        if self.ring_fenced_units > self.dc_units:
            raise ValueError("more is ring-fenced for online than the DC holds")
        if abs(sum(line.share for line in self.lines) - 1) > 1e-6:
            raise ValueError("the stores' shares do not add up to 1")
        return self

    @property
    def store_units(self) -> int:
        """Units on the shelves when the season opens."""
        return sum(line.opening_units for line in self.lines)

    @property
    def ring_fenced_units(self) -> int:
        """Units in the DC kept for the stores it ships for (online)."""
        return sum(line.ring_fenced_units for line in self.lines)


class ReplenishmentOrder(Frozen):
    """One planned delivery: what arrives before `week`, leaving the DC `dispatch_week_start`."""

    week: int = Field(ge=2)
    week_start: date
    dispatch_week_start: date
    lines: tuple[tuple[str, int], ...]

    @model_validator(mode="after")
    def _whole_and_positive(self) -> Self:
        if any(units <= 0 for _, units in self.lines):
            raise ValueError("a shipment line without units")
        return self

    @property
    def units(self) -> int:
        """Units of the delivery over all stores."""
        return sum(units for _, units in self.lines)


class StockWeek(Frozen):
    """Stock if demand comes exactly as forecast: units at the week's start (after deliveries) and what it sells."""

    week: int = Field(ge=1)
    week_start: date
    stores_units: float = Field(ge=0)
    dc_units: float = Field(ge=0)
    expected_sales: float = Field(ge=0)
    expected_lost: float = Field(ge=0)


class MarkdownOption(Frozen):
    """One answer at the checkpoint. `depth` is the share off full price (0-1)."""

    name: Literal["rule of thumb", "clears", "earns most", "do nothing"]
    depth: float = Field(ge=0, lt=1)
    units_sold_after: float = Field(ge=0)
    leftover_units: float = Field(ge=0)
    revenue_after: float | None = None
    margin_after: float | None = None


class MarkdownDecision(Frozen):
    """What the plan expects at the checkpoint, and the four answers if the season runs exactly on plan."""

    checkpoint_week: int = Field(ge=1)
    threshold: float = Field(ge=0, le=1)
    expected_sell_through: float = Field(ge=0, le=1)
    options: tuple[MarkdownOption, ...] = Field(min_length=1)
    recommended: str
    elasticity: float = Field(gt=0)
    note: str = ""

    @model_validator(mode="after")
    def _recommended_is_open(self) -> Self:
        if self.recommended not in {option.name for option in self.options}:
            raise ValueError("the recommended markdown is not one of the options")
        return self

    @property
    def trips_on_plan(self) -> bool:
        """Whether a season exactly on plan would still fall below the threshold."""
        return self.expected_sell_through < self.threshold


class Risk(Frozen):
    """Something that may go wrong, in money (selling currency; a positive amount is what it would cost)."""

    title: str
    money: float | None
    units: float | None = None
    explanation: str


class ReconciliationLine(Frozen):
    """One line of the sum from need to stores + DC. `kind` is 'add' for what is summed, 'total' for what results."""

    label: str
    units: int
    kind: Literal["add", "total"]


class SeasonPlan(Frozen):
    """A season, planned: proposed until a person approves it under its digest."""

    category: str
    currency: str
    as_of: date
    parameters: SeasonParameters
    economics: CategoryEconomics
    assumptions: tuple[Assumption, ...]
    forecast: DemandForecast
    buy: BuyPlan
    allocation: StoreAllocation
    replenishment: tuple[ReplenishmentOrder, ...]
    stock_path: tuple[StockWeek, ...]
    markdown: MarkdownDecision | None
    order_date: date | None
    choices: tuple[Choice, ...] = ()
    risks: tuple[Risk, ...] = ()
    warnings: tuple[str, ...] = ()
    seed: int
    input_digest: str
    code_version: str

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        horizon = self.parameters.forecast_horizon_weeks
        if len(self.forecast.weeks) != horizon or len(self.stock_path) != horizon:
            raise ValueError("the forecast or the stock path does not cover the season")
        if self.allocation.committed_units != self.buy.committed_units:
            raise ValueError("the allocation is not of what is bought and in stock")
        shipped = sum(order.units for order in self.replenishment)
        if shipped > self.allocation.dc_units - self.allocation.ring_fenced_units:
            raise ValueError(f"replenishment of {shipped:,} is more than the DC has to ship")
        weeks = [order.week for order in self.replenishment]
        if not set(weeks) <= set(self.parameters.delivery_weeks) or len(set(weeks)) != len(weeks):
            raise ValueError("a delivery stands off the season's cadence")
        return self

    @property
    def reconciliation(self) -> tuple[ReconciliationLine, ...]:
        """Need -> usable stock -> buy -> stores and DC, as a sum that can be checked by hand."""
        chosen, stock = self.buy.option(self.buy.chosen), self.buy.usable_stock
        lines = (
            ("Need", chosen.need_units, "add"),
            ("less usable stock", -stock.units, "add"),
            ("packs, minimum order and stock above need", self.buy.rounding_units, "add"),
            ("Buy", self.buy.buy_units, "total"),
            ("plus usable stock", stock.units, "add"),
            ("To sell in the season", self.buy.committed_units, "total"),
            ("to stores at opening", -self.allocation.store_units, "add"),
            ("DC holdback", self.allocation.dc_units, "total"),
        )
        return tuple(ReconciliationLine(label=label, units=units, kind=kind) for label, units, kind in lines)

    @property
    def digest(self) -> str:
        """sha256 of the whole plan: what an approval is bound to."""
        return digest_of(self.model_dump(mode="json"))

    @property
    def order_payload(self) -> dict[str, object]:
        """What a person signs: the manufacturing order, and the plan it belongs to."""
        chosen = self.buy.option(self.buy.chosen)
        return {
            "category": self.category,
            "buy_units": chosen.buy_units,
            "cash": chosen.cash,
            "currency": self.currency,
            "order_date": self.order_date.isoformat() if self.order_date else None,
            "season_start_date": self.parameters.season_start_date.isoformat(),
            "plan_digest": self.digest,
        }
