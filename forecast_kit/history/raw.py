"""Reading a table as it is: every column, nothing interpreted, and the line each row stands on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.errors import DataError
from forecast_kit.history.words import counted

__all__ = ["NOTHING_STORED", "SUFFIXES", "Lines", "RawTable", "read_table", "regular_file", "without_empty_rows"]

NOTHING_STORED = "Nothing was stored."
SUFFIXES = (".csv", ".csv.gz", ".xlsx", ".parquet")

Lines = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RawTable:
    """A file's table before anything is made of it.

    `frame` has the file's own column names; csv cells are text, others have the file's types. Its index is the
    row's number from 0 in the file, so that it survives rows being left out. `lines` gives, by that number, the
    line from 1 (header included; parquet counts as if it had a header line). It is worked out when first asked
    for, because only refused files need it.
    """

    path: Path
    frame: pd.DataFrame
    find_lines: Callable[[], Lines]
    notes: tuple[str, ...] = ()
    delimiter: str = ""

    @cached_property
    def lines(self) -> Lines:
        """Line in the file of each row as read, from 1."""
        return self.find_lines()

    @property
    def name(self) -> str:
        """The file's name, for sentences."""
        return self.path.name


def read_table(path: str | Path) -> RawTable:
    """Read a csv, csv.gz, xlsx or parquet file with all its columns.

    Delimiter (comma, semicolon, tab), byte order mark and encoding (UTF-8, else Windows Latin) are found out.
    Raises DataError for a file that is missing, empty, broken, of another kind, or has rows of unequal length.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "stores.csv"
    >>> _ = file.write_text("store_id;region\\n007;North\\n")
    >>> table = read_table(file)
    >>> table.frame["store_id"].tolist(), table.delimiter, table.lines.tolist()
    (['007'], ';', [2])
    """
    file = regular_file(path)
    suffix = _suffix(file)
    # Each reader is imported when its kind of file turns up: pyarrow and openpyxl are slow to load.
    if suffix == ".xlsx":
        from forecast_kit.history.workbook import read_workbook

        table = read_workbook(file)
    elif suffix == ".parquet":
        from forecast_kit.history.parquet import read_parquet

        table = read_parquet(file)
    else:
        from forecast_kit.history.csv_text import read_csv

        table = read_csv(file)
    table = without_empty_rows(table)
    if table.frame.empty:
        raise DataError(f"{file.name} has a header and no rows.", f"{NOTHING_STORED} Export it again with its data.")
    return table


def regular_file(path: str | Path) -> Path:
    """The path, if there is a file with something in it; else DataError."""
    file = Path(path).expanduser()
    if file.is_dir():
        raise DataError(f"{file} is a folder, not a file.", f"Name one {_kinds()} file in it.")
    try:
        size = file.stat().st_size
    except OSError:
        raise DataError(f"There is no file {file}.", "Check its name and folder.") from None
    if size == 0:
        raise DataError(f"{file.name} is empty.", f"{NOTHING_STORED} Export it again with its data.")
    return file


def without_empty_rows(table: RawTable) -> RawTable:
    """Leave out rows without any value (spreadsheets end in them), and say how many."""
    frame = table.frame
    if not len(frame.columns) or not frame.iloc[:, 0].isna().any():
        return table
    empty = frame.isna().to_numpy().all(axis=1)
    count = int(empty.sum())
    if not count:
        return table
    note = f"{counted(count, 'row')} without any value left out."
    return RawTable(table.path, frame[~empty], table.find_lines, (*table.notes, note), table.delimiter)


def _suffix(file: Path) -> str:
    name = file.name.lower()
    for suffix in SUFFIXES:
        if name.endswith(suffix):
            return suffix
    if name.endswith((".xlsm", ".tsv", ".txt")):
        return ".xlsx" if name.endswith(".xlsm") else ".csv"
    if name.endswith((".pq", ".tsv.gz", ".txt.gz")):
        return ".parquet" if name.endswith(".pq") else ".csv.gz"
    old_excel = " In Excel: Save As, Excel Workbook (.xlsx)." if name.endswith((".xls", ".xlsb")) else ""
    raise DataError(f"{file.name} is not a kind of file that can be read.", f"Give a {_kinds()} file.{old_excel}")


def _kinds() -> str:
    return f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
