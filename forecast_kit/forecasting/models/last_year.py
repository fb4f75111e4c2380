"""Last year's weeks once more, with this year's calendar and plan: what is left where no growth is believed."""

from dataclasses import dataclass

import numpy as np

from forecast_kit.forecasting.calendar import CYCLE_WEEKS, next_year
from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.past import Past

__all__ = ["LastYear"]


@dataclass(frozen=True, slots=True)
class LastYear:
    """Seasonal naive with December by date and the effects of calendar and plan; the level is last year's."""

    name: str = "last_year"

    def forecast(self, past: Past) -> Floats:
        """Units (series, horizon)."""
        years = 1 + np.arange(past.horizon) // CYCLE_WEEKS
        return past.to_units(next_year(past.log_base, past.horizon) - past.growth[:, None] * years)
