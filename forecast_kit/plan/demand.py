"""Expected demand at full price: weeks, season total, and the models behind them."""

from datetime import date
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from forecast_kit.season import Frozen


class WeekForecast(Frozen):
    """Expected demand at full price in one week of the season, with its 80 % interval."""

    week: int = Field(ge=1)
    week_start: date
    units: float = Field(ge=0)
    units_lo_80: float = Field(ge=0)
    units_hi_80: float = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.units_lo_80 <= self.units <= self.units_hi_80:
            raise ValueError(f"week {self.week}: the interval does not contain the forecast")
        return self


class TotalQuantile(Frozen):
    """The season total that demand stays below with this probability."""

    quantile: float = Field(gt=0, lt=1)
    units: float = Field(ge=0)


class ModelWeight(Frozen):
    """A model's part in the combination; `fallback_from` names the model it stands in for."""

    model: str
    weight: float = Field(ge=0, le=1)
    fallback_from: str | None = None


class DemandForecast(Frozen):
    """What the category would sell at full price if the shelf were never empty."""

    category: str
    weeks: tuple[WeekForecast, ...] = Field(min_length=1)
    total_quantiles: tuple[TotalQuantile, ...] = Field(min_length=1)
    models: tuple[ModelWeight, ...] = Field(min_length=1)
    history_from: date
    history_through: date
    gap_weeks: int = Field(ge=0)
    same_weeks_last_year: float | None = Field(None, ge=0)
    backtest_wape: float | None = Field(None, ge=0)
    backtest_coverage_80: float | None = Field(None, ge=0, le=1)
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if [week.week for week in self.weeks] != list(range(1, len(self.weeks) + 1)):
            raise ValueError("the forecast's weeks are not 1, 2, 3 ...")
        for low, high in pairwise(self.total_quantiles):
            if low.quantile >= high.quantile or low.units > high.units:
                raise ValueError("the quantiles of the season total cross")
        if abs(sum(model.weight for model in self.models) - 1) > 1e-6:
            raise ValueError("the weights of the models do not add up to 1")
        return self

    @property
    def total_units(self) -> float:
        """Expected demand over the season, units."""
        return sum(week.units for week in self.weeks)
