"""How a number of the plan is worked out: an expression that can be evaluated, its inputs, and the rows behind it."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from forecast_kit.plan.season import SeasonPlan
from forecast_kit.plan.trace.paths import steps_of, value_at, values_at

FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "sum": math.fsum,
    "min": min,
    "max": max,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": round,
    "len": len,
}
GIVEN = "given:"
FIELD = re.compile(r"\{([a-z_]+)\}")


class Workings(Protocol):
    """What lies behind a plan: the inputs it was made from, and the plan made from them again."""

    @property
    def inputs(self) -> Any:
        """The inputs, whose attributes formulas name with `given:`."""

    @property
    def remade(self) -> SeasonPlan | None:
        """The plan, made again; None where that is not asked for."""


@dataclass(frozen=True)
class Rows:
    """Rows of a table: each key with its value, a tuple of values, or a pair (first, last) named `range:KEY`.

    The keys are templates: `{1}` is what stands in the number's first brackets, other names are the plan's.
    """

    table: str
    keys: Mapping[str, str]


@dataclass(frozen=True)
class Formula:
    """The formula of the numbers at `of`, a path with `[*]` for any item.

    `expression` is arithmetic over the `inputs`, evaluated as it stands. Empty, the number is what a stage of planning
    (`code`) computes; it is checked by planning the season again, and the inputs are what to look at. An input is a
    path: beginning with `.` from the number's owner, with `given:` in the season's inputs, else from the plan. `{1}`
    is what stands in the first brackets, `{name}` a field of the owner; more than one value makes a list.
    """

    of: str
    expression: str
    says: str
    code: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Rows, ...] = ()
    when: Callable[[SeasonPlan], bool] | None = None

    def matches(self, name: str) -> tuple[str, ...] | None:
        """What stands in the brackets of `name` where it is one of these numbers; else None.

        >>> Formula("buy.options[*].cash", "", "", "").matches("buy.options[flat].cash")
        ('flat',)
        """
        mine, theirs = steps_of(self.of), steps_of(name)
        if len(mine) != len(theirs):
            return None
        for (kind, what), (other_kind, other) in zip(mine, theirs, strict=True):
            if kind != other_kind or what not in ("*", other):
                return None
        return tuple(what for kind, what in theirs if kind == "key")

    def inputs_at(self, plan: SeasonPlan, name: str) -> dict[str, dict[str, Any]]:
        """The inputs of the number `name`: for each, its values by their full names. What is given is left out."""
        keys, owner_path = self.matches(name) or (), name.rpartition(".")[0] if name.endswith(_last(name)) else ""
        owner = value_at(plan, owner_path) if owner_path else plan
        found = {}
        for label, path in self.inputs.items():
            if path.startswith(GIVEN):
                continue
            full = f"{owner_path}{path}" if path.startswith(".") else path
            found[label] = values_at(plan, _filled(full, keys, owner, plan).lstrip("."))
        return found

    def given(self) -> dict[str, str]:
        """The inputs that the season's own inputs hold, by the path to them."""
        return {label: path.removeprefix(GIVEN) for label, path in self.inputs.items() if path.startswith(GIVEN)}

    def given_values(self, workings: Workings | None) -> dict[str, Any]:
        """The values of those inputs; none without `workings`."""
        if workings is None:
            return {}
        return {label: _attribute(workings.inputs, path) for label, path in self.given().items()}

    def evaluate(self, plan: SeasonPlan, name: str, workings: Workings | None = None) -> Any:
        """The number by its formula; None where that takes the inputs and no `workings` are given."""
        if not self.expression:
            remade = workings.remade if workings else None
            return None if remade is None else value_at(remade, name)
        if workings is None and self.given():
            return None
        scope = {label: _one_or_list(self.inputs[label], at) for label, at in self.inputs_at(plan, name).items()}
        scope |= self.given_values(workings)
        code = compile(self.expression, self.of, "eval")  # ours, and nothing in it comes from outside
        return eval(code, {"__builtins__": {}, **FUNCTIONS}, scope)

    def rows_at(self, plan: SeasonPlan, name: str) -> tuple[tuple[str, dict[str, str]], ...]:
        """Table and keys of the rows behind the number `name`."""
        keys = self.matches(name) or ()
        return tuple(
            (rows.table, {key: _filled(value, keys, plan, plan) for key, value in rows.keys.items()})
            for rows in self.rows
        )


def _last(name: str) -> str:
    kind, what = steps_of(name)[-1]
    return what if kind == "name" else f"[{what}]"


def _filled(template: str, keys: tuple[str, ...], owner: Any, plan: SeasonPlan) -> str:
    for number, key in enumerate(keys, start=1):
        template = template.replace(f"{{{number}}}", key)

    def of_owner(match: re.Match[str]) -> str:
        return str(getattr(owner, match[1]) if hasattr(owner, match[1]) else _of_plan(plan, match[1]))

    return FIELD.sub(of_owner, template)


def _of_plan(plan: SeasonPlan, name: str) -> object:
    """What templates may name of a plan beside its fields."""
    from datetime import timedelta

    weeks = plan.forecast.weeks
    return {
        "history_from": plan.forecast.history_from,
        "history_through": plan.forecast.history_through,
        "year_before_from": weeks[0].week_start - timedelta(weeks=52),
        "year_before_through": weeks[-1].week_start - timedelta(weeks=52),
        "first_week": weeks[0].week_start,
        "last_week": weeks[-1].week_start,
        "bought": plan.buy.chosen,
        "recommended": plan.buy.recommended,
    }[name]


def _one_or_list(path: str, at: Mapping[str, Any]) -> Any:
    several = "[*]" in path or "=" in path
    values = [value for value in at.values() if value is not None]
    return values if several else next(iter(at.values()))


def _attribute(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = getattr(value, name)
    return value
