import re

import pytest

from forecast_kit.planning import Terms, plan_season
from forecast_kit.planning.cautions import cautions_of
from forecast_kit.words import money, units
from tests.seasons import START, economics, inputs, parameters

NET_PRICE, COST, SALVAGE = 60 / 1.2, 20, 8


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


# -- units and money are the plan's own ------------------------------------------------------------------------------


def lost_by_shops(plan, through):
    """Store by store, what the opening stock does not cover of `through` weeks of demand, when nothing arrives."""
    wanted = sum(week.units for week in plan.forecast.weeks[:through])
    shops = [line for line in plan.allocation.lines if line.tier != "Online"]
    return sum(max(0.0, line.share * wanted - line.opening_units) for line in shops)


@pytest.mark.parametrize("holdback", [0.3, 0.6, 0.9])
def test_units_that_never_sell_are_counted_and_priced_from_the_plan(holdback):
    given = inputs(parameters=parameters(replenishment_strategy="none", dc_holdback_percentage=holdback))
    plan = plan_season(given)
    held = plan.allocation.dc_units - plan.allocation.ring_fenced_units
    stuck = min(held, lost_by_shops(plan, 8))
    message = {c.code: c.message for c in cautions_of(plan, given)}["held_without_replenishment"]
    assert f"{units(held)} units are held" in message
    assert f"{units(stuck)} of them would have sold, worth {money(stuck * (NET_PRICE - SALVAGE), 'GBP')}." in message


@pytest.mark.parametrize(("strategy", "through"), [("weekly", 1), ("bi-weekly", 2)])
def test_sales_lost_before_the_first_delivery_are_those_of_the_opening_stock(strategy, through):
    given = inputs(parameters=parameters(dc_holdback_percentage=0.97, replenishment_strategy=strategy))
    plan = plan_season(given)
    lost = lost_by_shops(plan, through)
    message = {c.code: c.message for c in cautions_of(plan, given)}["first_delivery_too_late"]
    assert f"before week {through + 1}: {units(lost)} sales" in message
    assert message.endswith(f"{money(lost * (NET_PRICE - COST), 'GBP')} of margin.")


def test_what_only_online_loses_is_not_the_first_deliverys_fault():
    short_online = parameters(dc_holdback_percentage=0.01, replenishment_strategy="bi-weekly")
    given = inputs(parameters=short_online)
    plan = plan_season(given)
    assert sum(week.expected_lost for week in plan.stock_path) > 1
    assert lost_by_shops(plan, 2) < 1
    assert "first_delivery_too_late" not in {c.code for c in cautions_of(plan, given)}


def test_no_delivery_late_enough_is_no_replenishment():
    never = Terms(supplier_lead_weeks=2, last_delivery_week=1)
    assert "held_without_replenishment" in cautions(terms=never, parameters=parameters())


def test_a_threshold_out_of_reach_is_told_without_prices_too():
    found = cautions(parameters=parameters(markdown_checkpoint_week=2), economics=economics(unit_cost=None))
    message = found["threshold_out_of_reach"].message
    assert "you would still mark it down." in message
    assert "£" not in message


def test_what_the_plan_sells_by_the_checkpoint_is_its_stock_paths():
    given = inputs(parameters=parameters(markdown_checkpoint_week=2))
    plan = plan_season(given)
    sold = sum(week.expected_sales for week in plan.stock_path[:2]) / plan.buy.committed_units
    message = {c.code: c.message for c in cautions_of(plan, given)}["threshold_out_of_reach"]
    assert f"sells {100 * sold:.1f} % by week 2: below 60 %" in message
    margins = {option.name: option.margin_after for option in plan.markdown.options}
    assert money(margins["do nothing"] - margins["rule of thumb"], "GBP") in message


def test_a_threshold_missed_by_a_hair_does_not_read_as_reached():
    plan = plan_season(inputs(parameters=parameters(markdown_checkpoint_week=2)))
    hair = plan.markdown.expected_sell_through + 1e-5
    found = cautions(parameters=parameters(markdown_checkpoint_week=2, markdown_threshold=hair))
    assert re.search(r"sells just under ([\d.]+ %) by week 2: below \1,", found["threshold_out_of_reach"].message)


def test_one_day_late_is_one_day():
    late = cautions(terms=Terms(supplier_lead_weeks=3), as_of=START.replace(month=2, day=11))
    assert "by Mon 10 Feb 2025, 1 day before this plan was made: with 3 weeks" in late["order_date_gone"].message


def test_every_caution_is_sentences_and_names_its_settings():
    everything = parameters(dc_holdback_percentage=0.97, replenishment_strategy="bi-weekly", markdown_checkpoint_week=2)
    given = (inputs(parameters=everything, terms=Terms(supplier_lead_weeks=9)), inputs(terms=Terms()))
    found = [caution for one in given for caution in cautions_of(plan_season(one), one)]
    assert len({caution.code for caution in found}) >= 4
    for caution in found:
        assert re.fullmatch(r"[A-Z].*[a-z%\d]\.", caution.message), caution.message
        assert caution.fields or caution.code == "economics_unknown"
