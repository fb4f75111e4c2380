"""Frames as files for spreadsheets: csv and xlsx, in which no cell is taken for a formula."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from forecast_kit.errors import DataError
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import allocation_sheet

__all__ = ["export_allocation", "neutralised", "neutralised_frame", "write_sheets"]

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what a spreadsheet refuses in a cell
BREAKS = re.compile(r"[\t\r\n]+")  # within a cell, some readers of csv would begin a row there, and a formula with it
SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def export_allocation(plan: SeasonPlan, folder: Path | str) -> tuple[Path, ...]:
    """The plan's order, opening and deliveries by store and size: a csv each, and one xlsx with a sheet each.

    Raises:
        DataError: the folder cannot be written.
    """
    return write_sheets(allocation_sheet(plan).frames, Path(folder), "allocation")


def neutralised(value: object) -> object:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it, all on one line.

    What is not text stays as it is.

    Source: OWASP, "CSV Injection": cells that begin with = + - @, a tab or a carriage return.

    >>> neutralised("=HYPERLINK(1)"), neutralised("Bath"), neutralised(-5)
    ("'=HYPERLINK(1)", 'Bath', -5)
    """
    if not isinstance(value, str):
        return value
    text = UNREADABLE.sub("", value)
    marked = f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
    return BREAKS.sub(" ", marked)


def write_sheets(frames: Mapping[str, pd.DataFrame], folder: Path, stem: str) -> tuple[Path, ...]:
    """`stem`_NAME.csv for every frame, and `stem`.xlsx with all of them as sheets.

    Raises:
        DataError: the folder cannot be written.
    """
    safe = {name: neutralised_frame(frame) for name, frame in frames.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for name, frame in safe.items():
            paths.append(folder / f"{stem}_{name}.csv")
            frame.to_csv(paths[-1], index=False, encoding="utf-8-sig")  # the mark by which Excel knows UTF-8
        paths.append(folder / f"{stem}.xlsx")
        with pd.ExcelWriter(paths[-1], engine="openpyxl") as book:
            for name, frame in safe.items():
                frame.to_excel(book, sheet_name=SHEET_NAME.sub(" ", name)[:31], index=False, freeze_panes=(1, 0))
    except OSError as error:
        raise DataError(f"{folder} cannot be written: {error.strerror}.", "Name another folder.") from None
    return tuple(paths)


def neutralised_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Every text of the frame, the column names among it, made harmless."""
    cells = {name: frame[name].map(neutralised) if frame[name].dtype == object else frame[name] for name in frame}
    return pd.DataFrame(cells).rename(columns={name: neutralised(str(name)) for name in frame})
