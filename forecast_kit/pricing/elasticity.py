"""How demand answers to a lower price, and how little is known about it."""

import math
from statistics import NormalDist
from typing import Final

from forecast_kit.errors import PlanError

__all__ = ["DEFAULT_ELASTICITY", "DEFAULT_ELASTICITY_SD", "DEFAULT_FADE", "demand_lift", "likely_elasticities"]

DEFAULT_ELASTICITY: Final = 2.0
"""Per cent more demand for one per cent off the price, where a category states none.

Cautious on purpose: Bijmolt, van Heerde and Pieters (2005), "New empirical generalizations on the determinants of
price elasticity", find 2.62 on average over 1,851 estimates; a real online fashion markdown of October 2017 showed
about 3.3 in its first week and 1.6 in its second, which also gives the fade of one half.
"""

DEFAULT_ELASTICITY_SD: Final = 0.35
"""Standard deviation of the logarithm of the elasticity: two in three lie within a factor of 1.4."""

DEFAULT_FADE: Final = 0.5
"""What the exponent is multiplied by after the first week of a markdown: 1.6 / 3.3, see DEFAULT_ELASTICITY."""

POINTS: Final = 7


def demand_lift(depth: float, elasticity: float) -> float:
    """Demand at `depth` off full price over demand at full price: (1 - m) ** -e, the constant-elasticity curve.

    `depth` m is a share (0 <= m < 1), `elasticity` e a positive number.

    >>> demand_lift(0.5, 2.0)
    4.0
    >>> demand_lift(0.0, 3.0)
    1.0
    """
    if not 0 <= depth < 1:
        raise PlanError(f"A markdown of {depth * 100:.0f} % cannot be made.", "Give a share from 0 to below 1.")
    return float((1 - depth) ** -elasticity)


def likely_elasticities(elasticity: float, sd: float) -> tuple[float, ...]:
    """Seven equally likely elasticities around the median `elasticity`: a log-normal with log-deviation `sd`.

    Each stands for the middle of its seventh. With `sd` 0 they are one.

    Raises:
        PlanError: an elasticity that is not above zero, or a deviation below it.

    >>> [round(e, 2) for e in likely_elasticities(2.0, 0.35)]
    [1.2, 1.52, 1.76, 2.0, 2.27, 2.64, 3.34]
    >>> likely_elasticities(2.0, 0.0)
    (2.0,)
    """
    if not elasticity > 0 or not 0 <= sd < math.inf:
        raise PlanError(
            f"An elasticity of {elasticity} with a deviation of {sd} says nothing about a markdown.",
            "Give an elasticity above 0, such as 2.0, and a deviation of 0 or more.",
        )
    if sd == 0:
        return (elasticity,)
    normal = NormalDist()
    return tuple(elasticity * math.exp(sd * normal.inv_cdf((point + 0.5) / POINTS)) for point in range(POINTS))
