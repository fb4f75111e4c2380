"""Topping stores up from the DC, week by week, if demand comes as forecast."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from forecast_kit.allocation.ration import Z_HI_80, top_up
from forecast_kit.allocation.tiers import ONLINE
from forecast_kit.errors import PlanError
from forecast_kit.plan import ReplenishmentOrder, StockWeek, StoreAllocation
from forecast_kit.season import SeasonParameters, TradingWeek

__all__ = ["deliveries", "schedule"]

Array = npt.NDArray[np.float64]


def schedule(
    allocation: StoreAllocation,
    parameters: SeasonParameters,
    weeks: Sequence[TradingWeek],
    weekly_units: Sequence[float],
    *,
    weekly_hi_units: Sequence[float] | None = None,
    dc_lead_weeks: int,
    min_ship_units: int,
    last_delivery_week: int | None,
) -> tuple[tuple[ReplenishmentOrder, ...], tuple[StockWeek, ...]]:
    """Play the season at expected demand: what each delivery brings, and the stock at the start of every week.

    Before each of the season's delivery weeks up to `last_delivery_week`, every store is topped up to its expected
    demand until the next delivery can arrive (for the last one: until the season ends) plus 3 standard
    deviations of it: the chain's uncertainty (`weekly_hi_units`, the top of the 80 % interval, by week) in the
    store's share, and a Poisson's worth of its own. The uncertainty runs from dispatch, `dc_lead_weeks` before.
    When the DC has less, every store comes to the same chance of selling out. Online sells from its ring-fence and
    nobody else does. A line below `min_ship_units` is not shipped unless the store has no whole unit left.

    `weekly_units` is the chain's expected demand by week, units. Stock on its way counts as the DC's until the week
    it arrives for, so that stores + DC of a week are those of the week before less its sales.

    Source: order-up-to levels, Silver, Pyke and Thomas (2017), "Inventory and Production Management in Supply
    Chains", section 6.9.

    Raises:
        PlanError: weeks that are not the season's, a negative lead time, or a minimum line below one unit.
    """
    demand = _checked(parameters, weeks, weekly_units)
    upper = demand if weekly_hi_units is None else np.maximum(_checked(parameters, weeks, weekly_hi_units), demand)
    if dc_lead_weeks < 0 or min_ship_units < 1:
        raise PlanError("A lead time below zero, or lines of less than one unit, cannot be shipped.", "Check both.")
    season = _Season(allocation, demand, (upper - demand) / Z_HI_80, min_ship_units)
    arriving = dict(deliveries(parameters, last_delivery_week))
    orders, path = [], []
    for week in weeks:
        if week.number in arriving:
            lines = season.deliver(week.number, arriving[week.number], dc_lead_weeks)
            if lines:
                left = week.week_start - timedelta(weeks=dc_lead_weeks)
                orders.append(
                    ReplenishmentOrder(
                        week=week.number, week_start=week.week_start, dispatch_week_start=left, lines=lines
                    )
                )
        stores, dc = season.stores_units, season.dc_units
        sold = season.sell(week.number)
        path.append(
            StockWeek(
                week=week.number,
                week_start=week.week_start,
                stores_units=stores,
                dc_units=dc,
                expected_sales=sold,
                expected_lost=max(0.0, float(demand[week.number - 1]) - sold),
            )
        )
    return tuple(orders), tuple(path)


def deliveries(parameters: SeasonParameters, last_delivery_week: int | None) -> list[tuple[int, int]]:
    """Each delivery week with the last week it has to cover, in order.

    >>> from datetime import date
    >>> season = SeasonParameters(season_start_date=date(2026, 3, 2), forecast_horizon_weeks=8,
    ...                           replenishment_strategy="bi-weekly")
    >>> deliveries(season, 5)
    [(3, 4), (5, 8)]
    """
    last = parameters.forecast_horizon_weeks if last_delivery_week is None else last_delivery_week
    weeks = [week for week in parameters.delivery_weeks if week <= last]
    return [(week, following - 1) for week, following in pairwise([*weeks, parameters.forecast_horizon_weeks + 1])]


class _Season:
    """The stock of stores and DC as the weeks go by. Units sold and on the shelf are expectations, so fractional."""

    def __init__(self, allocation: StoreAllocation, demand: Array, sd: Array, min_ship_units: int) -> None:
        shops = [line for line in allocation.lines if line.tier != ONLINE]
        online = [line for line in allocation.lines if line.tier == ONLINE]
        self.demand, self.sd, self.min_ship_units = demand, sd, min_ship_units
        self.stores = [line.store_id for line in shops]
        self.share = np.array([line.share for line in shops], dtype=np.float64)
        self.stock = np.array([line.opening_units for line in shops], dtype=np.float64)
        self.online_share = np.array([line.share for line in online], dtype=np.float64)
        self.ring_fence = np.array([line.ring_fenced_units for line in online], dtype=np.float64)
        self.free = allocation.dc_units - allocation.ring_fenced_units

    @property
    def stores_units(self) -> float:
        return float(self.stock.sum())

    @property
    def dc_units(self) -> float:
        return self.free + float(self.ring_fence.sum())

    def deliver(self, week: int, until: int, lead_weeks: int) -> tuple[tuple[str, int], ...]:
        """Ship what arrives before `week` and has to last through week `until`; the lines that were shipped."""
        unsure = slice(max(0, week - 1 - lead_weeks), until)
        mean = self.share * self.demand[week - 1 : until].sum()
        sd = np.sqrt(self.share**2 * (self.sd[unsure] ** 2).sum() + self.share * self.demand[unsure].sum())
        units = top_up(self.free, self.stock, mean, sd, min_ship_units=self.min_ship_units)
        self.free -= int(units.sum())
        self.stock += units
        return tuple((store, int(sent)) for store, sent in zip(self.stores, units, strict=True) if sent)

    def sell(self, week: int) -> float:
        """Sell a week of expected demand from the shelves and the ring-fence; the units sold."""
        demand = float(self.demand[week - 1])
        in_shops = np.minimum(self.stock, self.share * demand)
        in_ring = np.minimum(self.ring_fence, self.online_share * demand)
        self.stock -= in_shops
        self.ring_fence -= in_ring
        return float(in_shops.sum() + in_ring.sum())


def _checked(parameters: SeasonParameters, weeks: Sequence[TradingWeek], units: Sequence[float]) -> Array:
    horizon = parameters.forecast_horizon_weeks
    array = np.asarray(units, dtype=np.float64)
    if [week.number for week in weeks] != list(range(1, horizon + 1)) or array.shape != (horizon,):
        raise PlanError(
            f"The season has {horizon} weeks, but {len(weeks)} weeks and {array.size} forecasts were given.",
            "Give the season's trading weeks, and one forecast for each.",
        )
    if not np.isfinite(array).all() or (array < 0).any():
        raise PlanError("The forecast has weeks that are negative or not numbers.", "Check the forecast.")
    return array
