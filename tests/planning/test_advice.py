"""Whoever follows the advice is rid of the caution."""

import re
from datetime import datetime

from forecast_kit.planning import Terms, price_consequences
from tests.seasons import economics, inputs, parameters


def cautions(**changes):
    return {caution.code: caution.message for caution in price_consequences(inputs(**changes)).warnings}


def test_either_way_out_of_an_unreachable_threshold_works():
    season = {"markdown_checkpoint_week": 4, "markdown_threshold": 0.5}
    message = cautions(parameters=parameters(**season))["threshold_out_of_reach"]
    lower = int(re.search(r"Mark down below (\d+) %", message)[1]) / 100
    later = int(re.search(r"or check after week (\d+)", message)[1])
    for changed in ({"markdown_threshold": lower}, {"markdown_checkpoint_week": later}):
        assert "threshold_out_of_reach" not in cautions(parameters=parameters(**{**season, **changed}))


def test_where_no_week_reaches_it_only_the_threshold_is_advised():
    message = cautions(parameters=parameters(markdown_threshold=1.0))["threshold_out_of_reach"]
    assert "Mark down below" in message
    assert "check after" not in message


def test_a_start_for_which_the_order_is_in_time_is_named():
    late = {"terms": Terms(supplier_lead_weeks=9)}
    message = cautions(**late)["order_date_gone"]
    start = datetime.strptime(re.search(r"Start on \w+ (\d+ \w+ \d+) or later", message)[1], "%d %b %Y").date()
    assert "order_date_gone" not in cautions(**late, parameters=parameters(season_start_date=start))


def test_held_stock_without_top_ups_is_topped_up_or_not_held():
    none = {"replenishment_strategy": "none"}
    assert cautions(parameters=parameters(**none))["held_without_replenishment"].endswith(
        "Top stores up, or hold nothing back."
    )
    for changed in ({}, {**none, "dc_holdback_percentage": 0.0}):
        assert "held_without_replenishment" not in cautions(parameters=parameters(**changed))


def test_more_frequent_top_ups_are_advised_only_where_there_are_more():
    seldom = {"dc_holdback_percentage": 0.97, "replenishment_strategy": "bi-weekly"}
    told = cautions(parameters=parameters(**seldom))["first_delivery_too_late"]
    assert told.endswith("Hold less back or top stores up every week.")
    often = cautions(parameters=parameters(**{**seldom, "replenishment_strategy": "weekly"}))
    assert often.get("first_delivery_too_late", "Hold less back.").endswith("Hold less back.")


def test_what_is_not_known_says_where_to_give_it():
    told = cautions(terms=Terms(), economics=economics(unit_cost=None))
    assert "supplier_lead_weeks" in told["order_date_unknown"]
    assert "unit_cost" in told["economics_unknown"]
