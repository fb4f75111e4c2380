"""Why a decision is what it is: two sentences a planner reads, made from the numbers that led to it."""

from forecast_kit.plan import BuyPlan, DemandForecast, MarkdownDecision
from forecast_kit.words import percent


def why_forecast(forecast: DemandForecast, used: str) -> str:
    """Why the plan ahead was used or not."""
    error = forecast.backtest_wape
    trust = "" if error is None else f" On past seasons this way of forecasting missed a week by {percent(error)}."
    if used == "use":
        return f"Promotions known ahead move whole weeks, so the forecast follows the plan.{trust}"
    return f"Nothing is known ahead that past weeks were marked with, so the forecast rests on history alone.{trust}"


def why_buy(buy: BuyPlan) -> str:
    """Why this rule for the buy; the maths gave the reason for its own recommendation."""
    if buy.chosen == buy.recommended:
        return buy.reason
    return f"Chosen instead of the recommended rule. {buy.reason}"


def why_shares(method: str) -> str:
    """Why stores get the shares they get."""
    if method == "shrunk":
        return "Each store's own recent sales place stock best; short histories are steadied by the store's tier."
    return "The 70 / 30 rule was asked for; it usually places more units in the wrong store than history does."


def why_markdown(decision: MarkdownDecision) -> str:
    """What the checkpoint would say of a season exactly on plan."""
    week = decision.checkpoint_week
    reached = f"On plan, {percent(decision.expected_sell_through)} is sold after week {week}"
    if decision.trips_on_plan:
        return f"{reached}, below the {percent(decision.threshold)} asked for. {decision.note}".strip()
    return f"{reached}, above the {percent(decision.threshold)} asked for: nothing would be marked down."
