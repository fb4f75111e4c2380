"""How much of what was committed has sold, and the cut that the rule of thumb makes of it."""

import math
from typing import Final

from forecast_kit.errors import PlanError

__all__ = ["rule_of_thumb", "sell_through"]

STEP_PERCENT: Final = 5
MOST_PERCENT: Final = 40


def sell_through(units_sold: float, committed_units: float) -> float:
    """Net units sold / all units committed to the season (buy + usable stock), a share.

    With nothing committed there is nothing to sell through: 0.0. More returns than sales make it negative.

    Raises:
        PlanError: fewer than zero units committed.

    >>> sell_through(450, 1000)
    0.45
    >>> sell_through(0, 0)
    0.0
    """
    if committed_units < 0:
        raise PlanError(f"{committed_units:,} committed units are below zero.", "Check the buy and the usable stock.")
    return units_sold / committed_units if committed_units else 0.0


def rule_of_thumb(gap: float) -> float:
    """The common markdown for a sell-through that is `gap` (share) below its threshold, a share off full price.

    Twice the gap, rounded to 5 % (half up), at most 40 %; no gap, no cut.

    >>> rule_of_thumb(0.12), rule_of_thumb(0.5), rule_of_thumb(-0.1)
    (0.25, 0.4, 0.0)
    """
    steps = math.floor(round(gap * 200 / STEP_PERCENT, 9) + 0.5)
    return min(MOST_PERCENT, max(0, steps * STEP_PERCENT)) / 100
