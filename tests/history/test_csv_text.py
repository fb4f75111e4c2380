import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecast_kit.errors import DataError, RowProblem
from forecast_kit.history import read_table
from forecast_kit.history.csv_text import read_csv


@pytest.mark.parametrize(("mark", "noted"), [(",", False), (";", True), ("\t", True)])
def test_the_delimiter_is_found_and_said_if_it_is_not_a_comma(write, mark: str, noted: bool) -> None:
    table = read_table(write(f"store_id{mark}region", f"7{mark}North"))
    assert table.frame.to_dict("list") == {"store_id": ["7"], "region": ["North"]}
    assert any("separated by" in note for note in table.notes) is noted


def test_a_delimiter_inside_quotes_does_not_count(write) -> None:
    table = read_table(write('"a;b;c;d",e', '"1;2",3'))
    assert list(table.frame.columns) == ["a;b;c;d", "e"]


def test_excels_sep_line_is_obeyed_and_counted(write) -> None:
    table = read_table(write("sep=;", "store_id;units", "7;3"))
    assert (list(table.frame.columns), table.lines.tolist()) == (["store_id", "units"], [3])


def test_a_byte_order_mark_is_not_part_of_the_first_name(write) -> None:
    assert list(read_table(write(b"\xef\xbb\xbfstore_id,units", "7,3")).frame.columns) == ["store_id", "units"]


def test_latin_text_is_read_and_noted_with_the_line_that_is_not_utf8(write) -> None:
    table = read_table(write("store_id,region", "7,North", "8,Møre".encode("cp1252")))
    assert table.frame["region"].tolist() == ["North", "Møre"]
    assert "line 3" in table.notes[0]
    assert "cp1252" in table.notes[0]


def test_bytes_without_a_meaning_in_cp1252_are_read_as_latin_1(write) -> None:
    table = read_table(write("store_id,region", b"7,\xe9\x81"))
    assert "Latin-1" in table.notes[0]


def test_utf16_as_excel_saves_unicode_text(tmp_path: Path) -> None:
    path = tmp_path / "sales.txt"
    path.write_bytes("store_id\tunits\n7\t3\n".encode("utf-16"))
    assert read_table(path).frame.to_dict("list") == {"store_id": ["7"], "units": ["3"]}


def test_quoted_line_ends_do_not_shift_the_lines(write) -> None:
    table = read_table(write("store_id,note", '7,"two', 'lines"', "", "8,one"))
    assert table.frame["note"].tolist() == ["two\nlines", "one"]
    assert table.lines.tolist() == [2, 5]


def test_rows_of_another_width_are_all_named_by_line(write) -> None:
    with pytest.raises(DataError, match="2 rows that do not fit its header") as refused:
        read_table(write("store_id,units", "7,3", "8", "9,1,2", "10,4"))
    assert refused.value.rows == (
        RowProblem(3, "", "1 value where the header has 2 columns"),
        RowProblem(4, "", "3 values where the header has 2 columns"),
    )
    assert "Nothing was stored." in str(refused.value)


def test_empty_cells_past_the_header_are_harmless(write) -> None:
    assert read_table(write("store_id,units", "7,3,,", "8,4")).frame["units"].tolist() == ["3", "4"]


def test_a_trailing_delimiter_on_every_line_is_not_a_column(write) -> None:
    assert list(read_table(write("store_id,units,", "7,3,")).frame.columns) == ["store_id", "units"]


def test_the_row_numbers_pandas_writes_are_not_a_column(write) -> None:
    assert list(read_table(write(",store_id", "0,A", "1,B")).frame.columns) == ["store_id"]


def test_values_under_no_name_are_refused(write) -> None:
    with pytest.raises(DataError, match="Column 2 of sales.csv has values and no name"):
        read_table(write("store_id,", "7,3"))


def test_a_name_given_to_two_columns_is_refused(write) -> None:
    with pytest.raises(DataError, match="more than one column named 'units'"):
        read_table(write("units,units", "1,2"))


def test_a_quotation_mark_that_is_never_closed_is_found(write) -> None:
    with pytest.raises(DataError) as refused:
        read_table(write("store_id,note", '7,"oops', "8,fine"))
    assert "not closed" in refused.value.rows[0].reason


def test_a_truncated_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv.gz"
    path.write_bytes(gzip.compress(b"store_id,units\n" + b"7,3\n" * 5000)[:-20])
    with pytest.raises(DataError, match="not a complete gzip file"):
        read_table(path)


def test_a_workbook_or_binary_named_csv_is_refused(write) -> None:
    with pytest.raises(DataError, match="Rename it to end in .xlsx"):
        read_table(write(b"PK\x03\x04rest"))
    with pytest.raises(DataError, match="not a text file"):
        read_table(write(b"a,b\x00", "1,2"))


cell = st.text(st.sampled_from('ab,;"\n é7 '), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from(["x", "7", "é"]), cell, cell), min_size=1, max_size=8))
def test_what_was_written_is_what_is_read_and_each_row_is_on_its_line(tmp_path: Path, rows) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["one", "two", "three"])
    starts = []
    for row in rows:
        starts.append(stream.getvalue().count("\n") + 1)
        writer.writerow(row)
    path = tmp_path / "table.csv"
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    table = read_csv(path)
    assert table.frame.astype(object).where(table.frame.notna(), "").values.tolist() == [list(row) for row in rows]
    assert table.lines.tolist() == starts
