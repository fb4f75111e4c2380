"""Which deliveries there are, and which of them are worth sending."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.plan import UsableStock
from forecast_kit.replay import SupplyTerms
from forecast_kit.replay.rules import cadence, holdback_units, sendable_units, useful_deliveries
from tests.replay.small import season


@pytest.mark.parametrize(
    ("strategy", "lead", "last", "weeks"),
    [
        ("weekly", 0, None, ((2, 2), (3, 3), (4, 4), (5, 5), (6, 6))),
        ("bi-weekly", 0, None, ((3, 4), (5, 6))),
        ("none", 0, None, ()),
        ("weekly", 2, None, ((2, 4), (3, 5), (4, 6))),
        ("weekly", 0, 3, ((2, 2), (3, 6))),
        ("weekly", 1, 4, ((2, 3), (3, 6))),
    ],
)
def test_each_delivery_covers_until_the_next_arrives_and_the_last_until_the_end(strategy, lead, last, weeks):
    supply = SupplyTerms(last_delivery_week=last)
    made = season(6, terms={"replenishment_strategy": strategy}, lead_time_weeks=lead, supply=supply)
    assert useful_deliveries(made) == weeks


def test_a_shipment_that_arrives_after_the_season_is_allowed_and_not_useful():
    made = season(4, lead_time_weeks=2)
    assert cadence(made) == (2, 3, 4)
    assert useful_deliveries(made) == ((2, 4),)


@pytest.mark.parametrize(("share", "units"), [(0.45, 45), (0.0, 0), (1.0, 101), (0.5, 51)])
def test_the_holdback_is_rounded_half_up(share, units):
    assert holdback_units(season(terms={"dc_holdback_percentage": share}), 101, has_shops=True) == units


def test_the_dc_keeps_less_where_stores_hold_more_and_everything_where_all_are_online():
    full = season(usable=UsableStock(on_hand_stores=90), store_on_hand=pd.Series({"A": 90}))
    assert holdback_units(full, 100, has_shops=True) == 10
    assert holdback_units(season(), 100, has_shops=False) == 100


@given(st.integers(0, 10**6), st.lists(st.floats(0, 50), max_size=12))
def test_noise_in_the_last_digits_keeps_no_unit_back(free, sold):
    """What online sold, summed in two orders, is the same; the units beside it can all be sent, and never more."""
    ring_fence = math.ceil(sum(sold))
    stock, kept = free + ring_fence - sum(sold), ring_fence - sum(sorted(sold))
    assert sendable_units(stock, kept) in (free, math.floor(stock))
    assert sendable_units(stock, kept) <= min(free, stock)
