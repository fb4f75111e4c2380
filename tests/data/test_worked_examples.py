"""The kit's formulas give the answers that are in print."""

from datetime import date
from statistics import NormalDist

import numpy as np
import pytest

from forecast_kit.allocation import SeasonTotal, apportion, top_up
from forecast_kit.errors import DataError
from forecast_kit.pricing import decide_markdown, markdown_ladder
from forecast_kit.season import CategoryEconomics, SeasonParameters
from forecast_kit.workbench.examples import worked_example, worked_examples

GRID = (np.arange(2000) + 0.5) / 2000


def parts(name):
    example = worked_example(name)
    return example["given"], example["expected"]


@pytest.mark.parametrize("name", worked_examples())
def test_every_example_names_its_source(name):
    example = worked_example(name)
    assert set(example) == {"title", "source", "given", "expected"}
    assert any(digit in example["source"] for digit in "0123456789")


def test_an_example_that_is_not_there_is_a_sentence():
    with pytest.raises(DataError, match="There are alabama_paradox"):
        worked_example("perpetuum_mobile")


def test_the_newsvendor():
    given, expected = parts("newsvendor")
    demand = NormalDist(given["demand_mean"], given["demand_sd"])
    total = SeasonTotal(GRID, [demand.inv_cdf(p) for p in GRID])
    price, cost, salvage = 20.0 + given["underage_cost"], 20.0, 20.0 - given["overage_cost"]
    item = CategoryEconomics(category="papers", unit_price=price, unit_cost=cost, salvage_value=salvage)
    assert item.critical_ratio == pytest.approx(expected["critical_ratio"])
    stock = total.quantile(item.critical_ratio)
    assert stock == pytest.approx(expected["stock"], abs=0.01)
    loss = given["overage_cost"] * total.expected_leftover(stock) + given["underage_cost"] * total.expected_lost(stock)
    assert loss == pytest.approx(expected["cost"], rel=0.002)


def test_the_base_stock_level_is_what_a_delivery_fills_up_to():
    given, expected = parts("base_stock")
    ratio = given["underage_cost"] / (given["underage_cost"] + given["overage_cost"])
    periods = given["lead_time_periods"] + 1
    mean, sd = given["demand_mean"] * periods, given["demand_sd"] * periods**0.5
    z = NormalDist().inv_cdf(ratio)
    assert (mean, sd) == (expected["mean"], pytest.approx(expected["sd"]))
    assert mean + z * sd == pytest.approx(expected["order_up_to"])
    sent = top_up(10_000, np.array([float(given["inventory_position"])]), np.array([float(mean)]), np.array([sd]), z=z)
    assert sent.tolist() == [expected["order"]]


def test_the_alabama_paradox():
    given, expected = parts("alabama_paradox")
    assert [apportion(total, given["weights"]).tolist() for total in given["totals"]] == expected["seats"]


def test_the_population_paradox():
    given, expected = parts("population_paradox")
    assert apportion(given["seats"], given["old"]).tolist() == expected["old"]
    assert apportion(given["seats"], given["new"]).tolist() == expected["new"]


def test_the_new_states_paradox():
    given, expected = parts("new_states_paradox")
    assert apportion(given["seats_before"], given["before"]).tolist() == expected["before"]
    assert apportion(given["seats_after"], given["after"]).tolist() == expected["after"]


def decided(stock, weekly, price, salvage, elasticity):
    season = SeasonParameters(season_start_date=date(2026, 3, 2), forecast_horizon_weeks=2, markdown_checkpoint_week=1)
    decision = decide_markdown(
        season,
        committed_units=stock,
        weekly_units=[0.0, weekly],
        week_now=1,
        units_sold=0,
        unit_price=price,
        unit_cost=1.0,
        salvage_value=salvage,
        vat_rate=0.0,
        elasticity=elasticity,
        elasticity_sd=0.0,
        fade=1.0,
    )
    return {option.name: option.depth for option in decision.options}


def test_the_price_that_earns_most_follows_from_elasticity_and_salvage():
    given, expected = parts("markdown_price")
    best = given["elasticity"] / (given["elasticity"] - 1) * given["salvage_value"]
    assert best == expected["price"]
    depths = decided(10_000, 100.0, given["full_price"], given["salvage_value"], given["elasticity"])
    assert depths["earns most"] == expected["depth"]


def test_the_price_that_clears_is_the_first_rung_below_the_run_out_price():
    given, expected = parts("run_out_price")
    exact = 1 - (given["demand_at_full_price"] / given["stock"]) ** (1 / given["elasticity"])
    assert exact == pytest.approx(expected["depth"])
    depth = decided(given["stock"], given["demand_at_full_price"], 20.0, 1.0, given["elasticity"])["clears"]
    assert depth == min(rung for rung in markdown_ladder() if rung >= exact)
