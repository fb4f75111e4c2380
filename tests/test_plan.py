import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from forecast_kit.plan import Choice, ChoiceOption, SeasonPlan, canonical_json, digest_of
from tests.builders import allocation, buy_option, buy_plan, forecast, parameters, season_plan


def test_a_plan_survives_being_stored_and_read_back():
    plan = season_plan()
    again = SeasonPlan.model_validate_json(plan.model_dump_json())
    assert again == plan
    assert again.digest == plan.digest


def test_the_reconciliation_can_be_added_up_by_hand():
    running = 0
    for line in season_plan().reconciliation:
        if line.kind == "total":
            assert line.units == running
        else:
            running += line.units


def test_the_digest_changes_with_any_number():
    plan = season_plan()
    assert season_plan(seed=1).digest != plan.digest
    assert season_plan(forecast=forecast(backtest_wape=0.13)).digest != plan.digest


def test_stores_and_dc_must_be_what_is_committed():
    with pytest.raises(ValidationError, match="stores 72 \\+ DC 47 are not the 120 committed"):
        allocation(dc_units=47)


def test_a_plan_cannot_ship_more_than_the_dc_holds():
    orders = season_plan().replenishment
    big = orders[0].model_copy(update={"lines": (("S1", 49),)})
    with pytest.raises(ValidationError, match="more than the DC has"):
        season_plan(replenishment=(big,))


def test_a_delivery_off_the_cadence_is_refused():
    with pytest.raises(ValidationError, match="cadence"):
        season_plan(parameters=parameters(replenishment_strategy="none"))


def test_the_allocation_must_be_of_the_buy():
    with pytest.raises(ValidationError, match="not of what is bought"):
        season_plan(buy=buy_plan(chosen="newsvendor"))


def test_a_forecast_must_cover_the_season():
    with pytest.raises(ValidationError, match="does not cover"):
        season_plan(parameters=parameters(forecast_horizon_weeks=3))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"options": (buy_option("flat", 7),), "recommended": "flat", "pack_size": 6}, "whole packs"),
        ({"options": (buy_option("flat", 50),), "recommended": "flat", "min_order_units": 60}, "minimum order"),
        ({"chosen": "mine"}, "one of the options"),
    ],
)
def test_a_buy_that_cannot_be_ordered_is_refused(changes, words):
    with pytest.raises(ValidationError, match=words):
        buy_plan(**changes)


def test_money_against_the_next_best_compares_with_the_best_other_option():
    def option(name, margin):
        return ChoiceOption(name=name, label=name, expected_margin=margin)

    choice = Choice(
        name="buy", agent="inventory", options=(option("a", 10.0), option("b", 7.0), option("c", 4.0)), chosen="a",
        chosen_by="me", reason="r",
    )  # fmt: skip
    assert choice.money_against_next_best == 3.0
    assert choice.model_copy(update={"chosen": "c"}).money_against_next_best == -6.0


def test_a_choice_must_have_been_open():
    with pytest.raises(ValidationError, match="not one of the options"):
        Choice(
            name="buy", agent="inventory", options=(ChoiceOption(name="a", label="a"),), chosen="b", chosen_by="me",
            reason="r",
        )  # fmt: skip


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(value=st.dictionaries(st.text(), JSON))
def test_a_digest_does_not_depend_on_the_order_of_keys(value):
    assert digest_of(dict(reversed(value.items()))) == digest_of(value)


def test_a_digest_of_what_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})
