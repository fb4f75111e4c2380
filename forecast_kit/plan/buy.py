"""The manufacturing order: ways to buy, and what the season already has."""

from typing import Literal, Self

from pydantic import Field, model_validator

from forecast_kit.season import Frozen

BuyRule = Literal["flat", "newsvendor", "mine"]


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


class SizeLine(Frozen):
    """One size's part of the order: its share (0-1) of the category's units, and the units to order of it."""

    size: str
    share: float = Field(ge=0, le=1)
    buy_units: int = Field(ge=0)


class PlannedMarkdown(Frozen):
    """A markdown that a buy counts on: from `week` on, in `share_of_seasons` of those simulated, `depth` on average."""

    week: int = Field(ge=1)
    depth: float = Field(gt=0, lt=1)
    share_of_seasons: float = Field(gt=0, le=1)


class BuyMiss(Frozen):
    """What an order beside the recommended one is expected to cost: margin given up, in the selling currency."""

    label: str
    buy_units: int = Field(ge=0)
    margin_lost: float


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
    markdowns: tuple[PlannedMarkdown, ...] = ()
    misses: tuple[BuyMiss, ...] = ()

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
