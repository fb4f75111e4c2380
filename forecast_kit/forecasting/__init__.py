"""Weekly demand ahead with honest intervals, vectorised over a (series x weeks) matrix.

`fit_forecast` is the one fit; `forecast_demand` and `forecast_totals` are its two faces. Names are imported when first
used, so that `import forecast_kit.forecasting` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecast_kit.forecasting.demand import DemandHistory, to_demand
    from forecast_kit.forecasting.forecast import Forecast, fit_forecast, forecast_demand, forecast_totals

_HOMES = {
    "DemandHistory": "demand",
    "Forecast": "forecast",
    "fit_forecast": "forecast",
    "forecast_demand": "forecast",
    "forecast_totals": "forecast",
    "to_demand": "demand",
}

__all__ = ["DemandHistory", "Forecast", "fit_forecast", "forecast_demand", "forecast_totals", "to_demand"]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
