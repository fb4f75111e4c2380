import pytest

from forecast_kit.planning import Terms, plan_season
from forecast_kit.replay import SeasonChoices
from tests.seasons import economics, inputs, parameters, stock


def titled(plan):
    return {risk.title: risk for risk in plan.risks}


def test_at_most_five_risks_the_dearest_first():
    plan = plan_season(inputs(stock=stock(), parameters=parameters(replenishment_strategy="none")))
    assert 3 <= len(plan.risks) <= 5
    priced = [risk.money for risk in plan.risks if risk.money is not None]
    assert priced == sorted(priced, reverse=True)


def test_demand_risks_are_priced_by_what_a_unit_too_few_or_too_many_loses():
    plan = plan_season(inputs(), SeasonChoices(buy_rule="mine", mine_units=2400))
    low = titled(plan)["Demand comes in low"]
    quantiles = {point.quantile: point.units for point in plan.forecast.total_quantiles}
    assert low.units == pytest.approx(plan.buy.committed_units - quantiles[0.1], abs=1)
    assert low.money == pytest.approx(low.units * (20 - 8))
    high = titled(plan)["Demand comes in high"]
    assert high.money == pytest.approx(high.units * (60 / 1.2 - 20))


def test_a_checkpoint_that_marks_down_a_season_on_plan_is_priced():
    early = parameters(markdown_checkpoint_week=2)
    risk = titled(plan_season(inputs(parameters=early)))["The checkpoint marks down a season that is on plan"]
    assert risk.money > 0


def test_a_late_order_loses_the_first_two_weeks():
    plan = plan_season(inputs())
    late = titled(plan)["The order arrives two weeks late"]
    assert late.units == pytest.approx(plan.forecast.weeks[0].units + plan.forecast.weeks[1].units)


def test_without_prices_risks_are_in_units_and_no_money_is_invented():
    plan = plan_season(inputs(economics=economics(unit_price=None)))
    assert all(risk.money is None for risk in plan.risks if risk.title != "Demand comes in low")


def test_a_small_holdback_leaves_online_short():
    plan = plan_season(
        inputs(parameters=parameters(dc_holdback_percentage=0.02), terms=Terms(supplier_lead_weeks=2)),
        SeasonChoices(mine_units=1500, buy_rule="mine"),
    )
    assert titled(plan)["Online runs out before the stores do"].units > 1


def test_without_a_holdback_online_has_nothing_to_sell():
    plan = plan_season(inputs(parameters=parameters(dc_holdback_percentage=0.0)))
    risk = titled(plan)["Online runs out before the stores do"]
    assert risk.money == pytest.approx(risk.units * (60 / 1.2 - 20))
    assert risk.explanation.endswith("the holdback leaves it 0.")
