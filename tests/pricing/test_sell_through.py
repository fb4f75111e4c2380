"""Sell-through and the rule of thumb."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.pricing import rule_of_thumb, sell_through


def test_sell_through_is_net_units_sold_over_everything_committed():
    assert sell_through(540, 1200) == 0.45
    assert sell_through(-3, 300) == -0.01


def test_with_nothing_committed_there_is_nothing_to_sell_through():
    assert sell_through(0, 0) == 0.0


def test_less_than_nothing_committed_is_refused():
    with pytest.raises(PlanError, match="-5 committed units"):
        sell_through(1, -5)


@pytest.mark.parametrize(
    ("gap", "depth"),
    [(-0.2, 0), (0, 0), (0.01, 0), (0.0125, 0.05), (0.05, 0.10), (0.12, 0.25), (0.15, 0.30), (0.2, 0.4), (0.6, 0.4)],
)
def test_the_rule_of_thumb_is_twice_the_gap_in_steps_of_5_percent_up_to_40(gap, depth):
    assert rule_of_thumb(gap) == depth


@given(st.floats(-1, 1), st.floats(0, 1))
def test_a_wider_gap_never_asks_for_a_shallower_cut(gap, more):
    assert 0 <= rule_of_thumb(gap) <= rule_of_thumb(gap + more) <= 0.4
