"""How numbers and decisions are said to a planner: rounded money, whole units, percentages, two sentences."""

from forecast_kit.plan import BuyPlan, DemandForecast, MarkdownDecision

SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}


def money(value: float | None, currency: str) -> str:
    """Money as a planner rounds it: three figures above a thousand, whole below; an em dash where not known.

    >>> money(123456.7, "GBP"), money(-987.4, "EUR"), money(None, "GBP")
    ('£123,000', '-€987', '—')
    """
    if value is None:
        return "—"
    size = abs(value)
    digits = max(0, len(str(int(size))) - 3)
    rounded = round(size / 10**digits) * 10**digits
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{'-' if value < 0 and rounded else ''}{symbol}{rounded:,}"


def units(value: float | None) -> str:
    """Whole pieces with thousands separators.

    >>> units(12345.6)
    '12,346'
    """
    return "—" if value is None else f"{value:,.0f}"


def percent(share: float | None) -> str:
    """A share (0-1) as people say it.

    >>> percent(0.45), percent(1 / 3)
    ('45 %', '33.3 %')
    """
    if share is None:
        return "—"
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


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
