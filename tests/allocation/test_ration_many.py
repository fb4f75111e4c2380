"""Many scenarios at once answer what each would alone: the twin is `top_up`."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.allocation import top_up
from forecast_kit.allocation.ration_many import top_up_many


def scene(seed: int, scenarios: int, stores: int, plenty: float):
    rng = np.random.default_rng(seed)
    mean = rng.gamma(2.0, 10.0, (scenarios, stores))
    sd = np.sqrt(mean) * rng.uniform(0.5, 2.0, (scenarios, stores))
    stock = np.where(rng.random((scenarios, stores)) < 0.2, 0.0, rng.gamma(1.0, 12.0, (scenarios, stores)))
    available = np.floor(mean.sum(axis=1) * plenty * rng.uniform(0.1, 1.5, scenarios))
    return available, stock, mean, sd


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 12), st.sampled_from([0.0, 0.3, 1.0]), st.sampled_from([1, 3, 12]))
def test_each_scenario_is_served_as_if_it_were_alone(seed, stores, plenty, smallest):
    available, stock, mean, sd = scene(seed, 8, stores, plenty)
    together = top_up_many(available, stock, mean, sd, z=3.0, min_ship_units=smallest)
    for row in range(8):
        alone = top_up(int(available[row]), stock[row], mean[row], sd[row], z=3.0, min_ship_units=smallest)
        assert together[row].tolist() == alone.tolist()


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.sampled_from([1.28, 3.0, 1000.0]))
def test_a_short_dc_sends_all_it_has_and_never_more(seed, z):
    available, stock, mean, sd = scene(seed, 20, 7, 0.3)
    units = top_up_many(available, stock, mean, sd, z=z)
    wanted = np.ceil(np.maximum(0, np.round(mean + z * sd - stock, 9))).sum(axis=1)
    assert (units >= 0).all()
    assert units.sum(axis=1).tolist() == np.minimum(available, wanted).tolist()


def test_demand_that_is_certain_is_served_without_spread():
    units = top_up_many(np.array([3.0]), np.zeros((1, 2)), np.array([[2.0, 4.0]]), np.array([[0.0, 1.0]]), z=2.0)
    assert units.tolist() == [[2, 1]]


def test_stores_that_need_nothing_get_nothing():
    units = top_up_many(np.array([9.0]), np.full((1, 3), 50.0), np.ones((1, 3)), np.ones((1, 3)), z=3.0)
    assert units.tolist() == [[0, 0, 0]]
