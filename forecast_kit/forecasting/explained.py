"""Why a week's forecast is what it is: factors that multiply out to the number, and models that add up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from forecast_kit.columns import CATEGORY, UNITS, WEEK_START
from forecast_kit.errors import PlanError
from forecast_kit.forecasting.calendar import CYCLE_WEEKS, next_year
from forecast_kit.forecasting.comparables import newcomers
from forecast_kit.forecasting.fitted import Fitted, fit_arrays
from forecast_kit.forecasting.grid import Floats, weeks_after
from forecast_kit.forecasting.models import NAIVE

__all__ = ["Explanation", "explain"]

LEVEL, SEASON, CALENDAR, MODELLED = "level", "season", "calendar", "growth"
LEAST_LEVEL = 0.1  # of a mean week: the typical week of a series that rarely sells is one without a sale


@dataclass(frozen=True)
class Explanation:
    """Two ways to the same numbers, for one category; `parts` and `models_of` are rows that add up to a week's units.

    factors: category, week_start, part, value. `level` is in units: the typical week of the last year, without
        calendar and plan. The others are multipliers: `season` is the same week last year over that level,
        `calendar` Easter and the part of the month, one for each plan column, and `growth`, what the models together
        see beyond these: this year against last, and how far last year's week is believed. The product of a week's
        parts is its forecast, exactly.
    models: category, week_start, model, weight, said, units. `said` is the model's own forecast; `units` is what it
        adds: weight x said x the correction of the mean. A week's units add up to its forecast.
    units: category, week_start, units: the forecast.
    """

    factors: pd.DataFrame
    models: pd.DataFrame
    units: pd.DataFrame

    def parts(self, week: date | str) -> tuple[tuple[str, float], ...]:
        """One week as (name, units) rows that add up to its forecast: the level, and what each factor then adds.

        A factor adds to what stands before it: with level 100 and season 1.2, season adds 20; a calendar of 1.1 after
        it adds 12.

        Raises:
            PlanError: the week is not one of the forecast's.
        """
        rows, so_far = [], 0.0
        for part, value in self._factors_of(week):
            after = value if part == LEVEL else so_far * value
            rows.append((part, after - so_far))
            so_far = after
        return tuple(rows)

    def models_of(self, week: date | str) -> tuple[tuple[str, float, float], ...]:
        """One week as (model, weight, units) rows: the weights add up to 1, the units to the week's forecast.

        Raises:
            PlanError: the week is not one of the forecast's.
        """
        self._factors_of(week)
        own = self.models[self.models[WEEK_START] == pd.Timestamp(week)]
        return tuple((str(row.model), float(row.weight), float(row.units)) for row in own.itertuples())

    def sentence(self, week: date | str) -> str:
        """One week in words: the factors and their product.

        Raises:
            PlanError: the week is not one of the forecast's.
        """
        said = " x ".join(
            f"{part} {value:,.0f} units" if part == LEVEL else f"{part} {value:.2f}"
            for part, value in self._factors_of(week)
        )
        total = self.units.loc[self.units[WEEK_START] == pd.Timestamp(week), UNITS].iloc[0]
        return f"{said} = {total:,.0f} units"

    def _factors_of(self, week: date | str) -> list[tuple[str, float]]:
        parts = self.factors[self.factors[WEEK_START] == pd.Timestamp(week)]
        if parts.empty:
            first, last = (self.units[WEEK_START].iloc[at].date() for at in (0, -1))
            raise PlanError(f"{week} is no week of this forecast.", f"Its weeks start from {first} to {last}.")
        return [(str(part), float(value)) for part, value in zip(parts["part"], parts["value"], strict=True)]


def explain(
    history: pd.DataFrame,
    category: str,
    horizon_weeks: int = 12,
    *,
    plan: pd.DataFrame | None = None,
    thorough: bool = False,
    country: str | None = None,
    also: Sequence[str] = (),
    total_from_week: int = 1,
    comparables: Mapping[str, Sequence[str]] | None = None,
    season_totals: Mapping[str, float] | None = None,
) -> Explanation:
    """Every week ahead of `category` taken apart; the arguments are those of `fit_forecast`, and so are the numbers.

    Raises:
        PlanError: the category is not in the history; and what `fit_forecast` raises.

    >>> frame = pd.DataFrame({"category": "coats", "week_start": pd.date_range("2024-01-01", periods=60, freq="7D"),
    ...                       "units": 7.0})
    >>> explain(frame, "coats", 1).sentence("2025-02-24")
    'level 7 units x season 1.00 x calendar 1.00 x growth 1.00 = 7 units'
    """
    new = newcomers(history, comparables, season_totals, total_from_week)
    fit = fit_arrays(history, plan, horizon_weeks, thorough=thorough, country=country, also=also, new=new)
    if category not in fit.panel.categories:
        known = ", ".join(fit.panel.categories[:5])
        raise PlanError(f"There are no sales of {category}.", f"Name one that has: {known}.")
    row = fit.panel.categories.index(category)
    weeks = weeks_after(fit.panel.weeks[-1], horizon_weeks).astype("datetime64[ns]")
    return Explanation(
        _factors(fit, row, category, weeks),
        _models(fit, row, category, weeks),
        pd.DataFrame({CATEGORY: category, WEEK_START: weeks, UNITS: fit.units[row]}),
    )


def _factors(fit: Fitted, row: int, category: str, weeks: np.ndarray) -> pd.DataFrame:
    base, parts = fit.past.log_base[row : row + 1], fit.past.log_parts_ahead[:, row]
    columns, calendar = len(fit.planned.names), fit.calendar_columns
    usual = base[:, -CYCLE_WEEKS:].mean()
    level = max(np.exp(usual) - fit.past.offset[row], LEAST_LEVEL * fit.past.units[row].mean())
    if not fit.panel.weeks_known()[row]:
        level *= float(fit.factor[row, 0])  # lent by others, and brought to the total that was stated
    horizon = fit.past.horizon
    found: dict[str, Floats] = {
        LEVEL: np.full(horizon, level),
        SEASON: np.exp(next_year(base, horizon)[0] - usual),
        CALENDAR: np.exp(parts[:calendar].sum(axis=0)),
    }
    for p, name in enumerate(fit.planned.names):
        found[name] = np.exp(parts[calendar + p] + parts[calendar + columns + p])
    product = np.prod(list(found.values()), axis=0)
    found[MODELLED] = np.where(product > 0, fit.units[row] / np.where(product > 0, product, 1.0), 1.0)
    return pd.DataFrame(
        {
            CATEGORY: category,
            WEEK_START: np.repeat(weeks, len(found)),
            "part": list(found) * horizon,
            "value": np.stack(list(found.values()), axis=1).ravel(),
        }
    )


def _models(fit: Fitted, row: int, category: str, weeks: np.ndarray) -> pd.DataFrame:
    rows = []
    for h, week in enumerate(weeks):
        for m, model in enumerate(fit.models):
            weight = float(fit.weights[m, row])
            if weight > 0:
                said = float(fit.made[m, row, h])
                adds = 0.0 if fit.shut[row, h] else weight * said * float(fit.factor[row, 0])
                name = model.name if fit.kept[m, row] else NAIVE.name
                rows.append((category, week, name, weight, said, adds))
    return pd.DataFrame(rows, columns=[CATEGORY, WEEK_START, "model", "weight", "said", UNITS])
