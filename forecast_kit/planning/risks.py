"""What may go wrong with a plan, in money."""

from forecast_kit.allocation import ONLINE, SeasonTotal
from forecast_kit.plan import Risk, SeasonPlan, StoreLine
from forecast_kit.words import percent, units

RISKS_SHOWN = 5
LOW, HIGH = 0.1, 0.9
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


def lost_margin(plan: SeasonPlan) -> float | None:
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
                money=_times(lost, lost_margin(plan)),
                units=lost,
                explanation=f"In one season of ten, demand passes {units(high)}: {units(lost)} or more sales are lost.",
            )
        )
    return found


def lost_in_stores(plan: SeasonPlan, *, before_week: int | None = None) -> float:
    """Sales that stores without online are expected to lose for want of stock, all season or before a week, units."""
    through = len(plan.stock_path) if before_week is None else before_week - 1
    wanted = sum(week.units for week in plan.forecast.weeks[:through])
    online = sum(max(0.0, line.share * wanted - line.ring_fenced_units) for line in _online(plan))
    return max(0.0, sum(week.expected_lost for week in plan.stock_path[:through]) - online)


def _online(plan: SeasonPlan) -> list[StoreLine]:
    return [line for line in plan.allocation.lines if line.tier == ONLINE]


def expected_sell_through(plan: SeasonPlan) -> float | None:
    """The share (0-1) of all committed units that a season exactly on plan has sold when markdowns are decided."""
    week, committed = plan.parameters.markdown_checkpoint_week, plan.buy.committed_units
    if week is None or not committed:
        return None
    return sum(point.expected_sales for point in plan.stock_path[:week]) / committed


def stuck_in_the_dc(plan: SeasonPlan) -> tuple[float, float | None]:
    """Units that stores would have sold and that no delivery takes out of the DC, and the money lost by it."""
    shipped = sum(order.units for order in plan.replenishment)
    left = plan.allocation.dc_units - plan.allocation.ring_fenced_units - shipped
    stuck = max(0.0, min(float(left), lost_in_stores(plan)))
    price, salvage = plan.economics.net_price, plan.economics.salvage_value
    each = None if price is None or salvage is None else max(0.0, price - salvage)
    return stuck, _times(stuck, each)


def _stuck_in_the_dc(plan: SeasonPlan) -> list[Risk]:
    stuck, cost = stuck_in_the_dc(plan)
    if stuck < 1:
        return []
    return [
        Risk(
            title="Stock stays in the DC while stores run out",
            money=cost,
            units=stuck,
            explanation=f"Of the {percent(plan.parameters.dc_holdback_percentage)} held back, {units(stuck)} units "
            "would have sold and reach no store in time.",
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
            money=_times(lost, lost_margin(plan)),
            units=lost,
            explanation=f"The first two weeks are expected to sell {units(first)}; stock that is there without it "
            f"covers {units(first - lost)}.",
        )
    ]


def given_away_on_plan(plan: SeasonPlan) -> float | None:
    """Margin the rule of thumb would give away at a checkpoint that a season on plan does not pass."""
    decision = plan.markdown
    if decision is None or not decision.trips_on_plan:
        return None
    margins = {option.name: option.margin_after for option in decision.options}
    thumb, nothing = margins.get("rule of thumb"), margins.get("do nothing")
    return None if thumb is None or nothing is None or thumb >= nothing else nothing - thumb


def _marked_down_on_plan(plan: SeasonPlan) -> list[Risk]:
    decision, cost = plan.markdown, given_away_on_plan(plan)
    if decision is None or cost is None:
        return []
    return [
        Risk(
            title="The checkpoint marks down a season that is on plan",
            money=cost,
            explanation=f"{percent(decision.expected_sell_through)} is what the plan itself expects by week "
            f"{decision.checkpoint_week}; the rule of thumb would cut the price all the same.",
        )
    ]


def _online_short(plan: SeasonPlan) -> list[Risk]:
    """Online demand that the DC's part of the stock does not reach."""
    share = sum(line.share for line in _online(plan))
    wanted = share * min(plan.forecast.total_units, plan.buy.committed_units)
    missing = wanted - plan.allocation.ring_fenced_units
    if missing < 1:
        return []
    return [
        Risk(
            title="Online runs out before the stores do",
            money=_times(missing, lost_margin(plan)),
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
            money=_times(missing, lost_margin(plan)),
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
