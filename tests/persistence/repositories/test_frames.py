"""Any frame of the trade's kinds survives storage: nothing rounded, dropped or made up."""

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.persistence.repositories.frames import kinds_of
from tests.persistence.samples import NOW, sales

text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
columns = st.one_of(
    st.lists(st.integers(-(2**53), 2**53), min_size=8, max_size=8),
    st.lists(st.floats(allow_infinity=False, width=64), min_size=8, max_size=8),
    st.lists(st.booleans(), min_size=8, max_size=8),
    st.lists(text, min_size=8, max_size=8),
    st.lists(text | st.none(), min_size=8, max_size=8),
)
fixtures_are_fine = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@fixtures_are_fine
@given(further=st.dictionaries(text.map(lambda name: f"plan {name}"), columns, max_size=3))
def test_plan_columns_of_any_kind_and_name_come_back(
    sqlite_database: Database, further: dict[str, list[object]]
) -> None:
    frame = sales(**{name: pd.Series(values) for name, values in further.items()})
    with UnitOfWork(sqlite_database) as work:  # never committed: each example finds the database empty
        number = work.datasets.add("history", "digest", sales=frame, report={}, now=NOW)
        assert_frame_equal(work.datasets.sales(number), frame, check_exact=True)


def test_kinds_are_told_from_values_where_pandas_only_knows_objects() -> None:
    frame = pd.DataFrame(
        {
            "text": ["a", None],
            "date": [pd.Timestamp("2026-01-05").date(), None],
            "int": pd.Series([1, 2], dtype=object),
            "float": pd.Series([1, 2.5], dtype=object),
            "bool": pd.Series([True, None], dtype=object),
        }
    )
    assert kinds_of(frame) == {name: name for name in frame}
