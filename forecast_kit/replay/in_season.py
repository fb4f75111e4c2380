"""The kit's week: top stores up by what they really sell, and mark down what will not sell."""

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation import ONLINE, Z_LAST, Z_TOP_UP, top_up
from forecast_kit.plan import DemandForecast, StoreAllocation
from forecast_kit.pricing import MarkdownProgram, demand_lift, markdown_ladder
from forecast_kit.replay.belief import Belief, Prior
from forecast_kit.replay.range import by_text, last_half_year
from forecast_kit.replay.rules import sendable_units, useful_deliveries
from forecast_kit.replay.season import Season, State, WeekDecision

__all__ = ["InSeason", "Pipeline", "prior_of", "sold_by_week"]

Array = npt.NDArray[np.float64]

STEP_WEEKS = 2  # at the least, between two markdowns
EMPTY = 1e-6  # units below which a shelf has sold out


class Pipeline:
    """What was sent and has not arrived: a policy sees the shelves, and remembers the lorries."""

    def __init__(self, lead_time_weeks: int) -> None:
        self.lead = lead_time_weeks
        self.sent: dict[int, Array] = {}

    def send(self, week: int, units: Array) -> None:
        """Note what leaves in `week`."""
        self.sent[week] = units

    def still_to_come(self, week: int) -> Array | float:
        """Units by store that arrive after `week` has started."""
        return sum((units for left, units in self.sent.items() if left + self.lead > week), 0.0)

    def arriving(self, week: int) -> Array | float:
        """Units by store that left in `week` and are on the shelf before it starts."""
        return self.sent.get(week, 0.0) if self.lead == 0 else 0.0


def sold_by_week(sales: pd.DataFrame, weeks: int, stores: list[str]) -> Array:
    """Units sold as weeks 1..`weeks` x `stores`; a store-week without a row sold none."""
    if sales.empty:
        return np.zeros((weeks, len(stores)))
    grid = sales.set_index(["week", "store_id"])["units"].unstack("store_id")
    units: Array = grid.reindex(index=range(1, weeks + 1), columns=stores).fillna(0.0).to_numpy(dtype=np.float64)
    return units


def prior_of(
    season: Season, forecast: DemandForecast, allocation: StoreAllocation, recent: pd.DataFrame | None = None
) -> Prior:
    """A plan as a belief: its forecast and shares, with the noise of `recent` weeks, the last half year by default."""
    shares = pd.Series({line.store_id: line.share for line in allocation.lines}, dtype=np.float64)
    weeks = last_half_year(season.demand.frame) if recent is None else recent
    return Prior.of(forecast, shares, weeks, season.demand_log_sd)


class InSeason:
    """One season being traded. It learns from the states it is shown, in the order of their weeks."""

    def __init__(
        self, season: Season, forecast: DemandForecast, allocation: StoreAllocation, recent: pd.DataFrame
    ) -> None:
        self.season, self.allocation = season, allocation
        self.stores = [line.store_id for line in allocation.lines]
        self.shops = np.array([line.tier != ONLINE for line in allocation.lines])
        self.prior = prior_of(season, forecast, allocation, recent)
        self.deliveries = dict(useful_deliveries(season))
        self.pipeline = Pipeline(season.lead_time_weeks)
        self.to_sell_from: dict[int, Array] = {}
        self.lift_of: dict[int, float] = {}
        self.stepped: int | None = None
        self.can_price = season.economics.complete and season.elasticity is not None

    def decide(self, state: State) -> WeekDecision:
        """The week's shipments, and the markdown from this week on."""
        state = by_text(state)
        sold = sold_by_week(state.sales, state.week - 1, self.stores)
        belief = self._belief(sold)
        markdown = self._markdown(state, belief)
        lifts = self._lifts(state, markdown)
        units = self._shipments(state, belief, lifts, sold)
        self._remember(state, units, float(lifts[state.week - 1]))
        shipped = pd.Series(units[self.shops].astype(np.int64), index=pd.Index(self.stores)[self.shops], name="units")
        return WeekDecision(shipments=shipped.rename_axis("store_id"), markdown=markdown)

    def _belief(self, sold: Array) -> Belief:
        weeks = range(1, len(sold) + 1)
        full_price = sold / np.array([self.lift_of.get(week, 1.0) for week in weeks])[:, None]
        never = np.full(len(self.stores), np.inf)
        stock = np.array([self.to_sell_from.get(week, never) for week in weeks]).reshape(sold.shape)
        return self.prior.after(full_price, stock - sold < EMPTY)

    def _markdown(self, state: State, belief: Belief) -> float:
        """The price that earns most on what is left, weighed every week once the checkpoint is over.

        A step is at least two weeks after the last one; before and without one what is running goes on.
        """
        season, checkpoint = self.season, self.season.parameters.markdown_checkpoint_week
        too_soon = self.stepped is not None and state.week - self.stepped < STEP_WEEKS
        if checkpoint is None or state.week <= checkpoint or too_soon or not self.can_price:
            return state.markdown
        ladder = (state.markdown, *(depth for depth in markdown_ladder() if depth > state.markdown))
        rest = self.prior.rest(season, state.week, belief.level, belief.level_sd, belief.store_sd, ladder)
        depth = ladder[MarkdownProgram(rest).choose(self._to_sell(state))]
        if depth > state.markdown:
            self.stepped = state.week
        return depth

    def _to_sell(self, state: State) -> float:
        """Units that can still be sold: on shelves, on their way, and in a DC from which they can still leave."""
        units = float(state.store_stock.sum()) + float(np.sum(self.pipeline.still_to_come(state.week)))
        leaves = not self.shops.all() or any(week >= state.week for week in self.deliveries)
        return units + (state.dc_stock if leaves else 0.0)

    def _lifts(self, state: State, markdown: float) -> Array:
        """What the price does to demand, by week; before this week it is not asked."""
        lifts = np.ones(len(self.prior.weekly))
        if markdown > 0 and self.season.elasticity is not None:
            lifts[state.week - 1 :] = demand_lift(markdown, self.season.elasticity * self.season.markdown_fade)
            if markdown > state.markdown:
                lifts[state.week - 1] = demand_lift(markdown, self.season.elasticity)
        return lifts

    def _shipments(self, state: State, belief: Belief, lifts: Array, sold: Array) -> Array:
        units = np.zeros(len(self.stores))
        until = self.deliveries.get(state.week)
        if until is None or not self.shops.any():
            return units
        mean, sd = self.prior.ahead(belief, lifts, state.week, until)
        free = sendable_units(state.dc_stock, self._kept_for_online(state, belief, lifts, sold))
        stock = state.store_stock.reindex(self.stores).fillna(0.0) + self.pipeline.still_to_come(state.week)
        shops = self.shops
        units[shops] = top_up(
            free,
            stock.to_numpy(dtype=np.float64)[shops],
            mean[shops],
            sd[shops],
            min_ship_units=self.season.supply.min_ship_units,
            z=Z_LAST if state.week == max(self.deliveries) else Z_TOP_UP,
        )
        return units

    def _kept_for_online(self, state: State, belief: Belief, lifts: Array, sold: Array) -> float:
        """What is left of the ring-fence, or online's part of all that is left where it sells more than its fence.

        It is less where online will hardly sell that much.
        """
        online = ~self.shops
        left = max(0.0, self.allocation.ring_fenced_units - float(sold[:, online].sum()))
        mean, sd = self.prior.ahead(belief, lifts, state.week, len(self.prior.weekly))
        fair = self._to_sell(state) * float(mean[online].sum() / max(mean.sum(), 1e-9))
        return min(max(left, fair), math.ceil(float(mean[online].sum() + 2 * sd[online].sum())))

    def _remember(self, state: State, units: Array, lift: float) -> None:
        self.pipeline.send(state.week, units)
        shelf = state.store_stock.reindex(self.stores).fillna(0.0).to_numpy(dtype=np.float64)
        on_shelf = shelf + self.pipeline.arriving(state.week)
        self.to_sell_from[state.week] = np.where(self.shops, on_shelf, state.dc_stock - units.sum())
        self.lift_of[state.week] = lift
