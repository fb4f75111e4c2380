"""STL with a yearly season, and a damped trend without one: the strongest of the library methods, vectorised."""

from dataclasses import dataclass

from forecast_kit.forecasting.calendar import next_year
from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.models.damped_trend import damped_trend
from forecast_kit.forecasting.models.loess import stl_matrices
from forecast_kit.forecasting.past import Past

__all__ = ["Mstl"]


@dataclass(frozen=True, slots=True)
class Mstl:
    """log demand = season + trend + rest; the season repeats, the other two are carried on by a damped trend."""

    name: str = "mstl"

    def forecast(self, past: Past) -> Floats:
        """Units (series, horizon)."""
        season_matrix, _ = stl_matrices(past.log_base.shape[1])
        season = past.log_base @ season_matrix.T
        ahead = damped_trend(past.log_base - season, past.horizon)
        return past.to_units(ahead + next_year(season, past.horizon))
