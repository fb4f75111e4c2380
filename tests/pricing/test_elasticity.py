"""How demand answers to a cut, with how little is known of it."""

import math
from statistics import fmean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.pricing import DEFAULT_ELASTICITY, demand_lift, likely_elasticities


def test_half_price_at_elasticity_two_quadruples_demand():
    assert demand_lift(0.5, 2.0) == 4.0


def test_the_curve_has_the_elasticity_it_is_named_after():
    for elasticity in (0.5, 2.0, 3.3):
        step = 1e-6
        slope = (math.log(demand_lift(0.3 + step, elasticity)) - math.log(demand_lift(0.3, elasticity))) / (
            math.log(0.7 - step) - math.log(0.7)
        )
        assert slope == pytest.approx(-elasticity, rel=1e-4)


@given(st.floats(0, 0.9), st.floats(0, 0.09), st.floats(0.1, 5))
def test_a_deeper_cut_never_sells_less(depth, more, elasticity):
    assert 1 <= demand_lift(depth, elasticity) <= demand_lift(depth + more, elasticity)


def test_giving_it_away_is_refused():
    with pytest.raises(PlanError, match="100 %"):
        demand_lift(1.0, 2.0)


@given(st.floats(0.1, 6), st.floats(0.01, 1))
def test_likely_elasticities_are_a_log_normal_around_the_one_stated(elasticity, sd):
    points = likely_elasticities(elasticity, sd)
    assert list(points) == sorted(points)
    assert median(points) == pytest.approx(elasticity)
    assert fmean(math.log(point) for point in points) == pytest.approx(math.log(elasticity))
    spread = math.sqrt(fmean((math.log(point) - math.log(elasticity)) ** 2 for point in points))
    assert 0.85 * sd < spread < sd


def test_certainty_is_one_elasticity():
    assert likely_elasticities(DEFAULT_ELASTICITY, 0.0) == (2.0,)


@pytest.mark.parametrize(("elasticity", "sd"), [(0, 0.3), (-1, 0.3), (2, -0.1), (float("nan"), 0.1)])
def test_an_elasticity_that_says_nothing_is_refused(elasticity, sd):
    with pytest.raises(PlanError, match="says nothing"):
        likely_elasticities(elasticity, sd)
