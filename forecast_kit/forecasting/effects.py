"""Effects of the calendar and of plan columns on log demand: pooled over the series, shrunk towards the pool in each.

A series is whitened by its level-and-season covariance first (generalised least squares), so that an effect is learnt
from this year against last and from the weeks around it, whichever tells more. The shrinkage is empirical Bayes:
Efron and Morris, Data analysis using Stein's estimator (1975). That the pool is itself uncertain is in the covariance:
Kass and Steffey, Approximate Bayesian inference in conditionally independent hierarchical models, JASA 84 (1989).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast_kit.forecasting.calendar import CYCLE_WEEKS
from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.kernel import TYPICAL, smoother

__all__ = ["Effects", "effects_and_growth", "estimate_effects", "fit_effects"]

PRIOR_SD = 0.5  # log points, of the pooled effect of one standard deviation of a column
SHARED_GROWTH_SD, OWN_GROWTH_SD = 0.05, 0.01  # log points a year: of what all series share, of a series around it
LEAST_SD = 1e-9
ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Effects:
    """`values` (S, P) on log units of one unit of each exposure, and their `covariance` (S, P, P)."""

    values: Floats
    covariance: Floats


@dataclass(frozen=True, slots=True)
class _Prior:
    """Standard deviations (P,): `pooled` of the pooled effect of a column, `own` of a series around it at first.

    Where `held`, `own` stays; elsewhere it is learnt.
    """

    pooled: Floats
    own: Floats
    held: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Where the EM stopped; all in standard deviations of the columns."""

    effects: Floats
    spread: Floats
    variance: Floats
    noise: Floats


@dataclass(frozen=True, slots=True)
class _White:
    """Exposures (S, P, T) and log units (S, T) whitened; `scale` (P,) is a column's spread, `usable` if it has one.

    The last column is time in years, for the growth.
    """

    x: Floats
    y: Floats
    scale: Floats
    usable: NDArray[np.bool_]


def estimate_effects(log_units: Floats, exposures: Floats) -> Floats:
    """Effects (S, P) on log units of one unit of each exposure; `log_units` (S, T), `exposures` (P, S, T).

    A column that never varies has the effect 0.
    """
    return effects_and_growth(log_units, exposures)[0]


def effects_and_growth(log_units: Floats, exposures: Floats) -> tuple[Floats, Floats]:
    """As `estimate_effects`, and the steady growth (S,) in log points a year, learnt beside them.

    The growth is one that nearly all series share: a year or two of one series cannot tell growth from a level that
    moves, and a growth that is carried on by mistake costs more than one that is missed.
    """
    white = _whitened(log_units, exposures)
    found = np.where(white.usable, _shrunk(white).effects / white.scale, 0.0)
    return found[:, :-1], found[:, -1]


def fit_effects(log_units: Floats, exposures: Floats) -> Effects:
    """As `estimate_effects`, with how far off each may be.

    The variance of the data's own word is measured, not assumed: White, A heteroskedasticity-consistent covariance
    matrix estimator, Econometrica 48 (1980). To it come the spread of the series around the pool, as far as an effect
    is shrunk, and the doubt about the pool.
    """
    white = _whitened(log_units, exposures)
    columns, weeks = len(white.scale), log_units.shape[1]
    found = _shrunk(white)
    rest = white.y - (found.effects[:, None, :] @ white.x)[:, 0]
    meat = (white.x * rest[:, None, :] ** 2) @ white.x.transpose(0, 2, 1) * (weeks / max(weeks - columns, 1))
    own = found.spread @ (meat / found.noise[:, None, None] ** 2) @ found.spread
    precision = white.x @ white.x.transpose(0, 2, 1) / found.noise[:, None, None]
    # Each series says of the pool what (V + C)^-1 does, C the variance of its own estimate: P (I + V P)^-1, P = C^-1.
    told = precision @ np.linalg.inv(np.eye(columns) + found.variance[:, None] * precision)
    pool = np.linalg.inv(told.sum(axis=0) + np.diag(_prior(white).pooled ** -2.0))
    drawn = found.spread / found.variance
    covariance = own + drawn @ (np.diag(found.variance) + pool) @ drawn.transpose(0, 2, 1)
    kept = white.usable / white.scale
    return Effects((found.effects * kept)[:, :-1], (covariance * kept * kept[:, None])[:, :-1, :-1])


def _prior(white: _White) -> _Prior:
    growth = np.arange(len(white.scale)) == len(white.scale) - 1
    shared, own = (np.where(growth, sd * white.scale, PRIOR_SD) for sd in (SHARED_GROWTH_SD, OWN_GROWTH_SD))
    return _Prior(shared, own, growth)


def _whitened(log_units: Floats, exposures: Floats) -> _White:
    series, weeks = log_units.shape
    years = np.broadcast_to(np.arange(weeks) / CYCLE_WEEKS, (1, series, weeks))
    exposures = np.concatenate([exposures, years])
    spread = exposures.std(axis=2).mean(axis=1)
    usable = spread > LEAST_SD
    scale = np.where(usable, spread, 1.0)
    whiten = smoother(TYPICAL, weeks, 1).whiten
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
    prior = _prior(white)
    variance = prior.own**2
    noise = np.maximum(total / weeks, LEAST_SD)
    effects: Floats = np.zeros(cross.shape)
    spread: Floats = np.zeros(gram.shape)
    for _ in range(ROUNDS):
        precision = gram / noise[:, None, None] + np.diag(1 / variance)
        spread = np.asarray(np.linalg.inv(precision), dtype=np.float64)
        effects = np.asarray(np.einsum("spq,sq->sp", spread, cross / noise[:, None] + pooled / variance))
        pooled = effects.sum(axis=0) / (len(effects) + variance / prior.pooled**2)
        own = np.diagonal(spread, axis1=1, axis2=2)
        seen = np.maximum(((effects - pooled) ** 2 + own).mean(axis=0), 1e-6)
        variance = np.where(prior.held, prior.own**2, seen)
        explained = 2 * (effects * cross).sum(axis=1) - np.einsum("sp,spq,sq->s", effects, gram, effects)
        noise = np.maximum((total - explained) / weeks, LEAST_SD)
    return _Pool(effects, spread, variance, noise)
