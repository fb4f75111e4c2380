"""Effects of Easter and of plan columns on log demand: pooled over the series, and shrunk towards the pool in each.

A series is whitened by its level-and-season covariance first (generalised least squares), so that an effect is learnt
from this year against last and from the weeks around it, whichever tells more. The shrinkage is empirical Bayes:
Efron and Morris, Data analysis using Stein's estimator (1975).
"""

import numpy as np

from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.kernel import TYPICAL, smoother

__all__ = ["estimate_effects"]

PRIOR_SD = 0.5  # log points, of the pooled effect of one standard deviation of a column
LEAST_SD = 1e-9
ROUNDS = 12


def estimate_effects(log_units: Floats, exposures: Floats) -> Floats:
    """Effects (S, P) on log units of one unit of each exposure; `log_units` (S, T), `exposures` (P, S, T).

    A column that never varies has the effect 0.
    """
    columns, series, weeks = exposures.shape
    if columns == 0:
        return np.zeros((series, 0))
    spread = exposures.std(axis=2).mean(axis=1)
    usable = spread > LEAST_SD
    scale = np.where(usable, spread, 1.0)
    whiten = smoother(TYPICAL, weeks, 1).whiten
    centred = exposures - exposures.mean(axis=2, keepdims=True)
    x = (centred / scale[:, None, None] * usable[:, None, None]) @ whiten.T
    y = (log_units - log_units.mean(axis=1, keepdims=True)) @ whiten.T
    effects = _shrunk(np.einsum("pst,qst->spq", x, x), np.einsum("pst,st->sp", x, y), (y**2).sum(axis=1), weeks)
    return np.where(usable, effects / scale, 0.0)


def _shrunk(gram: Floats, cross: Floats, total: Floats, weeks: int) -> Floats:
    """EM over the pooled effect and the spread of the series' effects around it; (S, P)."""
    columns = gram.shape[1]
    pooled = np.zeros(columns)
    variance = np.full(columns, PRIOR_SD**2)
    noise = np.maximum(total / weeks, LEAST_SD)
    effects = np.zeros(cross.shape)
    for _ in range(ROUNDS):
        precision = gram / noise[:, None, None] + np.diag(1 / variance)
        spread = np.linalg.inv(precision)
        effects = np.einsum("spq,sq->sp", spread, cross / noise[:, None] + pooled / variance)
        pooled = effects.sum(axis=0) / (len(effects) + variance / PRIOR_SD**2)
        own = np.diagonal(spread, axis1=1, axis2=2)
        variance = np.maximum(((effects - pooled) ** 2 + own).mean(axis=0), 1e-6)
        explained = 2 * (effects * cross).sum(axis=1) - np.einsum("sp,spq,sq->s", effects, gram, effects)
        noise = np.maximum((total - explained) / weeks, LEAST_SD)
    return effects
