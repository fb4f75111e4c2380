"""What a commitment of stock is expected to come to: the question every way to buy is judged by."""

import math
from dataclasses import dataclass
from typing import Protocol

from forecast_kit.allocation.total import SeasonTotal
from forecast_kit.plan import PlannedMarkdown
from forecast_kit.season import CategoryEconomics

__all__ = ["Outcome", "Outlook", "TotalOutlook"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Expectations for a number of units committed to a season; money is None where the prices are not known.

    `sales`, `lost`, `leftover`: units. `revenue`: net of VAT. `worth`: revenue + salvage, less what is taken off for
    risk. `earned`: the same with nothing taken off. `service_level`: the chance of not running out (0-1).
    """

    sales: float
    lost: float
    leftover: float
    revenue: float | None
    earned: float | None
    worth: float | None
    service_level: float


class Outlook(Protocol):
    """How a season may go: what any commitment comes to, and the one that is worth most."""

    @property
    def how(self) -> str:
        """How it was looked at, in a planner's words; empty for the plain formula."""

    def of(self, committed: int) -> Outcome:
        """The outcome with `committed` units."""

    def needs(self) -> tuple[int, ...]:
        """Whole units of which one is worth most after its cost."""

    def markdowns(self, committed: int) -> tuple[PlannedMarkdown, ...]:
        """The markdowns counted on with `committed` units."""


class TotalOutlook:
    """The season as one number: everything committed can serve any demand, at full price, until it is gone.

    The best commitment is the newsvendor's: the quantile of the total at (price - cost) / (price - salvage), whole
    units on either side of it. Source: Arrow, Harris and Marschak (1951), "Optimal Inventory Policy".
    """

    how = ""

    def __init__(self, total: SeasonTotal, economics: CategoryEconomics) -> None:
        self.total, self.economics = total, economics

    def of(self, committed: int) -> Outcome:
        """The outcome with `committed` units.

        >>> dress = CategoryEconomics(category="dresses", unit_price=10, unit_cost=4, salvage_value=1)
        >>> outcome = TotalOutlook(SeasonTotal((0.1, 0.5, 0.9), (800, 1000, 1200)), dress).of(1000)
        >>> round(outcome.sales), round(outcome.leftover), round(outcome.worth)
        (933, 67, 9394)
        """
        stock = float(committed)
        sales = self.total.expected_sales(stock)
        price, salvage = self.economics.net_price, self.economics.salvage_value
        earned = None if price is None or salvage is None else price * sales + salvage * (stock - sales)
        return Outcome(
            sales=sales,
            lost=self.total.expected_lost(stock),
            leftover=self.total.expected_leftover(stock),
            revenue=None if price is None else price * sales,
            earned=earned,
            worth=earned,
            service_level=self.total.service_level(stock),
        )

    def needs(self) -> tuple[int, ...]:
        """At a ratio of 0 a unit earns nothing even when it is sure to sell, so none is needed."""
        ratio = self.economics.critical_ratio or 0.0
        exact = self.total.quantile(ratio) if ratio > 0 else 0.0
        return math.floor(exact), math.ceil(exact)

    def markdowns(self, committed: int) -> tuple[PlannedMarkdown, ...]:
        """None: it knows one price."""
        return ()
