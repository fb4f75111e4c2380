import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.history.values import (
    has_decimal_commas,
    parse_extra,
    parse_flag,
    parse_name,
    parse_number,
    parse_share,
)


def numbers(*cells: object, comma: bool = False) -> list[float]:
    return parse_number(pd.Series(cells, dtype=object), comma=comma).values.tolist()


def test_thousands_may_be_grouped() -> None:
    assert numbers("1,200", "1,234,567.5", "1 200", "-1'200") == [1200, 1234567.5, 1200, -1200]


def test_decimal_commas() -> None:
    assert numbers("12,50", "1.234,5", "1.234", "7", "-0,5", comma=True) == [12.5, 1234.5, 1234, 7, -0.5]


@pytest.mark.parametrize("cell", ["many", "12 pcs", "£12", "1_000", "1,2", "12-", "20%", pd.Timestamp("2025-03-03")])
def test_what_is_not_plainly_a_number_is_unreadable(cell: object) -> None:
    assert parse_number(pd.Series([cell], dtype=object)).unreadable.tolist() == [True]


def test_a_point_in_a_file_of_decimal_commas_groups_thousands_or_is_unreadable() -> None:
    assert parse_number(pd.Series(["12.5"]), comma=True).unreadable.tolist() == [True]


def test_blank_is_missing_and_not_unreadable() -> None:
    parsed = parse_number(pd.Series(["", "NaN", None, "n/a", "4"]))
    assert np.isnan(parsed.values).tolist() == [True, True, True, True, False]
    assert not parsed.unreadable.any()


def test_infinity_is_read_for_the_rules_to_refuse() -> None:
    assert numbers("inf", "-inf") == [np.inf, -np.inf]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12), min_size=1))
def test_numbers_come_back_exactly_as_python_wrote_them(values: list[float]) -> None:
    assert numbers(*map(str, values)) == [float(value) for value in values]


def test_shares_are_written_in_three_ways() -> None:
    parsed = parse_share(pd.Series(["0.2", "20%", "20 %", "yes", "FALSE", "12.5%"]))
    assert parsed.values.tolist() == [0.2, 0.2, 0.2, 1.0, 0.0, 0.125]
    assert parsed.notes == ("percentages are read as shares (20% is 0.20)",)


def test_flags() -> None:
    parsed = parse_flag(pd.Series(["Y", "n", "true", "0", 1, True, "maybe", None], dtype=object))
    assert parsed.values.tolist()[:6] == [1, 0, 1, 0, 1, 1]
    assert parsed.unreadable.tolist() == [False] * 6 + [True, False]


def test_names_keep_their_zeros_and_lose_their_spaces() -> None:
    parsed = parse_name(pd.Series(["007", " 8 ", 9, 10.0, "NA", "  ", None], dtype=object))
    assert parsed.values.tolist() == ["007", "8", "9", "10", "NA", None, None]
    assert parsed.notes == ("spaces around names were removed",)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2.5"], [1.0, 2.5]),
        (["10%", "0%"], [0.1, 0.0]),
        (["True", "False"], [1.0, 0.0]),
        (["red", "2"], ["red", "2"]),
        (["0012", "13"], ["0012", "13"]),
    ],
)
def test_a_column_without_a_name_of_ours_is_a_number_only_if_every_cell_is(cells: list[str], expected: list) -> None:
    assert parse_extra(pd.Series(cells)).values.tolist() == expected


@pytest.mark.parametrize(
    ("cells", "delimiter", "decimal"),
    [
        (["12,50"], ";", True),
        (["1,200"], ";", True),
        (["1,200.5"], ";", False),
        (["12.5"], ";", False),
        (["12,50"], ",", False),
        (["12,50"], "\t", True),
        (["1,200"], "\t", False),
    ],
)
def test_decimal_commas_are_believed_where_commas_do_not_separate(
    cells: list[str], delimiter: str, decimal: bool
) -> None:
    assert has_decimal_commas([pd.Series(cells)], delimiter) is decimal
