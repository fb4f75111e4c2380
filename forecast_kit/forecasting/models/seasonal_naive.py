"""Next year is last year: the yardstick, and what stands in for a model that was rejected."""

from dataclasses import dataclass

from forecast_kit.forecasting.calendar import next_year
from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.past import Past

__all__ = ["SeasonalNaive"]


@dataclass(frozen=True, slots=True)
class SeasonalNaive:
    """The same trading week a year (52 weeks) before, plan and calendar ignored."""

    name: str = "seasonal_naive"

    def forecast(self, past: Past) -> Floats:
        """Units (series, horizon) of 52 weeks before; further ahead, the same again."""
        return next_year(past.units, past.horizon)
