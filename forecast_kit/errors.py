"""Every error the kit raises on purpose: a sentence to a planner, never a traceback.

ForecastKitError            what happened, where, and what to do
├── BriefError              the brief cannot be read, or says something impossible
├── DataError               a file or frame that was refused, with every bad row
├── PlanError               a plan that does not add up, or cannot be made
├── SettingsError           a setting, option or parameter that is missing or ill-formed
├── ModelError              the language model failed, refused or answered nonsense
├── StorageError            the database cannot be reached, written or understood
├── RunError                a run that is not there, is taken, or is in the wrong state
├── GateError               a decision that only a person may take was not taken
└── NotebookError           a notebook that failed, with the cell it failed in
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "BriefError",
    "DataError",
    "ForecastKitError",
    "GateError",
    "ModelError",
    "NotebookError",
    "PlanError",
    "RowProblem",
    "RunError",
    "SettingsError",
    "StorageError",
]

ROWS_SHOWN = 20


class ForecastKitError(Exception):
    """What happened, and what the planner can do about it.

    >>> str(ForecastKitError("The horizon is 80 weeks.", "Give 1 to 52 weeks."))
    'The horizon is 80 weeks. Give 1 to 52 weeks.'
    """

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(problem, remedy)

    def __str__(self) -> str:
        return f"{self.problem} {self.remedy}".strip()

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it (a hook of IPython's): the sentence alone."""
        return [f"{type(self).__name__}: {self}"]


class BriefError(ForecastKitError):
    """The brief cannot be read, or asks for something impossible."""


class PlanError(ForecastKitError):
    """A plan that does not add up, or for which there is not enough to go on."""


class SettingsError(ForecastKitError):
    """A setting, option or notebook parameter that is missing or ill-formed."""


class ModelError(ForecastKitError):
    """The language model could not be reached, refused, or answered what cannot be used."""


class StorageError(ForecastKitError):
    """The database cannot be reached, written to, or is newer than this code."""


class RunError(ForecastKitError):
    """A run that is not there, belongs to another process, or is in the wrong state."""


class GateError(ForecastKitError):
    """A decision that only a named person may take has not been taken."""


class NotebookError(ForecastKitError):
    """A notebook failed; `cell` is the number of the failing code cell, from 1."""

    def __init__(self, problem: str, remedy: str = "", *, cell: int | None = None) -> None:
        super().__init__(problem, remedy)
        self.cell = cell


@dataclass(frozen=True, slots=True, order=True)
class RowProblem:
    """One thing wrong in a file. `line` counts from 1, header included; 0 is the whole file."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line else "whole file"
        return f"{where}, {self.column}: {self.reason}" if self.column else f"{where}: {self.reason}"


class DataError(ForecastKitError):
    """A file or frame was refused: all its problems, of which the first 20 are printed.

    >>> error = DataError("sales.csv has 1 bad row.", "Nothing was stored.", [RowProblem(3, "units", "-4 is negative")])
    >>> print(error)
    sales.csv has 1 bad row. Nothing was stored.
      line 3, units: -4 is negative
    """

    def __init__(self, problem: str, remedy: str = "", rows: Iterable[RowProblem] = ()) -> None:
        super().__init__(problem, remedy)
        self.rows: Sequence[RowProblem] = tuple(rows)

    def __str__(self) -> str:
        lines = [super().__str__(), *(f"  {row}" for row in self.rows[:ROWS_SHOWN])]
        hidden = len(self.rows) - ROWS_SHOWN
        if hidden > 0:
            lines.append(f"  ... and {hidden:,} more")
        return "\n".join(lines)
