from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from forecast_kit.errors import DataError
from forecast_kit.history import read_sales, read_table


@pytest.fixture
def book(tmp_path: Path):
    def _book(*rows: list[object], extra_sheet: bool = False) -> Path:
        workbook = Workbook()
        for row in rows:
            workbook.active.append(row)
        if extra_sheet:
            workbook.create_sheet("Notes")
        workbook.save(tmp_path / "sales.xlsx")
        return tmp_path / "sales.xlsx"

    return _book


HEADER: list[object] = ["week_start", "store_id", "category", "units"]
ROW: list[object] = [datetime(2025, 3, 3), 7, "dresses", 12]


def test_cells_keep_excels_types_and_become_the_kits(book) -> None:
    frame = read_sales(book(HEADER, ROW)).frame
    assert frame.iloc[0].tolist() == [datetime(2025, 3, 3), "7", "dresses", 12]


def test_empty_rows_above_the_header_count_as_lines(book) -> None:
    bad: list[object] = [datetime(2025, 3, 10), 7, "dresses", -1]
    with pytest.raises(DataError) as refused:
        read_sales(book([], [], HEADER, ROW, bad))
    assert refused.value.rows[0].line == 5


def test_only_the_first_sheet_is_read_and_the_others_are_named(book) -> None:
    assert "not read: 'Notes'" in read_table(book(HEADER, ROW, extra_sheet=True)).notes[0]


def test_an_excel_error_in_a_cell_is_not_a_number(book) -> None:
    with pytest.raises(DataError) as refused:
        read_sales(book(HEADER, [*ROW[:3], "#REF!"]))
    assert refused.value.rows[0].reason == "'#REF!' is not a number"


def test_broken_and_empty_workbooks_are_refused(book, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Sheet 'Sheet' of sales.xlsx is empty"):
        read_table(book())
    whole = book(HEADER, ROW).read_bytes()
    for content in (b"not a zip at all", whole[: len(whole) // 2]):
        (tmp_path / "sales.xlsx").write_bytes(content)
        with pytest.raises(DataError, match="not a readable Excel workbook"):
            read_table(tmp_path / "sales.xlsx")


def test_nameless_and_repeated_columns_are_refused(book) -> None:
    with pytest.raises(DataError, match="Column 5 of sales.xlsx has values and no name"):
        read_table(book(HEADER, [*ROW, "stray"]))
    with pytest.raises(DataError, match="more than one column named 'units'"):
        read_table(book([*HEADER, "units"], [*ROW, 1]))
