"""Each store's share of demand: its own history, shrunk towards tier and size only as far as it is noise."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.allocation import open_stores, store_shares
from forecast_kit.errors import PlanError

SEASON = [date(2026, 3, 2) + pd.Timedelta(weeks=n).to_pytimedelta() for n in range(12)]


def history(rates, weeks=104, last=date(2026, 2, 23), noise=None, seed=0):
    """Store-weeks of demand at `rates` units a week each, Poisson if `noise`."""
    starts = pd.date_range(end=pd.Timestamp(last), periods=weeks, freq="7D")
    draw = np.random.default_rng(seed)
    rows = [(week, store, draw.poisson(rate) if noise else rate) for store, rate in rates.items() for week in starts]
    return pd.DataFrame(rows, columns=["week_start", "store_id", "units"])


def stores(**columns):
    return pd.DataFrame(columns)


def test_steady_stores_get_what_they_always_sold():
    shares = store_shares(history({"S1": 60.0, "S2": 30.0, "S3": 10.0}), None, SEASON)
    assert shares.to_dict() == pytest.approx({"S1": 0.6, "S2": 0.3, "S3": 0.1}, abs=1e-3)


def test_recent_weeks_count_more():
    old, new = (
        history({"S1": 10.0, "S2": 10.0}, weeks=40, last=date(2025, 11, 3)),
        history({"S1": 30.0, "S2": 10.0}, 16),
    )
    assert store_shares(pd.concat([old, new]), None, SEASON)["S1"] > 0.6


def test_the_seasons_own_weeks_last_year_count_more_than_other_old_weeks():
    """S1 is a summer store. A summer season gives it more than a season next winter does, on the same history."""
    sales = history({"S1": 10.0, "S2": 10.0}, weeks=104, last=date(2026, 2, 23))
    summer = sales["week_start"].dt.month.isin([6, 7, 8]) & (sales["store_id"] == "S1")
    sales["units"] = sales["units"].where(~summer, 40.0)
    weeks = [[date(2026, month, 1) + pd.Timedelta(weeks=n).to_pytimedelta() for n in range(12)] for month in (6, 11)]
    in_summer, in_winter = (store_shares(sales, None, season)["S1"] for season in weeks)
    assert in_summer > in_winter + 0.05


def test_long_history_is_kept_and_a_few_noisy_weeks_move_to_the_tier():
    """Fifteen stores sell 5 a week; S0 happened to sell 14 in its one week; sixty weeks of 14 are another thing."""
    rates = {f"S{n}": 5.0 for n in range(16)}
    others = history({name: rate for name, rate in rates.items() if name != "S0"}, noise=True)
    one, many = (pd.concat([others, history({"S0": 14.0}, weeks=weeks)]) for weeks in (1, 60))
    tiers = pd.Series("All stores", index=list(rates))
    after_one, after_many = (store_shares(sales, None, SEASON, tiers=tiers)["S0"] for sales in (one, many))
    own = 14 / (15 * 5 + 14)
    assert after_one < 0.75 * own
    assert after_many == pytest.approx(own, rel=0.1)


def test_shrinking_misplaces_fewer_units_than_history_alone_where_history_is_noise():
    draw = np.random.default_rng(4)
    truth = pd.Series(draw.gamma(20, 0.1, 40), index=[f"S{n}" for n in range(40)])
    few = history(truth.to_dict(), weeks=6, noise=True)
    plain = few.groupby("store_id")["units"].sum()
    missed = [
        (share.reindex(truth.index, fill_value=0) - truth / truth.sum()).abs().sum() / 2
        for share in (store_shares(few, None, SEASON), plain / plain.sum())
    ]
    assert missed[0] < missed[1]


def test_a_store_is_compared_only_with_the_weeks_since_its_first():
    sales = pd.concat([history({"S1": 10.0}), history({"S2": 10.0}, weeks=20)])
    assert store_shares(sales, None, SEASON)["S2"] == pytest.approx(0.5, abs=0.01)


def test_a_seasonal_category_does_not_favour_the_store_that_opened_in_the_season():
    """Both sell alike when both trade; the chain sold ten times as much in the weeks S2 was there."""
    before = history({"S1": 10.0}, weeks=84, last=date(2025, 10, 6))
    sales = pd.concat([before, history({"S1": 100.0, "S2": 100.0}, weeks=20)])
    assert store_shares(sales, None, SEASON)["S2"] == pytest.approx(0.5, abs=0.01)


def test_a_week_without_a_row_is_a_week_without_demand():
    sales = history({"S1": 10.0, "S2": 20.0})
    gaps = sales[~((sales["store_id"] == "S2") & (sales["week_start"].dt.isocalendar().week % 2 == 1))]
    assert store_shares(gaps, None, SEASON)["S2"] == pytest.approx(0.5, abs=0.05)


def test_a_new_store_gets_what_its_tier_and_size_suggest():
    sizes = {"L1": 2000.0, "L2": 2000.0, "L3": 1600.0, "M1": 500.0, "M2": 400.0}
    sales = history({name: size / 20 for name, size in sizes.items()})
    frame = stores(store_id=[*sizes, "NEW"], size_sqft=[*sizes.values(), 1800.0])
    tiers = pd.Series({**{name: name[0] for name in sizes}, "NEW": "L"})
    shares = store_shares(sales, frame, SEASON, tiers=tiers)
    assert shares["L3"] < shares["NEW"] < shares["L1"]
    assert shares["NEW"] / shares["L1"] == pytest.approx(0.9, abs=0.03)


def test_without_any_history_floor_space_decides_and_else_all_are_even():
    none = history({}, weeks=1)
    assert store_shares(none, stores(store_id=["A", "B"], size_sqft=[300, 100]), SEASON).to_dict() == {
        "A": 0.75,
        "B": 0.25,
    }
    assert store_shares(none, stores(store_id=["A", "B"]), SEASON).to_dict() == {"A": 0.5, "B": 0.5}


def test_history_and_size_is_seventy_thirty():
    frame = stores(store_id=["A", "B"], size_sqft=[100, 300])
    shares = store_shares(history({"A": 50.0, "B": 50.0}), frame, SEASON, method="history_and_size")
    assert shares.to_dict() == pytest.approx({"A": 0.7 * 0.5 + 0.3 * 0.25, "B": 0.7 * 0.5 + 0.3 * 0.75})
    with pytest.raises(PlanError, match="need the size of the stores"):
        store_shares(history({"A": 1.0}), None, SEASON, method="history_and_size")


class TestOpening:
    def test_a_store_closed_for_the_whole_season_has_no_share(self):
        frame = stores(
            store_id=["A", "B", "C"], open_to=[None, "2026-03-01", None], open_from=[None, None, "2026-05-25"]
        )
        shares = store_shares(history({"A": 10.0, "B": 10.0, "C": 10.0}), frame, SEASON)
        assert shares.to_dict() == {"A": 1.0}

    def test_one_that_opens_or_closes_in_season_gets_its_part_of_it(self):
        """Twelve weeks: A all of them, B the first three, C the last six."""
        frame = stores(
            store_id=["A", "B", "C"], open_to=[None, "2026-03-22", None], open_from=[None, None, "2026-04-13"]
        )
        shares = store_shares(history({"A": 10.0, "B": 10.0, "C": 10.0}), frame, SEASON)
        assert shares.to_dict() == pytest.approx({"A": 12 / 21, "B": 3 / 21, "C": 6 / 21}, abs=1e-3)

    def test_all_closed_is_refused(self):
        frame = stores(store_id=["A"], open_to=["2025-12-31"])
        with pytest.raises(PlanError, match="No store is open between 2 March 2026 and 24 May 2026"):
            store_shares(history({"A": 1.0}), frame, SEASON)

    def test_open_stores_keeps_the_order_and_both_edges(self):
        frame = stores(
            store_id=["A", "B", "C", "D"],
            open_from=pd.to_datetime([None, "2026-05-24", "2026-05-25", None]),
            open_to=pd.to_datetime(["2026-03-02", None, None, "2026-03-01"]),
        )
        found = open_stores(frame, ["Z", "D", "C", "B", "A"], date(2026, 3, 2), date(2026, 5, 24))
        assert found == ["Z", "B", "A"]
        assert open_stores(None, ["A"], date(2026, 3, 2), date(2026, 5, 24)) == ["A"]


def test_a_season_without_weeks_is_refused():
    with pytest.raises(PlanError, match="no weeks"):
        store_shares(history({"A": 1.0}), None, [])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 9), st.floats(0, 1e5)), min_size=1, max_size=80),
    st.sampled_from(["shrunk", "history_and_size"]),
    st.booleans(),
)
def test_shares_of_any_history_add_up_to_one(rows, method, tiered):
    sales = pd.DataFrame(
        [(pd.Timestamp("2025-06-02") + pd.Timedelta(weeks=week), f"S{store}", units) for week, store, units in rows],
        columns=["week_start", "store_id", "units"],
    )
    ids = [f"S{n}" for n in range(12)]
    frame = stores(store_id=ids, size_sqft=[100.0 * (n + 1) if n % 3 else None for n in range(12)])
    tiers = pd.Series([f"tier {n % 3}" for n in range(12)], index=ids) if tiered else None
    shares = store_shares(sales, frame, SEASON, tiers=tiers, method=method)
    assert abs(shares.sum() - 1) < 1e-9
    assert (shares >= 0).all()
    assert list(shares.index) == sorted(ids)


def test_a_store_that_opened_in_the_weeks_compared_does_not_seem_to_grow_with_the_season():
    sales = pd.concat([history({"S1": 30.0}, weeks=90), history({"S2": 30.0}, weeks=62)])
    assert store_shares(sales, None, SEASON)["S2"] == pytest.approx(0.5, abs=0.01)


def test_the_seasons_of_a_noisy_year_are_believed_in_part():
    """S1 sold three times as much in last year's season as around it: its share grows, and not threefold."""
    sales = history({"S1": 10.0, "S2": 90.0}, weeks=90)
    last_year = sales["week_start"].isin([pd.Timestamp(week) - pd.Timedelta(weeks=52) for week in SEASON])
    sales.loc[last_year & (sales["store_id"] == "S1"), "units"] = 30.0
    assert 0.1 < store_shares(sales, None, SEASON)["S1"] < 0.2
