from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.words import day, money, percent, price, units


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "£0"), (999.4, "£999"), (1_234, "£1,230"), (124_512, "£124,500"), (2_345_678, "£2,346,000"), (-0.2, "£0")],
)
def test_money_is_rounded_as_a_planner_would(amount, said):
    assert money(amount, "GBP") == said


@given(amount=st.floats(-1e9, 1e9))
def test_rounding_moves_money_by_less_than_one_percent(amount):
    said = money(amount, "GBP").replace("£", "").replace(",", "").replace("−", "-")
    assert abs(float(said) - amount) <= max(0.5, 0.01 * abs(amount))


def test_shares_units_and_prices_are_said_plainly():
    assert percent(0.45) == "45 %"
    assert percent(0.4567) == "45.7 %"
    assert units(12_345.6) == "12,346"
    assert price(59.9, "USD") == "$59.90"
    assert day(date(2026, 3, 2)) == "Mon 2 Mar 2026"


@pytest.mark.parametrize("say", [units, percent])
def test_what_is_not_known_is_a_dash_never_a_zero(say):
    assert say(None) == "—"
    assert money(None, "GBP") == "—"
