"""Last year's calendar-aligned weeks, times how this year has been running against last."""

from dataclasses import dataclass

import numpy as np

from forecast_kit.forecasting.calendar import CYCLE_WEEKS, next_year
from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.past import Past

__all__ = ["YearOverYear", "shrunk_growth"]


@dataclass(frozen=True, slots=True)
class YearOverYear:
    """The planner's own method, with the growth pooled over categories.

    log forecast = log of the same week last year + g, where g is the mean of this year's log growth over last year,
    recent weeks weighing more (half after `half_life_weeks`), shrunk towards the growth of all categories.
    """

    half_life_weeks: float = 8.0
    name: str = "year_over_year"

    def forecast(self, past: Past) -> Floats:
        """Units (series, horizon)."""
        growth = past.log_base[:, CYCLE_WEEKS:] - past.log_base[:, :-CYCLE_WEEKS]
        last_year = next_year(past.log_base, past.horizon)
        return past.to_units(last_year + shrunk_growth(growth, self.half_life_weeks)[:, None])


def shrunk_growth(growth: Floats, half_life_weeks: float) -> Floats:
    """One log growth a series (S,) from its weekly ones (S, n), shrunk towards the median of all by its own noise.

    >>> shrunk_growth(np.array([[0.1, 0.1], [0.1, 0.1]]), 8).round(3).tolist()
    [0.1, 0.1]
    """
    weights = 0.5 ** (np.arange(growth.shape[1])[::-1] / half_life_weeks)
    weights = weights / weights.sum()
    own = growth @ weights
    # Neighbouring weeks are alike: half of them count as independent.
    noise = ((growth - own[:, None]) ** 2 @ weights) * 2 * (weights**2).sum()
    pool = np.median(own)
    between = max(((own - pool) ** 2).mean() - noise.mean(), 1e-6)
    return np.asarray(pool + (own - pool) * between / (between + noise)) if len(own) > 1 else own
