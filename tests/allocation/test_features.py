"""Stores as points: every feature counts once, grades keep their order, gaps take the middle."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.allocation.features import order_of, store_features


def frame(**columns):
    stores = pd.DataFrame(columns)
    return stores.set_index(pd.Index([f"S{n}" for n in range(len(stores))]))


@pytest.mark.parametrize(
    "least_first",
    [
        ["C", "B", "A"],
        ["Tier 3", "Tier 2", "Tier 1"],
        [3, 2, 1],
        ["tertiary", "Secondary", "PRIME"],
        ["Value", "Mainstream", "Upscale"],
        ["low", "medium", "high"],
        ["bronze", "silver", "gold"],
    ],
)
def test_grades_a_retailer_would_order_are_ordered(least_first):
    rank = order_of(pd.Series(least_first[::-1]))
    assert [rank(value) for value in least_first] == sorted(rank(value) for value in least_first)
    assert len({rank(value) for value in least_first}) == len(least_first)


def test_other_words_have_no_order():
    assert order_of(pd.Series(["Mall", "High street"])) is None
    assert order_of(pd.Series(["A", "Mall"])) is None
    assert order_of(pd.Series([None, None])) is None


def test_a_feature_counts_once_however_many_levels_it_has():
    """Twelve regions are twelve columns of the variance of half a feature; a size is one column of a whole one."""
    found = store_features(frame(size_sqft=range(1, 13), region=[f"R{n}" for n in range(12)]))
    assert found.matrix.shape == (12, 13)
    variance = found.matrix.var(axis=0)
    assert variance[0] == pytest.approx(1)
    assert variance[1:].sum() == pytest.approx(0.25)


def test_sizes_are_compared_by_ratio():
    matrix = store_features(frame(recent_units=[99, 199, 399])).matrix[:, 0]
    assert matrix[1] - matrix[0] == pytest.approx(matrix[2] - matrix[1])


def test_gaps_take_the_middle_and_unknown_words_are_a_level():
    found = store_features(
        frame(size_sqft=[100, None, 300, 200], location_tier=["A", None, "C", "B"], region=["N", None, "S", "N"])
    )
    assert found.raw["size_sqft"].tolist() == [100, 200, 300, 200]
    assert found.raw["location_tier"].tolist() == ["A", "B", "C", "B"]
    assert found.raw["region"].tolist() == ["N", "unknown", "S", "N"]
    assert np.isfinite(found.matrix).all()


def test_a_feature_that_is_not_there_or_the_same_everywhere_says_nothing():
    alike = store_features(frame(recent_units=[5, 5], region=["N", "N"], median_income=[None, None]))
    assert alike.matrix.tolist() == [[0.0], [0.0]]
    assert list(alike.raw) == ["recent_units", "region"]


def test_what_the_kit_does_not_know_is_left_alone():
    assert list(store_features(frame(recent_units=[1, 2], manager=["x", "y"])).raw) == ["recent_units"]
