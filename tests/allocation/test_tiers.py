"""Tiers of like stores: named in words, the same every time, for one store as for many."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.allocation import ONLINE, tier_stores
from forecast_kit.errors import PlanError


def chain(big=6, small=9, seed=0):
    """A chain of a few large prime stores that sell much, and more small local ones that do not."""
    draw = np.random.default_rng(seed)
    ids = [f"S{n:02d}" for n in range(big + small)]
    large = np.arange(big + small) < big
    stores = pd.DataFrame(
        {
            "store_id": ids,
            "size_sqft": np.where(large, 20_000, 6_000) + draw.normal(0, 300, len(ids)),
            "location_tier": np.where(large, "Prime", "Tertiary"),
        }
    )
    recent = pd.Series(np.where(large, 900.0, 200.0) + draw.normal(0, 20, len(ids)), index=ids)
    return stores, recent


def test_tiers_are_named_by_what_sets_them_apart():
    tiering = tier_stores(*chain())
    assert tiering.labels.value_counts().to_dict() == {"Large Prime, high volume": 6, "Small Tertiary, low volume": 9}
    assert tiering.sets_apart["Large Prime, high volume"].startswith("Sells 1.9 times the average store")
    assert "location tier Tertiary" in tiering.sets_apart["Small Tertiary, low volume"]
    assert tiering.stability > 0.95


def test_the_order_of_the_rows_does_not_matter():
    stores, recent = chain()
    shuffled = tier_stores(stores.sample(frac=1, random_state=3), recent.sample(frac=1, random_state=4))
    pd.testing.assert_series_equal(shuffled.labels, tier_stores(stores, recent).labels)


def test_online_is_in_no_cluster():
    stores, recent = chain()
    stores["ships_from_dc"] = [store == "S00" for store in stores["store_id"]]
    recent["S00"] = 50_000.0
    tiering = tier_stores(stores, recent)
    assert tiering.labels["S00"] == ONLINE
    assert (tiering.labels.drop("S00") != ONLINE).all()
    assert "Ships from the DC" in tiering.sets_apart[ONLINE]


@pytest.mark.parametrize("flag", [True, "true", "YES", 1, "1", 1.0])
def test_online_can_be_written_as_files_write_it(flag):
    stores = pd.DataFrame({"store_id": ["WEB", "S1"], "ships_from_dc": [flag, None]})
    labels = tier_stores(stores, pd.Series({"WEB": 9, "S1": 1})).labels
    assert labels.to_dict() == {"S1": "All stores", "WEB": ONLINE}


def test_one_store_two_stores_and_identical_stores_are_one_tier():
    for recent in ({"S1": 5}, {"S1": 5, "S2": 50}, dict.fromkeys("ABCDEFGH", 7)):
        tiering = tier_stores(None, pd.Series(recent))
        assert set(tiering.labels) == {"All stores"}
        assert tiering.stability is None
    assert tier_stores(None, pd.Series({"S1": 5})).sets_apart == {"All stores": "The only store."}


def test_only_online_stores_have_no_other_tier():
    stores = pd.DataFrame({"store_id": ["WEB"], "ships_from_dc": [True]})
    assert list(tier_stores(stores, pd.Series({"WEB": 10})).sets_apart) == [ONLINE]


def test_a_new_store_is_put_in_a_tier_by_what_is_known_of_it():
    stores, recent = chain()
    new = pd.DataFrame({"store_id": ["NEW"], "size_sqft": [21_000.0], "location_tier": ["Prime"]})
    tiering = tier_stores(pd.concat([stores, new], ignore_index=True), recent)
    assert tiering.labels["NEW"] == "Large Prime, high volume"


def test_as_many_tiers_as_asked_for_but_not_more_than_there_are_different_stores():
    stores, recent = chain()
    assert tier_stores(stores, recent, tiers=4).labels.nunique() == 4
    assert tier_stores(stores, recent, tiers=1).labels.unique().tolist() == ["All stores"]
    assert tier_stores(None, pd.Series({"A": 1, "B": 1, "C": 9}), tiers=5).labels.nunique() == 2
    with pytest.raises(PlanError, match="0 tiers"):
        tier_stores(stores, recent, tiers=0)


def test_no_store_at_all_is_refused():
    with pytest.raises(PlanError, match="no store to put in a tier"):
        tier_stores(None, pd.Series(dtype=float))


def test_a_store_that_stands_twice_is_refused():
    with pytest.raises(PlanError, match="twice: S1"):
        tier_stores(pd.DataFrame({"store_id": ["S1", "S1"]}), pd.Series({"S1": 1}))


cells = st.one_of(st.none(), st.sampled_from(["A", "B", "C", "north"]))


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.one_of(st.none(), st.floats(1, 1e6)), cells), min_size=1, max_size=20),
    st.sampled_from([None, 2, 3, 8]),
)
def test_any_chain_gets_named_tiers_that_cover_it(rows, tiers):
    ids = [f"S{n}" for n in range(len(rows))]
    stores = pd.DataFrame(rows, columns=["units", "size_sqft", "region"]).assign(store_id=ids).drop(columns="units")
    tiering = tier_stores(stores, pd.Series([row[0] for row in rows], index=ids), tiers=tiers)
    assert sorted(tiering.labels.index) == sorted(ids)
    assert set(tiering.labels) == set(tiering.sets_apart)
    for name, why in tiering.sets_apart.items():
        assert "cluster" not in f"{name} {why}".lower()
        assert name[0].isupper()
        assert why.endswith(".")
    assert tiering.stability is None or -1 <= tiering.stability <= 1
