"""ARIMA with regressors, orders chosen a series: this year against last, after the effects of calendar and plan."""

from dataclasses import dataclass

import numpy as np

from forecast_kit.forecasting.calendar import CYCLE_WEEKS, next_year
from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.models.guarded import one_by_one
from forecast_kit.forecasting.past import Past

__all__ = ["Arima"]

LEAST_WEEKS = 8  # of this year against last


@dataclass(frozen=True, slots=True)
class Arima:
    """Regression with ARIMA(p, d, q)(0, 1, 0)52 errors, of logs; p and q up to `largest_order`, d 0 or 1.

    The regressors' effects are those of the whole batch, shrunk, as for every other model: one series has too few
    weeks to tell them apart. Needs statsforecast; the search is Hyndman and Khandakar, Automatic time series
    forecasting, Journal of Statistical Software 27 (2008).
    """

    largest_order: int = 2
    seconds: float = 60.0
    name: str = "arima"

    def forecast(self, past: Past) -> Floats:
        """Units (series, horizon); NaN where a series could not be fitted in time."""
        from statsforecast.models import AutoARIMA

        growth = past.log_base[:, CYCLE_WEEKS:] - past.log_base[:, :-CYCLE_WEEKS]
        if growth.shape[1] < LEAST_WEEKS:
            return np.full((len(growth), past.horizon), np.nan)
        order = self.largest_order

        def fit(known: Floats) -> Floats:
            model = AutoARIMA(max_p=order, max_q=order, max_d=1, max_order=2 * order, seasonal=False)
            return np.asarray(model.forecast(known, h=past.horizon)["mean"])

        steps = one_by_one(growth, past.horizon, fit, self.seconds)
        ahead = next_year(past.log_base, past.horizon)
        for week in range(past.horizon):  # the growth over last year, and beyond a year the growth over that
            ahead[:, week] = steps[:, week] + (ahead[:, week] if week < CYCLE_WEEKS else ahead[:, week - CYCLE_WEEKS])
        return past.to_units(ahead)
