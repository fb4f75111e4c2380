"""Who opens with how much, what the DC sends when, and the stock that results."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from forecast_kit.season import Frozen


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
