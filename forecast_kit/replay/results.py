"""What a played season came to, by week, by store and in total: every unit is somewhere, every amount follows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation.tiers import from_dc
from forecast_kit.columns import DC, STORE_ID
from forecast_kit.replay.season import Season
from forecast_kit.replay.world import SeasonResult, World

__all__ = ["SeasonMeasures", "SeasonTotals", "measure"]

Array = npt.NDArray[np.float64]
WEEK = "week"


@dataclass(frozen=True, kw_only=True)
class SeasonTotals:
    """A season in one row: units in pieces, money in the selling currency net of VAT, shares 0-1.

    `committed_units` = buy + usable stock = sold + left. `service_level` is the share of demand that was sold.
    `markdown_cost` is what the units sold below full price would have brought more at it. `gross_margin` = revenue +
    salvage x left - cost x buy. `gmroi` = gross margin / average weekly stock at cost (stores, DC and what is between
    them), not annualised; None where there was no stock or it cost nothing.
    """

    buy_units: int
    committed_units: float
    opening_store_units: float
    units_delivered: float
    units_sold: float
    units_lost: float
    units_left: float
    sell_through: float
    service_level: float
    deepest_markdown: float
    revenue: float
    markdown_cost: float
    salvage_income: float
    purchase_cost: float
    gross_margin: float
    average_stock_at_cost: float
    gmroi: float | None


@dataclass(frozen=True, kw_only=True)
class SeasonMeasures:
    """A season's totals, and the same by week and by store.

    `weeks` has a row a week: `arrived` (units that reached shelves from the DC before it), `sales`, `lost`, `markdown`
    (share off), `revenue`, `markdown_cost`, `stores_units`, `dc_units`, `in_transit_units` at its start and
    `sell_through` (share of everything committed that was sold by its end).

    `stores` has a row a store, and one of the DC (`location` "DC"): `opening_units`, `delivered_units`, `units_sold`,
    `units_lost`, `units_left`, `revenue`, `markdown_cost`, `gross_margin`, `service_level` and `sell_through`. A store
    that ships from the DC is delivered what it sells; what is left in the DC, or on its way, is the DC's. Units sold
    and left, revenue and margin add up to the totals.
    """

    totals: SeasonTotals
    weeks: pd.DataFrame
    stores: pd.DataFrame


def measure(world: World, result: SeasonResult) -> SeasonMeasures:
    """A played season, measured.

    GMROI: gross margin return on inventory investment, Levy, Weitz and Grewal (2019), "Retailing Management",
    chapter 6.
    """
    flow = _Flow(world, result)
    weeks, stores = flow.weeks(), flow.stores()
    held = float((weeks["stores_units"] + weeks["dc_units"] + weeks["in_transit_units"]).mean())
    stock_at_cost = held * world.unit_cost
    committed = result.buy_units + world.season.usable.units
    wanted = result.units_sold + result.units_lost
    totals = SeasonTotals(
        buy_units=result.buy_units,
        committed_units=committed,
        opening_store_units=float(stores["opening_units"].iloc[:-1].sum()),
        units_delivered=float(weeks["arrived"].sum()),
        units_sold=result.units_sold,
        units_lost=result.units_lost,
        units_left=result.units_left,
        sell_through=result.units_sold / committed if committed else 0.0,
        service_level=result.units_sold / wanted if wanted > 0 else 1.0,
        deepest_markdown=float(weeks["markdown"].max()),
        revenue=result.revenue,
        markdown_cost=float(weeks["markdown_cost"].sum()),
        salvage_income=world.salvage_value * result.units_left,
        purchase_cost=world.unit_cost * result.buy_units,
        gross_margin=result.profit,
        average_stock_at_cost=stock_at_cost,
        gmroi=result.profit / stock_at_cost if stock_at_cost > 0 else None,
    )
    return SeasonMeasures(totals=totals, weeks=weeks, stores=stores)


class _Flow:
    """The ledger as arrays of weeks x stores, with what reached each shelf and what stayed there."""

    def __init__(self, world: World, result: SeasonResult) -> None:
        self.world, self.season, self.result = world, world.season, result
        first = result.ledger[result.ledger[WEEK] == 1]
        self.names = pd.Index(first[STORE_ID], name=STORE_ID)
        self.shops = ~from_dc(self.season.stores, self.names).to_numpy(dtype=bool)
        self.arrived = _arrivals(self._grid("shipped"), self.season)
        self.sales, self.lost, self.stock = self._grid("sales"), self._grid("lost"), self._grid("stock")
        self.revenue, self.markdown = self._grid("revenue"), self._grid("markdown")
        self.given_away = self.sales * world.net_price * self.markdown

    def _grid(self, name: str) -> Array:
        values: Array = self.result.ledger[name].to_numpy(dtype=np.float64).reshape(-1, len(self.names))
        return values

    def weeks(self) -> pd.DataFrame:
        committed = self.result.buy_units + self.season.usable.units
        frame = self.result.weeks
        sold = self.sales.sum(axis=1)
        return pd.DataFrame(
            {
                WEEK: frame[WEEK],
                "arrived": self.arrived.sum(axis=1),
                "sales": sold,
                "lost": self.lost.sum(axis=1),
                "markdown": self.markdown.max(axis=1, initial=0.0),
                "revenue": self.revenue.sum(axis=1),
                "markdown_cost": self.given_away.sum(axis=1),
                "stores_units": frame["stores_units"],
                "dc_units": frame["dc_units"],
                "in_transit_units": frame["in_transit_units"],
                "sell_through": np.cumsum(sold) / committed if committed else np.zeros(len(sold)),
            }
        )

    def stores(self) -> pd.DataFrame:
        world, shops = self.world, self.shops
        opening = np.where(shops, self.stock[0] - self.arrived[0], 0.0)
        sold, lost = self.sales.sum(axis=0), self.lost.sum(axis=0)
        left = np.where(shops, self.stock[-1] - self.sales[-1], 0.0)
        delivered = np.where(shops, self.arrived.sum(axis=0), sold)
        revenue = self.revenue.sum(axis=0)
        margin = revenue + world.salvage_value * left - world.unit_cost * (opening + delivered)
        wanted, supplied = sold + lost, opening + delivered
        frame = pd.DataFrame(
            {
                "location": self.names.to_numpy(),
                "opening_units": opening,
                "delivered_units": delivered,
                "units_sold": sold,
                "units_lost": lost,
                "units_left": left,
                "revenue": revenue,
                "markdown_cost": self.given_away.sum(axis=0),
                "gross_margin": margin,
                "service_level": np.divide(sold, wanted, out=np.ones_like(sold), where=wanted > 0),
                "sell_through": np.divide(sold, supplied, out=np.zeros_like(sold), where=supplied > 0),
            }
        )
        return pd.concat([frame, self._dc(frame)], ignore_index=True)

    def _dc(self, stores: pd.DataFrame) -> pd.DataFrame:
        """The DC's own line: what it opened with, and what never left it. The cost of usable stock is sunk."""
        committed = self.result.buy_units + self.season.usable.units
        left = self.result.units_left - stores["units_left"].sum()
        margin = self.world.salvage_value * left - self.world.unit_cost * (left - self.season.usable.units)
        row = dict.fromkeys(stores.columns, 0.0) | {
            "location": DC,
            "opening_units": committed - stores["opening_units"].sum(),
            "delivered_units": -stores["delivered_units"].sum(),
            "units_left": left,
            "gross_margin": margin,
            "service_level": np.nan,
            "sell_through": np.nan,
        }
        return pd.DataFrame([row])


def _arrivals(shipped: Array, season: Season) -> Array:
    """Units by the week before which they reach the shelf; what arrives after the season is left out."""
    lead = season.lead_time_weeks
    arrived = np.zeros_like(shipped)
    arrived[lead:] = shipped[: max(0, len(shipped) - lead)]
    return arrived
