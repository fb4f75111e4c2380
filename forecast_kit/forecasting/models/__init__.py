"""The models that are combined. Each turns a `Past` into units (series x horizon); none looks at another."""

from forecast_kit.forecasting.models.base import Model
from forecast_kit.forecasting.models.mstl import Mstl
from forecast_kit.forecasting.models.seasonal_naive import SeasonalNaive
from forecast_kit.forecasting.models.structural import Additive, Structural
from forecast_kit.forecasting.models.year_over_year import YearOverYear

__all__ = [
    "MODELS",
    "NAIVE",
    "STANDING",
    "STANDING_WORTH",
    "Additive",
    "Model",
    "Mstl",
    "SeasonalNaive",
    "Structural",
    "YearOverYear",
]

NAIVE: Model = SeasonalNaive()
MODELS: tuple[Model, ...] = (NAIVE, YearOverYear(), Structural(), Additive(), Mstl())

# What each model's word is worth before it is tested on the batch: measured on two retailers, on halves of the
# categories and of the origins alike. It counts as much as this many backtested seasons of one category.
STANDING = (0.01, 0.01, 0.4, 0.57, 0.01)
STANDING_WORTH = 1000.0
