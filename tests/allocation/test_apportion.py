"""Whole units from shares: exact, fair, and the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.allocation import apportion
from forecast_kit.errors import PlanError

weights = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=60)
totals = st.integers(0, 1_000_000)


@given(totals, weights)
def test_nothing_is_lost_and_nothing_is_made_up(total, share):
    units = apportion(total, share)
    assert units.sum() == total
    assert (units >= 0).all()


@given(totals, weights)
def test_every_store_is_within_one_unit_of_its_exact_quota(total, share):
    share = np.array(share)
    quota = total * share / share.sum() if share.sum() > 0 else np.full(len(share), total / len(share))
    assert np.abs(apportion(total, share) - quota).max() < 1 + 1e-6


@given(totals, weights, st.data())
def test_a_store_keeps_what_it_has(total, share, data):
    floors = apportion(data.draw(st.integers(0, total)), data.draw(st.permutations(share)))
    units = apportion(total, share, floors=floors)
    assert units.sum() == total
    assert (units >= floors).all()


@given(st.integers(0, 10_000), weights, st.sampled_from([0.001, 0.5, 3.0, 1e6]))
def test_shares_and_percentages_give_the_same(total, share, scale):
    share = np.round(share, 3)
    assert apportion(total, share).tolist() == apportion(total, share * scale).tolist()


@given(st.integers(0, 500), st.integers(1, 30))
def test_without_weights_units_are_spread_evenly(total, stores):
    units = apportion(total, [0.0] * stores)
    assert units.sum() == total
    assert units.max() - units.min() <= 1


def test_the_alabama_paradox_of_1880():
    """One seat more in the house and a state loses one: the method's known fault, in its textbook numbers."""
    shares = [6, 6, 2]
    assert apportion(10, shares).tolist() == [4, 4, 2]
    assert apportion(11, shares).tolist() == [5, 5, 1]


def test_ties_go_to_the_earlier_store():
    assert apportion(1, [1, 1, 1]).tolist() == [1, 0, 0]
    assert apportion(2, [0.1 * 3, 0.3, 0.3]).tolist() == [1, 1, 0]


def test_a_store_above_its_quota_keeps_its_stock_and_the_others_share_the_rest():
    assert apportion(100, [1, 1, 2], floors=[60, 0, 0]).tolist() == [60, 13, 27]


def test_floors_of_exactly_the_total_leave_everything_where_it_is():
    assert apportion(7, [0, 0, 1], floors=[3, 4, 0]).tolist() == [3, 4, 0]


def test_stores_that_hold_more_than_there_is_are_refused():
    with pytest.raises(PlanError, match=r"already hold 12 units, more than the 10"):
        apportion(10, [1, 1], floors=[6, 6])


@pytest.mark.parametrize("share", [[-1, 2], [float("nan")], [float("inf"), 1], [[1, 2]]])
def test_a_share_that_is_no_share_is_refused(share):
    with pytest.raises(PlanError, match="share is negative or not a number"):
        apportion(10, share)


def test_impossible_totals_and_floors_are_refused():
    with pytest.raises(PlanError, match="cannot be split"):
        apportion(-1, [1])
    with pytest.raises(PlanError, match="cannot be split"):
        apportion(1.5, [1])
    with pytest.raises(PlanError, match="no store to take 3 units"):
        apportion(3, [])
    with pytest.raises(PlanError, match="whole number for every store"):
        apportion(3, [1, 1], floors=[0.5, 0])
    assert apportion(0, []).tolist() == []
