"""Values are stored the same way on both servers: UTC, and no NaN anywhere."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from forecast_kit.persistence import Database
from forecast_kit.persistence.tables.decisions import cache
from forecast_kit.persistence.tables.history import datasets, stores
from forecast_kit.persistence.tables.runs import runs
from forecast_kit.persistence.types import storable, to_json
from tests.persistence.samples import NOW

NAN, INFINITY = float("nan"), float("inf")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_a_moment_comes_back_in_utc_from_whatever_zone_it_was_given_in(database: Database) -> None:
    in_paris = datetime(2026, 7, 1, 11, 30, tzinfo=timezone(timedelta(hours=2)))
    with database.connect() as connection:
        connection.execute(insert(cache).values(key="a", value=1, created_at=in_paris))
        found = connection.execute(select(cache.c.created_at)).scalar_one()
    assert found == in_paris
    assert found.tzinfo is UTC


def test_a_naive_time_is_refused(sqlite_database: Database) -> None:
    with sqlite_database.connect() as connection, pytest.raises(StatementError, match="without a time zone"):
        # the connection turns what escapes it into a StorageError, so the refusal is caught inside
        connection.execute(insert(cache).values(key="a", value=1, created_at=datetime(2026, 7, 1)))


@pytest.mark.parametrize("unknown", [NAN, INFINITY, -INFINITY])
def test_nan_and_the_infinities_become_null_in_number_columns(database: Database, unknown: float) -> None:
    with database.connect() as connection:
        new = insert(datasets).values(name="a", digest="d", created_at=NOW, columns={}, report={"wape": unknown})
        number = connection.execute(new.returning(datasets.c.id)).scalar_one()
        connection.execute(insert(stores).values(dataset_id=number, store_id="S1", size_sqft=unknown))
        assert connection.execute(select(stores.c.size_sqft)).scalar_one() is None
        assert connection.execute(select(datasets.c.report)).scalar_one() == {"wape": None}


@given(json_values)
def test_what_is_written_is_always_json_that_anyone_can_read(value: object) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    assert json.loads(to_json(value), parse_constant=refuse) == storable(value)


@pytest.mark.parametrize("odd", ["no\x00thing", "half a \ud800 character"])
def test_text_that_no_server_takes_is_kept_with_a_mark_in_its_place(database: Database, odd: str) -> None:
    kept = odd.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    with database.connect() as connection:
        new = insert(runs).values(
            id="r", status="read", error=odd, options={odd: [odd]}, created_at=NOW, updated_at=NOW
        )
        connection.execute(new)
        assert connection.execute(select(runs.c.error, runs.c.options)).one() == (kept, {kept: [kept]})
