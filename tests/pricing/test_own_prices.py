"""The elasticity that the user's own price changes show."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.pricing import estimate_elasticity

WEEKS = pd.date_range("2024-01-01", periods=80, freq="7D")


def sales(elasticity, noise, seed=1, cuts=(20, 40, 60), stores=3):
    """Four weeks at 30 % off after each of `cuts`; a yearly swing and log-normal noise of the chain's week."""
    rng = np.random.default_rng(seed)
    price = np.full(len(WEEKS), 50.0)
    for cut in cuts:
        price[cut : cut + 4] = 35.0
    swing = 1 + 0.4 * np.sin(np.arange(len(WEEKS)) * 2 * np.pi / 52)
    chain = 1000 * swing * (price / 50.0) ** -elasticity * np.exp(rng.normal(0, noise, len(WEEKS)))
    rows = [
        pd.DataFrame({"week_start": WEEKS, "store_id": n, "units": chain / stores, "price": price}) for n in range(3)
    ]
    return pd.concat(rows).assign(list_price=50.0)


@pytest.mark.parametrize("elasticity", [1.2, 2.0, 3.5])
def test_price_changes_in_a_calm_history_show_the_elasticity(elasticity):
    estimate = estimate_elasticity(sales(elasticity, 0.03))
    assert estimate.value == pytest.approx(elasticity, rel=0.1)
    assert estimate.price_changes == 6
    assert estimate.log_sd < 0.1


def test_the_noisier_the_history_the_nearer_it_stays_to_what_is_usual():
    calm, noisy = (estimate_elasticity(sales(4.0, noise), prior=2.0) for noise in (0.03, 1.0))
    assert abs(noisy.value - 2.0) < abs(calm.value - 2.0)
    assert noisy.log_sd > calm.log_sd


def test_what_is_said_of_doubt_is_true():
    """Over many histories the truth lies within two standard deviations nine times in ten or more."""
    inside = []
    for seed in range(60):
        truth = 2.0 * np.exp(np.random.default_rng(seed).normal(0, 0.35))
        estimate = estimate_elasticity(sales(truth, 0.15, seed=seed))
        inside.append(abs(estimate.value - truth) < 2 * estimate.value * estimate.log_sd)
    assert np.mean(inside) >= 0.9


@pytest.mark.parametrize(
    "frame",
    [
        sales(3.0, 0.05).drop(columns="price"),
        sales(3.0, 0.05).drop(columns="list_price"),
        sales(3.0, 0.05, cuts=()),
        sales(3.0, 0.05).iloc[:0],
    ],
)
def test_without_price_changes_the_prior_stands(frame):
    estimate = estimate_elasticity(frame, prior=1.7, prior_log_sd=0.2)
    assert (estimate.value, estimate.log_sd, estimate.price_changes) == (1.7, 0.2, 0)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 100))
def test_the_currency_and_the_size_of_the_chain_do_not_matter(times):
    frame = sales(2.5, 0.1)
    other = frame.assign(**{name: frame[name] * times for name in ("price", "list_price", "units")})
    assert estimate_elasticity(other).value == pytest.approx(estimate_elasticity(frame).value)


def test_a_prior_of_nothing_is_refused():
    with pytest.raises(PlanError, match="no prior"):
        estimate_elasticity(sales(2.0, 0.1), prior=0.0)
