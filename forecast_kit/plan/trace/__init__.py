"""Where every number of a plan comes from: a formula a field, evaluated from named inputs, with the rows behind it.

The formulas stand in one file a part of the plan; `paths` names the numbers, `formula` evaluates, `traced` answers.
"""

from forecast_kit.plan.trace.formula import Formula, Rows, Workings
from forecast_kit.plan.trace.paths import numbers_of, value_at
from forecast_kit.plan.trace.traced import (
    FORMULAS,
    Trace,
    TracedInput,
    TracedRows,
    TraceList,
    formula_of,
    list_traces,
    trace_plan,
)

__all__ = [
    "FORMULAS",
    "Formula",
    "Rows",
    "Trace",
    "TraceList",
    "TracedInput",
    "TracedRows",
    "Workings",
    "formula_of",
    "list_traces",
    "numbers_of",
    "trace_plan",
    "value_at",
]
