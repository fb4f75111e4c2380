"""The distribution of the season total, against its textbook values and a naive twin that samples it densely."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.allocation import SeasonTotal
from forecast_kit.errors import PlanError

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


def normal_total(mean=1000.0, sd=200.0, levels=LEVELS):
    return SeasonTotal(levels, [NormalDist(mean, sd).inv_cdf(p) for p in levels])


@st.composite
def season_totals(draw):
    steps = draw(st.lists(st.integers(0, 500), min_size=1, max_size=7))
    start = draw(st.integers(0, 2000))
    return SeasonTotal(LEVELS[: len(steps)], start + np.cumsum(steps))


def sampled(total, points=20_001):
    """The naive twin: the middle of each of many equal slices of probability."""
    return total.quantile((np.arange(points) + 0.5) / points)


@given(season_totals(), st.floats(0, 6000))
def test_every_expectation_is_that_of_a_dense_sample(total, stock):
    demand = sampled(total, 2001)
    near = max(0.5, 2e-3 * total.mean)
    assert total.mean == pytest.approx(demand.mean(), abs=near)
    assert total.expected_sales(stock) == pytest.approx(np.minimum(demand, stock).mean(), abs=near)
    assert total.expected_lost(stock) == pytest.approx(np.maximum(demand - stock, 0).mean(), abs=near)
    assert total.expected_leftover(stock) == pytest.approx(np.maximum(stock - demand, 0).mean(), abs=near)
    served = total.service_level(stock)
    assert (demand <= stock - 1e-3).mean() - 2e-3 <= served <= (demand <= stock + 1e-3).mean() + 2e-3


@given(season_totals(), st.lists(st.floats(0, 1e5), min_size=1, max_size=5))
def test_arrays_give_what_their_numbers_give(total, stocks):
    for name in ("service_level", "expected_sales", "expected_lost", "expected_leftover"):
        together = getattr(total, name)(np.array(stocks))
        assert together.tolist() == [getattr(total, name)(stock) for stock in stocks]
    levels = np.linspace(0, 1, 7)
    assert total.quantile(levels).tolist() == [total.quantile(p) for p in levels]


@given(season_totals(), st.floats(0, 1e5))
def test_what_is_sold_and_lost_is_demand_and_what_is_sold_and_left_is_stock(total, stock):
    assert total.expected_sales(stock) + total.expected_lost(stock) == pytest.approx(total.mean, abs=1e-6)
    assert total.expected_sales(stock) + total.expected_leftover(stock) == pytest.approx(stock, abs=1e-6)


@given(season_totals(), st.floats(0, 5000), st.floats(0, 500))
def test_more_stock_never_sells_less_and_each_unit_more_helps_less(total, stock, more):
    first, second, third = total.expected_sales(np.array([stock, stock + more, stock + 2 * more]))
    assert 0 <= second - first + 1e-9 <= more + 2e-9
    assert third - second <= second - first + 1e-6


@given(season_totals(), st.floats(0.01, 0.99))
def test_the_service_level_is_the_inverse_of_the_quantile(total, p):
    assert total.service_level(total.quantile(p)) >= p - 1e-9


def test_a_normal_season_has_its_textbook_loss():
    """Unit normal loss L(z) = pdf(z) - z (1 - cdf(z)); at the mean, 0.3989 standard deviations."""
    total, unit = normal_total(levels=tuple(np.linspace(0.01, 0.99, 99))), NormalDist()
    assert total.mean == pytest.approx(1000, abs=0.1)
    for z in (-1.0, 0.0, 0.5, 1.5):
        loss = 200 * (unit.pdf(z) - z * (1 - unit.cdf(z)))
        assert total.expected_lost(1000 + 200 * z) == pytest.approx(loss, abs=0.3)


def test_the_tail_means_are_those_of_a_normal():
    total = normal_total()
    assert (total.quantile(0.95) + total.quantile(1.0)) / 2 == pytest.approx(1000 + 200 * 2.0627, abs=0.1)
    assert total.mean == pytest.approx(1000, abs=1e-6)


def test_tails_are_finite_and_never_below_zero():
    total = SeasonTotal((0.1, 0.5, 0.9), (5, 100, 900))
    assert total.quantile(0.0) == 0
    assert 900 < total.quantile(1.0) < 3000
    assert total.service_level(total.quantile(1.0)) == pytest.approx(1)


def test_one_quantile_is_demand_known_for_certain():
    total = SeasonTotal((0.5,), (300,))
    assert (total.mean, total.quantile(0.01), total.quantile(0.99)) == (300, 300, 300)
    assert (total.service_level(299), total.service_level(300)) == (0, 1)
    assert (total.expected_sales(200), total.expected_lost(200), total.expected_leftover(350)) == (200, 100, 50)


def test_scaling_scales_everything():
    total, double = normal_total(), normal_total().scaled(2)
    assert double.mean == pytest.approx(2 * total.mean)
    assert double.expected_sales(1800) == pytest.approx(2 * total.expected_sales(900))
    with pytest.raises(PlanError, match="cannot be scaled by 0"):
        total.scaled(0)


@pytest.mark.parametrize(
    ("levels", "units", "why"),
    [
        ((0.5, 0.1), (1, 2), "not ascending"),
        ((0.0, 0.5), (1, 2), "not ascending"),
        ((0.1, 0.9), (2, 1), "cross"),
        ((0.1, 0.9), (-1, 1), "cross or are negative"),
        ((0.1, 0.9), (1, float("nan")), "cross or are negative"),
        ((0.1, 0.9), (1,), "one number of units per quantile"),
        ((), (), "one number of units per quantile"),
    ],
)
def test_quantiles_that_make_no_distribution_are_refused(levels, units, why):
    with pytest.raises(PlanError, match=why):
        SeasonTotal(levels, units)


def test_a_probability_outside_0_to_1_is_refused():
    with pytest.raises(PlanError, match="not a probability"):
        normal_total().quantile(1.2)
