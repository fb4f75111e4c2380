"""Values by key, replaced when put again, dropped when old."""

import pytest

from forecast_kit.persistence import Database, UnitOfWork
from tests.persistence.samples import LATER, NOW


@pytest.mark.parametrize("value", [{"wape": 0.12, "models": ["naive"]}, [], 0, "text", False])
def test_a_value_comes_back(database: Database, value: object) -> None:
    with UnitOfWork(database) as work:
        assert work.cache.get("key") is None
        work.cache.put("key", value, now=NOW)
        assert work.cache.get("key") == value


def test_the_newest_value_counts_and_old_ones_are_dropped(database: Database) -> None:
    with UnitOfWork(database) as work:
        work.cache.put("old", 1, now=NOW)
        work.cache.put("new", 1, now=NOW)
        work.cache.put("new", {"units": float("nan")}, now=LATER)
        assert work.cache.get("new") == {"units": None}
        assert work.cache.forget(before=LATER) == 1
        assert (work.cache.get("old"), work.cache.get("new")) == (None, {"units": None})
