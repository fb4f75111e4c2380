"""A history comes back as it was read, from either server."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import select, text

from forecast_kit.errors import DataError, StorageError
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.persistence.repositories.datasets import Datasets
from forecast_kit.persistence.tables.history import sales as sales_table
from tests.persistence.samples import NOW, sales, stores


def store(database: Database, digest: str = "digest", **frames: pd.DataFrame) -> int:
    with UnitOfWork(database) as work:
        number = work.datasets.add("history", digest, **{"sales": sales(), **frames}, report={"rows": 8}, now=NOW)
        work.commit()
    return number


def test_sales_come_back_with_their_columns_kinds_and_order(database: Database) -> None:
    frame = sales(
        promotion=[0, 1] * 4,
        discount=[0.1, None] * 4,
        in_stock=[True, False] * 4,
        theme=["spring", None] * 4,
        opens=pd.Timestamp("2025-12-01").as_unit("ns"),
    )
    number = store(database, sales=frame.sample(frac=1, random_state=0))
    with UnitOfWork(database) as work:
        assert_frame_equal(work.datasets.sales(number), frame)
        dresses = work.datasets.sales(number, "Dresses")
    assert_frame_equal(dresses, frame[frame["category"] == "Dresses"])


def test_columns_that_were_not_in_the_file_do_not_appear(database: Database) -> None:
    number = store(database)
    with UnitOfWork(database) as work:
        assert list(work.datasets.sales(number)) == ["category", "week_start", "store_id", "units"]


def test_dates_may_be_plain_dates(database: Database) -> None:
    plain = sales()
    number = store(database, sales=plain.assign(week_start=plain["week_start"].dt.date))
    with UnitOfWork(database) as work:
        assert_frame_equal(work.datasets.sales(number), plain)


def test_what_is_not_known_is_null_in_the_table(database: Database) -> None:
    store(database, sales=sales(price=[np.nan, np.inf] * 4, uplift=[np.nan, -np.inf] * 4))
    with database.connect() as connection:
        rows = connection.execute(select(sales_table.c.price, sales_table.c.extra)).all()
    assert {price for price, _ in rows} == {None}
    assert all(extra == {"uplift": None} for _, extra in rows)


def test_every_frame_that_was_given_comes_back_and_no_other(database: Database) -> None:
    stock = pd.DataFrame(
        {"location": ["S1", "DC", "DC"], "category": ["Dresses"] * 3, "on_hand": [3, 20, 0], "on_order": [0, 0, 40]}
    ).assign(due_week=pd.to_datetime([None, None, "2026-02-02"]))
    categories = pd.DataFrame({"category": ["Dresses"], "unit_price": [59.99], "pack_size": [6], "buyer": ["Ann"]})
    ahead = pd.DataFrame({"week_start": pd.to_datetime(["2026-01-12", "2026-01-05"]), "promotion": [1, 0]})
    number = store(database, stores=stores(), categories=categories, stock=stock, plan_ahead=ahead)
    with UnitOfWork(database) as work:
        assert_frame_equal(work.datasets.stores(number), stores())
        assert_frame_equal(work.datasets.categories(number), categories)
        assert_frame_equal(work.datasets.stock(number), stock)
        assert_frame_equal(work.datasets.plan_ahead(number), ahead)
        assert work.datasets.size_shares(number) is None
        assert set(work.datasets.get(number).frames) == {"sales", "stores", "categories", "stock", "plan_ahead"}


def test_an_empty_frame_is_a_frame(database: Database) -> None:
    number = store(database, stores=stores().head(0))
    with UnitOfWork(database) as work:
        assert list(work.datasets.stores(number)) == list(stores())
        assert work.datasets.sales(number, "Hats").empty


def test_words_sort_the_same_on_every_server(database: Database) -> None:
    names = ["S10", "S2", "s1", "Zürich", "a b", "ab"]
    number = store(database, stores=pd.DataFrame({"store_id": names}))
    with database.connect() as connection:
        if connection.dialect.name == "postgresql":  # as where the server was set up for English; not committed
            connection.execute(text('ALTER TABLE stores ALTER store_id TYPE text COLLATE "en-x-icu"'))
        assert list(Datasets(connection).stores(number)["store_id"]) == sorted(names)


def test_the_same_history_is_stored_once(database: Database) -> None:
    assert store(database) == store(database)
    assert database.status().tables["sales"] == 8


def test_the_same_history_from_many_processes_is_stored_once(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(lambda _: store(database), range(4)))
    assert len(numbers) == 1
    assert database.status().tables["sales"] == 8


def test_data_sets_are_found_by_digest_and_as_the_latest(database: Database) -> None:
    with UnitOfWork(database) as work:
        assert work.datasets.find("one") is None
        assert work.datasets.latest() is None
    one, two = store(database, "one"), store(database, "two")
    with UnitOfWork(database) as work:
        found, latest = work.datasets.find("one"), work.datasets.latest()
        assert found is not None
        assert latest is not None
        assert (found.id, latest.id) == (one, two)
        assert (found.name, found.created_at, found.report) == ("history", NOW, {"rows": 8})


def test_a_data_set_that_is_not_there_is_refused(database: Database) -> None:
    with UnitOfWork(database) as work, pytest.raises(StorageError, match="no data set 7"):
        work.datasets.sales(7)


def test_a_store_week_given_twice_is_refused_whole(database: Database) -> None:
    with pytest.raises(DataError, match="1 rows of the sales repeat"):
        store(database, sales=pd.concat([sales(), sales().head(1)]))
    assert database.status().tables["datasets"] == 0


def test_a_row_the_server_refuses_is_a_sentence(database: Database) -> None:
    twice = pd.DataFrame({"store_id": ["S1", "S1"]})
    with pytest.raises(StorageError, match="refused"):
        store(database, stores=twice)
    assert database.status().tables["datasets"] == 0
