"""Combining the models: weights from the pooled backtest, shrunk towards equal; what is not sane is replaced.

Combining beats picking a winner, and simple weights beat fine ones: Timmermann, Forecast combinations, Handbook of
Economic Forecasting 1 (2006).
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from forecast_kit.forecasting.calendar import CYCLE_WEEKS, next_year
from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.past import Past

__all__ = ["caution", "combined", "mean_correction", "pooled_weights", "sane", "simplex", "stand_in"]

PEAK_TIMES, LEVEL_TIMES = 3.0, 4.0
CORRECTION_WORTH = 4  # weeks of average sales that say no correction is needed
SIMPLEX_STEPS = 10
EQUAL_WORTH = 15  # equal weights count as much as this many backtested seasons of one category
EARNS_ITS_PLACE = 1.1  # a model whose loss is more than this many times the best one's is left out
MOST_SERIES = 200
MOST_CAUTION, CAUTION_STEPS, NEARLY_FREE, EASED_WEEKS = 0.5, 5, 1.03, CYCLE_WEEKS / 3
NAIVE_ROW = 0


def sane(forecast: Floats, past: Past) -> NDArray[np.bool_]:
    """(M, S): finite, not negative, no week above three times the highest ever, a level within four times any known.

    Known levels are the last 8 weeks, the same weeks last year, and the highest stretch of a season's length.
    """
    horizon = past.horizon
    peak = past.units.max(axis=1)
    sums = np.cumsum(np.pad(past.units, ((0, 0), (1, 0))), axis=1)
    window = min(horizon, past.units.shape[1])
    stretch = (sums[:, window:] - sums[:, :-window]).max(axis=1) / window
    recent = past.units[:, -8:].mean(axis=1)
    last_year = next_year(past.units, horizon).mean(axis=1)
    level = forecast.mean(axis=2)
    fine = np.isfinite(forecast).all(axis=2) & (forecast >= 0).all(axis=2)
    fine &= (forecast <= PEAK_TIMES * peak[:, None]).all(axis=2) & (level <= LEVEL_TIMES * stretch)
    return np.asarray(fine & (level >= np.minimum(recent, last_year) / LEVEL_TIMES - 1e-9))


def stand_in(forecast: Floats, past: Past) -> tuple[Floats, NDArray[np.bool_]]:
    """The forecasts (M, S, H) with each one that is not sane replaced by seasonal naive (model 0), and (M, S) kept."""
    kept = sane(forecast, past)
    kept[NAIVE_ROW] = True
    return np.where(kept[:, :, None], forecast, forecast[NAIVE_ROW]), kept


def combined(forecast: Floats, weights: Floats) -> Floats:
    """Weighted mean over the models: (..., M, S, H) and (M,), or (M, S), to (..., S, H)."""
    return np.asarray(np.einsum("...msh,ms->...sh", forecast, weights[:, None] if weights.ndim == 1 else weights))


def caution(trusted: Floats, last_year: Floats, actual: Floats, weeks_known: NDArray[np.intp]) -> Floats:
    """(S,) how much of the forecast of a series in its second year is to be last year's weeks and no growth.

    All arrays (O, S, H), of the backtest, NaN where not known. One year against another is a single sight of the
    growth, and it often turns: so as much caution as is nearly free, at most half. It is the largest share at which
    the young series' loss is within 3 % of the least (the simplest model that is as good: Breiman, Friedman, Olshen and
    Stone, Classification and Regression Trees (1984), section 3.4.3), and it goes to nothing over the last third of
    the second year, counted to the middle of the season ahead.

    Measured at origins from week 56 to 103, WAPE % without and with: 15 departments 5.72 and 5.74, but worse than
    seasonal naive (6.70) at 2 origins of 48 and at none; 4 grocery categories 12.95 and 13.45 (21.71), a made-up chain
    3.64 and 3.71 (23.29), at no origin worse either way.
    """
    young = (weeks_known >= CYCLE_WEEKS) & (weeks_known < 2 * CYCLE_WEEKS)
    to_middle = 2 * CYCLE_WEEKS - weeks_known - actual.shape[2] / 2
    wanted = np.where(young, np.clip(to_middle / EASED_WEEKS, 0.0, 1.0), 0.0)
    rows = np.flatnonzero(wanted > 0)
    if not len(rows):
        return np.zeros(len(wanted))
    came, safe, bold = (values[:, rows] for values in (actual, last_year, trusted))
    known = np.isfinite(came) & np.isfinite(safe) & np.isfinite(bold)
    sold = np.where(known, came, 0.0).sum(axis=(0, 2))
    weight = np.where(sold > 0, 1 / np.where(sold > 0, sold, 1.0), 0.0)[None, :, None]
    shares = np.linspace(0.0, MOST_CAUTION, CAUTION_STEPS + 1)
    missed = [np.where(known, np.abs(came - share * safe - (1 - share) * bold), 0.0) for share in shares]
    losses = np.array([(miss * weight).sum() for miss in missed])
    return np.asarray(wanted * shares[np.flatnonzero(losses <= NEARLY_FREE * losses.min() + 1e-12)[-1]])


def mean_correction(forecast: Floats, actual: Floats, units: Floats) -> Floats:
    """(S,) factor that makes an intermittent series right in sum; `forecast`, `actual` (O, S, H), `units` (S, T).

    Models of logs see the typical week, which in an intermittent series is far below the mean. The factor is the
    backtest's actual over forecast: taken whole where half of the weeks or more went without a sale, not at all where
    none did, and in between to the power of twice their share.
    """
    known = np.isfinite(actual) & np.isfinite(forecast)
    came, said = (np.where(known, values, 0.0).sum(axis=(0, 2)) for values in (actual, forecast))
    sold = units > 0
    worth = CORRECTION_WORTH * np.maximum(units.mean(axis=1), 1e-12)
    ratio = np.clip((came + worth) / (said + worth), 1 / LEVEL_TIMES, LEVEL_TIMES)
    return np.asarray(ratio ** np.minimum(2 * (1 - sold.mean(axis=1)), 1.0))


def simplex(models: int, steps: int = SIMPLEX_STEPS) -> Floats:
    """All weights of `models` that are multiples of 1 / steps and add up to 1.

    >>> simplex(2, 2).tolist()
    [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0]]
    """
    chosen = list(combinations(range(steps + models - 1), models - 1))
    bars = np.array(chosen, dtype=np.float64).reshape(len(chosen), models - 1)
    edges = np.column_stack([np.full(len(bars), -1.0), bars, np.full(len(bars), steps + models - 1.0)])
    return np.asarray((np.diff(edges, axis=1) - 1) / steps)


def pooled_weights(
    forecast: Floats, actual: Floats, standing: Sequence[float] | None = None, worth: float = EQUAL_WORTH
) -> Floats:
    """(M,) weights that would have had the least mean WAPE over categories, shrunk towards `standing` (else equal).

    `forecast` (O, M, S, H), `actual` (O, S, H), NaN where not known. `standing` counts as much as `worth` backtested
    seasons of one category. Without any backtest: standing.
    """
    models = forecast.shape[1]
    before = np.full(models, 1 / models) if standing is None else np.asarray(standing, dtype=np.float64)
    known = np.isfinite(actual) & np.isfinite(forecast).all(axis=1)
    sold = np.where(known, actual, 0.0).sum(axis=(0, 2))
    rows = np.flatnonzero(sold > 0)
    if not len(rows):
        return np.asarray(before / before.sum())
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), MOST_SERIES)).astype(int)]
    made = np.where(known[:, None], forecast, 0.0)[:, :, rows].transpose(1, 2, 0, 3).reshape(models, -1)
    came = np.where(known, actual, 0.0)[:, rows].transpose(1, 0, 2).reshape(-1)
    per_row = np.repeat(1 / sold[rows], actual.shape[0] * actual.shape[2])
    alone = np.array([_loss(row, came, per_row) for row in made])
    survivors = np.flatnonzero(alone <= EARNS_ITS_PLACE * alone.min() + 1e-9)
    candidates = np.zeros((len(simplex(len(survivors))), models))
    candidates[:, survivors] = simplex(len(survivors))
    best = candidates[np.argmin([_loss(weights @ made, came, per_row) for weights in candidates])]
    seasons = known[:, rows].sum() / actual.shape[2]
    trust = seasons / (seasons + worth)
    surviving = np.isin(np.arange(models), survivors)
    kept = before * surviving if (before * surviving).any() else surviving.astype(np.float64)
    weights = trust * best + (1 - trust) * kept / kept.sum()
    return np.asarray(np.minimum(weights / weights.sum(), 1.0))


def _loss(made: Floats, came: Floats, per_row: Floats) -> float:
    return float((np.abs(made - came) * per_row).sum())
