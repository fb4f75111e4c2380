"""The markdown at the checkpoint: four answers side by side, each with units, revenue and margin."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from forecast_kit.errors import PlanError
from forecast_kit.plan import MarkdownDecision, MarkdownOption
from forecast_kit.pricing.elasticity import DEFAULT_ELASTICITY_SD, DEFAULT_FADE, demand_lift, likely_elasticities
from forecast_kit.pricing.sell_through import rule_of_thumb, sell_through
from forecast_kit.season import SeasonParameters

__all__ = ["decide_markdown", "markdown_ladder"]

LADDER: Final = tuple(step / 20 for step in range(15))
CLEARED: Final = 0.03
Answer = Literal["rule of thumb", "clears", "earns most", "do nothing"]


def markdown_ladder() -> tuple[float, ...]:
    """The price points a shop can print, as shares off full price, shallowest first: every 5 %.

    >>> markdown_ladder()
    (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
    """
    return LADDER


def decide_markdown(
    parameters: SeasonParameters,
    *,
    committed_units: int,
    weekly_units: Sequence[float],
    week_now: int,
    units_sold: float,
    unit_price: float | None,
    unit_cost: float | None,
    salvage_value: float | None,
    vat_rate: float,
    elasticity: float,
    elasticity_sd: float = DEFAULT_ELASTICITY_SD,
    fade: float = DEFAULT_FADE,
    markdown_now: float = 0.0,
) -> MarkdownDecision:
    """What to do at the checkpoint, from what is known after `week_now` weeks (0: before the season opens).

    `units_sold` are net units sold through `week_now`; `weekly_units` is expected demand at full price for every
    week of the season, of which those before the checkpoint still to come are expected to sell. At the checkpoint
    (or now, when it is over) a cut m starts in the following week: demand is base x (1 - m) ** -e, in later weeks
    with e x `fade`, never more than is left. Every answer is averaged over likely elasticities, log-normal around
    `elasticity`. A running cut of `markdown_now` is never taken back.

    The answers: the *rule of thumb*; the shallowest price point that *clears* (3 % or less is left; the deepest if
    none does); the one that *earns most*; *do nothing*. "Earns most" is recommended below the threshold, else "do
    nothing". Margin is net revenue after the cut + salvage of leftovers - cost of the stock left at the checkpoint, in
    the selling currency, net of VAT. Without a price and a salvage value no answer can be said to earn most: there
    are three, and the rule of thumb stands in.

    Raises:
        PlanError: a season without a checkpoint, weeks that are not the season's, or an impossible number.

    >>> from datetime import date
    >>> season = SeasonParameters(season_start_date=date(2026, 3, 2), markdown_checkpoint_week=6)
    >>> decision = decide_markdown(season, committed_units=1200, weekly_units=[75.0] * 12, week_now=0, units_sold=0,
    ...                            unit_price=60, unit_cost=20, salvage_value=5, vat_rate=0.2, elasticity=2.0)
    >>> decision.expected_sell_through, [(option.name, option.depth) for option in decision.options]
    (0.375, [('rule of thumb', 0.4), ('clears', 0.4), ('earns most', 0.2), ('do nothing', 0.0)])
    """
    checkpoint, threshold = _checkpoint(parameters)
    _check(parameters, committed_units, weekly_units, week_now, units_sold, markdown_now)
    decided_after = max(checkpoint, week_now)
    before = sum(weekly_units[week_now:decided_after])
    left_now = max(0.0, committed_units - units_sold)
    sold = units_sold + min(left_now, before)
    reached = min(1.0, max(0.0, sell_through(sold, committed_units)))
    rest = _Rest(
        stock=max(0.0, committed_units - sold),
        weekly=tuple(weekly_units[decided_after:]),
        net_price=None if unit_price is None else unit_price / (1 + vat_rate),
        unit_cost=unit_cost,
        salvage=salvage_value,
        elasticities=likely_elasticities(elasticity, elasticity_sd),
        fade=fade,
        markdown_now=markdown_now,
    )
    depths = rest.depths(rule_of_thumb(threshold - reached))
    options = tuple(rest.option(name, depth) for name, depth in depths.items())
    recommended = _recommended(reached < threshold, depths)
    return MarkdownDecision(
        checkpoint_week=checkpoint,
        threshold=threshold,
        expected_sell_through=reached,
        options=options,
        recommended=recommended,
        elasticity=elasticity,
        note=_note(week_now, decided_after, reached, threshold, parameters, depths),
    )


@dataclass(frozen=True)
class _Rest:
    """What is left to sell after the checkpoint, and what a cut would make of it."""

    stock: float
    weekly: tuple[float, ...]
    net_price: float | None
    unit_cost: float | None
    salvage: float | None
    elasticities: tuple[float, ...]
    fade: float
    markdown_now: float

    def depths(self, by_rule: float) -> dict[Answer, float]:
        """The depth of each answer; "earns most" only where money is known."""
        rungs = sorted({self.markdown_now, *(rung for rung in LADDER if rung > self.markdown_now)})
        depths: dict[Answer, float] = {
            "rule of thumb": max(by_rule, self.markdown_now),
            "clears": self._clears(rungs),
            "earns most": self._earns_most(rungs),
            "do nothing": self.markdown_now,
        }
        if self.net_price is None or self.salvage is None:
            del depths["earns most"]
        return depths

    def units(self, depth: float) -> float:
        """Expected units sold after the checkpoint at `depth`, over the likely elasticities."""
        return sum(min(self.stock, self._demand(depth, e)) for e in self.elasticities) / len(self.elasticities)

    def option(self, name: Answer, depth: float) -> MarkdownOption:
        units = self.units(depth)
        value = self._value(depth)
        return MarkdownOption(
            name=name,
            depth=depth,
            units_sold_after=units,
            leftover_units=max(0.0, self.stock - units),
            revenue_after=None if self.net_price is None else self.net_price * (1 - depth) * units,
            margin_after=None if value is None or self.unit_cost is None else value - self.unit_cost * self.stock,
        )

    def _demand(self, depth: float, elasticity: float) -> float:
        """A cut that is already running has had its first week: its demand has faded."""
        first = elasticity * self.fade if depth == self.markdown_now > 0 else elasticity
        later = elasticity * self.fade
        return sum(base * demand_lift(depth, later if week else first) for week, base in enumerate(self.weekly))

    def _value(self, depth: float) -> float | None:
        """Net revenue after the checkpoint + salvage of what is left then; None where either price is not known."""
        if self.net_price is None or self.salvage is None:
            return None
        units = self.units(depth)
        return self.net_price * (1 - depth) * units + self.salvage * (self.stock - units)

    def _clears(self, rungs: Iterable[float]) -> float:
        deepest = 0.0
        for deepest in rungs:
            if self.stock - self.units(deepest) <= CLEARED * self.stock:
                break
        return deepest

    def _earns_most(self, rungs: Iterable[float]) -> float:
        """Of equal answers the shallowest, because `max` keeps the first."""
        return max(rungs, key=lambda depth: self._value(depth) or 0.0)


def _checkpoint(parameters: SeasonParameters) -> tuple[int, float]:
    week, threshold = parameters.markdown_checkpoint_week, parameters.markdown_threshold
    if week is None or threshold is None:
        raise PlanError("This season has no markdown checkpoint.", "Set a checkpoint week to plan a markdown.")
    return week, threshold


def _check(
    parameters: SeasonParameters,
    committed: int,
    weekly: Sequence[float],
    week_now: int,
    units_sold: float,
    markdown_now: float,
) -> None:
    horizon = parameters.forecast_horizon_weeks
    if committed < 0 or len(weekly) != horizon or not all(0 <= units < float("inf") for units in weekly):
        raise PlanError(
            f"A markdown needs {horizon} weeks of expected demand and the units committed, none below zero.",
            "Give the demand of every week of the season, those that are over included.",
        )
    if not math.isfinite(units_sold):
        raise PlanError("The units sold so far are not a number.", "Check the actual sales.")
    if not 0 <= week_now <= horizon or not 0 <= markdown_now < 1:
        raise PlanError(
            f"Week {week_now} at {_percent(markdown_now)} off is not a point of a season of {horizon} weeks.",
            f"Give 0 to {horizon} weeks over, and a running markdown from 0 to below 1.",
        )


def _recommended(below: bool, depths: dict[Answer, float]) -> Answer:
    if not below:
        return "do nothing"
    return "earns most" if "earns most" in depths else "rule of thumb"


def _note(
    week_now: int,
    decided_after: int,
    reached: float,
    threshold: float,
    parameters: SeasonParameters,
    depths: dict[Answer, float],
) -> str:
    """What a planner should know before she takes any of the answers."""
    said = []
    if decided_after == parameters.forecast_horizon_weeks:
        said.append("No weeks of the season are left after this one, so a markdown can sell nothing more.")
    if reached < threshold and week_now == 0:
        said.append(
            f"The plan itself expects {_percent(reached)} sold after week {decided_after}, below the "
            f"{_percent(threshold)} threshold: a season exactly on plan would still be marked down."
        )
    if reached >= threshold:
        said.append(
            f"{_percent(reached)} sold is not below the {_percent(threshold)} threshold, so nothing is marked down."
        )
    if "earns most" not in depths:
        said.append("Without a price and a salvage value the answers cannot be compared in money.")
    return " ".join(said)


def _percent(share: float) -> str:
    return f"{share * 100:.3g} %"
