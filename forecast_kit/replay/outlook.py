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
RISK: Final = 0.5
"""What is taken off expected money, per unit of money that a season falls short of it on average.

A weak season costs cash and markdowns at once, so the last units that pay on average are not bought. On real seasons it
cost nothing in total and earned up to 5 % of hindsight more on the mean style where popularity was unknown.
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
            worth=float(_less_risk(earned[None, :])[0]),
            service_level=float((played.lost <= 0).mean()),
        )

    def needs(self) -> tuple[int, ...]:
        """The commitment that is worth most after its cost, looked for over the whole range and then more closely."""
        cost, top = self.season.unit_cost or 0.0, MOST * float(np.quantile(self.paths.sum(axis=0), 0.99)) + 1
        low, high, step = 0.0, top, top / (COARSE - 1)
        units = np.unique(np.round(np.linspace(low, high, COARSE)))
        while True:
            worth = _less_risk(self._earned(self._play(units), units[:, None])) - cost * units
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


def _less_risk(earned: Array) -> Array:
    """Mean over the paths less RISK x the mean shortfall below it: one number a row.

    Source: the mean-semideviation of Ogryczak and Ruszczynski (1999), "From stochastic dominance to mean-risk models".

    >>> _less_risk(np.array([[90.0, 110.0]])).tolist()
    [97.5]
    """
    mean = earned.mean(axis=1, keepdims=True)
    less: Array = (mean - RISK * np.maximum(0.0, mean - earned).mean(axis=1, keepdims=True))[:, 0]
    return less
