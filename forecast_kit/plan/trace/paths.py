"""Every number of a plan by name: `buy.options[flat].cash`, `forecast.weeks[3].units`, `stock_path[2].dc_units`."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from forecast_kit.errors import PlanError
from forecast_kit.plan.buy import BuyMiss, BuyOption, BuyPlan, PlannedMarkdown, SizeLine, UsableStock
from forecast_kit.plan.choices import Assumption, Choice, ChoiceOption, ReconciliationLine, Risk
from forecast_kit.plan.demand import DemandForecast, ModelWeight, TotalQuantile, WeekForecast
from forecast_kit.plan.markdown import MarkdownOption
from forecast_kit.plan.season import SeasonPlan
from forecast_kit.plan.stores import ReplenishmentOrder, StockWeek, StoreAllocation, StoreLine, StoreTier
from forecast_kit.season import CategoryEconomics

Number = int | float

# What names an item of a list. It is the item's name, so it is not traced as one of its numbers.
KEYS: dict[type[BaseModel], str] = {
    Assumption: "name",
    WeekForecast: "week",
    TotalQuantile: "quantile",
    ModelWeight: "model",
    BuyOption: "rule",
    PlannedMarkdown: "week",
    BuyMiss: "label",
    SizeLine: "size",
    StoreLine: "store_id",
    StoreTier: "name",
    ReplenishmentOrder: "week",
    StockWeek: "week",
    MarkdownOption: "name",
    Choice: "name",
    ChoiceOption: "name",
    Risk: "title",
    ReconciliationLine: "label",
}
# Numbers people see that are worked out from the stored ones.
DERIVED: dict[type[BaseModel], tuple[str, ...]] = {
    SeasonPlan: ("reconciliation",),
    CategoryEconomics: ("net_price",),
    DemandForecast: ("total_units",),
    UsableStock: ("units",),
    BuyPlan: ("buy_units", "committed_units", "rounding_units"),
    StoreAllocation: ("store_units", "ring_fenced_units"),
    ReplenishmentOrder: ("units",),
    Choice: ("money_against_next_best",),
}
STEP = re.compile(r"([A-Za-z_]\w*)|\[((?:[^\[\]]|\[[^\]]*\])*)\]|\.")
CONDITION = re.compile(r"(\w+)(!?=)(.*)")


def numbers_of(plan: SeasonPlan) -> dict[str, Number]:
    """Every number of the plan by its name, in the plan's order; those that are not known are left out."""
    return dict(_walk(plan, ""))


def _walk(value: Any, path: str) -> Iterator[tuple[str, Number]]:
    if isinstance(value, BaseModel):
        names = [*type(value).model_fields, *DERIVED.get(type(value), ())]
        for name in names:
            if name != KEYS.get(type(value)):
                yield from _walk(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, tuple):
        for key, item in keyed(value):
            yield from _walk(item, f"{path}[{key}]")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


def keyed(items: tuple[Any, ...]) -> list[tuple[str, Any]]:
    """The items of a list with what names them; a pair is named by its first. Of equal names the later are counted."""
    named: list[tuple[str, Any]] = []
    seen: dict[str, int] = {}
    for number, item in enumerate(items, start=1):
        if isinstance(item, BaseModel):
            key, value = str(getattr(item, KEYS[type(item)])), item
        elif isinstance(item, tuple) and len(item) == 2:
            key, value = str(item[0]), item[1]
        else:
            key, value = str(number), item
        seen[key] = seen.get(key, 0) + 1
        named.append((key if seen[key] == 1 else f"{key} ({seen[key]})", value))
    return named


def steps_of(path: str) -> list[tuple[str, str]]:
    """A path as steps: ("name", field) and ("key", what stands in brackets)."""
    return [("name", m[1]) if m[1] else ("key", m[2]) for m in STEP.finditer(path) if m[0] != "."]


def values_at(root: Any, path: str) -> dict[str, Any]:
    """What stands at a path, by full name. `[*]` is every item, `[tier=North]` and `[name!=flat]` those that are so.

    Raises:
        PlanError: there is nothing there.
    """
    found: dict[str, Any] = {"": root}
    for kind, what in steps_of(path):
        if kind == "name":
            found = {f"{at}.{what}" if at else what: _attribute(value, what, path) for at, value in found.items()}
        else:
            found = {
                f"{at}[{key}]": item
                for at, items in found.items()
                for key, item in keyed(items)
                if _meant(what, key, item)
            }
    if not found and "[*]" not in path and not CONDITION.search(path):
        raise PlanError(f"The plan has nothing at {path}.", "List its numbers to see their names.")
    return found


def _attribute(value: Any, name: str, path: str) -> Any:
    if value is None or not hasattr(value, name):
        raise PlanError(f"The plan has nothing at {path}.", "List its numbers to see their names.")
    return getattr(value, name)


def _meant(what: str, key: str, item: Any) -> bool:
    if what in ("*", key):
        return True
    condition = CONDITION.fullmatch(what)
    if condition is None or not hasattr(item, condition[1]):
        return False
    return (str(getattr(item, condition[1])) == condition[3]) == (condition[2] == "=")


def value_at(root: Any, path: str) -> Any:
    """The one thing that stands at a path.

    Raises:
        PlanError: there is nothing there.
    """
    found = values_at(root, path)
    if len(found) != 1:
        raise PlanError(f"{path} names {len(found)} things of the plan.", "Name one of them.")
    return next(iter(found.values()))
