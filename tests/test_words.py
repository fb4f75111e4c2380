from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.words import about, day, money, percent, price, units


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (0, "£0"),
        (-0.3, "£0"),
        (59.99, "£60"),
        (987.4, "£987"),
        (1_234, "£1,230"),
        (12_345, "£12,300"),
        (124_512, "£124,500"),
        (1_234_567, "£1,235,000"),
        (-12_345, "−£12,300"),
        (None, "—"),
    ],
)
def test_money_is_rounded_as_a_planner_would(amount, told):
    assert money(amount, "GBP") == told


@given(st.floats(-1e9, 1e9))
def test_rounding_never_moves_money_by_more_than_half_a_percent_and_a_unit(amount):
    told = money(amount, "GBP").replace("£", "").replace(",", "").replace("−", "-")
    assert abs(float(told) - amount) <= max(0.5, 0.005 * abs(amount)) + 1e-9


@pytest.mark.parametrize(
    ("pieces", "told"), [(0, "0"), (0.4, "0"), (999.6, "1,000"), (46_254, "46,300"), (-8_127, "−8,130"), (None, "—")]
)
def test_pieces_that_are_expected_are_rounded_like_money(pieces, told):
    assert about(pieces) == told


def test_prices_keep_their_pennies():
    assert price(59.99, "EUR") == "€59.99"
    assert price(None, "EUR") == "—"


def test_shares_are_said_as_percentages():
    assert [percent(share) for share in (0, 0.45, 1, 0.125, 2 / 3)] == ["0 %", "45 %", "100 %", "12.5 %", "66.7 %"]
    assert percent(0.574, digits=0) == "57 %"
    assert percent(0.1, digits=0) == "10 %"
    assert percent(1.0, digits=0) == "100 %"


def test_differences_carry_their_sign():
    assert (units(40, signed=True), units(-40), units(0, signed=True)) == ("+40", "−40", "0")
    assert money(310, "USD", signed=True) == "+$310"


def test_dates_are_said_so_that_no_country_misreads_them():
    assert day(date(2026, 3, 2)) == "Mon 2 Mar 2026"
