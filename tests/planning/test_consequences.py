from forecast_kit.planning import plan_season, price_consequences
from tests.seasons import inputs, parameters


def test_consequences_are_those_of_the_plan_the_settings_would_give():
    plan, priced = plan_season(inputs()), price_consequences(inputs())
    assert priced.buy_units == tuple(sorted(option.buy_units for option in plan.buy.options))
    assert priced.to_stores == plan.allocation.store_units
    assert priced.to_dc == plan.allocation.dc_units


def test_a_larger_holdback_never_opens_stores_with_more():
    held = [price_consequences(inputs(parameters=parameters(dc_holdback_percentage=h))) for h in (0, 0.3, 0.6, 1)]
    opened = [priced.to_stores for priced in held]
    assert opened == sorted(opened, reverse=True)
