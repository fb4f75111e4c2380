"""Prophet with regressors: a line that bends, and a smooth year, after the effects of calendar and plan."""

import logging
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.models.guarded import one_by_one
from forecast_kit.forecasting.past import Past

__all__ = ["Prophet"]


@dataclass(frozen=True, slots=True)
class Prophet:
    """Taylor and Letham, Forecasting at scale, The American Statistician 72 (2018), of logs.

    Its own holidays match only the exact date and weekly data have no day, so the regressors' effects are those of
    the whole batch, shrunk, as for every other model. Needs the extra `prophet`.
    """

    harmonics: int = 15
    seconds: float = 60.0
    name: str = "prophet"

    def forecast(self, past: Past) -> Floats:
        """Units (series, horizon); NaN where a series could not be fitted in time."""
        import prophet

        for chatty in ("cmdstanpy", "prophet"):
            logging.getLogger(chatty).setLevel(logging.ERROR)
        weeks = pd.DataFrame({"ds": past.weeks.astype("datetime64[ns]")})
        known, ahead = weeks.iloc[: -past.horizon], weeks.iloc[-past.horizon :]

        def fit(values: Floats) -> Floats:
            model = prophet.Prophet(
                yearly_seasonality=self.harmonics,
                weekly_seasonality=False,
                daily_seasonality=False,
                uncertainty_samples=0,
            )
            model.fit(known.assign(y=values))
            return np.asarray(model.predict(ahead)["yhat"])

        return past.to_units(one_by_one(past.log_base, past.horizon, fit, self.seconds))
