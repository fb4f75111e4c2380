"""What each setting of a season leads to, one clause a setting, in units and money."""

from datetime import timedelta

from forecast_kit.allocation import ONLINE
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning.risks import given_away_on_plan, stuck_in_the_dc
from forecast_kit.words import about, day, money, percent

__all__ = ["clauses_by_setting", "sell_through_by_week"]


def clauses_by_setting(plan: SeasonPlan) -> dict[str, str]:
    """A clause a parameter, from the plan its settings give. Sales are net of VAT, stock is at cost."""
    clauses = {
        "forecast_horizon_weeks": _demand(plan),
        "season_start_date": _start(plan),
        "replenishment_strategy": _top_ups(plan),
        "dc_holdback_percentage": _opening(plan),
    }
    if plan.parameters.markdown_checkpoint_week is not None and plan.buy.committed_units:
        clauses["markdown_checkpoint_week"] = _at_the_check(plan)
        clauses["markdown_threshold"] = _below_the_threshold(plan)
    return clauses


def _worth(plan: SeasonPlan, pieces: float, each: float | None, of_what: str) -> str:
    """ ", £365,000 at cost"; nothing where the price or cost of a unit is not known."""
    return "" if each is None else f", {money(pieces * each, plan.currency)} {of_what}"


def _demand(plan: SeasonPlan) -> str:
    wanted = plan.forecast.total_units
    sales = "net of VAT" if plan.economics.vat_rate else "of sales"
    return f"{about(wanted)} units wanted{_worth(plan, wanted, plan.economics.net_price, sales)}"


def _start(plan: SeasonPlan) -> str:
    first = plan.forecast.weeks[0].week_start
    missed = (plan.parameters.season_start_date - first).days
    partly = f"; week 1 has {7 - missed} of 7 days" if missed else ""
    return f"{_order(plan)}{partly}"


def _order(plan: SeasonPlan) -> str:
    if plan.order_date is None:
        return "order date not known: no supplier lead time"
    cash = plan.buy.option(plan.buy.chosen).cash
    what = "order" if cash is None else f"order {money(cash, plan.currency)}"
    left = (plan.order_date - plan.as_of).days
    if left < 0:
        return f"{what}: was due {day(plan.order_date)}"
    time_left = "today" if not left else "1 day left" if left == 1 else f"{left} days left"
    return f"{what} by {day(plan.order_date)}, {time_left}"


def _top_ups(plan: SeasonPlan) -> str:
    cost = plan.economics.unit_cost
    if plan.replenishment:
        shipped = sum(order.units for order in plan.replenishment)
        first = plan.replenishment[0].week
        wait = f"; none until week {first}" if first > plan.parameters.delivery_weeks[0] else ""
        return f"{about(shipped)} units{_worth(plan, shipped, cost, 'at cost')}{wait}"
    stuck, lost = stuck_in_the_dc(plan)
    if stuck < 1:
        return "nothing leaves the DC after opening"
    worth = "" if lost is None else f", {money(lost, plan.currency)} lost"
    return f"{about(stuck)} units that would sell stay in the DC{worth}"


def _opening(plan: SeasonPlan) -> str:
    opened, kept = plan.allocation.store_units, plan.allocation.dc_units
    share = sum(line.share for line in plan.allocation.lines if line.tier != ONLINE)
    a_week = share * plan.forecast.total_units / len(plan.forecast.weeks)
    cover = f", {opened / a_week:.1f} weeks of cover" if a_week > 0 else ""
    cost = plan.economics.unit_cost
    waits = "" if cost is None or not kept else f"; {money(kept * cost, plan.currency)} of stock waits"
    return f"{about(opened)} units{cover}{waits}"


def sell_through_by_week(plan: SeasonPlan) -> list[float]:
    """The share (0-1) of everything committed that a season exactly on plan has sold after weeks 1, 2, 3 ..."""
    sold, shares = 0.0, []
    for week in plan.stock_path:
        sold += week.expected_sales
        shares.append(sold / plan.buy.committed_units)
    return shares


def _at_the_check(plan: SeasonPlan) -> str:
    week = plan.parameters.markdown_checkpoint_week
    assert week is not None
    sold = sell_through_by_week(plan)[week - 1]
    left = (1 - sold) * plan.buy.committed_units
    cost = plan.economics.unit_cost
    stock = f"{about(left)} units" if cost is None else f"{money(left * cost, plan.currency)} of stock"
    over = plan.forecast.weeks[week - 1].week_start + timedelta(days=6)
    return f"{day(over)}: {percent(sold)} sold by then on plan, {stock} left"


def _below_the_threshold(plan: SeasonPlan) -> str:
    week, threshold = plan.parameters.markdown_checkpoint_week, plan.parameters.markdown_threshold
    assert week is not None
    assert threshold is not None
    if sell_through_by_week(plan)[week - 1] >= threshold:
        return "reached on plan: no cut"
    cost = given_away_on_plan(plan)
    return "not reached on plan" + ("" if cost is None else f": the cut gives away {money(cost, plan.currency)}")
