"""Actual sales come in by the week; a week given again replaces what it had."""

from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from forecast_kit.errors import DataError, RunError
from forecast_kit.persistence import Database, UnitOfWork
from tests.persistence.samples import LATER, NOW, RUN, add_run


def week(day: str, **units: float) -> pd.DataFrame:
    return pd.DataFrame({"week_start": pd.Timestamp(day), "store_id": list(units), "units": list(units.values())})


def test_weeks_are_added_and_come_back_in_order(database: Database) -> None:
    add_run(database)
    with UnitOfWork(database) as work:
        assert work.actuals.of(RUN).empty
        work.actuals.record(RUN, week("2026-03-09", S2=4, S1=3).assign(on_hand=[0, 7]), now=NOW)
        work.actuals.record(RUN, week("2026-03-02", S1=-1.0), now=NOW)
        found = work.actuals.of(RUN)
        assert work.actuals.weeks(RUN) == (date(2026, 3, 2), date(2026, 3, 9))
    expected = pd.concat([week("2026-03-02", S1=-1.0), week("2026-03-09", S1=3.0, S2=4.0)], ignore_index=True)
    expected["week_start"] = expected["week_start"].astype("datetime64[ns]")
    assert_frame_equal(found, expected.assign(on_hand=[None, 7.0, 0.0]).astype({"on_hand": float}))


def test_a_week_given_again_replaces_the_whole_week(database: Database) -> None:
    add_run(database)
    with UnitOfWork(database) as work:
        work.actuals.record(RUN, week("2026-03-02", S1=3, S2=4), now=NOW)
        work.actuals.record(RUN, week("2026-03-09", S1=5), now=NOW)
        work.actuals.record(RUN, week("2026-03-02", S1=6), now=LATER)
        assert list(work.actuals.of(RUN)["units"]) == [6, 5]


def test_a_store_twice_in_a_week_is_refused(database: Database) -> None:
    add_run(database)
    twice = pd.concat([week("2026-03-02", S1=3), week("2026-03-02", S1=4)])
    with UnitOfWork(database) as work, pytest.raises(DataError, match="repeat a store"):
        work.actuals.record(RUN, twice, now=NOW)


def test_actual_sales_need_a_run(database: Database) -> None:
    with UnitOfWork(database) as work, pytest.raises(RunError, match="no run"):
        work.actuals.record(RUN, week("2026-03-02", S1=3), now=NOW)
