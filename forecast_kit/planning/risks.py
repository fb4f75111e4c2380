"""What may go wrong with a plan, in money, and what a person should know before signing it."""

from forecast_kit.allocation import SeasonTotal
from forecast_kit.plan import Risk, SeasonPlan
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.words import percent, units

RISKS_SHOWN = 5
LOW, HIGH = 0.1, 0.9
YEAR_WEEKS = 52
LATE_WEEKS = 2


def biggest_risks(plan: SeasonPlan) -> tuple[Risk, ...]:
    """The five biggest risks, largest money first; those without a price come last, by units."""
    found = [
        *_demand_risks(plan),
        *_marked_down_on_plan(plan),
        *_stuck_in_the_dc(plan),
        *_late_delivery(plan),
        *_online_short(plan),
        *_short_presentation(plan),
        *_late_stock(plan),
    ]
    found.sort(key=lambda risk: (risk.money is None, -(risk.money or 0.0), -(risk.units or 0.0), risk.title))
    return tuple(found[:RISKS_SHOWN])


def _season_total(plan: SeasonPlan) -> SeasonTotal:
    points = plan.forecast.total_quantiles
    return SeasonTotal([p.quantile for p in points], [p.units for p in points])


def _lost_margin(plan: SeasonPlan) -> float | None:
    """Money lost a unit that could have been sold and was not there."""
    price, cost = plan.economics.net_price, plan.economics.unit_cost
    return None if price is None or cost is None else max(0.0, price - cost)


def _written_off(plan: SeasonPlan) -> float | None:
    """Money lost a unit that was bought and did not sell."""
    cost, salvage = plan.economics.unit_cost, plan.economics.salvage_value
    return None if cost is None or salvage is None else max(0.0, cost - salvage)


def _times(count: float, each: float | None) -> float | None:
    return None if each is None else count * each


def _demand_risks(plan: SeasonPlan) -> list[Risk]:
    total, committed = _season_total(plan), plan.buy.committed_units
    low, high = float(total.quantile(LOW)), float(total.quantile(HIGH))
    left, lost = committed - low, high - committed
    found = []
    if left > 0:
        found.append(
            Risk(
                title="Demand comes in low",
                money=_times(left, _written_off(plan)),
                units=left,
                explanation=f"In one season of ten, demand stays below {units(low)}: {units(left)} or more are "
                "left over and written down to salvage.",
            )
        )
    if lost > 0:
        found.append(
            Risk(
                title="Demand comes in high",
                money=_times(lost, _lost_margin(plan)),
                units=lost,
                explanation=f"In one season of ten, demand passes {units(high)}: {units(lost)} or more sales are lost.",
            )
        )
    return found


def _stuck_in_the_dc(plan: SeasonPlan) -> list[Risk]:
    """Stock that no delivery takes out of the DC, beyond what is ring-fenced there."""
    shipped = sum(order.units for order in plan.replenishment)
    left = plan.allocation.dc_units - plan.allocation.ring_fenced_units - shipped
    last = plan.stock_path[-1]
    lost = sum(week.expected_lost for week in plan.stock_path)
    stuck = min(float(left), lost)
    if stuck < 1 or last.dc_units < 1:
        return []
    price, salvage = plan.economics.net_price, plan.economics.salvage_value
    each = None if price is None or salvage is None else max(0.0, price - salvage)
    return [
        Risk(
            title="Stock stays in the DC while stores run out",
            money=_times(stuck, each),
            units=stuck,
            explanation=f"With {plan.parameters.replenishment_strategy} replenishment, {units(stuck)} of the "
            f"{percent(plan.parameters.dc_holdback_percentage)} held back would have sold and do not reach a store.",
        )
    ]


def _late_delivery(plan: SeasonPlan) -> list[Risk]:
    first = sum(week.units for week in plan.forecast.weeks[:LATE_WEEKS])
    lost = max(0.0, first - plan.buy.usable_stock.units)
    if plan.buy.buy_units == 0 or lost < 1:
        return []
    return [
        Risk(
            title="The order arrives two weeks late",
            money=_times(lost, _lost_margin(plan)),
            units=lost,
            explanation=f"The first two weeks are expected to sell {units(first)}; stock that is there without it "
            f"covers {units(first - lost)}.",
        )
    ]


def _marked_down_on_plan(plan: SeasonPlan) -> list[Risk]:
    """What the rule of thumb would give away at a checkpoint that a season on plan does not pass."""
    decision = plan.markdown
    if decision is None or not decision.trips_on_plan:
        return []
    margins = {option.name: option.margin_after for option in decision.options}
    thumb, nothing = margins.get("rule of thumb"), margins.get("do nothing")
    if thumb is None or nothing is None or thumb >= nothing:
        return []
    return [
        Risk(
            title="The checkpoint marks down a season that is on plan",
            money=nothing - thumb,
            explanation=f"{percent(decision.expected_sell_through)} is what the plan itself expects by week "
            f"{decision.checkpoint_week}; the rule of thumb would cut the price all the same.",
        )
    ]


def _online_short(plan: SeasonPlan) -> list[Risk]:
    """Online demand that the DC's part of the stock does not reach."""
    share = sum(line.share for line in plan.allocation.lines if line.ring_fenced_units)
    wanted = share * min(plan.forecast.total_units, plan.buy.committed_units)
    missing = wanted - plan.allocation.ring_fenced_units
    if missing < 1:
        return []
    return [
        Risk(
            title="Online runs out before the stores do",
            money=_times(missing, _lost_margin(plan)),
            units=missing,
            explanation=f"Online is expected to sell {units(wanted)}; the holdback leaves it "
            f"{units(plan.allocation.ring_fenced_units)}.",
        )
    ]


def _short_presentation(plan: SeasonPlan) -> list[Risk]:
    short = [line for line in plan.allocation.lines if line.short_of_presentation]
    missing = sum(line.short_of_presentation for line in short)
    if not short:
        return []
    return [
        Risk(
            title="Stores open short of their presentation",
            money=_times(missing, _lost_margin(plan)),
            units=float(missing),
            explanation=f"{len(short)} store{'s open' if len(short) > 1 else ' opens'} {units(missing)} units short, "
            "because the holdback comes first.",
        )
    ]


def _late_stock(plan: SeasonPlan) -> list[Risk]:
    late = plan.buy.usable_stock.on_order_late
    if not late:
        return []
    return [
        Risk(
            title="Stock on order comes too late to count",
            money=_times(late, _written_off(plan)),
            units=float(late),
            explanation=f"{units(late)} on order are due after the season's start; the buy does not rely on them.",
        )
    ]


def plan_warnings(plan: SeasonPlan, inputs: SeasonInputs) -> tuple[str, ...]:
    """What a person should know before signing, most pressing first."""
    return (
        *_order_warnings(plan, inputs),
        *_contradictions(plan),
        *_stock_warnings(plan, inputs),
        *plan.forecast.notes,
        *plan.allocation.notes,
    )


def _order_warnings(plan: SeasonPlan, inputs: SeasonInputs) -> list[str]:
    if plan.order_date is None:
        return ["The supplier's lead time is not known, so the last day to order cannot be said."]
    if plan.order_date < plan.as_of:
        days = (plan.as_of - plan.order_date).days
        return [
            f"The order had to be placed by {plan.order_date:%-d %B %Y}, {days} days before this plan was made: with "
            f"{inputs.supplier_lead_weeks} weeks of lead time the season cannot open on time."
        ]
    return []


def _contradictions(plan: SeasonPlan) -> list[str]:
    parameters, found = plan.parameters, []
    held = plan.allocation.dc_units - plan.allocation.ring_fenced_units
    if parameters.replenishment_strategy == "none" and held > 0:
        found.append(
            f"Nothing is replenished, yet {units(held)} units are held in the DC: no store will ever see them."
        )
    if plan.markdown and plan.markdown.trips_on_plan:
        found.append(
            f"A season exactly on plan sells {percent(plan.markdown.expected_sell_through)} by week "
            f"{plan.markdown.checkpoint_week}: below {percent(plan.markdown.threshold)}, you would still mark it down."
        )
    if parameters.markdown_checkpoint_week and plan.markdown is None:
        found.append("Without price, cost and salvage the markdown checkpoint can be watched but not priced.")
    if not plan.economics.complete:
        found.append("Price, cost or salvage is not known: the buy is forecast + safety stock, and no money is shown.")
    return found


def _stock_warnings(plan: SeasonPlan, inputs: SeasonInputs) -> list[str]:
    on_hand = plan.buy.usable_stock.on_hand_stores + plan.buy.usable_stock.on_hand_dc
    gap = plan.forecast.gap_weeks
    if not on_hand or not gap:
        return []
    past = inputs.past_sales()
    own = past[past["category"] == plan.category].groupby("week_start")["units"].sum()
    likely = ""
    if len(own) >= YEAR_WEEKS:
        sold = own.iloc[-YEAR_WEEKS : len(own) - YEAR_WEEKS + gap].sum()
        likely = f" (the same weeks sold {units(sold)} last year)"
    return [
        f"{units(on_hand)} units on hand are counted although {gap} weeks of selling come first{likely}. Leave out of "
        "the stock file what will be gone by then."
    ]
