import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.allocation.sizes import split_order, split_shipments
from forecast_kit.errors import PlanError

shares = st.lists(st.integers(0, 20), min_size=1, max_size=7).filter(any).map(lambda n: np.array(n) / sum(n))
packs = st.sampled_from([1, 4, 6, 12])


@given(st.integers(0, 5000), shares, packs)
def test_an_order_is_conserved_in_whole_packs_each_size_within_one_of_its_quota(units, share, pack):
    whole = units // pack * pack
    found = split_order(whole, share, pack_size=pack)
    assert found.sum() == whole
    assert (found % pack == 0).all()
    assert (np.abs(found - share * whole) < pack + 1e-6).all()


@given(st.integers(0, 500), shares, packs)
def test_a_broken_pack_is_ordered_by_the_piece(units, share, pack):
    found = split_order(units, share, pack_size=pack)
    assert found.sum() == units
    assert (found >= 0).all()


@st.composite
def deliveries(draw):
    share, pack = draw(shares), draw(packs)
    lines = draw(st.lists(st.integers(0, 60), min_size=1, max_size=12))
    spare = draw(st.integers(0, 200))
    stock = split_order(-(-(sum(lines) + spare) // pack) * pack, share, pack_size=pack)
    return lines, stock, pack


@given(deliveries())
def test_what_is_sent_and_what_the_dc_keeps_are_what_there_was(delivery):
    lines, stock, pack = delivery
    sent = split_shipments(lines, stock, pack_size=pack)
    kept = stock - sent.sum(axis=0)
    assert (sent >= 0).all()
    assert (sent % pack == 0).all()
    assert (kept >= 0).all()
    assert sent.sum() + kept.sum() == stock.sum()


@given(deliveries())
def test_the_dc_takes_the_rounding_and_it_is_less_than_a_pack(delivery):
    lines, stock, pack = delivery
    sent = split_shipments(lines, stock, pack_size=pack)
    assert 0 <= sum(lines) - sent.sum() < pack
    assert (np.abs(sent.sum(axis=1) - np.array(lines)) < pack).all()


@given(deliveries())
def test_the_stores_together_get_the_ratio_to_within_two_packs(delivery):
    lines, stock, pack = delivery
    sent = split_shipments(lines, stock, pack_size=pack).sum(axis=0)
    assert (np.abs(sent - stock / max(stock.sum(), 1) * sent.sum()) <= 2 * pack).all()


@given(deliveries())
def test_the_same_lines_are_split_the_same(delivery):
    lines, stock, pack = delivery
    once, again = (split_shipments(lines, stock, pack_size=pack) for _ in range(2))
    assert once.tolist() == again.tolist()


def test_lines_of_one_piece_do_not_all_get_the_same_size():
    sent = split_shipments([1] * 10, np.array([20, 50, 30]))
    assert sent.sum(axis=0).tolist() == [2, 5, 3]


def test_without_a_holdback_everything_goes_out():
    assert split_shipments([7, 8, 5], np.array([4, 10, 6])).sum(axis=0).tolist() == [4, 10, 6]


def test_what_is_not_there_or_not_whole_is_refused():
    with pytest.raises(PlanError, match="only 5 are there"):
        split_shipments([6], np.array([2, 3]))
    with pytest.raises(PlanError, match="whole units"):
        split_shipments([-1], np.array([2, 3]))
    with pytest.raises(PlanError, match="holds nothing"):
        split_order(6, [1.0], pack_size=0)
