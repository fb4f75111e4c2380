"""The models that are combined. Each turns a `Past` into units (series x horizon); none looks at another."""

from forecast_kit.forecasting.models.base import Model
from forecast_kit.forecasting.models.mstl import Mstl
from forecast_kit.forecasting.models.seasonal_naive import SeasonalNaive
from forecast_kit.forecasting.models.structural import Structural
from forecast_kit.forecasting.models.year_over_year import YearOverYear

__all__ = ["MODELS", "NAIVE", "Model", "Mstl", "SeasonalNaive", "Structural", "YearOverYear"]

NAIVE: Model = SeasonalNaive()
MODELS: tuple[Model, ...] = (NAIVE, YearOverYear(), Structural(), Mstl())
