"""What the season's own sales say, weighed against the forecast."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.replay.belief import WEEKS_TOGETHER, Prior, _store_dispersion, shrink

PRIOR = Prior(
    weekly=np.full(4, 1000.0),
    share=np.array([0.6, 0.4]),
    level_sd=0.1,
    week_dispersion=5.0,
    store_dispersion=np.array([2.0, 2.0]),
)
ON_PLAN = np.outer(PRIOR.weekly, PRIOR.share)
NEVER = np.zeros((4, 2), dtype=bool)


def test_the_gamma_poisson_pair_by_hand():
    """Prior shape = rate = 1 / 0.5 ** 2 = 4; 12 units seen of 8 expected: mean 16 / 12, sd 4 / 12."""
    mean, sd = shrink(0.5, 12.0, 8.0, 1.0)
    assert float(mean) == pytest.approx(4 / 3)
    assert float(sd) == pytest.approx(1 / 3)


def test_noisier_units_weigh_less():
    calm, noisy = shrink(0.5, 12.0, 8.0, 1.0)[0], shrink(0.5, 12.0, 8.0, 10.0)[0]
    assert 1 < noisy < calm


@settings(deadline=None)
@given(st.floats(0.01, 2), st.floats(0, 1e6), st.floats(1e-3, 1e6), st.floats(1, 100))
def test_the_mean_lies_between_the_forecast_and_what_was_seen(prior_sd, seen, expected, dispersion):
    mean, sd = shrink(prior_sd, seen, expected, dispersion)
    low, high = sorted([1.0, seen / expected])
    assert low - 1e-9 <= float(mean) <= high + 1e-9
    assert sd >= 0


def test_a_certain_forecast_is_not_moved():
    assert tuple(float(value) for value in shrink(0.0, 500.0, 100.0, 1.0)) == (1.0, 0.0)


def test_before_anything_is_sold_the_belief_is_the_forecast():
    belief = PRIOR.after(ON_PLAN[:0], NEVER[:0])
    assert (belief.level, belief.level_sd) == (1.0, pytest.approx(0.1))
    assert belief.store.tolist() == [1.0, 1.0]


def test_a_season_on_plan_leaves_the_level_and_makes_it_surer():
    belief = PRIOR.after(ON_PLAN, NEVER)
    assert belief.level == pytest.approx(1.0)
    assert belief.level_sd == pytest.approx(float(shrink(0.1, 4000.0, 4000.0, 5.0 * WEEKS_TOGETHER)[1]))
    assert belief.level_sd < 0.055
    assert belief.store == pytest.approx([1.0, 1.0])


def test_a_strong_season_lifts_the_level_and_no_single_store():
    belief = PRIOR.after(1.3 * ON_PLAN, NEVER)
    assert 1.2 < belief.level < 1.3
    assert belief.store == pytest.approx([1.0, 1.0], abs=0.005)


def test_a_strong_store_gains_what_the_other_loses():
    belief = PRIOR.after(ON_PLAN * [1.2, 0.7], NEVER)
    assert belief.store[0] > 1 > belief.store[1]
    assert float(PRIOR.share @ belief.store) == pytest.approx(1.0)


def test_a_sold_out_shelf_does_not_look_like_weak_demand():
    sold = ON_PLAN * [1.0, 0.3]
    blind, knowing = PRIOR.after(sold, NEVER), PRIOR.after(sold, np.array([[False, True]] * 4))
    assert blind.level < 0.9
    assert knowing.level == pytest.approx(1.0)
    assert knowing.store == pytest.approx([1.0, 1.0])


def test_the_weeks_ahead_follow_the_level_the_store_and_the_price():
    belief = PRIOR.after(ON_PLAN[:2] * [1.2, 1.2], NEVER[:2])
    lifts = np.array([1, 1, 2.0, 1])
    mean, sd = PRIOR.ahead(belief, lifts, 3, 4)
    assert mean == pytest.approx(belief.level * belief.store * PRIOR.share * 3000)
    assert (sd > np.sqrt(mean)).all()


def test_the_dispersion_of_a_store_is_around_its_part_of_the_chains_week():
    """Two stores that swing together have none beyond a Poisson's; one that jumps on its own has."""
    weeks = pd.date_range("2025-01-06", periods=8, freq="7D")
    swing = np.array([1, 2, 1, 2, 1, 2, 1, 2.0])

    def frame(second):
        both = pd.DataFrame({"A": 100 * swing, "B": second}, index=weeks).rename_axis("week_start")
        return both.reset_index().melt("week_start", var_name="store_id", value_name="units")

    together = _store_dispersion(frame(50 * swing), ["A", "B", "new"])
    apart = _store_dispersion(frame(50 * swing[::-1]), ["A", "B", "new"])
    assert together.tolist() == [1, 1, 1]
    assert apart[1] > 5
    assert apart[2] == 1
