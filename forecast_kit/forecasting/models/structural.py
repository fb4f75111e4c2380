"""Level and season as a Gaussian process: the forecast is linear in the past, one matrix product for all series."""

from dataclasses import dataclass

import numpy as np

from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.kernel import GRID, Kernel, smoother
from forecast_kit.forecasting.past import Past

__all__ = ["Additive", "Structural"]

LEAST_BASE = 1e-6  # of a series' mean, so that a falling one stays above zero


@dataclass(frozen=True, slots=True)
class Structural:
    """Averages kernels by how well each explains the past of a series and of the whole batch; seasons multiply.

    The likelihood is profiled over the noise variance (Rasmussen and Williams 2006, equation 5.8). It is tempered,
    because weeks of real sales are less informative than the model believes, and shared in part over the series.
    """

    kernels: tuple[Kernel, ...] = GRID
    shared: float = 0.3
    temper: float = 0.3
    name: str = "structural"

    def forecast(self, past: Past) -> Floats:
        """Units (series, horizon)."""
        level = past.log_base.mean(axis=1, keepdims=True)
        return past.to_units(level + self.ahead(past.log_base - level, past.horizon))

    def ahead(self, deviation: Floats, horizon: int) -> Floats:
        """(S, horizon) from the deviations (S, T) of each series from its mean."""
        weeks = deviation.shape[1]
        fits = [smoother(kernel, weeks, horizon) for kernel in self.kernels]
        noise = np.stack([((deviation @ fit.whiten.T) ** 2).mean(axis=1) for fit in fits])
        log_det = np.array([fit.half_log_det for fit in fits])[:, None]
        weights = self._weights(-weeks / 2 * np.log(np.maximum(noise, 1e-12)) - log_det)
        ahead = np.zeros((len(deviation), horizon))
        for weight, fit in zip(weights, fits, strict=True):
            ahead += weight[:, None] * (deviation @ fit.ahead.T)
        return ahead

    def _weights(self, log_likelihood: Floats) -> Floats:
        pooled = log_likelihood.mean(axis=1, keepdims=True)
        mixed = self.temper * ((1 - self.shared) * log_likelihood + self.shared * pooled)
        weights = np.exp(mixed - mixed.max(axis=0))
        return np.asarray(weights / weights.sum(axis=0))


@dataclass(frozen=True, slots=True)
class Additive:
    """The same process on units instead of logs: seasons add, and a mean is forecast where logs forecast a median."""

    process: Structural = Structural()
    name: str = "structural_additive"

    def forecast(self, past: Past) -> Floats:
        """Units (series, horizon)."""
        base = np.exp(past.log_base)
        mean = base.mean(axis=1, keepdims=True)
        ahead = 1 + self.process.ahead(base / mean - 1, past.horizon)
        return past.to_units(np.log(mean * np.maximum(ahead, LEAST_BASE)))
