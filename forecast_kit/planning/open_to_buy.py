"""Open-to-buy: what may still be ordered for each month, from planned sales and stock to what is on order."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from forecast_kit.errors import PlanError
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.planning.summary import Section
from forecast_kit.words import money, price, units

__all__ = ["OpenToBuyMonth", "open_to_buy", "open_to_buy_of", "summarise_open_to_buy"]


@dataclass(frozen=True, kw_only=True)
class OpenToBuyMonth:
    """One month of the bridge. All in one measure, units or money at retail; `month` is its first day.

    `planned_sales` are net of returns; `markdowns` the value of price cuts, which lowers stock at retail like a sale.
    `on_order` is due in the month.

    >>> june = OpenToBuyMonth(month=date(2026, 6, 1), planned_sales=450_000, opening_stock=900_000,
    ...                       closing_stock=1_000_000, on_order=439_900)
    >>> june.planned_receipts, june.open_to_buy
    (550000.0, 110100.0)
    """

    month: date
    planned_sales: float
    opening_stock: float
    closing_stock: float
    markdowns: float = 0.0
    on_order: float = 0.0

    @property
    def planned_receipts(self) -> float:
        """What has to come in: sales + markdowns + closing stock - opening stock.

        Source: the retail method's purchase plan, Levy, Weitz and Grewal (2019), "Retailing Management", chapter 12.
        """
        return self.planned_sales + self.markdowns + self.closing_stock - self.opening_stock

    @property
    def open_to_buy(self) -> float:
        """What may still be ordered for the month: planned receipts - on order; below zero it is over-bought."""
        return self.planned_receipts - self.on_order


def open_to_buy(
    opening_stock: float,
    sales: Mapping[date, float],
    closing_stock: Mapping[date, float],
    *,
    markdowns: Mapping[date, float] | None = None,
    on_order: Mapping[date, float] | None = None,
) -> tuple[OpenToBuyMonth, ...]:
    """The bridge month by month: each opens with what the one before closed with.

    Keys are days of the month; `sales` and `closing_stock` must have the same months. Orders due before the first
    month are its own, those due after the last are left out.

    Raises:
        PlanError: no months, or months with sales and no closing stock.
    """
    sold, closing = _by_month(sales), _by_month(closing_stock)
    if not sold or set(sold) != set(closing):
        raise PlanError("Open-to-buy needs planned sales and a closing stock for the same months.", "Give both.")
    first = min(sold)
    cut, ordered = _by_month(markdowns or {}), _by_month(on_order or {}, not_before=first)
    months, stock = [], opening_stock
    for month in sorted(sold):
        months.append(
            OpenToBuyMonth(
                month=month,
                planned_sales=sold[month],
                opening_stock=stock,
                closing_stock=closing[month],
                markdowns=cut.get(month, 0.0),
                on_order=ordered.get(month, 0.0),
            )
        )
        stock = closing[month]
    return tuple(months)


def _by_month(values: Mapping[date, float], not_before: date | None = None) -> dict[date, float]:
    found: dict[date, float] = {}
    for day, value in values.items():
        month = day.replace(day=1)
        month = month if not_before is None else max(month, not_before)
        found[month] = found.get(month, 0.0) + value
    return found


def open_to_buy_of(plan: SeasonPlan, inputs: SeasonInputs) -> tuple[OpenToBuyMonth, ...]:
    """A plan's bridge in units, from the stock file and the plan's stock path, a month of the season a row.

    The season opens with what is on hand, and the order comes in before its first week, so that over the months
    open-to-buy is the buy, less what is on order too late for the season to count on. A week across two months is
    divided by its days. Markdowns lower stock at retail, not in units, and are none here.
    """
    stock, path = plan.buy.usable_stock, plan.stock_path
    days = [(day, point.expected_sales / 7) for point in path for day in _days(point.week_start)]
    on_hand = stock.on_hand_stores + stock.on_hand_dc
    left, closing = float(plan.buy.committed_units), {}
    for day, sold in days:
        left -= sold
        closing[day.replace(day=1)] = left
    return open_to_buy(on_hand, _summed(days), closing, on_order=_on_order(plan, inputs))


def _days(start: date) -> Iterable[date]:
    return (start + timedelta(days=n) for n in range(7))


def _summed(days: Sequence[tuple[date, float]]) -> dict[date, float]:
    found: dict[date, float] = {}
    for day, value in days:
        found[day.replace(day=1)] = found.get(day.replace(day=1), 0.0) + value
    return found


def _on_order(plan: SeasonPlan, inputs: SeasonInputs) -> dict[date, float]:
    """Units on order by the day they are due; an order without a day is not one that can be placed in a month."""
    if inputs.stock is None or "on_order" not in inputs.stock or "due_week" not in inputs.stock:
        return {}
    own = inputs.stock[(inputs.stock["category"] == plan.category) & inputs.stock["due_week"].notna()]
    found: dict[date, float] = {}
    for due, pieces in zip(own["due_week"], own["on_order"].fillna(0), strict=True):
        day = pd.Timestamp(due).date()
        found[day] = found.get(day, 0.0) + float(pieces)
    return found


def summarise_open_to_buy(plan: SeasonPlan, inputs: SeasonInputs) -> Section:
    """The bridge as people read it: units by month, their sum, and open-to-buy at cost."""
    months = open_to_buy_of(plan, inputs)
    cost = plan.economics.unit_cost
    rows = [
        (
            f"{calendar.month_abbr[m.month.month]} {m.month.year}",
            units(m.planned_sales),
            units(m.markdowns),
            units(m.closing_stock),
            units(-m.opening_stock),
            units(m.planned_receipts),
            units(-m.on_order),
            units(m.open_to_buy),
            money(None if cost is None else m.open_to_buy * cost, plan.currency),
        )
        for m in months
    ]
    total = sum(m.open_to_buy for m in months)
    rows.append(
        (
            "Season",
            units(sum(m.planned_sales for m in months)),
            units(sum(m.markdowns for m in months)),
            units(months[-1].closing_stock),
            units(-months[0].opening_stock),
            units(sum(m.planned_receipts for m in months)),
            units(-sum(m.on_order for m in months)),
            units(total),
            money(None if cost is None else total * cost, plan.currency),
        )
    )
    return Section(
        key="open_to_buy",
        title="Open-to-buy by month, units",
        headers=(
            "",
            "Sales",
            "+ markdowns",
            "+ closing",
            "− opening",
            "= receipts",
            "− on order",
            "= open to buy",
            "at cost",
        ),
        rows=tuple(rows),
        align="lrrrrrrrr",
        strong_rows=(len(rows) - 1,),
        lines=_read(plan, price(cost, plan.currency)),
    )


def _read(plan: SeasonPlan, cost: str) -> tuple[str, ...]:
    late = plan.buy.usable_stock.on_order_late
    said = (
        f"If demand comes as forecast and nothing is marked down; landed cost {cost} a unit. The order of "
        f"{units(plan.buy.buy_units)} units comes in before the first week."
    )
    if not late:
        return (said,)
    return (said, f"{units(late)} units on order come after the season has started: the buy does not count on them.")
