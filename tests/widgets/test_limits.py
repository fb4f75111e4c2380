import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import GateError
from forecast_kit.widgets.limits import ApprovalLimits, Asked

ORDER = {"category": "Dresses", "buy_units": 1_000, "cash": 20_000.0, "currency": "GBP"}


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_an_order_is_within_its_limit_exactly_up_to_it(units, most):
    order = Asked(category="x", currency="GBP", units=units)
    assert (order.beyond(ApprovalLimits(max_units=most)) is None) == (units <= most)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (ApprovalLimits(max_units=1_000, max_money=20_000), None),
        (ApprovalLimits(max_units=999), "The order is for 1,000 units; max_units allows 999, so it is 1 over."),
        (ApprovalLimits(max_money=15_000), "The order costs £20,000; max_money allows £15,000, so it is £5,000 over."),
        (ApprovalLimits(max_money=19_999), "The order costs 20,000.0; max_money allows 19,999, so it is 1 over."),
        (ApprovalLimits(max_markdown=0.1), None),
    ],
)
def test_a_limit_passed_is_named_with_both_numbers_and_by_how_much(limits, sentence):
    assert Asked.of(ORDER).beyond(limits) == sentence


def test_a_limit_on_what_is_not_known_counts_as_passed():
    asked = Asked.of({**ORDER, "cash": None})
    assert "cannot be checked" in asked.beyond(ApprovalLimits(max_money=1e9))
    assert "cannot be checked" in Asked.of({**ORDER, "cash": float("nan")}).beyond(ApprovalLimits(max_money=1e9))


def test_a_markdown_is_limited_by_its_depth():
    markdown = Asked.of({"category": "Dresses", "depth": 0.3})
    assert markdown.beyond(ApprovalLimits(max_units=1)) is None
    assert not markdown.limited_by(ApprovalLimits(max_units=1))
    said = "The markdown is 30 %; max_markdown allows 20 %, so it is 10 % over."
    assert markdown.beyond(ApprovalLimits(max_markdown=0.2)) == said


def test_other_units_cost_in_proportion():
    assert Asked.of(ORDER).with_units(500).cash == 10_000
    assert Asked.of({**ORDER, "cash": None}).with_units(500).cash is None


def test_a_zero_order_is_an_order():
    assert Asked.of({**ORDER, "buy_units": 0, "cash": 0.0}).title == "Manufacturing order: Dresses"


def test_a_request_that_names_nothing_to_sign_is_refused():
    with pytest.raises(GateError, match="neither units"):
        Asked.of({"category": "Dresses"})
