import pytest

from forecast_kit.planning import Terms, plan_season
from forecast_kit.planning.cautions import cautions_of
from tests.seasons import economics, inputs, parameters


def cautions(**changes):
    given = inputs(**changes)
    return {caution.code: caution for caution in cautions_of(plan_season(given), given)}


def test_a_season_without_contradictions_has_no_cautions():
    assert cautions(parameters=parameters(dc_holdback_percentage=0.3, markdown_threshold=0.5)) == {}


def test_holding_back_without_replenishment_says_how_much_never_sells_and_its_worth():
    found = cautions(parameters=parameters(replenishment_strategy="none"))["held_without_replenishment"]
    assert found.fields == ("replenishment_strategy", "dc_holdback_percentage")
    assert "would have sold, worth £" in found.message


def test_stores_that_run_out_before_the_first_delivery_lose_sales_in_money():
    late = parameters(dc_holdback_percentage=0.97, replenishment_strategy="bi-weekly")
    found = cautions(parameters=late)["first_delivery_too_late"]
    assert "before week 3" in found.message
    assert "£" in found.message


def test_a_threshold_that_the_plan_does_not_reach_is_priced():
    found = cautions(parameters=parameters(markdown_checkpoint_week=2))["threshold_out_of_reach"]
    assert "you would still mark it down" in found.message
    assert "£" in found.message


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"terms": Terms()}, "order_date_unknown"),
        ({"terms": Terms(supplier_lead_weeks=9)}, "order_date_gone"),
        ({"economics": economics(unit_cost=None)}, "economics_unknown"),
        ({"economics": economics(salvage_value=None)}, "checkpoint_not_priced"),
    ],
)
def test_what_is_not_known_or_too_late_is_told_apart(changes, code):
    assert code in cautions(**changes)
