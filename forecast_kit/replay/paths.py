"""What customers might want: many seasons drawn from a forecast, the same ones for every setting that is compared."""

import numpy as np
import numpy.typing as npt

from forecast_kit.allocation import SeasonTotal
from forecast_kit.plan import DemandForecast
from forecast_kit.replay.belief import Prior

__all__ = ["sample_paths"]

Array = npt.NDArray[np.float64]

NO_DEMAND = 1e-9


def sample_paths(forecast: DemandForecast, prior: Prior, *, scenarios: int, seed: int) -> Array:
    """Demand at full price as scenarios x weeks x stores, whole units, in the order of the prior's stores.

    The season's total takes the forecast's equally likely values, one a scenario, so that few scenarios already show
    its whole range. Weeks scatter around their part of it with the forecast's weekly noise (Gamma), stores around
    theirs with their own (Gamma-Poisson). The same `seed` draws the same seasons: settings played on them differ by
    nothing else (common random numbers, Law (2015), "Simulation Modeling and Analysis", section 11.2).
    """
    rng = np.random.default_rng([seed, 41])
    points = forecast.total_quantiles
    total = SeasonTotal([point.quantile for point in points], [point.units for point in points])
    drawn = total.quantile((rng.permutation(scenarios) + 0.5) / scenarios)
    shape = np.maximum(prior.weekly, NO_DEMAND)
    weekly = shape * _noise(rng, shape, prior.week_dispersion, (scenarios, len(shape)))
    weekly *= (drawn / np.maximum(weekly.sum(axis=1), NO_DEMAND))[:, None]
    mean = weekly[:, :, None] * prior.share
    usual = np.maximum(shape[:, None] * prior.share, NO_DEMAND)
    own = _noise(rng, usual, prior.store_dispersion, mean.shape)
    units: Array = rng.poisson(mean * own).astype(np.float64)
    return units


def _noise(rng: np.random.Generator, mean: Array, dispersion: Array | float, size: tuple[int, ...]) -> Array:
    """Factors of mean 1 that bring counts of `mean` to variance = dispersion x mean; 1 where a Poisson is enough."""
    excess = np.broadcast_to(np.maximum(np.asarray(dispersion) - 1.0, 0.0), size)
    k = np.broadcast_to(mean, size) / np.where(excess > 0, excess, 1.0)
    drawn = rng.gamma(k, 1 / k)
    factors: Array = np.where(excess > 0, drawn, 1.0)
    return factors
