"""The models that are combined. Each turns a `Past` into units (series x horizon); none looks at another.

ARIMA and Prophet are there to be asked for (`also=("arima", "prophet")`), and not used by themselves: they take 0.1 to
0.4 s a series and origin and do not earn it. WAPE % and season total error % 12 weeks ahead, alone and with a share in
the default combination, 3 to 5 origins, the chain being `tests/benchmarks/planned_chain.py`:

    |                        | departments | grocery    | made-up chain, two draws   |
    |------------------------|-------------|------------|----------------------------|
    | default                | 5.57  3.05  | 11.62 6.60 | 3.80  2.23  |  4.04  3.02  |
    | MSTL alone             | 6.18  3.78  | 15.43 8.71 | 4.26  3.22  |  4.96  3.80  |
    | ARIMA alone            | 6.30  3.95  | 15.26 7.81 | 3.64  2.45  |  4.70  3.77  |
    | Prophet alone          | 9.08  6.89  | 15.64 10.95| 5.12  4.35  |  5.07  3.73  |
    | default, 20 % ARIMA    | 5.60  3.13  | 11.87 6.68 | 3.67  2.13  |  4.14  3.13  |
    | default, 20 % Prophet  | 5.88  3.51  | 11.64 6.54 | 3.51  1.79  |  4.11  3.15  |
"""

from collections.abc import Sequence
from importlib.util import find_spec

from forecast_kit.errors import PlanError
from forecast_kit.forecasting.models.arima import Arima
from forecast_kit.forecasting.models.base import Model
from forecast_kit.forecasting.models.last_year import LastYear
from forecast_kit.forecasting.models.mstl import Mstl
from forecast_kit.forecasting.models.prophet import Prophet
from forecast_kit.forecasting.models.seasonal_naive import SeasonalNaive
from forecast_kit.forecasting.models.structural import Additive, Structural
from forecast_kit.forecasting.models.year_over_year import YearOverYear

__all__ = [
    "CAUTIOUS",
    "MODELS",
    "NAIVE",
    "STANDING",
    "STANDING_WORTH",
    "Additive",
    "Arima",
    "LastYear",
    "Model",
    "Mstl",
    "Prophet",
    "SeasonalNaive",
    "Structural",
    "YearOverYear",
    "standing_of",
    "with_also",
]

NAIVE: Model = SeasonalNaive()
CAUTIOUS: Model = LastYear()  # no part of the search for weights: see `combine.caution`
MODELS: tuple[Model, ...] = (NAIVE, YearOverYear(), Structural(), Additive(), Mstl())

# What each model's word is worth before it is tested on the batch: measured on two retailers, on halves of the
# categories and of the origins alike. It counts as much as this many backtested seasons of one category.
STANDING = (0.01, 0.01, 0.4, 0.57, 0.01)
STANDING_WORTH = 1000.0

ALSO: dict[str, tuple[Model, str]] = {"arima": (Arima(), "statsforecast"), "prophet": (Prophet(), "prophet")}


def with_also(names: Sequence[str]) -> tuple[Model, ...]:
    """The models that are always combined, and those asked for by name: "arima", "prophet".

    Raises:
        PlanError: no model is called so, or the library it needs is not installed.

    >>> [model.name for model in with_also(())] == [model.name for model in MODELS]
    True
    """
    for name in names:
        if name not in ALSO:
            raise PlanError(f"There is no model called {name}.", f"Ask for {' or '.join(ALSO)}.")
        if find_spec(ALSO[name][1]) is None:
            raise PlanError(
                f"The model {name} needs {ALSO[name][1]}, which is not installed.",
                f"Install it with: pip install 'forecast-kit[{name}]'.",
            )
    return (*MODELS, *(ALSO[name][0] for name in dict.fromkeys(names)))


def standing_of(models: Sequence[Model]) -> tuple[float, ...]:
    """What the word of each is worth before any test on the batch: nothing, for those that were asked for."""
    return (*STANDING, *(0.0 for _ in models[len(STANDING) :]))
