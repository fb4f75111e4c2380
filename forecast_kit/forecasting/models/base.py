"""What a model is."""

from typing import Protocol

from forecast_kit.forecasting.grid import Floats
from forecast_kit.forecasting.past import Past

__all__ = ["Model"]


class Model(Protocol):
    """A way to see the weeks ahead from the weeks behind."""

    @property
    def name(self) -> str:
        """What reports call it."""
        ...

    def forecast(self, past: Past) -> Floats:
        """Units (series, horizon), not negative."""
        ...
