"""What the models would have said at past weeks, from only what was known then, beside what came."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forecast_kit.forecasting.calendar import CYCLE_WEEKS
from forecast_kit.forecasting.combine import stand_in
from forecast_kit.forecasting.grid import MIN_WEEKS, Floats, Panel
from forecast_kit.forecasting.intervals import log_errors, unfamiliarity
from forecast_kit.forecasting.models import Model
from forecast_kit.forecasting.past import known_at

__all__ = ["Backtest", "familiar_errors", "origins", "run_backtest"]

STEP_WEEKS = 4
SEASON_KNOWN = CYCLE_WEEKS + 4


@dataclass(frozen=True, slots=True)
class Backtest:
    """Rolling origins. O cuts, M models, S series, H weeks ahead.

    `forecast` (O, M, S, H); `actual` (O, S, H). NaN where the data end, where a week was filled in, and where a series
    had fewer than 8 weeks at the cut. `offset` (O, S) is the one of each past, for log errors.
    """

    cuts: tuple[int, ...]
    forecast: Floats
    actual: Floats
    offset: Floats

    @property
    def seasons(self) -> float:
        """How many seasons of H weeks, one after the other, the origins span; they overlap, so fewer than origins."""
        return 1 + (self.cuts[-1] - self.cuts[0]) / self.actual.shape[2] if self.cuts else 0.0

    def unfamiliar(self, panel: Panel) -> Floats:
        """(O, S) how large an error of each origin is, from how little was known there; see `unfamiliarity`."""
        return unfamiliarity(np.array(self.cuts, dtype=np.float64)[:, None] - panel.first)


def familiar_errors(tested: Backtest, combination: Floats, panel: Panel) -> Floats:
    """(O, S, H) log errors of the combination, each made as small as one of a series known for very long."""
    errors = log_errors(tested.actual, combination, tested.offset[:, :, None])
    return np.asarray(errors / tested.unfamiliar(panel)[:, :, None])


def origins(weeks: int, horizon: int, step: int = STEP_WEEKS) -> tuple[int, ...]:
    """How many first weeks are known at each origin: a year of origins, every `step` weeks, the last ones cut short.

    With more than 56 weeks, none is so early that last year's season is unknown.

    >>> origins(143, 12)[0], origins(143, 12)[-1], origins(20, 12), origins(8, 12)
    (79, 139, (8, 12, 16), ())
    """
    earliest = SEASON_KNOWN if weeks >= SEASON_KNOWN + step else MIN_WEEKS
    earliest = max(earliest, weeks - horizon - CYCLE_WEEKS)
    return tuple(range(weeks - step, earliest - 1, -step))[::-1]


def run_backtest(
    panel: Panel, exposures: Floats, horizon: int, models: Sequence[Model], cuts: Sequence[int]
) -> Backtest:
    """Every model at every origin; `exposures` (P, S, T + H) as planned.

    What was planned is taken as known at the origin; nothing else later than it is.
    """
    series, weeks = panel.units.shape
    forecast = np.full((len(cuts), len(models), series, horizon), np.nan)
    actual = np.full((len(cuts), series, horizon), np.nan)
    offset = np.ones((len(cuts), series))
    truth = np.where(panel.filled, np.nan, panel.units)
    for o, cut in enumerate(cuts):
        rows = np.flatnonzero(panel.first + MIN_WEEKS <= cut)
        if not len(rows):
            continue
        past = known_at(_rows(panel, rows), exposures[:, rows], cut, horizon)
        made = np.stack([model.forecast(past) for model in models])
        forecast[o][:, rows] = stand_in(made, past)[0]
        offset[o, rows] = past.offset
        ahead = min(horizon, weeks - cut)
        actual[o, rows, :ahead] = truth[rows, cut : cut + ahead]
    return Backtest(tuple(cuts), forecast, actual, offset)


def _rows(panel: Panel, rows: NDArray[np.intp]) -> Panel:
    names = tuple(panel.categories[row] for row in rows)
    return replace(panel, categories=names, units=panel.units[rows], first=panel.first[rows], filled=panel.filled[rows])
