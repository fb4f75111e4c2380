"""The trace of a plan with what it was made from at hand: rows counted, formulas evaluated, the plan made again."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from forecast_kit.plan import SeasonPlan
from forecast_kit.plan.trace import Trace, TracedRows, trace_plan
from forecast_kit.planning.desk import SeasonDesk
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.replay import SeasonChoices

__all__ = ["PlanWorkings", "trace_season"]

ROWS_SHOWN = 8


@dataclass(frozen=True)
class PlanWorkings:
    """A plan's inputs and the choices it was made with; with `again`, the plan made from them once more."""

    inputs: SeasonInputs
    choices: SeasonChoices
    again: bool = True

    @cached_property
    def remade(self) -> SeasonPlan | None:
        """The plan, made again by the rules; no agent and no model takes part."""
        return SeasonDesk(self.inputs, self.choices).run() if self.again else None

    def rows(self, table: str, keys: Mapping[str, str]) -> TracedRows | None:
        """The rows of a table with those keys; None where the season was planned without that table.

        A key is a value, or with `range:` before its name the first and the last, parted by a slash.
        """
        frame = self._frame(table)
        if frame is None:
            return None
        for name, value in keys.items():
            kind, _, key = name.rpartition(":")
            if kind:
                first, last = (pd.Timestamp(end) for end in value.split("/"))
                frame = frame[(frame[key] >= first) & (frame[key] <= last)]
            else:
                frame = frame[frame[key].astype(str) == value]
        head = frame.head(ROWS_SHOWN)
        shown = (tuple(map(str, head.columns)), *(tuple(map(_cell, row)) for row in head.itertuples(index=False)))
        return TracedRows(table, keys, len(frame), shown if len(head) else ())

    def _frame(self, table: str) -> pd.DataFrame | None:
        if table == "categories":
            return pd.DataFrame([self.inputs.economics.model_dump()])
        if table == "season_parameters":
            confirmed = self.inputs.parameters.model_dump(mode="json")
            return pd.DataFrame({"name": list(confirmed), "value": [str(value) for value in confirmed.values()]})
        if table == "sales":
            return self.inputs.past_sales()
        frame: pd.DataFrame | None = getattr(self.inputs, table)
        return frame


def trace_season(
    plan: SeasonPlan, name: str, inputs: SeasonInputs, choices: SeasonChoices, *, again: bool = False
) -> Trace:
    """A number of a plan, traced down to its rows. `again` plans the season once more, to check what a stage computed.

    Raises:
        PlanError: the plan has no number of that name; the nearest are named.
    """
    workings = PlanWorkings(inputs, choices, again)
    return trace_plan(plan, name, workings=workings, rows_of=workings.rows)


def _cell(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
