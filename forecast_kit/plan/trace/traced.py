"""A number of a plan, traced: what it is, how it is worked out, from what."""

import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from forecast_kit.errors import PlanError
from forecast_kit.plan.season import SeasonPlan
from forecast_kit.plan.trace import buy, demand, markdown, season, stores
from forecast_kit.plan.trace.formula import Formula, Workings
from forecast_kit.plan.trace.paths import Number, numbers_of

__all__ = ["FORMULAS", "Trace", "TraceList", "TracedInput", "TracedRows", "formula_of", "list_traces", "trace_plan"]

# Of two that match, the first holds: the special before the general.
FORMULAS: tuple[Formula, ...] = (
    *demand.FORMULAS,
    *buy.FORMULAS,
    *stores.FORMULAS,
    *markdown.FORMULAS,
    *season.FORMULAS,
)
SUGGESTED = 5
KEY = re.compile(r"\[[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*\]")


@dataclass(frozen=True)
class TracedInput:
    """One input of a formula: the numbers it stands for, by their names in the plan; `given` where no plan holds it."""

    label: str
    values: Mapping[str, Any]
    given: str = ""


@dataclass(frozen=True)
class TracedRows:
    """Rows behind a number: a table and its keys. `count` and `rows` (header first) where the data are at hand."""

    table: str
    keys: Mapping[str, str]
    count: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Trace:
    """Where a number comes from.

    `formula` is evaluated as it stands; empty, the number is computed by `code`. `evaluated` is what the formula gives,
    None where that takes the season's inputs. `parts` are the traces of the numbers it is made of.
    """

    name: str
    value: Number
    says: str
    formula: str
    inputs: tuple[TracedInput, ...]
    rows: tuple[TracedRows, ...]
    code: str
    code_version: str
    evaluated: Any = None
    parts: tuple["Trace", ...] = ()

    @property
    def holds(self) -> bool | None:
        """Whether the formula gives the number; None where it was not evaluated."""
        return None if self.evaluated is None else math.isclose(self.evaluated, self.value, rel_tol=1e-9, abs_tol=1e-9)

    def _repr_html_(self) -> str:
        from forecast_kit.plan.trace.shown import trace_html

        return trace_html(self)

    def __repr__(self) -> str:
        from forecast_kit.plan.trace.shown import trace_text

        return trace_text(self)


@dataclass(frozen=True)
class TraceList:
    """The names of a plan's numbers. Shown, those that differ only in what stands in brackets are one line."""

    numbers: Mapping[str, Number]

    @property
    def kinds(self) -> dict[str, list[str]]:
        """The names by their form, `forecast.weeks[…].units`, in the plan's order."""
        kinds: dict[str, list[str]] = {}
        for name in self.numbers:
            kinds.setdefault(KEY.sub("[…]", name), []).append(name)
        return kinds

    def _repr_html_(self) -> str:
        from forecast_kit.plan.trace.shown import list_html

        return list_html(self)

    def __repr__(self) -> str:
        from forecast_kit.plan.trace.shown import list_text

        return list_text(self)


class RowsOf(Protocol):
    """Finds the rows behind a number in the data; None where there is no such table."""

    def __call__(self, table: str, keys: Mapping[str, str]) -> TracedRows | None:
        """The rows with those keys."""


def formula_of(plan: SeasonPlan, name: str) -> Formula | None:
    """The formula of the number `name`."""
    for formula in FORMULAS:
        if formula.matches(name) is not None and (formula.when is None or formula.when(plan)):
            return formula
    return None


def list_traces(plan: SeasonPlan) -> TraceList:
    """All numbers of the plan by name."""
    return TraceList(numbers_of(plan))


def trace_plan(
    plan: SeasonPlan,
    name: str,
    *,
    workings: Workings | None = None,
    rows_of: RowsOf = TracedRows,
    depth: int = 3,
) -> Trace:
    """The number `name`, traced; its inputs as well, `depth` deep.

    With `workings` the formula is evaluated from what the plan was made from; a computed number is computed again where
    they hold the plan made again.

    Raises:
        PlanError: the plan has no number of that name; the nearest are named.
    """
    numbers = numbers_of(plan)
    if name not in numbers:
        raise PlanError(f"The plan has no number called {name!r}.", _nearest(name, numbers))
    return _traced(plan, numbers, name, workings, rows_of, depth)


def _traced(
    plan: SeasonPlan, numbers: Mapping[str, Number], name: str, workings: Workings | None, rows_of: RowsOf, depth: int
) -> Trace:
    formula = formula_of(plan, name)
    if formula is None:
        raise PlanError(f"Nobody has said how {name} is worked out.", "Report it: every number should be traceable.")
    inputs = [TracedInput(label, values) for label, values in formula.inputs_at(plan, name).items()]
    held = formula.given_values(workings)
    inputs += [
        TracedInput(label, {path: held[label]} if label in held else {}, path)
        for label, path in formula.given().items()
    ]
    single = (
        [next(iter(each.values)) for each in inputs if len(each.values) == 1 and not each.given] if depth > 1 else []
    )
    parts = tuple(
        _traced(plan, numbers, part, workings, rows_of, depth - 1)
        for part in single
        if part in numbers and part != name
    )
    found = (rows_of(table, keys) for table, keys in formula.rows_at(plan, name))
    return Trace(
        name=name,
        value=numbers[name],
        says=formula.says,
        formula=formula.expression,
        inputs=tuple(inputs),
        rows=tuple(rows for rows in found if rows is not None),
        code=formula.code,
        code_version=plan.code_version,
        evaluated=formula.evaluate(plan, name, workings),
        parts=parts,
    )


def _nearest(name: str, numbers: Mapping[str, Number]) -> str:
    """The names most like it: first those that end in its last word or hold it, then by spelling."""
    last = name.rpartition(".")[2]
    same = [other for other in numbers if last and other.endswith(last)]
    spelled = difflib.get_close_matches(name, numbers, n=SUGGESTED, cutoff=0.6)
    near = list(dict.fromkeys([*spelled[:2], *sorted(same, key=len), *spelled]))[:SUGGESTED]
    return f"Did you mean {', '.join(near)}?" if near else "List the names: forecast-kit trace RUN_ID"
