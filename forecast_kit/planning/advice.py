"""What a person can do about a caution: the setting or the file that would make it go away."""

import math
from datetime import date, timedelta

from forecast_kit.plan import SeasonPlan
from forecast_kit.planning.by_setting import sell_through_by_week
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.season import ReadingWarning
from forecast_kit.words import day, percent

__all__ = ["with_advice"]

THRESHOLD_STEP = 0.05
ADVICE = {
    "order_date_unknown": "Say it in the brief, or give supplier_lead_weeks in the categories file.",
    "held_without_replenishment": "Top stores up, or hold nothing back.",
    "checkpoint_not_priced": "Give unit_price, unit_cost and salvage_value in the categories file.",
    "economics_unknown": "Give unit_price, unit_cost and salvage_value in the categories file.",
}


def with_advice(caution: ReadingWarning, plan: SeasonPlan, inputs: SeasonInputs) -> ReadingWarning:
    """The caution with what to do about it as its last sentence, where something can be done."""
    advice = _advice(caution.code, plan, inputs)
    return caution.model_copy(update={"message": f"{caution.message} {advice}"}) if advice else caution


def _advice(code: str, plan: SeasonPlan, inputs: SeasonInputs) -> str:
    if code == "order_date_gone" and inputs.supplier_lead_weeks is not None:
        first = _next_start(plan.as_of, inputs.supplier_lead_weeks)
        return f"Start on {day(first)} or later, or shorten the lead time."
    if code == "first_delivery_too_late":
        sooner = " or top stores up every week" if plan.parameters.replenishment_strategy != "weekly" else ""
        return f"Hold less back{sooner}."
    if code == "threshold_out_of_reach":
        return _reachable(plan)
    return ADVICE.get(code, "")


def _next_start(as_of: date, lead_weeks: int) -> date:
    """The first Monday for which an order placed now arrives in time."""
    ready = as_of + timedelta(weeks=lead_weeks)
    return ready + timedelta(days=-ready.weekday() % 7)


def _reachable(plan: SeasonPlan) -> str:
    """A threshold that the plan passes at that week, and a week at which it passes that threshold."""
    week, threshold = plan.parameters.markdown_checkpoint_week, plan.parameters.markdown_threshold
    if week is None or threshold is None:
        return ""
    sold = sell_through_by_week(plan)
    ways = []
    lower = math.floor(sold[week - 1] / THRESHOLD_STEP) * THRESHOLD_STEP
    if lower > 0:
        ways.append(f"mark down below {percent(lower)}")
    later = next((n for n, share in enumerate(sold[:-1], start=1) if share >= threshold), None)
    if later is not None:
        ways.append(f"check after week {later}")
    told = " or ".join(ways)
    return f"{told[0].upper()}{told[1:]}, to cut only what falls behind." if told else ""
