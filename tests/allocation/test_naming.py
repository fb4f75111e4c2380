"""What a planner would call a group of stores."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.allocation.naming import name_tiers


def named(numbers, **columns):
    names, why = name_tiers(
        pd.DataFrame({name: pd.Series(values) for name, values in columns.items()}), np.array(numbers)
    )
    return list(dict.fromkeys(names)), why


def test_a_name_is_at_most_two_looks_and_a_volume():
    names, _ = named(
        [0, 0, 1, 1],
        recent_units=[100.0, 90.0, 10.0, 12.0],
        size_sqft=[900.0, 800.0, 100.0, 120.0],
        median_income=[90.0, 95.0, 30.0, 35.0],
        location_tier=["Prime", "Prime", "Local", "Local"],
        region=["N", "N", "S", "S"],
    )
    assert names == ["Large affluent, high volume", "Small modest-income, low volume"]


def test_a_bare_grade_gets_its_noun():
    names, _ = named([0, 1], recent_units=[10.0, 1.0], location_tier=["A", "C"])
    assert names == ["A location, high volume", "C location, low volume"]


def test_volumes_that_are_alike_are_not_called_high_and_low():
    names, _ = named([0, 1], recent_units=[100.0, 97.0], size_sqft=[500.0, 100.0])
    assert names == ["Large", "Small"]


def test_groups_that_look_alike_are_told_apart_by_volume():
    names, _ = named([0, 1], recent_units=[100.0, 97.0], size_sqft=[100.0, 100.0])
    assert names == ["High volume", "Low volume"]


@pytest.mark.parametrize("groups", range(2, 9))
def test_names_are_unique_and_busiest_first(groups):
    names, why = named(list(range(groups)), recent_units=[10.0 * (n + 1) for n in range(groups)])
    assert len(names) == len(why) == groups
    assert list(why) == names[::-1]


def test_what_only_some_of_a_group_share_is_said_with_how_many():
    _, why = named([0, 0, 0, 1], recent_units=[9.0, 9.0, 9.0, 1.0], region=["N", "N", "S", "S"])
    assert why["N region, high volume"] == "Sells 1.3 times the average store; region N (2 of 3)."
