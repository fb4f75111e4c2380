from forecast_kit.planning import plan_season, price_consequences
from forecast_kit.words import about
from tests.seasons import economics, inputs, parameters, stock


def test_consequences_are_those_of_the_plan_the_settings_would_give():
    plan, priced = plan_season(inputs()), price_consequences(inputs())
    assert priced.buy_units == tuple(sorted(option.buy_units for option in plan.buy.options))
    assert priced.to_stores == plan.allocation.store_units
    assert priced.to_dc == plan.allocation.dc_units


def test_a_larger_holdback_never_opens_stores_with_more():
    held = [price_consequences(inputs(parameters=parameters(dc_holdback_percentage=h))) for h in (0, 0.3, 0.6, 1)]
    opened = [priced.to_stores for priced in held]
    assert opened == sorted(opened, reverse=True)


def test_every_setting_says_what_it_leads_to():
    priced = price_consequences(inputs())
    assert "by Mon 17 Feb 2025" in priced.by_setting["season_start_date"]
    assert "weeks of cover" in priced.by_setting["dc_holdback_percentage"]
    assert "sold by then on plan" in priced.by_setting["markdown_checkpoint_week"]
    assert "on plan" in priced.by_setting["markdown_threshold"]


def test_a_forecast_handed_on_changes_nothing():
    first = price_consequences(inputs())
    assert price_consequences(inputs(), first.forecast) == first


def test_what_the_checkpoint_leads_to_is_told_without_prices_too():
    priced, plain = (price_consequences(inputs(economics=economics(**e))).by_setting for e in ({}, {"unit_cost": None}))
    assert "sold by then on plan" in plain["markdown_checkpoint_week"]
    assert set(plain) == set(priced)


def test_cover_counts_the_demand_of_stores_alone():
    """Also when nothing is held and online has no stock of its own."""
    given = inputs(parameters=parameters(dc_holdback_percentage=0.0))
    plan = plan_season(given)
    shops = sum(line.share for line in plan.allocation.lines if line.tier != "Online")
    weeks = plan.allocation.store_units / (shops * plan.forecast.total_units / 8)
    assert f"{weeks:.1f} weeks of cover" in price_consequences(given).by_setting["dc_holdback_percentage"]


def test_the_note_says_what_the_range_lies_between_and_what_is_split():
    plan, priced = plan_season(inputs(stock=stock())), price_consequences(inputs(stock=stock()))
    assert all(f"“{option.label}”" in priced.note for option in plan.buy.options)
    assert f"{about(plan.buy.committed_units)} units: {about(plan.buy.buy_units)} bought" in priced.note
    assert f"{about(plan.buy.usable_stock.units)} in stock or on order" in priced.note
