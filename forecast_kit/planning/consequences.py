"""What a season's settings would lead to, in units and money, before anybody confirms them."""

from dataclasses import dataclass
from datetime import date

from forecast_kit.allocation import ONLINE
from forecast_kit.plan import DemandForecast, SeasonPlan
from forecast_kit.planning.cautions import cautions_of
from forecast_kit.planning.desk import SeasonDesk
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.planning.risks import expected_sell_through
from forecast_kit.season import ReadingWarning
from forecast_kit.words import day, percent, units


@dataclass(frozen=True)
class SeasonConsequences:
    """The range of buys between the rules, where the recommended one would open, and what each setting leads to.

    Units; cash in the selling currency. `by_setting` has a clause a parameter; `forecast` can be handed to the next
    call, as long as start and length stay the same.
    """

    buy_units: tuple[int, int]
    cash: tuple[float, float] | None
    to_stores: int
    to_dc: int
    by_setting: dict[str, str]
    warnings: tuple[ReadingWarning, ...]
    forecast: DemandForecast


def price_consequences(inputs: SeasonInputs, forecast: DemandForecast | None = None) -> SeasonConsequences:
    """Computed from the plan the settings would give.

    Raises:
        PlanError: the settings do not make a plan.
    """
    plan = SeasonDesk(inputs).run(forecast)
    bought = [option.buy_units for option in plan.buy.options]
    cash = [option.cash for option in plan.buy.options if option.cash is not None]
    return SeasonConsequences(
        buy_units=(min(bought), max(bought)),
        cash=(min(cash), max(cash)) if cash else None,
        to_stores=plan.allocation.store_units,
        to_dc=plan.allocation.dc_units,
        by_setting=_by_setting(plan),
        warnings=cautions_of(plan, inputs),
        forecast=plan.forecast,
    )


def _by_setting(plan: SeasonPlan) -> dict[str, str]:
    found = {
        "forecast_horizon_weeks": f"{units(plan.forecast.total_units)} units wanted",
        "season_start_date": _order(plan.order_date, plan.as_of),
        "replenishment_strategy": _deliveries(plan),
        "dc_holdback_percentage": _cover(plan),
    }
    expected, threshold = expected_sell_through(plan), plan.parameters.markdown_threshold
    if expected is not None and threshold is not None:
        found["markdown_checkpoint_week"] = f"{percent(expected)} sold by then on plan"
        found["markdown_threshold"] = f"{'not reached' if expected < threshold else 'reached'} on plan"
    return found


def _order(order_date: date | None, as_of: date) -> str:
    if order_date is None:
        return "lead time not known"
    return f"order by {day(order_date)}" if order_date >= as_of else f"order was due {day(order_date)}"


def _deliveries(plan: SeasonPlan) -> str:
    if not plan.replenishment:
        return "nothing leaves the DC after opening"
    shipped = sum(order.units for order in plan.replenishment)
    return f"{units(shipped)} units, the first needed before week {plan.replenishment[0].week}"


def _cover(plan: SeasonPlan) -> str:
    share = sum(line.share for line in plan.allocation.lines if line.tier != ONLINE)
    a_week = share * plan.forecast.total_units / len(plan.forecast.weeks)
    cover = f", {plan.allocation.store_units / a_week:.1f} weeks of cover" if a_week > 0 else ""
    return f"{units(plan.allocation.store_units)} units{cover}"
