"""The season played ahead: what a commitment comes to, and the one that is worth most."""

import numpy as np
import pytest

from forecast_kit.allocation import SeasonTotal, store_shares
from forecast_kit.replay import KitPolicy
from forecast_kit.replay.belief import Prior
from forecast_kit.replay.outlook import SeasonOutlook
from tests.replay.small import planned

SURE = Prior(
    weekly=np.full(8, 1000.0),
    share=np.array([0.6, 0.4]),
    level_sd=0.0,
    week_dispersion=1e-6,
    store_dispersion=np.array([1e-9, 1e-9]),
)
PRICES = {"unit_price": 1.0, "unit_cost": 0.4, "salvage_value": 0.15}
MARKED = {"markdown_checkpoint_week": 4, "dc_holdback_percentage": 0.4}


def outlook(totals=(8000.0,), prior=SURE, online=0.0, **changes):
    season = planned(**{**PRICES, "terms": MARKED, **changes})
    return SeasonOutlook(season, prior, np.resize(np.array(totals, dtype=float), 500), online)


@pytest.fixture(autouse=True)
def stock_is_where_it_should_be(monkeypatch):
    """And a level that stays where it is: what is sure can be reckoned by hand."""
    monkeypatch.setattr("forecast_kit.replay.outlook.SHARE_SD", 0.0)
    monkeypatch.setattr("forecast_kit.replay.belief.LEVEL_DRIFT", 0.0)


def test_a_sure_season_is_bought_for_its_planned_markdown():
    """4 weeks at full price and 4 at p: the best p is 0.8 = c e / (e - 1), which sells 4,000 / 0.64 = 6,250 units."""
    seen = outlook()
    (need,) = seen.needs()
    assert need == pytest.approx(4000 + 6250, rel=0.02)
    outcome = seen.of(need)
    assert outcome.sales == pytest.approx(need, rel=0.005)
    assert outcome.revenue == pytest.approx(4000 + 5000, rel=0.02)
    assert outcome.earned == pytest.approx(outcome.worth)
    running = {markdown.week: markdown for markdown in seen.markdowns(need)}
    assert set(running) == {5, 6, 7, 8}
    assert running[8].depth == pytest.approx(0.2, abs=0.03)


@pytest.mark.parametrize("elasticity", [1.3, None])
def test_where_no_markdown_pays_a_sure_season_is_bought_for_full_price(elasticity):
    assert outlook(elasticity=elasticity).needs()[0] == pytest.approx(8000, abs=10)


def test_without_a_checkpoint_it_is_the_newsvendor_of_the_total():
    totals = np.linspace(6000, 10000, 500)
    seen = outlook(totals, terms={"dc_holdback_percentage": 0.4})
    plain = SeasonTotal(tuple((np.arange(1, 500)) / 500), tuple(np.quantile(totals, np.arange(1, 500) / 500)))
    assert seen.needs()[0] <= plain.quantile(0.6 / 0.85)
    assert seen.of(9000).sales == pytest.approx(plain.expected_sales(9000.0), rel=0.002)
    assert seen.of(9000).service_level == pytest.approx(0.75, abs=0.01)
    assert seen.markdowns(9000) == ()


def test_without_deliveries_what_is_held_back_cannot_be_sold():
    outcome = outlook(terms={"replenishment_strategy": "none", "dc_holdback_percentage": 0.4}).of(10_000)
    assert outcome.sales == pytest.approx(6000, rel=0.001)
    assert outcome.leftover == pytest.approx(4000, rel=0.002)


def test_online_sells_from_what_is_held_back():
    terms = {"replenishment_strategy": "none", "dc_holdback_percentage": 0.4}
    assert outlook(online=0.5, terms=terms).of(10_000).sales == pytest.approx(8000, rel=0.001)


def test_risk_buys_less_than_the_money_expected():
    totals = np.exp(np.random.default_rng(2).normal(0, 0.5, 500)) * 8000
    seen = outlook(totals)
    (need,) = seen.needs()
    best = max(range(2000, 30000, 500), key=lambda units: seen.of(units).earned - 0.4 * units)
    assert need < best


def test_more_units_never_sell_less_and_always_add_up():
    seen = outlook(np.linspace(5000, 12000, 500))
    outcomes = [seen.of(units) for units in range(0, 20000, 2000)]
    sales = [outcome.sales for outcome in outcomes]
    assert sales == sorted(sales)
    for units, outcome in zip(range(0, 20000, 2000), outcomes, strict=True):
        assert outcome.sales + outcome.leftover == pytest.approx(units)
        assert 0 <= outcome.lost <= 8500


def test_the_buy_of_the_kit_says_what_it_rests_on():
    season = planned(**PRICES, terms={"markdown_checkpoint_week": 4})
    buy = KitPolicy().open(season).buy
    assert buy is not None
    assert buy.recommended == "newsvendor"
    assert buy.option("newsvendor").label == "Newsvendor, refined on 500 simulated seasons"
    assert "It counts on a markdown of about" in buy.reason
    assert buy.markdowns[0].week == 5


def test_the_totals_of_a_prior_do_not_hide_the_noise_of_weeks():
    """What the planner admits not to know is in the totals alone: the weeks keep the noise of the forecast's own."""
    plain, doubtful = (planned(demand_log_sd=sd) for sd in (0.0, 0.5))
    made = []
    for season in (plain, doubtful):
        demand = season.demand.frame
        shares = store_shares(demand, None, [week.week_start for week in season.weeks])
        made.append(Prior.of(KitPolicy().forecast(season), shares, demand, season.demand_log_sd))
    assert made[1].level_sd > made[0].level_sd + 0.2
    assert made[1].week_dispersion == pytest.approx(made[0].week_dispersion, rel=0.5)
