from pathlib import Path

import pandas as pd
import pytest

from forecast_kit.errors import DataError
from forecast_kit.history import read_sales, read_table

SALES = pd.DataFrame(
    {
        "week_start": pd.to_datetime(["2025-03-03", "2025-03-10"]),
        "store_id": ["7", "7"],
        "category": ["dresses", "dresses"],
        "units": [12, 9],
        "is_holiday": [False, True],
    }
)


def test_a_saved_index_is_a_column_like_the_others_if_it_has_a_name(tmp_path: Path) -> None:
    SALES.set_index("week_start").to_parquet(tmp_path / "sales.parquet")
    SALES.set_index(pd.Index([5, 6])).to_parquet(tmp_path / "plain.parquet")
    assert set(read_table(tmp_path / "sales.parquet").frame.columns) == set(SALES.columns)
    assert set(read_table(tmp_path / "plain.parquet").frame.columns) == set(SALES.columns)


@pytest.mark.parametrize("dtype", ["category", "string", "object"])
def test_store_ids_of_any_text_type_become_plain_text(tmp_path: Path, dtype: str) -> None:
    SALES.astype({"store_id": dtype}).to_parquet(tmp_path / "sales.parquet")
    assert read_sales(tmp_path / "sales.parquet").frame["store_id"].tolist() == ["7", "7"]


def test_yes_and_no_columns_are_plan_columns_of_1_and_0(tmp_path: Path) -> None:
    SALES.to_parquet(tmp_path / "sales.parquet")
    assert read_sales(tmp_path / "sales.parquet").frame["is_holiday"].tolist() == [0.0, 1.0]


def test_missing_values_are_blank_on_the_line_they_would_have_in_a_csv(tmp_path: Path) -> None:
    SALES.assign(units=[12.0, None], store_id=["7", None]).to_parquet(tmp_path / "sales.parquet")
    with pytest.raises(DataError) as refused:
        read_sales(tmp_path / "sales.parquet")
    assert [str(row) for row in refused.value.rows] == ["line 3, store_id: is blank", "line 3, units: is blank"]


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    SALES.to_parquet(tmp_path / "sales.parquet")
    whole = (tmp_path / "sales.parquet").read_bytes()
    for content in (b"PAR1 and nothing more", whole[:-30]):
        (tmp_path / "sales.parquet").write_bytes(content)
        with pytest.raises(DataError, match="not a readable parquet file"):
            read_table(tmp_path / "sales.parquet")
