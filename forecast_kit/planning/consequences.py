"""What a season's settings would lead to, before anybody confirms them."""

from dataclasses import dataclass

from forecast_kit.planning.desk import SeasonDesk
from forecast_kit.planning.inputs import SeasonInputs


@dataclass(frozen=True)
class SeasonConsequences:
    """The range of buys between the two rules, and where the recommended one would open. Units; selling currency."""

    buy_units: tuple[int, int]
    cash: tuple[float, float] | None
    to_stores: int
    to_dc: int


def price_consequences(inputs: SeasonInputs) -> SeasonConsequences:
    """Computed from the plan the settings would give, up to the opening allocation.

    Raises:
        PlanError: the settings do not make a plan.
    """
    desk = SeasonDesk(inputs)
    desk.forecast()
    buy = desk.buy()
    allocation = desk.allocate()
    bought = [option.buy_units for option in buy.options]
    cash = [option.cash for option in buy.options if option.cash is not None]
    return SeasonConsequences(
        buy_units=(min(bought), max(bought)),
        cash=(min(cash), max(cash)) if cash else None,
        to_stores=allocation.store_units,
        to_dc=allocation.dc_units,
    )
