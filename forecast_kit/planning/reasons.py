"""Why a decision is what it is: two sentences a planner reads, made from the numbers that led to it."""

from forecast_kit.plan import BuyPlan, DemandForecast, MarkdownDecision
from forecast_kit.words import money, percent, units


def why_forecast(forecast: DemandForecast, used: str, known_ahead: bool) -> str:
    """Why the plan ahead was used or not."""
    error = forecast.backtest_wape
    trust = "" if error is None else f" On past seasons this way of forecasting missed a week by {percent(error)}."
    if used == "use":
        return f"Promotions known ahead move whole weeks, so the forecast follows the plan.{trust}"
    if known_ahead:
        return f"The plan ahead was set aside: the forecast rests on history alone.{trust}"
    return f"Nothing is known ahead that past weeks were marked with, so the forecast rests on history alone.{trust}"


def why_buy(buy: BuyPlan, currency: str) -> str:
    """Why this buy: what it is expected to earn against the best other one."""
    chosen = buy.option(buy.chosen)
    others = [option for option in buy.options if option.rule != buy.chosen and option.expected_margin is not None]
    if chosen.expected_margin is None or not others:
        return buy.reason
    best = max(others, key=lambda option: option.expected_margin or 0.0)
    gain = chosen.expected_margin - (best.expected_margin or 0.0)
    more = "more" if gain >= 0 else "less"
    return (
        f"{chosen.label}: {units(chosen.buy_units)} units are expected to earn {money(abs(gain), currency)} {more} "
        f"than the {units(best.buy_units)} of {best.label}."
    )


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
