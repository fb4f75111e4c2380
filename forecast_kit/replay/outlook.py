"""A season played ahead on many demand paths that may come, with the markdowns the policy itself would take."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from forecast_kit.allocation import Outcome
from forecast_kit.plan import PlannedMarkdown
from forecast_kit.pricing import MarkdownProgram, likely_elasticities, markdown_ladder, served
from forecast_kit.replay.belief import SHARE_SD, Prior
from forecast_kit.replay.rules import useful_deliveries
from forecast_kit.replay.season import Season

__all__ = ["SeasonOutlook"]

Array = npt.NDArray[np.float64]

PATHS: Final = 500
WEAKEST: Final = 0.1
"""Of the paths: these count alike, and every stronger one by what share of it the same money is.

Without it styles of unknown popularity (log-normal, 0.6) earn 3 to 4 % of hindsight more of the chain's money, and 2 %
less of what each style could have earned, the score that a season is held to. Where the total is known to 10 % it
changes nothing.
"""
MOST: Final = 3.0  # times the 99 % point of the total: at an elasticity of 3 a planned markdown sells 2.8 times as much
COARSE, FINE = 49, 17


class SeasonOutlook:
    """What a commitment comes to over 500 sampled seasons, each the same for every commitment (common random numbers).

    A path's total is drawn from the forecast's distribution of totals (evenly spaced probabilities), its weeks vary
    about the plan with the chain's own dispersion. Stock sells from the shelves until the first delivery, then from
    the shelves and the DC; at the end some of it stands in the wrong stores. From the checkpoint on the price follows
    the markdown program, by what the path has shown of its level until then and nothing that it does later.
    """

    def __init__(self, season: Season, prior: Prior, totals: Array, online: float = 0.0) -> None:
        """`totals`: one season total a path, units; `online`: the share of demand that the DC serves itself."""
        self.season, self.prior, self.online = season, prior, online
        self.horizon = len(prior.weekly)
        self.deliveries = useful_deliveries(season)
        self.arrival = self.deliveries[0][0] + season.lead_time_weeks if self.deliveries else self.horizon + 1
        draw = np.random.default_rng([season.seed, PATHS])
        totals = draw.permutation(totals)
        shape = np.maximum(prior.weekly, 1e-9) / prior.week_dispersion
        weeks = prior.weekly * draw.gamma(shape, 1 / shape, size=(len(totals), self.horizon))
        self.paths: Array = (weeks * (totals / np.maximum(weeks.sum(axis=1), 1e-9))[:, None]).T
        self.weights: Array = _weights(totals)
        likely = likely_elasticities(season.elasticity or 1.0, season.elasticity_sd)
        self.elasticity: Array = draw.permutation(np.resize(likely, len(totals)))
        self.net_price, self.salvage = season.economics.net_price or 0.0, season.salvage_value or 0.0
        self._played: dict[int, _Played] = {}

    @property
    def how(self) -> str:
        """For the label of the buy."""
        return f"refined on {self.paths.shape[1]} simulated seasons"

    def of(self, committed: int) -> Outcome:
        """The mean over the paths; `service_level` is the share of them in which no full-price customer finds none."""
        played = self._at(committed)
        earned = self._earned(played, np.array([[float(committed)]]))[0]
        revenue = self.net_price * float(played.takings.mean())
        sales = float(played.sold.mean())
        return Outcome(
            sales=sales,
            lost=float(played.lost.mean()),
            leftover=max(0.0, committed - sales),
            revenue=revenue,
            earned=float(earned.mean()),
            worth=float((self.weights * earned).mean()),
            service_level=float((played.lost <= 0).mean()),
        )

    def needs(self) -> tuple[int, ...]:
        """The commitment that is worth most after its cost, looked for over the whole range and then more closely."""
        cost, top = self.season.unit_cost or 0.0, MOST * float(np.quantile(self.paths.sum(axis=0), 0.99)) + 1
        low, high, step = 0.0, top, top / (COARSE - 1)
        units = np.unique(np.round(np.linspace(low, high, COARSE)))
        while True:
            earned = self._earned(self._play(units), units[:, None])
            worth = (self.weights * earned).mean(axis=1) - cost * units
            best = float(units[int(worth.argmax())])
            if step <= 1:
                return (int(best),)
            low, high, step = max(0.0, best - step), best + step, 2 * step / (FINE - 1)
            units = np.unique(np.round(np.linspace(low, high, FINE)))

    def markdowns(self, committed: int) -> tuple[PlannedMarkdown, ...]:
        """By week: in how many of the paths a markdown runs, and how deep it then is on average."""
        depths = self._at(committed).depths
        shares = (depths > 0).mean(axis=1)
        return tuple(
            PlannedMarkdown(week=week, depth=float(depth[depth > 0].mean()), share_of_seasons=float(share))
            for week, (depth, share) in enumerate(zip(depths, shares, strict=True), start=1)
            if share > 0
        )

    @cached_property
    def program(self) -> MarkdownProgram | None:
        """The prices from the week after the checkpoint on; None where the season can have no markdown."""
        checkpoint = self.season.parameters.markdown_checkpoint_week
        if checkpoint is None or checkpoint >= self.horizon or self.season.elasticity is None:
            return None
        seen = float(self.prior.weekly[:checkpoint].sum())
        _, level_sd = self.prior.level(seen, seen)
        return MarkdownProgram(
            self.prior.rest(self.season, checkpoint + 1, 1.0, float(level_sd), SHARE_SD, markdown_ladder())
        )

    def _at(self, committed: int) -> "_Played":
        if committed not in self._played:
            self._played[committed] = self._play(np.array([float(committed)]))
        return self._played[committed]

    def _earned(self, played: "_Played", committed: Array) -> Array:
        money: Array = self.net_price * played.takings + self.salvage * (committed - played.sold)
        return money

    def _play(self, committed: Array) -> "_Played":
        """Every path under each of `committed` (K,): arrays of K x paths."""
        shape = (len(committed), self.paths.shape[1])
        held = np.floor(self.season.parameters.dc_holdback_percentage * committed + 0.5)[:, None]
        dc = np.broadcast_to(held, shape).copy()
        shelf = committed[:, None] - dc
        prices = _Prices(self, shape)
        takings, sold, lost = (np.zeros(shape) for _ in range(3))
        out_of_place = self.prior.out_of_place(SHARE_SD, self._last_delivery, self.horizon)
        depths = np.zeros((self.horizon, shape[1]))
        for week, base in enumerate(self.paths, start=1):
            if week >= self.arrival:
                shelf, dc = shelf + dc, np.zeros(shape)
            depth, lift = prices.of(week, shelf + (dc if self.online else 0.0))
            from_dc = 0.0 if week >= self.arrival else self.online
            wanted = np.broadcast_to(base * lift, shape)
            store_sd = out_of_place if week == self.horizon else 0.0
            by_shops = served(shelf, wanted * (1 - from_dc), store_sd)
            by_dc = np.minimum(dc, wanted * from_dc)
            lost += np.maximum(0.0, base * (1 - from_dc) - shelf) + np.maximum(0.0, base * from_dc - dc)
            shelf, dc = shelf - by_shops, dc - by_dc
            takings += (by_shops + by_dc) * (1 - depth)
            sold += by_shops + by_dc
            depths[week - 1] = depth[0]
        return _Played(takings, sold, lost, depths)

    @property
    def _last_delivery(self) -> int:
        return min(self.deliveries[-1][0] + self.season.lead_time_weeks, self.horizon) if self.deliveries else 1


@dataclass(frozen=True)
class _Played:
    """Takings in full prices, units sold, full-price demand lost (K x paths); depths of the first (weeks x paths)."""

    takings: Array
    sold: Array
    lost: Array
    depths: Array


class _Prices:
    """The price of every path and commitment, week by week."""

    def __init__(self, outlook: SeasonOutlook, shape: tuple[int, int]) -> None:
        self.outlook, self.ladder = outlook, np.array(markdown_ladder())
        self.rung = np.zeros(shape, dtype=np.int64)
        self.stepped = np.zeros(shape, dtype=bool)

    def of(self, week: int, stock: Array) -> tuple[Array, Array]:
        """Depth (a share) and what it does to demand, for the week about to start with `stock`."""
        outlook, program = self.outlook, self.outlook.program
        checkpoint = outlook.season.parameters.markdown_checkpoint_week
        if program is None or checkpoint is None or week <= checkpoint:
            return np.zeros(self.rung.shape), np.ones(self.rung.shape)
        seen, expected = outlook.paths[: week - 1].sum(axis=0), float(outlook.prior.weekly[: week - 1].sum())
        level, _ = outlook.prior.level(seen, expected)
        wanted = program.table[week - checkpoint - 1][self.rung, program.nearest(stock / level)]
        rung = np.where(self.stepped, self.rung, wanted)
        self.stepped = rung > self.rung
        self.rung = rung
        exponent = outlook.elasticity * np.where(self.stepped, 1.0, outlook.season.markdown_fade)
        depth = self.ladder[rung]
        return depth, (1 - depth) ** -exponent


def _weights(totals: Array) -> Array:
    """What money counts on each path: 1 / what it could sell, mean 1, so that a season counts by the share earned.

    The score of a season is profit as a share of what full-price hindsight earns, which is in proportion to demand; a
    weak season, in which a pound is a larger share, is short of cash and margin at once. The weakest tenth counts
    alike, so that no path weighs without limit.

    >>> _weights(np.array([50.0, 50.0, 50.0, 100.0])).round(3).tolist()
    [1.143, 1.143, 1.143, 0.571]
    """
    weights = 1 / np.maximum(totals, max(float(np.quantile(totals, WEAKEST)), 1e-9))
    shares: Array = weights / weights.mean()
    return shares
