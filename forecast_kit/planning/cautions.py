"""What a person should know before signing: a code, the settings it is about, and units and money in words."""

from forecast_kit.allocation import deliveries
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.planning.risks import (
    expected_sell_through,
    given_away_on_plan,
    lost_in_stores,
    lost_margin,
    stuck_in_the_dc,
)
from forecast_kit.planning.simulated import SEASONS, worth_of_topping_up
from forecast_kit.season import ReadingWarning
from forecast_kit.warning_codes import WarningCode
from forecast_kit.words import day, money, percent, units

YEAR_WEEKS = 52
START, STRATEGY = "season_start_date", "replenishment_strategy"
HOLDBACK, CHECKPOINT, THRESHOLD = "dc_holdback_percentage", "markdown_checkpoint_week", "markdown_threshold"


def cautions_of(plan: SeasonPlan, inputs: SeasonInputs) -> tuple[ReadingWarning, ...]:
    """What follows from the settings and should be known before they are confirmed, most pressing first."""
    return (
        *_order_date(plan, inputs),
        *_held_without_replenishment(plan, inputs),
        *_first_delivery_too_late(plan, inputs),
        *_threshold_out_of_reach(plan),
        *_not_priced(plan),
    )


def plan_warnings(plan: SeasonPlan, inputs: SeasonInputs) -> tuple[str, ...]:
    """The cautions, and what to know about the data the plan was made from."""
    return (
        *(caution.message for caution in cautions_of(plan, inputs)),
        *_stock_sold_before(plan, inputs),
        *plan.forecast.notes,
        *plan.allocation.notes,
    )


def _order_date(plan: SeasonPlan, inputs: SeasonInputs) -> list[ReadingWarning]:
    if plan.order_date is None:
        message = "The supplier's lead time is not known, so the last day to order cannot be said."
        return [ReadingWarning(code=WarningCode.ORDER_DATE_UNKNOWN, message=message, fields=(START,))]
    if plan.order_date >= plan.as_of:
        return []
    late, lead = (plan.as_of - plan.order_date).days, inputs.supplier_lead_weeks
    message = (
        f"The order had to be placed by {day(plan.order_date)}, {late} day{'' if late == 1 else 's'} before this plan "
        f"was made: with {lead} week{'' if lead == 1 else 's'} of lead time the season cannot open on time."
    )
    return [ReadingWarning(code=WarningCode.ORDER_DATE_GONE, message=message, fields=(START,))]


def _deliveries(plan: SeasonPlan, inputs: SeasonInputs) -> list[int]:
    """The weeks before which a delivery may arrive, up to the last one the chain allows."""
    return [week for week, _ in deliveries(plan.parameters, inputs.terms.last_delivery_week)]


def _held_without_replenishment(plan: SeasonPlan, inputs: SeasonInputs) -> list[ReadingWarning]:
    held = plan.allocation.dc_units - plan.allocation.ring_fenced_units
    if _deliveries(plan, inputs) or held <= 0:
        return []
    stuck, cost = stuck_in_the_dc(plan)
    priced = "" if cost is None else f", worth {money(cost, plan.currency)}"
    lost = f" {units(stuck)} of them would have sold{priced}." if stuck >= 1 else ""
    message = (
        f"Nothing is replenished, yet {units(held)} units are held in the DC: no store will ever see them.{lost}"
        f"{_topped_up(plan, inputs)}"
    )
    return [ReadingWarning(code=WarningCode.HELD_WITHOUT_REPLENISHMENT, message=message, fields=(STRATEGY, HOLDBACK))]


def _topped_up(plan: SeasonPlan, inputs: SeasonInputs) -> str:
    """What topping up would earn on average, where the chain's last delivery week lets it."""
    weekly = plan.parameters.model_copy(update={"replenishment_strategy": "weekly"})
    if not deliveries(weekly, inputs.terms.last_delivery_week):
        return ""
    worth = worth_of_topping_up(plan, inputs)
    if worth is None or worth < 1:
        return ""
    return (
        f" Over {SEASONS} simulated seasons, weekly top-ups would earn {money(worth, plan.currency)} more on average."
    )


def _first_delivery_too_late(plan: SeasonPlan, inputs: SeasonInputs) -> list[ReadingWarning]:
    arriving = _deliveries(plan, inputs)
    if not arriving:
        return []
    held = plan.allocation.dc_units - plan.allocation.ring_fenced_units
    lost = min(float(held), lost_in_stores(plan, before_week=arriving[0]))
    if lost < 1:
        return []
    each = lost_margin(plan)
    priced = "" if each is None else f", {money(lost * each, plan.currency)} of margin"
    message = (
        f"Stores run out before the first delivery, which comes before week {arriving[0]}: {units(lost)} "
        f"sale{'' if round(lost) == 1 else 's'} that the DC could have served {'is' if round(lost) == 1 else 'are'} "
        f"lost{priced}."
    )
    return [ReadingWarning(code=WarningCode.FIRST_DELIVERY_TOO_LATE, message=message, fields=(STRATEGY, HOLDBACK))]


def _threshold_out_of_reach(plan: SeasonPlan) -> list[ReadingWarning]:
    week, threshold = plan.parameters.markdown_checkpoint_week, plan.parameters.markdown_threshold
    reached = expected_sell_through(plan)
    if week is None or threshold is None or reached is None or reached >= threshold:
        return []
    told = percent(reached)
    if told == percent(threshold):
        told = f"just under {told}"
    cost = given_away_on_plan(plan)
    priced = "" if cost is None else f" By the rule of thumb that gives away {money(cost, plan.currency)} of margin."
    message = (
        f"A season exactly on plan sells {told} by week {week}: below {percent(threshold)}, you would still mark it "
        f"down.{priced}"
    )
    return [ReadingWarning(code=WarningCode.THRESHOLD_OUT_OF_REACH, message=message, fields=(CHECKPOINT, THRESHOLD))]


def _not_priced(plan: SeasonPlan) -> list[ReadingWarning]:
    found = []
    if plan.parameters.markdown_checkpoint_week and plan.markdown is None:
        found.append(
            ReadingWarning(
                code=WarningCode.CHECKPOINT_NOT_PRICED,
                message="Without price, cost and salvage the markdown checkpoint can be watched but not priced.",
                fields=(CHECKPOINT,),
            )
        )
    if not plan.economics.complete:
        found.append(
            ReadingWarning(
                code=WarningCode.ECONOMICS_UNKNOWN,
                message="Price, cost or salvage is not known: the buy is forecast + safety stock, no money is shown.",
            )
        )
    return found


def _stock_sold_before(plan: SeasonPlan, inputs: SeasonInputs) -> list[str]:
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
