"""What each stage says of itself: one line for the planner, one for the next agent. All numbers come from the desk."""

from forecast_kit.plan import (
    BuyPlan,
    DemandForecast,
    MarkdownDecision,
    ReplenishmentOrder,
    StockWeek,
    StoreAllocation,
)
from forecast_kit.planning import SeasonDesk
from forecast_kit.planning.alternatives import ELASTICITIES, Checkpoint
from forecast_kit.planning.reasons import why_markdown
from forecast_kit.words import day, money, percent, units

Lines = tuple[str, str]


def say_season(desk: SeasonDesk) -> Lines:
    """What is to be planned, and what a person has already settled."""
    p = desk.inputs.parameters
    top_ups = {"none": "no replenishment", "weekly": "weekly top-ups", "bi-weekly": "top-ups every two weeks"}
    check = (
        "no markdown checkpoint"
        if p.markdown_checkpoint_week is None
        else f"markdown check after week {p.markdown_checkpoint_week} below {percent(p.markdown_threshold)}"
    )
    columns = desk.season.plan_columns
    ahead = f"Plan columns known ahead: {', '.join(columns)}." if columns else "No plan ahead."
    return (
        f"{desk.inputs.category}: {p.forecast_horizon_weeks} weeks from {day(p.season_start_date)} to "
        f"{day(p.season_end_date)}, {top_ups[p.replenishment_strategy]}, "
        f"{percent(p.dc_holdback_percentage)} held in the DC, {check}.",
        f"Sales are known through the week of {day(desk.season.history_through)}. {ahead}{_settled(desk)}",
    )


def _settled(desk: SeasonDesk) -> str:
    choices = desk.choices
    found = []
    if not choices.use_plan_columns:
        found.append("ignore the plan ahead")
    elif choices.plan_columns is not None:
        found.append(f"trust only {', '.join(choices.plan_columns) or 'nothing'} of the plan ahead")
    if choices.buy_rule is not None:
        found.append(f"buy by the rule {choices.buy_rule!r}")
    if choices.share_method != "shrunk":
        found.append(f"share by {choices.share_method!r}")
    if choices.min_presentation_units is not None:
        found.append(f"show at least {units(choices.min_presentation_units)} units")
    if choices.elasticity_source != "weighed":
        found.append("take the elasticity as given")
    if choices.markdown_answer is not None:
        found.append(f"at the checkpoint {choices.markdown_answer!r}")
    return f" The planner has settled: {', '.join(found)}." if found else ""


def say_forecast(forecast: DemandForecast) -> Lines:
    """Demand with its range, and how good such forecasts have been."""
    points = {point.quantile: point.units for point in forecast.total_quantiles}
    low, high = points.get(0.1), points.get(0.9)
    span = "" if low is None or high is None else f"; 80 % of seasons fall between {units(low)} and {units(high)}"
    last_year = forecast.same_weeks_last_year
    past = "" if last_year is None else f"The same weeks of last year: {units(last_year)}. "
    error = forecast.backtest_wape
    trust = "Too short a history to test it." if error is None else f"Past weeks were missed by {percent(error)}."
    return f"{units(forecast.total_units)} units are wanted at full price{span}.", f"{past}{trust}"


def say_open_buys(buy: BuyPlan, currency: str) -> str:
    """Every rule on offer with its money, one line each: what the inventory agent chooses from."""
    rows = [
        f"- {option.rule}{' (recommended)' if option.rule == buy.recommended else ''}: {option.label}, "
        f"{units(option.buy_units)} units, {money(option.cash, currency)} cash, {units(option.expected_lost_units)} "
        f"sales lost, {units(option.expected_leftover_units)} left over, "
        f"{money(option.expected_margin, currency)} expected margin"
        for option in buy.options
    ]
    return "\n".join(rows)


def say_buy(buy: BuyPlan, currency: str) -> Lines:
    """The order, and what the other rules would have bought and earned."""
    taken = buy.option(buy.chosen)
    cash = "" if taken.cash is None else f" for {money(taken.cash, currency)}"
    stock = f", on top of {units(buy.usable_stock.units)} in stock" if buy.usable_stock.units else ""
    earns = [
        f"{option.label}: {units(option.buy_units)} units, {money(option.expected_margin, currency)} margin"
        for option in buy.options
    ]
    return f"Buy {units(buy.buy_units)} units{cash}{stock}: {taken.label}.", "; ".join(earns) + "."


def say_allocation(allocation: StoreAllocation) -> Lines:
    """What opens where, and who opens short."""
    stores, tiers = len(allocation.lines), allocation.tiers
    short = sum(line.short_of_presentation > 0 for line in allocation.lines)
    shares = ", ".join(f"{tier.name}: {tier.stores} stores, {percent(tier.share)} of demand" for tier in tiers)
    lacking = f" {short} open short of their presentation." if short else ""
    return (
        f"{units(stores)} stores open with {units(allocation.store_units)} units; "
        f"{units(allocation.dc_units)} stay in the DC.",
        f"{shares}.{lacking}".lstrip("."),
    )


def say_deliveries(orders: tuple[ReplenishmentOrder, ...], path: tuple[StockWeek, ...]) -> Lines:
    """Deliveries from the DC, and what is lost and left if demand comes as forecast."""
    lost = sum(week.expected_lost for week in path)
    shipped = sum(order.units for order in orders)
    plural = "delivery brings" if len(orders) == 1 else "deliveries bring"
    first = (
        f"{len(orders)} {plural} {units(shipped)} units from the DC, the first before week {orders[0].week}."
        if orders
        else "No deliveries are planned after the opening."
    )
    return first, f"If demand comes exactly as forecast, {units(lost)} units of sales are lost to empty shelves."


def say_open_markdowns(check: Checkpoint | None, currency: str) -> str:
    """Every answer at the checkpoint with its money by either elasticity: what the pricing agent chooses from."""
    if check is None:
        return "Nothing is to be decided."
    rows = []
    for source in ELASTICITIES:
        said = check.decision(source)
        rows += [
            f"- {option.name}{' (recommended)' if option.name == said.recommended else ''}, elasticity {source} "
            f"{said.elasticity:g}: {percent(option.depth)} off, {money(option.margin_after, currency)} margin after"
            for option in said.options
        ]
    return "\n".join(rows)


def say_markdown(
    decision: MarkdownDecision | None, checkpoint_week: int | None, currency: str, taken: str | None
) -> Lines:
    """What the checkpoint would say of a season on plan, and the four answers with their money."""
    if decision is None:
        if checkpoint_week is None:
            return "No markdown checkpoint was asked for.", "Nothing is to be decided."
        return "The markdown checkpoint cannot be priced.", "Price, cost or salvage is not known."
    answers = [
        f"{option.name}: {percent(option.depth)} off, {money(option.margin_after, currency)} margin after"
        for option in decision.options
    ]
    return why_markdown(decision), "; ".join(answers) + f". Recommended: {decision.recommended}. Taken: {taken}."
