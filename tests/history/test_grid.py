import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.history import find_gaps, weekly_grid

WEEKS = pd.date_range("2025-03-01", periods=12, freq="7D")
has_weeks = st.dictionaries(
    st.tuples(st.sampled_from(["7", "8"]), st.sampled_from(["dresses", "shirts"])),
    st.sets(st.integers(0, 11), min_size=1),
    min_size=1,
)


def sales_of(weeks: dict[tuple[str, str], set[int]]) -> pd.DataFrame:
    rows = [(WEEKS[n], store, category, n) for (store, category), ns in weeks.items() for n in sorted(ns, reverse=True)]
    return pd.DataFrame(rows, columns=["week_start", "store_id", "category", "units"])


def test_a_run_of_missing_weeks_is_one_gap() -> None:
    gaps = find_gaps(sales_of({("7", "dresses"): {0, 1, 4, 6}, ("8", "dresses"): {2, 9}}))
    assert gaps["weeks"].tolist() == [2, 1, 6]
    assert gaps["first_missing"].tolist() == [WEEKS[2], WEEKS[5], WEEKS[3]]
    assert gaps["last_missing"].tolist() == [WEEKS[3], WEEKS[5], WEEKS[8]]


def test_before_the_first_and_after_the_last_week_nothing_is_missing() -> None:
    assert find_gaps(sales_of({("7", "dresses"): {3}, ("8", "dresses"): {7, 8}})).empty


@settings(max_examples=40, deadline=None)
@given(has_weeks)
def test_gaps_equal_a_naive_search(weeks: dict[tuple[str, str], set[int]]) -> None:
    naive = {key: sum(n not in ns for n in range(min(ns), max(ns))) for key, ns in weeks.items()}
    gaps = find_gaps(sales_of(weeks)).groupby(["store_id", "category"])["weeks"].sum()
    assert {key: gaps.get(key, 0) for key in weeks} == naive


@settings(max_examples=40, deadline=None)
@given(has_weeks)
def test_the_grid_has_every_week_once_and_invents_no_units(weeks: dict[tuple[str, str], set[int]]) -> None:
    sales = sales_of(weeks)
    grid = weekly_grid(sales)
    assert len(grid) == len(sales) + find_gaps(sales)["weeks"].sum()
    assert grid["units"].sum() == sales["units"].sum()
    assert grid["units"].notna().sum() == len(sales)
    assert find_gaps(grid).empty
    assert not grid.duplicated(["week_start", "store_id", "category"]).any()
