"""An order changed by the person who is to sign it: planned again at the desk, without agents."""

from collections.abc import Mapping
from typing import Any, get_args

from forecast_kit.errors import GateError
from forecast_kit.plan import BuyRule, Choice, SeasonPlan
from forecast_kit.planning import SeasonDesk, SeasonInputs
from forecast_kit.replay import SeasonChoices

WAYS = 'Give {"buy_units": 900} for your own number, or {"rule": "flat"} for another of the options.'


def changed_choices(before: SeasonChoices, changes: Mapping[str, Any]) -> SeasonChoices:
    """The choices with the person's change to the order.

    Raises:
        GateError: the change is not one that can be made to an order.

    >>> changed_choices(SeasonChoices(), {"buy_units": 900}).buy_rule
    'mine'
    """
    match dict(changes):
        case {"buy_units": int(units), **rest} if not rest and units >= 0 and not isinstance(units, bool):
            return before.model_copy(update={"buy_rule": "mine", "mine_units": units})
        case {"rule": str(rule), **rest} if not rest and rule in get_args(BuyRule):
            if rule == "mine" and before.mine_units is None:
                raise GateError("The order has no number of your own yet.", WAYS)
            return before.model_copy(update={"buy_rule": rule})
    raise GateError(f"The order cannot be changed by {dict(changes)!r}.", WAYS)


def plan_changed(
    inputs: SeasonInputs, before: SeasonPlan, choices: SeasonChoices, *, by: str, reason: str = ""
) -> tuple[SeasonPlan, SeasonChoices]:
    """The plan under the changed choices, from the forecast as it stands; and the choices as they stood at its end.

    The buy is recorded as chosen by that person. What was chosen before among the same options keeps its words.

    Raises:
        PlanError: the changed order does not make a plan.
    """
    desk = SeasonDesk(inputs, choices)
    desk.run(before.forecast)
    kept = {choice.name: choice for choice in before.choices}
    desk.made = [_told(choice, kept) for choice in kept_first(before, desk.made)]
    bought = next(n for n, choice in enumerate(desk.made) if choice.name == "buy")
    why = {"chosen_by": by, **({"reason": reason} if reason else {})}
    desk.made[bought] = desk.made[bought].model_copy(update=why)
    return desk.finish(), desk.choices


def kept_first(before: SeasonPlan, made: list[Choice]) -> list[Choice]:
    """The choices of the stages before the buy as they stand in the plan, then those just made."""
    names = {choice.name for choice in made}
    return [*(choice for choice in before.choices if choice.name not in names), *made]


def _told(choice: Choice, before: Mapping[str, Choice]) -> Choice:
    """The choice with the words it had, where the same was chosen among the same; their money may have moved."""
    old = before.get(choice.name)
    if old is None or (_names(old), old.chosen) != (_names(choice), choice.chosen):
        return choice
    return old if old.options == choice.options else choice.model_copy(update={"chosen_by": old.chosen_by})


def _names(choice: Choice) -> list[str]:
    return [option.name for option in choice.options]
