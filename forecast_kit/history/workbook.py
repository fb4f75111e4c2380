"""The first sheet of an Excel workbook."""

import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import numpy as np
import pandas as pd

from forecast_kit.errors import DataError
from forecast_kit.history.raw import NOTHING_STORED, RawTable

__all__ = ["read_workbook"]


def read_workbook(path: Path) -> RawTable:
    """The first sheet's cells with Excel's own types; the header is the first row that is not empty."""
    sheet, others, rows = _cells(path)
    filled = [n for n, row in enumerate(rows) if any(_said(cell) for cell in row)]
    if not filled:
        raise DataError(
            f"Sheet {sheet!r} of {path.name} is empty.", f"{NOTHING_STORED} Put the table on the first sheet."
        )
    at = filled[0]
    header = [str(cell).strip() if _said(cell) else "" for cell in rows[at]]
    while header and not header[-1]:
        header.pop()
    body = [[cell if _said(cell) else None for cell in row] for row in rows[at + 1 :]]
    _refuse_unnamed(path, header, body)
    width = len(header)
    body = [(row + [None] * width)[:width] for row in body]
    frame = pd.DataFrame(body, columns=header, dtype=object)
    frame = frame.loc[:, [bool(name) for name in header]]
    notes = (f"Read from sheet {sheet!r}; not read: {', '.join(map(repr, others))}.",) if others else ()
    return RawTable(path, frame, lambda: np.arange(at + 2, at + 2 + len(body), dtype=np.int64), notes)


def _cells(path: Path) -> tuple[str, list[str], list[tuple[Any, ...]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        ParseError,
        KeyError,
        ValueError,
        RuntimeError,
        AttributeError,
        EOFError,
        TypeError,
    )
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            first = book.worksheets[0]
            first.reset_dimensions()
            return first.title, book.sheetnames[1:], list(first.iter_rows(values_only=True))
        finally:
            book.close()
    except (*broken, IndexError):
        raise DataError(
            f"{path.name} is not a readable Excel workbook.",
            f"{NOTHING_STORED} Open it in Excel and save it again as .xlsx.",
        ) from None
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror or error}.", "Check who may read it.") from None


def _said(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _refuse_unnamed(path: Path, header: list[str], body: list[list[Any]]) -> None:
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        raise DataError(
            f"{path.name} has more than one column named {', '.join(map(repr, repeated))}.",
            f"{NOTHING_STORED} Rename or remove one.",
        )
    width = max([len(header), *(len(row) for row in body)])
    for n in range(width):
        if (n >= len(header) or not header[n]) and any(len(row) > n and row[n] is not None for row in body):
            raise DataError(
                f"Column {n + 1} of {path.name} has values and no name.", f"{NOTHING_STORED} Name it in the header."
            )
