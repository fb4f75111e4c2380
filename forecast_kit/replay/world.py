"""A season that has been, played again: stock, sales and money under somebody's decisions, week by week."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation.tiers import from_dc
from forecast_kit.columns import STORE_ID, UNITS
from forecast_kit.errors import PlanError
from forecast_kit.pricing import demand_lift
from forecast_kit.replay.rules import UNIT_DIGITS, check_opening, checked_markdown, checked_shipments
from forecast_kit.replay.season import Opening, Policy, Season, State

__all__ = ["SeasonResult", "World", "demand_grid", "play"]

Array = npt.NDArray[np.float64]
WEEK = "week"
LEDGER = ("demand", "sales", "lost", "stock", "shipped", "markdown", "revenue")


@dataclass(frozen=True, kw_only=True)
class SeasonResult:
    """What a season came to, in units and in the selling currency, net of VAT.

    `profit` = revenue + salvage x left - cost x buy. `units_left` is in stores, in the DC and on its way.

    `ledger` has a row a week and store: `demand` (units, at the week's price), `sales`, `lost`, `stock` (what the week
    could sell from: the shelf with everything that has arrived or, online, the DC), `shipped` (units that left the DC
    for the store), `markdown` (share) and `revenue`. `weeks` has a row a week: `stores_units, dc_units,
    in_transit_units` as it starts, after shipping, and the week's `sales`.
    """

    profit: float
    revenue: float
    buy_units: int
    units_sold: float
    units_lost: float
    units_left: float
    ledger: pd.DataFrame
    weeks: pd.DataFrame


class World:
    """What customers would have bought: `demand` has `week, store_id, units`, at full price and with full shelves.

    A store-week without a row had no demand. Units are taken as given, whole or not: sales are
    min(stock, demand) without rounding, so a markdown may sell parts of a unit, but none is ever lost.

    Raises:
        PlanError: the season lacks a price, or the demand has weeks missing, outside the season, twice or negative.
    """

    def __init__(self, season: Season, demand: pd.DataFrame) -> None:
        economics = season.economics
        price, cost, salvage = economics.net_price, economics.unit_cost, economics.salvage_value
        if price is None or cost is None or salvage is None:
            raise PlanError(
                f"Without its price, cost and salvage value a season of {season.category} has no score in money.",
                "Give all three.",
            )
        self.season = season
        self.net_price, self.unit_cost, self.salvage_value = price, cost, salvage
        self.demand = demand_grid(demand, season.parameters.forecast_horizon_weeks)


def play(world: World, policy: Policy) -> SeasonResult:
    """Let `policy` open the season and decide every week of it; it is shown nothing but the past.

    Opening stock is on the shelf before week 1. What is shipped in week w is on the shelf before week w + lead time:
    at a lead time of 0, before that same week. Stores that ship from the DC sell from what is in it, after the week's
    shipments have left; if it is short, in proportion to their demand. Demand at a markdown m is
    base x (1 - m) ** -elasticity in the first week at m, and with the exponent x `markdown_fade` after it.

    Raises:
        PlanError: a decision against the rules; nothing is played after it.
    """
    game = _Game(world, policy.open(world.season))
    for week in range(1, world.season.parameters.forecast_horizon_weeks + 1):
        game.receive(week)
        decision = policy.week(game.state(week))
        game.ship(week, decision.shipments)
        game.mark_down(week, decision.markdown)
        game.sell(week)
    return game.result()


def demand_grid(demand: pd.DataFrame, horizon_weeks: int) -> pd.DataFrame:
    """Demand as weeks 1..horizon x stores, units; a store-week without a row is 0.

    >>> demand_grid(pd.DataFrame({"week": [1, 2, 2], "store_id": ["A", "A", "B"], "units": [3, 4, 5]}), 2).to_numpy()
    array([[3., 0.],
           [4., 5.]])
    """
    missing = [name for name in (WEEK, STORE_ID, UNITS) if name not in demand]
    if missing:
        raise PlanError(f"The season's demand has no column {', '.join(missing)}.", "Give week, store_id and units.")
    if set(demand[WEEK]) != set(range(1, horizon_weeks + 1)):
        raise PlanError(
            f"The season's demand is not that of weeks 1 to {horizon_weeks}.",
            "Give every week of the season, and no other.",
        )
    frame = demand.assign(store_id=demand[STORE_ID].astype(str))
    if frame.duplicated([WEEK, STORE_ID]).any():
        raise PlanError("A store stands twice in a week of the season's demand.", "Give one row a week and store.")
    units = frame[UNITS].to_numpy(dtype=np.float64)
    if not np.isfinite(units).all() or (units < 0).any():
        raise PlanError("The season's demand has units that are negative or not numbers.", "Net or drop those rows.")
    grid = frame.assign(units=units).set_index([WEEK, STORE_ID])[UNITS].unstack(STORE_ID, fill_value=0.0)
    return grid.sort_index().sort_index(axis=1).fillna(0.0).astype(np.float64)


class _Game:
    """The stock of shelves, DC and lorries as the weeks go by; `stores` is the order of every array."""

    def __init__(self, world: World, opening: Opening) -> None:
        self.world, self.season, self.opening = world, world.season, opening
        placed = opening.store_units.set_axis(opening.store_units.index.astype(str))
        self.stores = pd.Index(sorted({*world.demand.columns, *placed.index}), name=STORE_ID)
        self.shops = ~from_dc(self.season.stores, self.stores).to_numpy(dtype=bool)
        check_opening(self.season, opening, set(self.stores[~self.shops]))
        self.base: Array = world.demand.reindex(columns=self.stores, fill_value=0.0).to_numpy(dtype=np.float64)
        self.stock: Array = placed.reindex(self.stores).fillna(0.0).to_numpy(dtype=np.float64)
        self.dc: float = opening.dc_units
        self.on_the_way: dict[int, Array] = {}
        self.markdown, self.marked_down_in = 0.0, 0
        self.lines: dict[str, list[Array]] = {name: [] for name in LEDGER}
        self.starts: list[tuple[float, float, float]] = []

    def receive(self, week: int) -> None:
        """What was sent a lead time ago is put on the shelf."""
        self.stock = self.stock + self.on_the_way.pop(week, 0.0)

    def state(self, week: int) -> State:
        """Copies throughout, so that a policy can change nothing by looking."""
        sold = self.lines["sales"]
        sales = pd.DataFrame(
            {
                WEEK: np.repeat(np.arange(1, len(sold) + 1), len(self.stores)),
                STORE_ID: np.tile(self.stores.to_numpy(), len(sold)),
                UNITS: np.concatenate(sold) if sold else np.zeros(0),
            }
        )
        shelves = pd.Series(self.stock[self.shops], index=self.stores[self.shops], name=UNITS)
        return State(week=week, store_stock=shelves, dc_stock=self.dc, sales=sales, markdown=self.markdown)

    def ship(self, week: int, shipments: pd.Series) -> None:
        """Send units on their way; at a lead time of 0 they are there."""
        units = checked_shipments(self.season, self.opening, week, shipments, self.stores, self.shops)
        total = int(units.sum())
        if total > self.dc:
            raise PlanError(
                f"Week {week} ships {total:,} units, but the DC has {self.dc:,.0f}.", "Ship what is there, or less."
            )
        if total:
            self.dc -= total
            self.on_the_way[week + self.season.lead_time_weeks] = units
        self.receive(week)
        self.lines["shipped"].append(units)

    def mark_down(self, week: int, asked: float) -> None:
        """Set the price of the week; a deeper cut starts afresh."""
        markdown = checked_markdown(self.season, self.opening, week, asked, self.markdown)
        if markdown > self.markdown:
            self.marked_down_in = week
        self.markdown = markdown

    def sell(self, week: int) -> None:
        """Meet the week's demand from the shelves and the DC, and write it down."""
        on_the_way = sum(float(units.sum()) for units in self.on_the_way.values())
        self.starts.append((float(self.stock.sum()), float(self.dc), on_the_way))
        demand = self.base[week - 1] * self._lift(week)
        available = np.where(self.shops, self.stock, float(self.dc))
        sold = np.where(self.shops, np.minimum(self.stock, demand), self._from_dc(demand))
        self.stock = np.where(self.shops, self.stock - sold, 0.0)
        if not self.shops.all():
            self.dc = max(0.0, round(self.dc - float(sold[~self.shops].sum()), UNIT_DIGITS))
        revenue = sold * self.world.net_price * (1 - self.markdown)
        row = {"demand": demand, "sales": sold, "lost": demand - sold, "stock": available, "revenue": revenue}
        for name, values in row.items():
            self.lines[name].append(values)
        self.lines["markdown"].append(np.full(len(self.stores), self.markdown))

    def _lift(self, week: int) -> float:
        if self.markdown == 0 or self.season.elasticity is None:
            return 1.0
        fade = 1.0 if week == self.marked_down_in else self.season.markdown_fade
        return demand_lift(self.markdown, self.season.elasticity * fade)

    def _from_dc(self, demand: Array) -> Array:
        wanted = float(demand[~self.shops].sum())
        return demand * (min(1.0, self.dc / wanted) if wanted > 0 else 0.0)

    def result(self) -> SeasonResult:
        lines = {name: np.stack(self.lines[name]) for name in LEDGER}
        keys = pd.MultiIndex.from_product([range(1, len(self.base) + 1), self.stores], names=[WEEK, STORE_ID])
        ledger = pd.DataFrame({name: values.ravel() for name, values in lines.items()}, index=keys).reset_index()
        weeks = pd.DataFrame(self.starts, columns=["stores_units", "dc_units", "in_transit_units"])
        weeks.insert(0, WEEK, range(1, len(weeks) + 1))
        left = float(self.stock.sum() + self.dc + sum(units.sum() for units in self.on_the_way.values()))
        revenue = float(lines["revenue"].sum())
        world = self.world
        return SeasonResult(
            profit=revenue + world.salvage_value * left - world.unit_cost * self.opening.buy_units,
            revenue=revenue,
            buy_units=self.opening.buy_units,
            units_sold=float(lines["sales"].sum()),
            units_lost=float(lines["lost"].sum()),
            units_left=left,
            ledger=ledger,
            weeks=weeks.assign(sales=lines["sales"].sum(axis=1)),
        )
