"""One season's settings played on many demand paths at once, by a plain version of the kit's rules.

Plain: stores open by their shares, the level of demand is learned but not each store's own, and there is one
markdown, after the checkpoint. `World` and `play` are the judge: a test plays the same rules there, path by path.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from forecast_kit.allocation import Z_LAST, Z_TOP_UP, apportion
from forecast_kit.allocation.ration_many import top_up_many
from forecast_kit.errors import PlanError
from forecast_kit.pricing import markdown_ladder
from forecast_kit.replay.belief import Prior, shrink
from forecast_kit.replay.rules import UNIT_DIGITS, holdback_units, useful_deliveries
from forecast_kit.replay.season import Season

__all__ = ["ManySeasons", "play_many"]

Array = npt.NDArray[np.float64]

EMPTY = 1e-6  # units below which a shelf has sold out


@dataclass(frozen=True)
class ManySeasons:
    """What each scenario came to, arrays by scenario: units, and money net of VAT as `SeasonResult` counts it."""

    profit: Array
    revenue: Array
    units_sold: Array
    units_lost: Array
    units_left: Array
    markdown: Array


def play_many(season: Season, prior: Prior, online: npt.NDArray[np.bool_], paths: Array, committed: int) -> ManySeasons:
    """`committed` units sold through the season under its settings on each of `paths` (scenarios x weeks x stores).

    `online` says which of the prior's stores ship from the DC.

    Raises:
        PlanError: price, cost or salvage value is not known.
    """
    game = _Games(season, prior, online, paths, committed)
    for week in range(1, paths.shape[1] + 1):
        game.receive(week)
        game.learn(week)
        game.mark_down(week)
        game.ship(week)
        game.sell(week)
    return game.result()


@dataclass
class _Games:
    season: Season
    prior: Prior
    online: npt.NDArray[np.bool_]
    paths: Array
    committed: int
    on_the_way: dict[int, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        economics = self.season.economics
        price, cost, salvage = economics.net_price, economics.unit_cost, economics.salvage_value
        if price is None or cost is None or salvage is None:
            raise PlanError(
                "Settings are compared in money, and price, cost or salvage is not known.", "Give all three."
            )
        self.price, self.cost, self.salvage = price, cost, salvage
        scenarios, _, stores = self.paths.shape
        shops = ~self.online
        self.deliveries = dict(useful_deliveries(self.season))
        dc = holdback_units(self.season, self.committed, has_shops=bool(shops.any()))
        self.stock = np.zeros((scenarios, stores))
        self.stock[:, shops] = apportion(self.committed - dc, self.prior.share[shops])
        self.dc = np.full(scenarios, float(dc))
        self.ring_fence = np.full(
            scenarios, min(float(dc), np.floor(self.prior.share[self.online].sum() * self.committed + 0.5))
        )
        self.level, self.level_sd = np.ones(scenarios), np.full(scenarios, self.prior.level_sd)
        self.markdown, self.lift = np.zeros(scenarios), np.ones(scenarios)
        self.seen, self.expected = np.zeros(scenarios), 0.0
        self.sold, self.lost, self.revenue = np.zeros(scenarios), np.zeros(scenarios), np.zeros(scenarios)

    @property
    def elasticity(self) -> float | None:
        return self.season.elasticity

    def receive(self, week: int) -> None:
        self.stock = self.stock + self.on_the_way.pop(week, 0.0)

    def learn(self, week: int) -> None:
        """The level of demand by what has been seen of it, in every scenario."""
        if week > 1:
            self.level, self.level_sd = shrink(
                self.prior.level_sd, self.seen, self.expected, self.prior.week_dispersion
            )

    def mark_down(self, week: int) -> None:
        """Once, when the checkpoint is over: the rung that earns most on what is left, at the level learned."""
        checkpoint, e = self.season.parameters.markdown_checkpoint_week, self.elasticity
        if checkpoint is None or e is None:
            return
        fade = self.season.markdown_fade
        if week == checkpoint + 1:
            left = self._can_still_sell(week)
            first, rest = self.prior.weekly[week - 1], self.prior.weekly[week:].sum()
            rungs = np.array(markdown_ladder())[:, None]
            wanted = self.level * (first * (1 - rungs) ** -e + rest * (1 - rungs) ** -(e * fade))
            sold = np.minimum(left, wanted)
            earned = self.price * (1 - rungs) * sold + self.salvage * (left - sold)
            self.markdown = rungs[earned.argmax(axis=0), 0]
            self.lift = (1 - self.markdown) ** -e
        elif week == checkpoint + 2:
            self.lift = (1 - self.markdown) ** -(e * fade)

    def _can_still_sell(self, week: int) -> Array:
        """Units on shelves, on their way and in the DC; with no delivery left, of the DC what online is kept."""
        more = any(delivery >= week for delivery in self.deliveries)
        in_dc = self.dc if more else np.clip(self.ring_fence, 0.0, self.dc)
        coming = sum(units.sum(axis=1) for units in self.on_the_way.values())
        left: Array = self.stock.sum(axis=1) + in_dc + coming
        return left

    def ship(self, week: int) -> None:
        """Up to what will sell until the next delivery, as far as the DC has more than online is kept."""
        until, shops = self.deliveries.get(week), ~self.online
        if until is None or not shops.any():
            return
        mean, sd = self._ahead(week, until)
        spare = np.round(np.maximum(0.0, self.dc - np.maximum(0.0, self.ring_fence)), UNIT_DIGITS)
        free = np.floor(np.minimum(spare, self.dc))
        stock = self.stock + sum(self.on_the_way.values())
        sent = np.zeros_like(self.stock)
        sent[:, shops] = top_up_many(
            free,
            stock[:, shops],
            mean[:, shops],
            sd[:, shops],
            z=Z_LAST if week == max(self.deliveries) else Z_TOP_UP,
            min_ship_units=self.season.supply.min_ship_units,
        )
        self.dc = self.dc - sent.sum(axis=1)
        self.on_the_way[week + self.season.lead_time_weeks] = sent
        self.receive(week)

    def _ahead(self, week: int, until: int) -> tuple[Array, Array]:
        """Mean and standard deviation of every store's demand in weeks `week` to `until`, at the running price."""
        first, rest = self.prior.weekly[week - 1], self.prior.weekly[week:until].sum()
        weekly = first * self.lift + rest * self._lasting(week)
        rate = self.level[:, None] * self.prior.share
        mean = rate * weekly[:, None]
        doubt = (self.level_sd / self.level)[:, None]
        noise = (
            self.prior.week_dispersion * rate**2 * (weekly / self.level)[:, None] + self.prior.store_dispersion * mean
        )
        return mean, np.sqrt((doubt * mean) ** 2 + noise)

    def _lasting(self, week: int) -> Array:
        """What the running price does to demand after this week."""
        if self.elasticity is None:
            return self.lift
        lasting: Array = (1 - self.markdown) ** -(self.elasticity * self.season.markdown_fade)
        return lasting

    def sell(self, week: int) -> None:
        demand = self.paths[:, week - 1] * self.lift[:, None]
        wanted_online = demand[:, self.online].sum(axis=1)
        served = np.divide(self.dc, wanted_online, out=np.ones_like(self.dc), where=wanted_online > self.dc)
        sold = np.where(self.online, demand * served[:, None], np.minimum(self.stock, demand))
        out = np.where(self.online, (served < 1)[:, None], self.stock - sold < EMPTY)
        usual = self.prior.weekly[week - 1] * self.prior.share
        full_price = sold / self.lift[:, None]
        self.seen = self.seen + np.where(out, np.maximum(full_price, usual), full_price).sum(axis=1)
        self.expected += float(self.prior.weekly[week - 1])
        self.stock = np.where(self.online, 0.0, self.stock - sold)
        from_dc = sold[:, self.online].sum(axis=1)
        self.dc = np.maximum(0.0, np.round(self.dc - from_dc, UNIT_DIGITS))
        self.ring_fence = self.ring_fence - from_dc
        pieces = sold.sum(axis=1)
        self.sold, self.lost = self.sold + pieces, self.lost + (demand.sum(axis=1) - pieces)
        self.revenue = self.revenue + pieces * self.price * (1 - self.markdown)

    def result(self) -> ManySeasons:
        left = self.stock.sum(axis=1) + self.dc + sum(units.sum(axis=1) for units in self.on_the_way.values())
        bought = self.committed - self.season.usable.units
        return ManySeasons(
            profit=self.revenue + self.salvage * left - self.cost * bought,
            revenue=self.revenue,
            units_sold=self.sold,
            units_lost=self.lost,
            units_left=left,
            markdown=self.markdown,
        )
