"""Effects of the calendar and of plan columns on log demand: pooled over the series, shrunk towards the pool in each.

A series is whitened by its level-and-season covariance first (generalised least squares), so that an effect is learnt
from this year against last and from the weeks around it, whichever tells more. The shrinkage is empirical Bayes:
Efron and Morris, Data analysis using Stein's estimator (1975). That the pool is itself uncertain is in the covariance:
Kass and Steffey, Approximate Bayesian inference in conditionally independent hierarchical models, JASA 84 (1989).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.kernel import TYPICAL, smoother

__all__ = ["Effects", "estimate_effects", "fit_effects"]

PRIOR_SD = 0.5  # log points, of the pooled effect of one standard deviation of a column
LEAST_SD = 1e-9
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Effects:
    """`values` (S, P) on log units of one unit of each exposure, and their `covariance` (S, P, P)."""

    values: Floats
    covariance: Floats


@dataclass(frozen=True, slots=True)
class _Pool:
    """Where the EM stopped; all in standard deviations of the columns."""

    effects: Floats
    spread: Floats
    variance: Floats
    noise: Floats


@dataclass(frozen=True, slots=True)
class _White:
    """Exposures (S, P, T) and log units (S, T) whitened; `scale` (P,) is a column's spread, `usable` if it has one."""

    x: Floats
    y: Floats
    scale: Floats
    usable: NDArray[np.bool_]


def estimate_effects(log_units: Floats, exposures: Floats) -> Floats:
    """Effects (S, P) on log units of one unit of each exposure; `log_units` (S, T), `exposures` (P, S, T).

    A column that never varies has the effect 0.
    """
    white = _whitened(log_units, exposures)
    if not len(white.scale):
        return np.zeros((len(log_units), 0))
    return np.where(white.usable, _shrunk(white).effects / white.scale, 0.0)


def fit_effects(log_units: Floats, exposures: Floats) -> Effects:
    """As `estimate_effects`, with how far off each may be.

    The variance of the data's own word is measured, not assumed: White, A heteroskedasticity-consistent covariance
    matrix estimator, Econometrica 48 (1980). To it come the spread of the series around the pool, as far as an effect
    is shrunk, and the doubt about the pool.
    """
    white = _whitened(log_units, exposures)
    columns, weeks = len(white.scale), log_units.shape[1]
    if not columns:
        return Effects(np.zeros((len(log_units), 0)), np.zeros((len(log_units), 0, 0)))
    found = _shrunk(white)
    rest = white.y - (found.effects[:, None, :] @ white.x)[:, 0]
    meat = (white.x * rest[:, None, :] ** 2) @ white.x.transpose(0, 2, 1) * (weeks / max(weeks - columns, 1))
    own = found.spread @ (meat / found.noise[:, None, None] ** 2) @ found.spread
    precision = white.x @ white.x.transpose(0, 2, 1) / found.noise[:, None, None]
    # Each series says of the pool what (V + C)^-1 does, C the variance of its own estimate: P (I + V P)^-1, P = C^-1.
    told = precision @ np.linalg.inv(np.eye(columns) + found.variance[:, None] * precision)
    pool = np.linalg.inv(told.sum(axis=0) + np.eye(columns) / PRIOR_SD**2)
    drawn = found.spread / found.variance
    covariance = own + drawn @ (np.diag(found.variance) + pool) @ drawn.transpose(0, 2, 1)
    kept = white.usable / white.scale
    return Effects(found.effects * kept, covariance * kept * kept[:, None])


def _whitened(log_units: Floats, exposures: Floats) -> _White:
    spread = exposures.std(axis=2).mean(axis=1)
    usable = spread > LEAST_SD
    scale = np.where(usable, spread, 1.0)
    whiten = smoother(TYPICAL, log_units.shape[1], 1).whiten
    centred = exposures - exposures.mean(axis=2, keepdims=True)
    x = (centred / scale[:, None, None] * usable[:, None, None]) @ whiten.T
    y = (log_units - log_units.mean(axis=1, keepdims=True)) @ whiten.T
    return _White(x.transpose(1, 0, 2), y, scale, usable)


def _shrunk(white: _White) -> _Pool:
    """EM over the pooled effect and the spread of the series' effects around it."""
    gram = white.x @ white.x.transpose(0, 2, 1)
    cross, total = (white.x @ white.y[:, :, None])[:, :, 0], (white.y**2).sum(axis=1)
    columns, weeks = len(white.scale), white.y.shape[1]
    pooled = np.zeros(columns)
    variance = np.full(columns, PRIOR_SD**2)
    noise = np.maximum(total / weeks, LEAST_SD)
    effects: Floats = np.zeros(cross.shape)
    spread: Floats = np.zeros(gram.shape)
    for _ in range(ROUNDS):
        precision = gram / noise[:, None, None] + np.diag(1 / variance)
        spread = np.asarray(np.linalg.inv(precision), dtype=np.float64)
        effects = np.asarray(np.einsum("spq,sq->sp", spread, cross / noise[:, None] + pooled / variance))
        pooled = effects.sum(axis=0) / (len(effects) + variance / PRIOR_SD**2)
        own = np.diagonal(spread, axis1=1, axis2=2)
        variance = np.maximum(((effects - pooled) ** 2 + own).mean(axis=0), 1e-6)
        explained = 2 * (effects * cross).sum(axis=1) - np.einsum("sp,spq,sq->s", effects, gram, effects)
        noise = np.maximum((total - explained) / weeks, LEAST_SD)
    return _Pool(effects, spread, variance, noise)
