"""What a season's settings would lead to, in units and money, before anybody confirms them."""

from dataclasses import dataclass

from forecast_kit.plan import DemandForecast, SeasonPlan
from forecast_kit.planning.advice import with_advice
from forecast_kit.planning.by_setting import clauses_by_setting
from forecast_kit.planning.cautions import cautions_of
from forecast_kit.planning.desk import SeasonDesk
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.season import ReadingWarning
from forecast_kit.words import about


@dataclass(frozen=True)
class SeasonConsequences:
    """The range of buys between the rules, where the recommended one would open, and what each setting leads to.

    Units; cash in the selling currency. `by_setting` has a clause a parameter, `note` says what the figures rest on,
    each warning ends with what to do; `forecast` can be handed to the next call, as long as start and length stay.
    """

    buy_units: tuple[int, int]
    cash: tuple[float, float] | None
    to_stores: int
    to_dc: int
    by_setting: dict[str, str]
    note: str
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
        by_setting=clauses_by_setting(plan),
        note=_note(plan),
        warnings=tuple(with_advice(caution, plan, inputs) for caution in cautions_of(plan, inputs)),
        forecast=plan.forecast,
    )


def _note(plan: SeasonPlan) -> str:
    """What the range lies between, and what the opening split is a split of."""
    by_size = sorted(plan.buy.options, key=lambda option: option.buy_units)
    low, high = by_size[0], by_size[-1]
    ways = f"To buy: from “{low.label}” to “{high.label}”. " if low.buy_units != high.buy_units else ""
    there = plan.buy.usable_stock.units
    stock = f", {about(there)} in stock or on order" if there else ""
    return (
        f"{ways}Stores and DC share {about(plan.buy.committed_units)} units: {about(plan.buy.buy_units)} bought as "
        f"recommended{stock}."
    )
