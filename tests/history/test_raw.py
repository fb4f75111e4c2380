from pathlib import Path

import pandas as pd
import pytest

from forecast_kit.errors import DataError
from forecast_kit.history import read_table

ROWS = pd.DataFrame({"store_id": ["7", "8"], "units": [3, 4]})


@pytest.fixture(params=["csv", "csv.gz", "tsv", "xlsx", "parquet"])
def same_table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"table.{request.param}"
    if request.param == "parquet":
        ROWS.to_parquet(path)
    elif request.param == "xlsx":
        ROWS.to_excel(path, index=False)
    else:
        ROWS.to_csv(path, index=False, sep="\t" if request.param == "tsv" else ",")
    return path


def test_every_kind_of_file_gives_the_same_columns_rows_and_lines(same_table: Path) -> None:
    table = read_table(same_table)
    assert list(table.frame.columns) == ["store_id", "units"]
    assert table.frame["units"].astype(int).tolist() == [3, 4]
    assert table.lines.tolist() == [2, 3]


def test_rows_without_any_value_are_left_out_and_counted_and_the_others_keep_their_lines(write) -> None:
    table = read_table(write("store_id,units", "7,3", ",", "8,4", ","))
    assert table.frame["store_id"].tolist() == ["7", "8"]
    assert table.lines[table.frame.index].tolist() == [2, 4]
    assert table.notes == ("2 rows without any value left out.",)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: folder / "absent.csv", "There is no file"),
        (lambda folder: folder, "is a folder, not a file"),
        (lambda folder: _bytes(folder / "empty.csv", b""), "empty.csv is empty"),
        (lambda folder: _bytes(folder / "blank.csv", b" \n\n"), "blank.csv is empty"),
        (lambda folder: _bytes(folder / "head.csv", b"store_id,units\n"), "has a header and no rows"),
        (lambda folder: _bytes(folder / "commas.csv", b"store_id,units\n,\n"), "has a header and no rows"),
        (lambda folder: _bytes(folder / "sales.pdf", b"%PDF"), "is not a kind of file that can be read"),
        (lambda folder: _bytes(folder / "old.xls", b"x"), "Save As, Excel Workbook"),
    ],
)
def test_a_file_that_cannot_be_a_table_is_refused_in_a_sentence(make, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=sentence):
        read_table(make(tmp_path))


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
