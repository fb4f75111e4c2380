"""Csv files as people's systems write them: encodings, delimiters, quoting, and the exact line of every row.

The fast path (Arrow) reads a million rows in under a second but cannot name lines; the exact path (csv module)
runs only for files that Arrow refuses, to name the lines at fault.
"""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from forecast_kit.errors import DataError, RowProblem
from forecast_kit.history.raw import NOTHING_STORED, Lines, RawTable

__all__ = ["read_csv"]

DELIMITERS = (",", ";", "\t")
_EXCEL_SEP_LINE = re.compile(rb'\A"?sep=(.)"?\r?\n', re.IGNORECASE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class _CsvText:
    """A csv file as UTF-8 bytes: its header, its delimiter, and where its rows begin."""

    data: bytes
    header: tuple[str, ...]
    delimiter: str
    body_at: int
    lines_before_body: int
    notes: tuple[str, ...]

    def records(self, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
        """Line (from 1) and cells of every row that is not blank. Strict raises csv.Error for bad quoting."""
        stream = io.StringIO(self.data[self.body_at :].decode(), newline="")
        reader = csv.reader(stream, delimiter=self.delimiter, strict=strict)
        at = 0
        for record in reader:
            started, at = at, reader.line_num
            if record and not (len(record) == 1 and not record[0].strip() and len(self.header) > 1):
                yield self.lines_before_body + started + 1, record


def read_csv(path: Path) -> RawTable:
    """A csv, tab-separated or gzipped csv file as text cells; blank cells are missing."""
    text = _sniff(path, *_utf8(path, _content(path)))
    if not text.data[text.body_at :].strip():
        raise DataError(f"{path.name} has a header and no rows.", f"{NOTHING_STORED} Export it again with its data.")
    frame = None if text.data.count(b'"') % 2 else _read_fast(text)
    if frame is None:
        frame = _read_exact(path, text)
    frame = _without_nameless_columns(path, frame)

    def find_lines() -> Lines:
        return np.fromiter((line for line, _ in text.records(strict=False)), dtype=np.int64)

    return RawTable(path, frame, find_lines, text.notes, text.delimiter)


def _content(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        elif path.suffix.lower() == ".gz":
            raise gzip.BadGzipFile("no gzip signature")
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DataError(
            f"{path.name} is not a complete gzip file.", f"{NOTHING_STORED} Copy or compress it again."
        ) from None
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror}.", "Check who may read it.") from None
    if not data.strip():
        raise DataError(f"{path.name} is empty.", f"{NOTHING_STORED} Export it again with its data.")
    return data


def _utf8(path: Path, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The file's bytes in UTF-8 without byte order mark, and what was found out about its encoding."""
    if data[:4] == b"PK\x03\x04":
        raise DataError(f"{path.name} is an Excel workbook, not csv text.", "Rename it to end in .xlsx.")
    if data[:2] in _UTF16_MARKS:
        try:
            return data.decode("utf-16").encode(), ("Read as UTF-16 (Excel's Unicode text).",)
        except UnicodeDecodeError:
            raise _not_text(path) from None
    if b"\x00" in data:
        raise _not_text(path)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        note = f"Not UTF-8 (first at line {line}): read as Windows Latin (cp1252). Check the accented names."
        try:
            return data.decode("cp1252").encode(), (note,)
        except UnicodeDecodeError:
            return data.decode("latin-1").encode(), (note.replace("Windows Latin (cp1252)", "Latin-1"),)
    return data, ()


def _not_text(path: Path) -> DataError:
    return DataError(f"{path.name} is not a text file.", f"{NOTHING_STORED} Export it again as csv (UTF-8) or .xlsx.")


def _sniff(path: Path, data: bytes, notes: tuple[str, ...]) -> _CsvText:
    """Find the delimiter that splits the header most, then read the header with it."""
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    declared = _EXCEL_SEP_LINE.match(data)
    start, before = (declared.end(), 1) if declared else (0, 0)
    while line := re.match(rb"[ \t]*\r?\n", data[start : start + 4096]):
        start, before = start + line.end(), before + 1
    head = data[start : start + 1_000_000].decode("utf-8", errors="ignore")
    if declared:
        delimiter = declared[1].decode("latin-1")
    else:
        delimiter = max(DELIMITERS, key=lambda mark: len(_first_record(path, head, mark)[0]))
    header, lines = _first_record(path, head, delimiter)
    for _ in range(lines):
        start = data.find(b"\n", start) + 1 or len(data)
    names = tuple(name.strip() for name in header)
    if delimiter != ",":
        notes = (*notes, f"Columns are separated by {'tabs' if delimiter == chr(9) else repr(delimiter)}.")
    _refuse_repeated(path, names)
    return _CsvText(data, names, delimiter, start, before + lines, notes)


def _first_record(path: Path, head: str, delimiter: str) -> tuple[list[str], int]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        return next(reader, []), reader.line_num
    except csv.Error:
        raise DataError(f"The header line of {path.name} cannot be read.", "Check its quotation marks.") from None


def _refuse_repeated(path: Path, names: Sequence[str]) -> None:
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise DataError(
            f"{path.name} has more than one column named {', '.join(map(repr, repeated))}.",
            f"{NOTHING_STORED} Rename or remove one.",
        )


def _read_fast(text: _CsvText) -> pd.DataFrame | None:
    """Text columns, each distinct value held once; None if a row does not fit the header."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    positions = [str(n) for n in range(len(text.header))]
    each_text_once = pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(text.data).slice(text.body_at)),
            read_options=arrow_csv.ReadOptions(column_names=positions),
            parse_options=arrow_csv.ParseOptions(
                delimiter=text.delimiter, newlines_in_values=text.data.find(b'"', text.body_at) >= 0
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(positions, each_text_once), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    frame = table.unify_dictionaries().to_pandas()
    frame.columns = list(text.header)
    return frame


def _read_exact(path: Path, text: _CsvText) -> pd.DataFrame:
    """Row by row; DataError with the line of every row that has too few or too many values."""
    width = len(text.header)
    rows: list[list[str | None]] = []
    problems: list[RowProblem] = []
    last_line = text.lines_before_body
    try:
        for line, cells in text.records(strict=True):
            last_line = line
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            if len(cells) != width:
                reason = f"{len(cells)} value{'s' * (len(cells) != 1)} where the header has {width} columns"
                problems.append(RowProblem(line, "", reason))
            rows.append([cell or None for cell in cells])
    except csv.Error as error:
        reason = "a quotation mark here or above is not closed" if "end of data" in str(error) else str(error)
        problems.append(RowProblem(last_line + 1, "", reason))
    if problems:
        rows_said = "1 row that does" if len(problems) == 1 else f"{len(problems):,} rows that do"
        raise DataError(f"{path.name} has {rows_said} not fit its header.", NOTHING_STORED, problems)
    return pd.DataFrame(rows, columns=list(text.header), dtype=object)


def _without_nameless_columns(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns without a name go if they are empty, as trailing delimiters leave them; else they are refused."""
    nameless = [n for n, name in enumerate(frame.columns) if not name]
    for n in nameless:
        values = frame.iloc[:, n].dropna()
        # The first column of a frame saved by pandas with its index: row numbers and no name.
        if len(values) and not (n == 0 and _counts_up(values)):
            raise DataError(
                f"Column {n + 1} of {path.name} has values and no name.", f"{NOTHING_STORED} Name it in the header."
            )
    return frame.iloc[:, [n for n in range(frame.shape[1]) if n not in nameless]]


def _counts_up(values: pd.Series) -> bool:
    return all(str(value) == str(number) for value, number in zip(values, count(), strict=False))
