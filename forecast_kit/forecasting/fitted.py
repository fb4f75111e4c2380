"""The fit itself, as arrays: what the frames of a forecast, its explanation and its plan effects are made from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from forecast_kit.errors import PlanError
from forecast_kit.forecasting.backtest import STEP_WEEKS, Backtest, origins, run_backtest
from forecast_kit.forecasting.calendar import easter_exposure, holiday_exposure, month_exposure
from forecast_kit.forecasting.combine import caution, combined, mean_correction, pooled_weights, stand_in
from forecast_kit.forecasting.comparables import Newcomers, lent_seasons
from forecast_kit.forecasting.grid import Floats, Panel, build_panel, weeks_after
from forecast_kit.forecasting.models import CAUTIOUS, STANDING_WORTH, Model, standing_of, with_also
from forecast_kit.forecasting.oddities import odd_series, without_spikes
from forecast_kit.forecasting.past import LONGEST_WEEKS, Past, known_at
from forecast_kit.forecasting.planned import Planned, curves, read_plan
from forecast_kit.forecasting.shut import planned_shut, without_shut_weeks

__all__ = ["Fitted", "exposures_of", "fit_arrays"]

NOBODY_NEW = Newcomers()


@dataclass(frozen=True, slots=True)
class Fitted:
    """S series, M models, H weeks ahead, O backtest origins, P exposures: calendar, plan columns, their curves.

    `made` (M, S, H) is what each model says, `kept` (M, S) whether it was sane, `weights` (M, S), `factor` (S, 1) the
    correction of the mean, `shut` (S, H) the weeks planned without a store open. `units` (S, H) is the forecast:
    the weighted mean of `made` times `factor`, 0 where shut.
    """

    panel: Panel
    planned: Planned
    past: Past
    tested: Backtest
    weights: Floats
    made: Floats
    kept: NDArray[np.bool_]
    factor: Floats
    shut: NDArray[np.bool_]
    units: Floats
    backtested: Floats
    warnings: tuple[str, ...]
    models: tuple[Model, ...]

    @property
    def calendar_columns(self) -> int:
        """How many of the exposures are the calendar's: they come first."""
        return len(self.past.log_parts_ahead) - 2 * len(self.planned.names)


def fit_arrays(
    history: pd.DataFrame,
    plan: pd.DataFrame | None,
    horizon: int,
    *,
    thorough: bool = False,
    country: str | None = None,
    last_week: np.datetime64 | None = None,
    also: Sequence[str] = (),
    new: Newcomers = NOBODY_NEW,
) -> Fitted:
    """Reads, backtests, weighs and forecasts; see `forecast.fit_forecast` for the arguments and errors.

    The weeks ahead begin after the last one of the history, or after `last_week` where that is later.
    """
    with threadpool_limits(limits=1, user_api="blas"):  # the matrices are small: threads would wait for each other
        return _fit(history, plan, horizon, thorough, country, last_week, (*with_also(also), CAUTIOUS), new)


def _fit(
    history: pd.DataFrame,
    plan: pd.DataFrame | None,
    horizon: int,
    thorough: bool,
    country: str | None,
    last_week: np.datetime64 | None,
    models: tuple[Model, ...],
    new: Newcomers,
) -> Fitted:
    sold = build_panel(history, last_week, new.comparables)
    planned = read_plan(history, plan, sold, horizon)
    shut = planned_shut(np.where(sold.filled, 0.0, sold.units), planned.values, sold.first)
    panel = without_spikes(without_shut_weeks(sold))
    exposures = exposures_of(panel, _open_as_usual(planned.values, panel, sold, shut), horizon, country)
    weeks = len(panel.weeks)
    cuts = origins(weeks, horizon, 1 if thorough else STEP_WEEKS)
    tested = run_backtest(panel, exposures, horizon, models, cuts)
    weights = _weights(tested, models, panel)
    past = known_at(panel, exposures, weeks, horizon)
    made, kept = stand_in(np.stack([model.forecast(past) for model in models]), past)
    backtested = combined(tested.forecast, weights)
    factor = mean_correction(backtested, tested.actual, past.units)[:, None]
    units = np.where(shut, 0.0, combined(made, weights) * factor)
    stated = _to_stated_totals(panel, units, new)
    factor, units = factor * stated, units * stated
    said = (
        *panel.warnings,
        *odd_series(panel),
        *planned.warnings,
        *_old_weeks(panel),
        *_shut_ahead(panel, shut),
        *lent_seasons(panel, past.loans, new),
    )
    return Fitted(
        panel, planned, past, tested, weights, made, kept, factor, shut, units, backtested * factor, said, models
    )


def _weights(tested: Backtest, models: tuple[Model, ...], panel: Panel) -> Floats:
    """(M, S): pooled weights of all models but the last, which is the cautious one: of it what a young series needs."""
    searched, last_year = tested.forecast[:, :-1], tested.forecast[:, -1]
    pooled = pooled_weights(searched, tested.actual, standing_of(models[:-1]), STANDING_WORTH)
    cautious = caution(combined(searched, pooled), last_year, tested.actual, panel.weeks_known())
    return np.concatenate([pooled[:, None] * (1 - cautious), cautious[None, :]])


def _to_stated_totals(panel: Panel, units: Floats, new: Newcomers) -> Floats:
    """(S, 1) what brings a category that has never sold to the season's total its planner stated; 1 for the others."""
    times = np.ones((len(units), 1))
    for name, total in new.totals.items():
        row = panel.categories.index(name)
        expected = units[row, new.from_week - 1 :].sum()
        if expected <= 0:
            raise PlanError(
                f"{name} is planned shut in the whole season, and its total is {total:,.0f} units.",
                "Correct its plan, or leave it out.",
            )
        times[row] = total / expected
    return times


def exposures_of(panel: Panel, values: Floats, horizon: int, country: str | None = None) -> Floats:
    """(P, S, T + H): Easter, the parts of the month, a country's holidays, plan columns, their curves."""
    weeks = np.concatenate([panel.weeks, weeks_after(panel.weeks[-1], horizon)])
    events = [
        easter_exposure(weeks),
        month_exposure(weeks),
        *([holiday_exposure(weeks, country)[1]] if country else []),
    ]
    shared = np.repeat(np.concatenate(events)[:, None, :], len(panel.categories), axis=1)
    return np.concatenate([shared, values, curves(values, len(panel.weeks))])


def _open_as_usual(values: Floats, panel: Panel, sold: Panel, shut: NDArray[np.bool_]) -> Floats:
    """Plan columns with the usual value where all was shut: the sales there are not real, and so teach nothing."""
    away = np.concatenate([panel.filled & ~sold.filled, shut], axis=1)
    if not away.any() or not len(values):
        return values
    open_weeks = np.maximum((~away).sum(axis=1), 1)
    usual = np.where(away, 0.0, values).sum(axis=2) / open_weeks
    return np.where(away, usual[:, :, None], values)


def _old_weeks(panel: Panel) -> list[str]:
    ignored = len(panel.weeks) - LONGEST_WEEKS
    if ignored <= 0:
        return []
    return [
        f"The history has {len(panel.weeks)} weeks; the {ignored} before {panel.weeks[ignored]} are not used, because "
        "five years say all there is to say of the next season."
    ]


def _shut_ahead(panel: Panel, shut: NDArray[np.bool_]) -> list[str]:
    counts = shut.sum(axis=1)
    return [f"{panel.categories[s]} is planned shut in {counts[s]} weeks: 0 units." for s in np.flatnonzero(counts)]
