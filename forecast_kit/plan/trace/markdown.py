"""How the numbers of the markdown come about, if the season runs on plan."""

from forecast_kit.plan.trace.buy import CATEGORY
from forecast_kit.plan.trace.demand import HISTORY
from forecast_kit.plan.trace.formula import Formula, Rows

CODE = "forecast_kit.pricing.markdown.decide_markdown"
CONFIRMED = Rows("season_parameters", {"name": "{1}"})
LEFT = {"committed": "buy.committed_units", "sold": "stock_path[*].expected_sales", "week": "markdown.checkpoint_week"}
ELASTICITY = {"depth": ".depth", "elasticity": "markdown.elasticity", "weekly": "forecast.weeks[*].units", **LEFT}


def _depth(name: str, says: str) -> Formula:
    return Formula(f"markdown.options[{name}].depth", "", says, CODE, {**ELASTICITY, "depth": ".depth"})


FORMULAS = (
    Formula(
        "markdown.checkpoint_week",
        "week",
        "As confirmed",
        CODE,
        {"week": "parameters.markdown_checkpoint_week"},
    ),
    Formula(
        "markdown.threshold",
        "threshold",
        "As confirmed",
        CODE,
        {"threshold": "parameters.markdown_threshold"},
    ),
    Formula(
        "markdown.expected_sell_through",
        "min(1, sum(sold[:week]) / committed) if committed else 0",
        "What the plan itself sells through the checkpoint week, over all committed units",
        "forecast_kit.pricing.sell_through.sell_through",
        LEFT,
    ),
    Formula(
        "markdown.options[rule of thumb].depth",
        "min(40, max(0, floor(round((threshold - reached) * 40, 9) + 0.5) * 5)) / 100",
        "Twice the gap to the threshold, rounded to 5 %, at most 40 %",
        "forecast_kit.pricing.sell_through.rule_of_thumb",
        {"threshold": "markdown.threshold", "reached": "markdown.expected_sell_through"},
    ),
    Formula("markdown.options[do nothing].depth", "0", "No markdown", CODE),
    _depth("clears", "The shallowest price point that leaves 3 % or less; the deepest where none does"),
    _depth("earns most", "The price point with the most takings and salvage from what is left"),
    Formula(
        "markdown.options[*].units_sold_after",
        "",
        "The weeks after the checkpoint at full price x (1 - depth) ** -elasticity, fading after the first, never more "
        "than is left; averaged over likely elasticities",
        CODE,
        ELASTICITY,
    ),
    Formula(
        "markdown.options[*].leftover_units",
        "max(0, committed - sum(sold[:week]) - after)",
        "What is left when the season ends",
        CODE,
        {**LEFT, "after": ".units_sold_after"},
    ),
    Formula(
        "markdown.options[*].revenue_after",
        "price * (1 - depth) * units",
        "Takings after the checkpoint, net of VAT",
        CODE,
        {"price": "economics.net_price", "depth": ".depth", "units": ".units_sold_after"},
        (CATEGORY,),
    ),
    Formula(
        "markdown.options[*].margin_after",
        "revenue + salvage * leftover - cost * (committed - sum(sold[:week]))",
        "Takings after the checkpoint and what is left at salvage, less the cost of the stock there was at it",
        CODE,
        {
            "revenue": ".revenue_after",
            "salvage": "economics.salvage_value",
            "leftover": ".leftover_units",
            "cost": "economics.unit_cost",
            **LEFT,
        },
        (CATEGORY,),
    ),
    Formula(
        "markdown.elasticity",
        "",
        "What the category's own price changes say, weighed against what is usual, to two digits",
        "forecast_kit.pricing.own_prices.estimate_elasticity",
        rows=(HISTORY,),
    ),
)
