import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.planning import SeasonDesk
from forecast_kit.planning.variance import Variance, reforecast, variance_of
from tests.seasons import inputs


@pytest.fixture(scope="module")
def forecast():
    return SeasonDesk(inputs()).forecast()


@pytest.mark.parametrize(("sold", "fired"), [(79.9, True), (80, False), (100, False), (120, False), (120.1, True)])
def test_the_rule_fires_beyond_a_fifth_either_way(sold: float, fired: bool):
    assert Variance(weeks=2, forecast_units=100, sold_units=sold).fired == fired


def test_sales_are_set_against_the_same_weeks(forecast):
    first = [week.units for week in forecast.weeks[:3]]
    seen = variance_of(forecast, first)
    assert (seen.weeks, seen.share, seen.fired) == (3, pytest.approx(0), False)


@pytest.mark.parametrize("weeks", [0, 60])
def test_what_is_no_beginning_of_the_season_is_refused(forecast, weeks: int):
    with pytest.raises(PlanError, match="not the beginning"):
        variance_of(forecast, [1.0] * weeks)


@given(st.floats(0.4, 2.0))
def test_a_new_forecast_lies_between_the_old_one_and_what_was_sold(forecast, pace: float):
    sold = [week.units * pace for week in forecast.weeks[:3]]
    assert min(1, pace) - 1e-9 <= reforecast(forecast, sold).level <= max(1, pace) + 1e-9
