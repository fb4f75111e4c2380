"""When a season is selling too slowly, and how deep to mark it down."""

from forecast_kit.pricing.elasticity import (
    DEFAULT_ELASTICITY,
    DEFAULT_ELASTICITY_SD,
    DEFAULT_FADE,
    demand_lift,
    likely_elasticities,
)
from forecast_kit.pricing.markdown import decide_markdown, markdown_ladder
from forecast_kit.pricing.own_prices import Elasticity, estimate_elasticity
from forecast_kit.pricing.program import MarkdownProgram, Rest, served
from forecast_kit.pricing.sell_through import rule_of_thumb, sell_through

__all__ = [
    "DEFAULT_ELASTICITY",
    "DEFAULT_ELASTICITY_SD",
    "DEFAULT_FADE",
    "Elasticity",
    "MarkdownProgram",
    "Rest",
    "decide_markdown",
    "demand_lift",
    "estimate_elasticity",
    "likely_elasticities",
    "markdown_ladder",
    "rule_of_thumb",
    "sell_through",
    "served",
]
