import csv

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import DataError
from forecast_kit.planning import plan_season
from forecast_kit.workbench.export import export_allocation, neutralised, write_sheets
from tests.planning.test_allocation_sheet import RATIO
from tests.seasons import inputs, stores

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")']


def cells(path, sheet):
    book = openpyxl.load_workbook(path)
    return [cell for row in book[sheet].iter_rows() for cell in row]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_like_a_formula_is_text(text, tmp_path):
    frame = pd.DataFrame({text: ["Bath", text], "units": [-5, 3]})
    write_sheets({"stores": frame}, tmp_path, "sheet")
    with (tmp_path / "sheet_stores.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == rows[2][0] == f"'{text}".replace("\t", " ").replace("\r", " ")
    assert rows[1][1] == "-5"
    found = cells(tmp_path / "sheet.xlsx", "stores")
    assert not [cell for cell in found if cell.data_type == "f"]
    assert {cell.value for cell in found if cell.data_type == "n"} == {-5, 3}


@given(st.text(max_size=12))
def test_no_text_comes_out_as_a_formula_and_harmless_text_stays(text):
    safe = neutralised(text)
    assert not safe.startswith(("=", "+", "-", "@"))
    assert not set(safe) & set("\t\r\n")
    if text.isalnum():
        assert safe == text


@given(st.one_of(st.integers(), st.floats(allow_nan=False), st.none()))
def test_numbers_stay_numbers(value):
    assert neutralised(value) is value


def test_the_allocation_is_exported_by_store_and_size_and_adds_up(tmp_path):
    names = ["=cmd|' /C calc'!A0", *[f"Shop {n}" for n in range(8)]]
    plan = plan_season(inputs(size_shares=RATIO, stores=stores(store_name=names)))
    paths = export_allocation(plan, tmp_path / "out")
    assert [path.name for path in paths] == [
        "allocation_order.csv", "allocation_opening.csv", "allocation_deliveries.csv", "allocation.xlsx",
    ]  # fmt: skip
    opening = pd.read_csv(paths[1])
    body, total = opening.iloc[:-1], opening.iloc[-1]
    assert total["to_send_units"] + total["on_hand_units"] == plan.allocation.committed_units
    for column in ("to_send_units", "size 8", "size 10", "size 12", "size 14"):
        assert body[column].sum() == total[column]
    assert opening["store_name"][0].startswith("'=cmd")
    assert openpyxl.load_workbook(paths[-1]).sheetnames == ["order", "opening", "deliveries"]
    assert not [cell for sheet in ("order", "opening", "deliveries") for cell in cells(paths[-1], sheet)
                if cell.data_type == "f"]  # fmt: skip


def test_characters_a_spreadsheet_refuses_are_left_out(tmp_path):
    write_sheets({"stores": pd.DataFrame({"x": ["ab\x07c"]})}, tmp_path, "s")
    assert cells(tmp_path / "s.xlsx", "stores")[1].value == "abc"


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot be written"):
        write_sheets({"stores": pd.DataFrame({"x": [1]})}, tmp_path / "file", "s")
