"""The limits within which a named person approves ahead, and what a request asks for against them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forecast_kit.errors import GateError
from forecast_kit.words import money, percent, units

__all__ = ["ApprovalLimits", "Asked"]


@dataclass(frozen=True, slots=True)
class ApprovalLimits:
    """The most a person approves: units and cash of an order, depth of a markdown (share, 0-1). None is no limit."""

    max_units: int | None = None
    max_money: float | None = None
    max_markdown: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks a person to sign: an order (units, cash) or a markdown (depth, 0-1).

    >>> order = Asked.of({"category": "dresses", "buy_units": 100, "cash": 2000.0, "currency": "GBP"})
    >>> order.beyond(ApprovalLimits(max_units=80))
    'The order is for 100 units; max_units allows 80, so it is 20 over.'
    """

    category: str
    currency: str
    units: int | None = None
    cash: float | None = None
    depth: float | None = None

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "Asked":
        """Read from a payload's `buy_units` and `cash`, or its `depth`.

        Raises:
            GateError: it has neither, so nobody could know what is signed.
        """
        asked = cls(
            category=str(payload.get("category", "")),
            currency=str(payload.get("currency", "GBP")),
            units=payload.get("buy_units"),
            cash=payload.get("cash"),
            depth=payload.get("depth"),
        )
        if asked.units is None and asked.depth is None:
            raise GateError("This request names neither units to buy nor a markdown.", "Plan the season again.")
        return asked

    def with_units(self, pieces: int) -> "Asked":
        """The same order for another number of units, at the same cost a unit."""
        if self.units == pieces:
            return self
        cash = None if self.cash is None or not self.units else self.cash / self.units * pieces
        return Asked(self.category, self.currency, units=pieces, cash=cash)

    @property
    def title(self) -> str:
        """What is decided, in a few words."""
        return f"{'Manufacturing order' if self.units is not None else 'Markdown'}: {self.category}"

    def said(self) -> str:
        """The request in a line."""
        if self.units is None:
            return f"{percent(self.depth)} off full price"
        return f"{units(self.units)} units" + ("" if self.cash is None else f", {money(self.cash, self.currency)}")

    def beyond(self, limits: ApprovalLimits) -> str | None:
        """Which limit is passed and by what, in a sentence; None within all of them.

        A limit on something the request does not state counts as passed: doubt is not approval.
        """
        if self.units is None:
            return _over("The markdown is", self.depth, limits.max_markdown, "max_markdown", percent)
        by_units = _over("The order is for", self.units, limits.max_units, "max_units", units, " units")
        return by_units or _over(
            "The order costs", self.cash, limits.max_money, "max_money", lambda x: money(x, self.currency)
        )

    def limited_by(self, limits: ApprovalLimits) -> bool:
        """Whether any of the limits is about what this request asks for."""
        if self.units is None:
            return limits.max_markdown is not None
        return limits.max_units is not None or limits.max_money is not None


def _over(what: str, asked: float | None, most: float | None, name: str, say: Any, unit: str = "") -> str | None:
    if most is None:
        return None
    if asked is None or math.isnan(asked):
        return f"{what} an amount that is not known, so {name} cannot be checked."
    if asked <= most:
        return None
    told, allowed, over = say(asked), say(most), say(asked - most)
    if told == allowed:  # the rounding people like would hide the difference
        told, allowed, over = f"{asked:,}", f"{most:,}", f"{asked - most:,.6g}"
    return f"{what} {told}{unit}; {name} allows {allowed}, so it is {over} over."
