"""The markdown program: against the formula of the best price, a naive twin, and what must always hold."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.pricing import MarkdownProgram, Rest, demand_lift, markdown_ladder, served

FINE = tuple(step / 100 for step in range(71))


def rest(**changes):
    base = {
        "weekly": (100.0,) * 6,
        "level_sd": 0.0,
        "drift": 0.0,
        "dispersion": 1e-9,
        "net_price": 1.0,
        "salvage": 0.15,
        "elasticities": (2.0,),
        "fade": 1.0,
        "ladder": FINE,
    }
    return Rest(**{**base, **changes})


@pytest.mark.parametrize("stock", [700.0, 937.5, 1500.0])
def test_a_sure_season_is_sold_at_the_price_that_just_clears_it(stock):
    """600 wanted at full price, 600 / p ** 2 at p: the stock clears at p = sqrt(600 / stock)."""
    made = rest()
    assert 1 - FINE[MarkdownProgram(made).choose(stock)] == pytest.approx((600 / stock) ** 0.5, abs=0.021)


def test_below_a_certain_price_salvage_is_better():
    """Revenue p ** (1 - e) falls with demand; at an elasticity of 1.1 a price under e v / (e - 1) = 1.65 never pays."""
    assert MarkdownProgram(rest(elasticities=(1.1,))).choose(5000.0) == 0


def test_the_value_of_a_sure_season_is_what_the_best_sequence_of_prices_earns():
    """A naive twin: every sequence of prices over three weeks, steps at least two weeks apart, fading."""
    ladder, weekly = (0.0, 0.2, 0.4, 0.5), (80.0, 50.0, 70.0)
    program = MarkdownProgram(rest(weekly=weekly, ladder=ladder, fade=0.5))
    for stock in (100.0, 220.0, 400.0, 900.0):
        earned = []
        for rungs in itertools.product(range(4), repeat=3):
            path = (0, *rungs)
            steps = [week for week in range(3) if path[week + 1] > path[week]]
            if any(path[week + 1] < path[week] for week in range(3)) or any(np.diff(steps) < 2):
                continue
            left, money = stock, 0.0
            for week, rung in enumerate(rungs):
                lift = demand_lift(ladder[rung], 2.0 if week in steps else 1.0)
                sold = min(left, weekly[week] * lift)
                left, money = left - sold, money + sold * (1 - ladder[rung])
            earned.append(money + 0.15 * left)
        free = np.maximum(program.stay[0, 0], program.step[0, 1:].max(axis=0))
        assert np.interp(stock, program.stocks, free) == pytest.approx(max(earned), rel=0.01)


def test_in_doubt_it_waits():
    """A step cannot be taken back: at 940 units the sure season is cut at once, the doubtful one later or less."""
    sure, doubtful = (MarkdownProgram(rest(ladder=markdown_ladder(), level_sd=sd)) for sd in (0.0, 0.5))
    assert doubtful.choose(940.0) < sure.choose(940.0)


def test_near_the_running_price_a_season_that_sells_through_is_left_there():
    assert MarkdownProgram(rest(ladder=(0.3, 0.4, 0.5))).choose(500.0) == 0


@settings(deadline=None, max_examples=25)
@given(
    st.floats(0, 0.6),
    st.floats(1, 20),
    st.floats(0, 0.9),
    st.sampled_from([1.3, 2.0, 3.0]),
    st.sampled_from([0.5, 1.0]),
    st.floats(0, 0.2),
)
def test_more_stock_is_never_worth_less_and_never_sold_dearer(
    level_sd, dispersion, salvage, elasticity, fade, misplaced
):
    made = rest(
        level_sd=level_sd,
        dispersion=dispersion,
        salvage=salvage,
        elasticities=(elasticity,),
        fade=fade,
        ladder=markdown_ladder(),
        store_sd=misplaced,
    )
    program = MarkdownProgram(made)
    free = np.maximum(program.stay[0, 0], program.step[0, 1:].max(axis=0))
    assert (np.diff(free) >= -1e-9 * free.max()).all()
    assert (program.table[:, 0] >= 0).all()
    assert (program.table >= np.arange(len(made.ladder))[None, :, None]).all()


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0, 0.5))
def test_what_is_served_is_at_most_stock_and_demand(stock, demand, store_sd):
    sold = float(served(np.array([stock]), np.array([demand]), store_sd)[0])
    assert 0 <= sold <= min(stock, demand)


def test_what_is_served_is_the_mean_over_many_stores():
    draws = np.random.default_rng(1).standard_normal(200_000)
    mean = np.minimum(90.0, 100 * (1 + 0.2 * draws)).mean()
    assert float(served(np.array([90.0]), np.array([100.0]), 0.2)[0]) == pytest.approx(mean, abs=0.1)


@pytest.mark.parametrize("changes", [{"weekly": ()}, {"ladder": ()}, {"ladder": (0.2, 0.1)}])
def test_no_weeks_or_prices_that_go_up_are_refused(changes):
    with pytest.raises(PlanError, match="prices that go down"):
        rest(**changes)
