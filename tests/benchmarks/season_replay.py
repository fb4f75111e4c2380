"""Seasons of real categories played again: profit as % of full-price hindsight, the kit beside the rule of thumb.

    python tests/benchmarks/season_replay.py [--quick] [--sets departments styles-0.3 ...] [--sensitivity] [--rows]

12 weeks, shipped weekly, 45 % held back, checkpoint after week 6; price 1, cost 0.40, salvage 0.15, elasticity 2, no
fading, no lead time. Other categories of the retailer are the panel. The rule of thumb marks down by its gap to a
threshold of 60 %, or to its own plan. How styles are split off is said in `real_seasons`. "mean" is over seasons (each
style is one), "worst decile" the score that nine in ten seasons exceed, "in money" all profit over all of hindsight's.
The data are found by FORECAST_KIT_BENCH_DATA (a folder); without it the script says so and stops with code 0.
"""

import argparse
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from typing import Any, ClassVar

import pandas as pd

from forecast_kit.plan import DemandForecast
from forecast_kit.replay import Hindsight, KitPolicy, Policy, RuleOfThumb, Season, SeasonChoices, play
from tests.benchmarks.real_seasons import Case, cases, folder, season_of

SETS: dict[str, Callable[[int], list[Case]]] = {
    "departments": lambda every: cases("departments", every=every),
    "grocery": lambda every: cases("grocery", every=every),
    "styles-0.3": lambda every: cases("departments", 0.3, every=every) + cases("grocery", 0.3, every=every),
    "styles-0.6": lambda every: cases("departments", 0.6, every=every) + cases("grocery", 0.6, every=every),
}
WHAT_IF: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "elasticity 1.3": ({"elasticity": 1.3}, {}),
    "elasticity 3": ({"elasticity": 3.0}, {}),
    "fade 0.5": ({"markdown_fade": 0.5}, {}),
    "cost 0.70": ({"unit_cost": 0.70}, {}),
    "lead time 1 week": ({"lead_time_weeks": 1}, {}),
    "bi-weekly": ({}, {"replenishment_strategy": "bi-weekly"}),
    "no replenishment": ({}, {"replenishment_strategy": "none"}),
}
QUICK_EVERY = 7
PLAYERS = ["kit", "rule of thumb", "same, gap to plan", "perfect hindsight"]


class Remembering(KitPolicy):
    """The kit's policy, fitting a past that several seasons share once."""

    remembered: ClassVar[dict[tuple[object, ...], DemandForecast]] = {}

    def __init__(self, panel: pd.DataFrame, case: Case, choices: SeasonChoices | None = None) -> None:
        super().__init__(panel, choices)
        self.case = case

    def forecast(self, season: Season) -> DemandForecast:
        if self.case.forecast_key not in self.remembered:
            self.remembered[self.case.forecast_key] = super().forecast(season)
        return self.remembered[self.case.forecast_key]


class Thumb(RuleOfThumb):
    """The rule of thumb on the remembered forecast."""

    def __init__(self, panel: pd.DataFrame, case: Case, gap_to: Any) -> None:
        super().__init__(panel, gap_to=gap_to)
        self.case = case

    def planner(self, choices: SeasonChoices) -> KitPolicy:
        assert self.panel is not None
        return Remembering(self.panel, self.case, choices)


def measure(job: tuple[Case, dict[str, Any], dict[str, Any]]) -> dict[str, object]:
    case, terms, parameters = job
    world, panel = season_of(case, terms, parameters)
    demand = world.demand.stack().rename("units").reset_index()
    full = play(world, Hindsight(demand, full_price=True))
    started = time.perf_counter()
    kit: Policy = KitPolicy(panel) if case.style is None and not terms and not parameters else Remembering(panel, case)
    players = [kit, Thumb(panel, case, "threshold"), Thumb(panel, case, "plan"), Hindsight(demand)]
    row: dict[str, object] = {"retailer": case.retailer, "category": case.category, "cut": case.cut}
    row |= {"style": case.style, "full": full.profit}
    for name, policy in zip(PLAYERS, players, strict=True):
        result = play(world, policy)
        row[name], row[f"{name} %"] = result.profit, 100 * result.profit / full.profit
        if name == "kit":
            row["s a season"] = time.perf_counter() - started
            row["buy %"] = 100 * result.buy_units / demand["units"].sum()
            row["left %"] = 100 * result.units_left / result.buy_units if result.buy_units else 0.0
            row["off %"] = 100 * result.ledger["markdown"].max()
    return row


def table(jobs: list[tuple[Case, dict[str, Any], dict[str, Any]]], workers: int) -> pd.DataFrame:
    """A row a season; seasons that share a forecast stay in one process."""
    with get_context("fork").Pool(workers) as pool:
        return pd.DataFrame(pool.map(measure, jobs, chunksize=8))


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """By player: % of full-price hindsight."""
    lines = []
    for name in PLAYERS:
        score = rows[f"{name} %"]
        line = {"policy": name, "mean": score.mean(), "worst decile": score.quantile(0.1)}
        if rows["style"].notna().any():
            sums = rows.groupby(["retailer", "category", "cut"])[[name, "full"]].sum()
            together = 100 * sums[name] / sums["full"]
            line |= {"mean, 8 styles together": together.mean(), "their worst decile": together.quantile(0.1)}
        lines.append(line | {"in money": 100 * rows[name].sum() / rows["full"].sum()})
    return pd.DataFrame(lines)


def sensitivity(every: int, workers: int) -> pd.DataFrame:
    """The same departments and groceries under other terms, the means beside each other."""
    whole = cases("departments", every=every) + cases("grocery", every=every)
    lines = []
    for name, (terms, parameters) in WHAT_IF.items():
        rows = table([(case, terms, parameters) for case in whole], workers)
        thumbs = rows[["rule of thumb %", "same, gap to plan %"]].max(axis=1)
        line = {"what if": name} | {player: rows[f"{player} %"].mean() for player in PLAYERS}
        lines.append(line | {"seasons below a rule of thumb": f"{int((rows['kit %'] < thumbs).sum())} of {len(rows)}"})
    return pd.DataFrame(lines)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"every {QUICK_EVERY}th season")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--sensitivity", action="store_true", help="also other elasticities, costs, cadences")
    parser.add_argument("--rows", action="store_true", help="also every season")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    if folder() is None:
        print("FORECAST_KIT_BENCH_DATA is not set: no real data, nothing measured.")
        return 0
    every = QUICK_EVERY if options.quick else 1
    print("Price 1, cost 0.40, salvage 0.15, elasticity 2, no fade, no lead time; profit as % of full-price hindsight.")
    for name in options.sets:
        rows = table([(case, {}, {}) for case in SETS[name](every)], options.workers)
        kit = rows[["buy %", "left %", "off %", "s a season"]].mean().round(2).to_dict()
        print(f"\n{name}: {len(rows)} seasons; the kit on average: {kit}")
        print(summary(rows).round(2).to_string(index=False), flush=True)
        if options.rows:
            print(rows.round(2).to_string(index=False))
    if options.sensitivity:
        print("\nUnder other terms, mean %:")
        print(sensitivity(every, options.workers).round(2).to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
