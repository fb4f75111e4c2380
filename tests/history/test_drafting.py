from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecast_kit.errors import DataError
from forecast_kit.history import read_sales
from forecast_kit.history.drafting import check_one_week_anchor, draft, whole_numbers_as_int
from forecast_kit.history.spec import SALES

HEADER = "week_start,store_id,category,units"


def test_only_columns_that_are_whole_and_complete_become_integers() -> None:
    frame = pd.DataFrame({"whole": [1.0, 2.0], "part": [1.0, 2.5], "blank": [1.0, np.nan], "huge": [1e300, 1.0]})
    kinds = whole_numbers_as_int(frame, ["whole", "part", "blank", "huge", "absent"]).dtypes
    assert [kinds[name].kind for name in frame] == ["i", "f", "f", "f"]


@pytest.mark.parametrize("first", ["2025-03-01", "2025-03-02", "2025-03-05"])
def test_any_weekday_may_start_the_week_if_it_is_always_the_same(write, first: str) -> None:
    weeks = pd.date_range(first, periods=9, freq="7D")
    table = draft(write(HEADER, *(f"{week.date()},7,dresses,1" for week in weeks)), SALES, None)
    check_one_week_anchor(table)
    assert table.failures == []


cell = st.sampled_from(["2025-03-03", "7", "-1", "", " ", "1,5", "inf", '"', '"a;b"', "é", "\x00", "20%", "1e999", "²"])
line = st.lists(cell, min_size=1, max_size=6).map(",".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(line, max_size=5), encoding=st.sampled_from(["utf-8", "utf-8-sig", "latin-1", "utf-16"]))
def test_whatever_is_in_a_file_it_is_read_or_refused_in_a_sentence(tmp_path: Path, lines, encoding: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes("\n".join([f"{HEADER},price", *lines]).encode(encoding, errors="replace"))
    try:
        frame = read_sales(path, returns="net").frame
    except DataError as refused:
        sentence = refused.problem
    else:
        assert (frame["units"] >= 0).all()
        assert frame[["week_start", "store_id", "category"]].notna().all(axis=None)
        return
    assert sentence.endswith(".")
