"""The whole plan of a season: it cannot be built unless its parts agree."""

from datetime import date
from typing import TYPE_CHECKING, Self, overload

from pydantic import Field, model_validator

from forecast_kit.plan.buy import BuyPlan, SizeLine
from forecast_kit.plan.choices import Assumption, Choice, ReconciliationLine, Risk
from forecast_kit.plan.demand import DemandForecast
from forecast_kit.plan.digest import digest_of
from forecast_kit.plan.markdown import MarkdownDecision
from forecast_kit.plan.stores import ReplenishmentOrder, StockWeek, StoreAllocation
from forecast_kit.season import CategoryEconomics, Frozen, SeasonParameters

if TYPE_CHECKING:
    from forecast_kit.plan.trace import Trace, TraceList


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
    sizes: tuple[SizeLine, ...] = Field((), exclude_if=lambda sizes: not sizes)
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
        if self.sizes and sum(size.buy_units for size in self.sizes) != self.buy.buy_units:
            raise ValueError("the sizes ordered are not the units bought")
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

    @overload
    def trace(self) -> "TraceList": ...
    @overload
    def trace(self, name: str) -> "Trace": ...
    def trace(self, name: str = "") -> "Trace | TraceList":
        """Where a number comes from: its formula, its inputs, the rows behind it. Without a name, all the names.

        Raises:
            PlanError: the plan has no number of that name; the nearest are named.
        """
        from forecast_kit.plan.trace import list_traces, trace_plan

        return trace_plan(self, name) if name else list_traces(self)

    @property
    def digest(self) -> str:
        """sha256 of the whole plan: what an approval is bound to. A plan without sizes says nothing of them."""
        return digest_of(self.model_dump(mode="json"))

    @property
    def order_payload(self) -> dict[str, object]:
        """What a person signs: the manufacturing order, and the plan it belongs to."""
        chosen = self.buy.option(self.buy.chosen)
        by_size = {"buy_by_size": {size.size: size.buy_units for size in self.sizes}} if self.sizes else {}
        return by_size | {
            "category": self.category,
            "buy_units": chosen.buy_units,
            "cash": chosen.cash,
            "currency": self.currency,
            "order_date": self.order_date.isoformat() if self.order_date else None,
            "season_start_date": self.parameters.season_start_date.isoformat(),
            "plan_digest": self.digest,
        }
