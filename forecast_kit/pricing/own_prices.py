"""The elasticity of a category from what its own price changes did, weighed against what is usual."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from forecast_kit.columns import LIST_PRICE, PRICE, UNITS, WEEK_START
from forecast_kit.errors import PlanError
from forecast_kit.pricing.elasticity import DEFAULT_ELASTICITY, DEFAULT_ELASTICITY_SD

__all__ = ["Elasticity", "estimate_elasticity"]

CHANGE: Final = 0.02  # of the log price: below it a price is taken to have stayed
FEWEST_STEADY: Final = 8  # pairs of weeks at one price that say how much sales move by themselves
USUAL_NOISE: Final = 0.25  # of log sales from one week to the next, where too few weeks say it
LEAST: Final = 0.1


@dataclass(frozen=True)
class Elasticity:
    """A price elasticity (above 0), how unsure it is (sd of its logarithm), and the price changes it rests on."""

    value: float
    log_sd: float
    price_changes: int


def estimate_elasticity(
    sales: pd.DataFrame, *, prior: float = DEFAULT_ELASTICITY, prior_log_sd: float = DEFAULT_ELASTICITY_SD
) -> Elasticity:
    """What weeks before and after a price change say of one category's elasticity.

    `sales` has a row a store-week: `week_start, units` and, where known, `price` and `list_price`. From one week to
    the next the logarithm of chain sales changes by -e x that of the chain's price (mean price / mean list price,
    weighed by units) and by chance; how much by chance is seen where the price stayed. The prior has mean `prior` and
    standard deviation `prior` x `prior_log_sd`, and both are weighed by their precision. Without prices the prior is
    returned.

    Source: the conjugate normal regression, Gelman et al. (2013), "Bayesian Data Analysis", section 14.8; on
    differences, because a season's own rise and fall is slow beside a price change.

    Raises:
        PlanError: a prior that is not above zero.

    >>> weeks = pd.date_range("2025-01-06", periods=20, freq="7D")
    >>> price = [50.0] * 10 + [40.0] * 10
    >>> sales = pd.DataFrame({"week_start": weeks, "units": [100.0] * 10 + [195.3] * 10, "price": price,
    ...                       "list_price": 50.0})
    >>> estimate = estimate_elasticity(sales)
    >>> round(estimate.value, 1), estimate.price_changes
    (3.0, 1)
    """
    if not prior > 0 or prior_log_sd < 0:
        raise PlanError(f"An elasticity of {prior} is no prior.", "Give a number above 0, such as 2.")
    pairs = _week_pairs(sales)
    if pairs is None or prior_log_sd == 0:
        return Elasticity(prior, prior_log_sd, 0)
    price, units = pairs
    moved = np.abs(price) > CHANGE
    if not moved.any():
        return Elasticity(prior, prior_log_sd, 0)
    steady = units[~moved]
    noise = max(float(np.std(steady)), 0.02) if len(steady) >= FEWEST_STEADY else USUAL_NOISE
    usual = 1 / (prior * prior_log_sd) ** 2
    seen = float((price[moved] ** 2).sum()) / noise**2
    mean = (prior * usual - float((price[moved] * units[moved]).sum()) / noise**2) / (usual + seen)
    value = max(LEAST, mean)
    return Elasticity(value, math.sqrt(1 / (usual + seen)) / value, int(moved.sum()))


def _week_pairs(sales: pd.DataFrame) -> tuple[np.ndarray, np.ndarray] | None:
    """Changes of log price and of log sales between weeks that follow each other; None without prices."""
    if PRICE not in sales or LIST_PRICE not in sales:
        return None
    known = sales[(sales[UNITS] > 0) & (sales[PRICE] > 0) & (sales[LIST_PRICE] > 0)]
    if known.empty:
        return None
    paid = pd.DataFrame(
        {
            "week": pd.to_datetime(known[WEEK_START]),
            "units": known[UNITS].astype(float),
            "paid": known[UNITS] * known[PRICE],
            "full": known[UNITS] * known[LIST_PRICE],
        }
    )
    weekly = paid.groupby("week").sum().sort_index()
    follows = np.diff(weekly.index.to_numpy()) == np.timedelta64(7, "D")
    price = np.diff(np.log((weekly["paid"] / weekly["full"]).to_numpy()))[follows]
    units = np.diff(np.log(weekly["units"].to_numpy()))[follows]
    return (price, units) if len(price) else None
