"""A checked frame, and a table on its way there: it comes through whole, or is refused with every fault it has."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from forecast_kit.errors import DataError, RowProblem
from forecast_kit.history.raw import NOTHING_STORED, RawTable
from forecast_kit.history.schema import Failure
from forecast_kit.history.spec import TableSpec
from forecast_kit.history.words import counted

__all__ = ["Checked", "Draft", "TableReport"]

WHOLE_FILE = -1


@dataclass(frozen=True)
class TableReport:
    """How a file was read: what a person should see before relying on it.

    `rows` counts the frame's rows. `columns_mapped` pairs the file's names with the kit's where they differ.
    """

    path: Path
    rows: int
    columns_mapped: tuple[tuple[str, str], ...] = ()
    extra_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A frame that passed every check, in the kit's column names, and the report of how it was read."""

    frame: pd.DataFrame
    report: TableReport


@dataclass
class Draft:
    """A table with typed values, and the failures found in it so far.

    The frame's index is the row's number in the file until `finish` drops it. A failure's row is such a number,
    or WHOLE_FILE.
    """

    raw: RawTable
    spec: TableSpec
    frame: pd.DataFrame
    mapped: tuple[tuple[str, str], ...]
    extra_columns: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def line_of(self, row: int) -> int:
        """The line, from 1, of a row by its number."""
        return int(self.raw.lines[row])

    def refuse_if_bad(self, advice: str = "") -> None:
        """Raise DataError with every failure so far, in the file's order; nothing if there are none."""
        if not self.failures:
            return
        in_file = {name: theirs for theirs, name in self.mapped}
        found: dict[tuple[int, str], RowProblem] = {}
        for row, column, reason in self.failures:
            line = 0 if row == WHOLE_FILE else self.line_of(row)
            name = in_file.get(column, column)
            # One reason a cell: the first found is the plainest.
            found.setdefault((line, name), RowProblem(line, name, reason))
        problems = sorted(found.values())
        bad = len({problem.line for problem in problems if problem.line})
        verdict = f"has {counted(bad, 'bad row')} of {len(self.raw.frame):,}" if bad else "was refused"
        raise DataError(f"{self.raw.name} {verdict}.", f"{NOTHING_STORED} {advice}".strip(), problems)

    def finish(self) -> Checked:
        """The checked frame with a plain index, and its report."""
        frame = self.frame.reset_index(drop=True)
        report = TableReport(self.raw.path, len(frame), self.mapped, self.extra_columns, tuple(self.notes))
        return Checked(frame, report)
