"""Why a decision is what it is: two sentences a planner reads, made from the numbers that led to it."""

from forecast_kit.plan import BuyOption, BuyPlan, DemandForecast, MarkdownDecision
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.words import money, percent, units


def why_forecast(forecast: DemandForecast, used: str, known_ahead: bool) -> str:
    """Why the plan ahead was used or not."""
    error = forecast.backtest_wape
    trust = "" if error is None else f" On past seasons this way of forecasting missed a week by {percent(error)}."
    if used == "use":
        return f"Promotions known ahead move whole weeks, so the forecast follows the plan.{trust}"
    if used != "ignore":
        return f"Only a part of the plan ahead is trusted: {used}.{trust}"
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
        f"than the {units(best.buy_units)} of {best.label}{_in_return(buy, best, currency) if gain < 0 else ''}."
    )


def _in_return(buy: BuyPlan, best: BuyOption, currency: str) -> str:
    """What the recommended buy has for it although another is expected to earn more."""
    chosen = buy.option(buy.chosen)
    if buy.chosen != buy.recommended or chosen.cash is None or best.cash is None or chosen.cash >= best.cash:
        return ""
    return f", but tie up {money(best.cash - chosen.cash, currency)} less and lose less in a weak season"


def why_safety(buy: BuyPlan) -> str:
    """Why the flat rule adds what it adds."""
    share = percent(buy.safety_share)
    if buy.chosen == "flat":
        return f"The order is the forecast and {share} more."
    return f"The flat rule stands beside the order with {share}; the order itself does not rest on it."


def why_presentation(units_shown: int) -> str:
    """Why a store opens with at least what it does."""
    least = f", and at least {units(units_shown)} units" if units_shown else ""
    return f"Every store opens with two weeks' demand{least}, as far as the holdback lets it."


def why_elasticity(inputs: SeasonInputs, source: str) -> str:
    """Why a markdown is worked out with this elasticity."""
    changes = inputs.price_response.price_changes
    if source == "given":
        return "The stated elasticity is taken as it is; the category's own price changes are set aside."
    if not changes:
        return "The history has no price changes to learn from, so the stated elasticity stands."
    plural = "changes" if changes > 1 else "change"
    return f"{changes} price {plural} in the history, weighed against the stated elasticity."


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
