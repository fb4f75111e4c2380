"""What any number of units would earn: the curve behind the buy, and what a wrong number costs."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast_kit.allocation import judge_order
from forecast_kit.errors import PlanError
from forecast_kit.plan import BuyOption, SeasonPlan
from forecast_kit.planning.inputs import SeasonInputs, season_of
from forecast_kit.planning.summary import Section, option_label
from forecast_kit.replay import KitPolicy
from forecast_kit.words import UNKNOWN, money, percent, price, units

__all__ = ["BuyStudy", "study_buy"]

POINTS = 25
WIDTH = 0.5  # the curve reaches from half of the recommended buy to half as much again
WRONG = (-0.2, -0.1, 0.1, 0.2)


@dataclass(frozen=True, kw_only=True)
class BuyStudy:
    """A plan's buy beside every other: `curve` has a row a number of units, ascending; the recommended option is first.

    Its columns are those of a `BuyOption`: `buy_units`, `cash`, `expected_margin`, `expected_lost_units`,
    `expected_leftover_units`, `service_level`. `options` are the rules' buys, and the numbers a person named.
    """

    plan: SeasonPlan
    curve: pd.DataFrame
    options: tuple[tuple[str, BuyOption], ...]
    wrong: tuple[tuple[str, BuyOption], ...]

    @property
    def recommended(self) -> BuyOption:
        """The buy that the others are measured against."""
        return self.plan.buy.option(self.plan.buy.recommended)

    def what_it_costs(self) -> Section:
        """Each buy beside the recommended one: units, cash, what is lost and left, and the money it is short of it."""
        code, best = self.plan.currency, self.recommended
        rows = tuple(
            (
                label,
                units(option.buy_units),
                money(option.cash, code),
                units(option.expected_lost_units),
                units(option.expected_leftover_units),
                percent(round(option.service_level, 2)),
                money(option.expected_margin, code),
                UNKNOWN if option is best else money(_more(option, best), code, signed=True),
            )
            for label, option in (*self.options, *self.wrong)
        )
        return Section(
            key="what_it_costs",
            title="What a wrong number costs",
            headers=("Buy", "Units", "Cash", "Lost sales", "Left over", "Nothing runs out", "Margin", "Against it"),
            rows=rows,
            align="lrrrrrrr",
            strong_rows=(0,),
            lines=(
                f"Expected over the forecast's own uncertainty; {self._economics()}. Buys are rounded to what the "
                f"supplier takes: packs of {self.plan.buy.pack_size}, at least {units(self.plan.buy.min_order_units)}.",
            ),
        )

    def _economics(self) -> str:
        economics, code = self.plan.economics, self.plan.currency
        paid, cost, salvage = (
            price(value, code) for value in (economics.net_price, economics.unit_cost, economics.salvage_value)
        )
        return f"price {paid} net of VAT, cost {cost}, salvage {salvage}"


def _more(option: BuyOption, best: BuyOption) -> float | None:
    if option.expected_margin is None or best.expected_margin is None:
        return None
    return option.expected_margin - best.expected_margin


def study_buy(inputs: SeasonInputs, plan: SeasonPlan, *, mine: tuple[int, ...] = ()) -> BuyStudy:
    """The plan's buy beside every other, each judged as the policy judges a number that a person types in.

    `mine` are numbers to show by name.

    Raises:
        PlanError: the inputs do not make a season, or a number is below zero.
    """
    if any(pieces < 0 for pieces in mine):
        raise PlanError(f"A buy of {min(mine):,} units cannot be placed.", "Give whole units, zero or more.")
    season, panel = season_of(inputs)

    outlook = KitPolicy(panel).outlook(season, plan.forecast)

    def judged(pieces: int) -> BuyOption:
        return judge_order(pieces, outlook, season.usable, season.economics)

    best = plan.buy.option(plan.buy.recommended)
    top = max(best.buy_units, 1)
    asked = {round(top * factor) for factor in np.linspace(1 - WIDTH, 1 + WIDTH, POINTS)}
    asked |= {option.buy_units for option in plan.buy.options} | set(mine)
    found = {option.buy_units: option for option in map(judged, sorted(asked))}
    curve = pd.DataFrame([option.model_dump() for _, option in sorted(found.items())])
    named = [(option_label(plan, option), option) for option in plan.buy.options]
    named.sort(key=lambda one: one[1] is not best)
    named += [(f"Mine, {units(pieces)}", judged(pieces)) for pieces in mine]
    wrong = [(f"Recommended {percent(share, signed=True)}", judged(round(top * (1 + share)))) for share in WRONG]
    return BuyStudy(plan=plan, curve=curve, options=tuple(named), wrong=tuple(wrong))
