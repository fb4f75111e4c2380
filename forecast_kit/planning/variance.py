"""The variance rule: when a season runs so far off its forecast that the forecast is to be made anew."""

from dataclasses import dataclass

from forecast_kit.errors import PlanError
from forecast_kit.forecasting.reforecast import LevelUpdate, update_level
from forecast_kit.plan import DemandForecast

__all__ = ["VARIANCE_LIMIT", "Variance", "reforecast", "variance_of"]

VARIANCE_LIMIT = 0.20
NORMAL_90 = 1.2816  # standard deviations from the middle to the ninth of ten seasons
LEAST_SD = 0.01  # of the season's total: no forecast is surer than that


@dataclass(frozen=True)
class Variance:
    """A season after `weeks` weeks: units sold against units forecast for the same weeks.

    >>> late = Variance(weeks=3, forecast_units=300.0, sold_units=230.0)
    >>> round(late.share, 3), late.fired
    (-0.233, True)
    """

    weeks: int
    forecast_units: float
    sold_units: float

    @property
    def share(self) -> float:
        """(sold - forecast) / forecast, cumulative."""
        return (self.sold_units - self.forecast_units) / self.forecast_units

    @property
    def fired(self) -> bool:
        """Whether the season is further off than 20 %, either way."""
        return abs(self.share) > VARIANCE_LIMIT


def variance_of(forecast: DemandForecast, sold_units: list[float]) -> Variance:
    """How far a season is off after its first weeks; `sold_units` has one number a week, from week 1.

    Raises:
        PlanError: no week is over, more weeks were sold than planned, or nothing was forecast for them.
    """
    weeks = len(sold_units)
    if not 0 < weeks <= len(forecast.weeks):
        raise PlanError(
            f"{weeks} weeks of sales are not the beginning of a season of {len(forecast.weeks)}.",
            "Give one number for each week that is over, from week 1.",
        )
    expected = sum(week.units for week in forecast.weeks[:weeks])
    if expected <= 0:
        raise PlanError("Nothing was forecast for the weeks that are over.", "A variance needs a forecast above zero.")
    return Variance(weeks, expected, float(sum(sold_units)))


def reforecast(forecast: DemandForecast, sold_units: list[float]) -> LevelUpdate:
    """The rest of the season: its shape kept, its level moved by what was sold so far.

    How far the season might be off its forecast is taken from the forecast's own 80 % range.

    Raises:
        PlanError: the numbers do not make a season.
    """
    points = {point.quantile: point.units for point in forecast.total_quantiles}
    spread = (points[0.9] - points[0.1]) / (2 * NORMAL_90) if {0.1, 0.9} <= points.keys() else 0.0
    plan_sd = max(spread, LEAST_SD * forecast.total_units)
    return update_level([week.units for week in forecast.weeks], plan_sd, sold_units, week_correlation=0.5)
