"""One fit for a whole batch of categories: weeks ahead, season totals, what was combined, and how good it has been."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast_kit.columns import CATEGORY
from forecast_kit.errors import PlanError
from forecast_kit.forecasting.backtest import Backtest, familiar_errors
from forecast_kit.forecasting.comparables import Newcomers, newcomers
from forecast_kit.forecasting.fitted import Fitted, fit_arrays
from forecast_kit.forecasting.grid import Floats, build_panel
from forecast_kit.forecasting.intervals import (
    Joined,
    Spread,
    log_errors,
    spread_at,
    total_spread,
    unfamiliarity,
    weekly_spread,
)
from forecast_kit.forecasting.planned import read_plan
from forecast_kit.forecasting.report import accuracy_frame, models_frame, totals_frame, warnings_of, weekly_frame

__all__ = ["QUANTILES", "Forecast", "fit_forecast", "forecast_demand", "forecast_totals"]

QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
MAX_HORIZON = 104  # a season of a year, planned up to a year ahead
FEWEST_TOTALS = 20


@dataclass(frozen=True)
class Forecast:
    """What a fit says. Units are units a week; shares are 0-1; a category's rows are sorted by week or quantile.

    weekly: category, week_start, units, units_lo_80, units_hi_80 (and one pair for each other level asked for).
    totals: category, quantile, units: the distribution of the season's total, not a sum of weekly quantiles.
    models: category, model, weight, fallback_from; weights of a category add up to 1.
    accuracy: category, wape, bias, coverage_80, total_error, scores: the backtest, NaN where it could not be run.
        `scores` counts the weekly errors it rests on; coverage is measured leaving out one origin at a time.
    warnings: sentences to the planner.
    """

    weekly: pd.DataFrame
    totals: pd.DataFrame
    models: pd.DataFrame
    accuracy: pd.DataFrame
    warnings: tuple[str, ...]


def fit_forecast(
    history: pd.DataFrame,
    horizon_weeks: int = 12,
    *,
    plan: pd.DataFrame | None = None,
    levels: Sequence[int] = (80,),
    quantiles: Sequence[float] = QUANTILES,
    total_from_week: int = 1,
    thorough: bool = False,
    seed: int = 0,
    country: str | None = None,
    pool: bool = True,
    also: Sequence[str] = (),
    comparables: Mapping[str, Sequence[str]] | None = None,
    season_totals: Mapping[str, float] | None = None,
) -> Forecast:
    """Demand of every category in the `horizon_weeks` weeks after the last week of `history`.

    `history`: category, week_start, units and any plan columns, a row a category-week; `plan`: category, week_start and
    plan columns for every week ahead. `levels` are percentages. `total_from_week` is the first of the weeks, counted
    from 1, that the season's total is made of: a gap before the season is forecast but not counted. `thorough`
    backtests from every week and not every fourth. `country` (ISO code) adds its moving public holidays. With `pool`,
    categories learn growth, effects, seasons, weights and widths from each other, so a number may move when others
    are added, but never with the order of rows; without it each is forecast as if it were alone, and less well (and
    at some 10 times the time). `also` adds "arima" or "prophet" to the models, of which neither made the combination
    better where it was measured (see `models`), at some 5 s a series. The default meets the marks of accuracy and
    of time in `tests/benchmarks/forecast_accuracy.py`; `thorough` rests the same forecast on four times the scores.
    `comparables` names, for a category, those whose season it borrows while it has under a year of its own; without
    them it borrows from those whose weeks move most like its own. With them it may have fewer than 8 weeks, or no row
    at all: then `season_totals` gives the units it is to sell in the season (the weeks from `total_from_week` on).
    Nothing is drawn at random, so `seed` changes nothing; it is stored with every plan.

    Raises:
        DataError: the history or plan cannot be used; every bad row is listed.
        PlanError: horizon, levels or quantiles are impossible, the plan does not cover the weeks ahead, or what is said
            of a new category cannot be: see `comparables.newcomers`.

    >>> frame = pd.DataFrame({"category": "dresses", "week_start": pd.date_range("2024-01-01", periods=70, freq="7D"),
    ...                       "units": 100.0})
    >>> fit_forecast(frame, 4).weekly["units"].round(6).tolist()
    [100.0, 100.0, 100.0, 100.0]
    """
    _refuse_impossible(horizon_weeks, levels, quantiles, total_from_week)
    new = newcomers(history, comparables, season_totals, total_from_week)
    fits = _fits(history, plan, horizon_weeks, pool, new, thorough=thorough, country=country, also=also)
    made = [_made(fit, levels, quantiles, total_from_week) for fit in fits]
    return made[0] if len(made) == 1 else _joined(made)


def _fits(
    history: pd.DataFrame,
    plan: pd.DataFrame | None,
    horizon: int,
    pool: bool,
    new: Newcomers,
    *,
    thorough: bool,
    country: str | None,
    also: Sequence[str],
) -> Iterator[Fitted]:
    """One fit of all the categories, or one of each."""
    if pool:
        yield fit_arrays(history, plan, horizon, thorough=thorough, country=country, also=also, new=new)
        return
    if new.comparables:
        raise PlanError("Without pooling no category borrows from another.", "Leave out the comparables, or pool.")
    every = build_panel(history)
    read_plan(history, plan, every, horizon)  # what is wrong with the frames is said of all of them, row by row
    plans = None if plan is None else dict(iter(plan.groupby(plan[CATEGORY].astype(str))))
    for name, own in history.groupby(history[CATEGORY].astype(str)):
        known = None if plans is None else plans.get(name, plan)
        last = every.weeks[-1]
        yield fit_arrays(own, known, horizon, thorough=thorough, country=country, last_week=last, also=also)


def _joined(made: Sequence[Forecast]) -> Forecast:
    weekly, totals, models, accuracy = (
        pd.concat([getattr(one, name) for one in made], ignore_index=True)
        for name in ("weekly", "totals", "models", "accuracy")
    )
    said = dict.fromkeys(sentence for one in made for sentence in one.warnings)
    return Forecast(weekly, totals, models, accuracy, tuple(said))


def _made(fit: Fitted, levels: Sequence[int], quantiles: Sequence[float], total_from_week: int) -> Forecast:
    panel, tested = fit.panel, fit.tested
    errors = familiar_errors(tested, fit.backtested, panel)
    spread, totals = _spreads(fit, errors, total_from_week)
    season = slice(total_from_week - 1, None)
    return Forecast(
        weekly=weekly_frame(panel, fit.units, fit.past.offset, spread, levels, fit.shut),
        totals=totals_frame(panel, fit.units[:, season], fit.past.offset, totals, quantiles, fit.shut[:, season]),
        models=models_frame(panel, fit.weights, fit.kept, fit.models),
        accuracy=accuracy_frame(panel, tested, fit.backtested, errors, total_from_week),
        warnings=(*fit.warnings, *warnings_of(panel, fit.kept, errors, fit.models)),
    )


def _spreads(fit: Fitted, errors: Floats, total_from_week: int) -> tuple[Spread | Joined, Spread]:
    """How wide the weeks and the season's total are: from errors of familiar series, by how well each is known."""
    tested, panel = fit.tested, fit.panel
    weekly = spread_at(errors, tested.cuts, total_from_week)
    of_totals = _total_errors(tested, fit.backtested, total_from_week) / tested.unfamiliar(panel)
    total = total_spread(of_totals, weekly_spread(errors), tested.seasons)
    if not np.isfinite(errors).any():
        return weekly, total
    now = unfamiliarity(panel.weeks_known())
    return weekly.scaled(now), total.scaled(now)


def forecast_demand(
    history: pd.DataFrame,
    horizon_weeks: int = 12,
    *,
    plan: pd.DataFrame | None = None,
    levels: Sequence[int] = (80,),
    thorough: bool = False,
    seed: int = 0,
) -> pd.DataFrame:
    """Units a week ahead: category, week_start, units, units_lo_80, units_hi_80. See `fit_forecast`.

    >>> frame = pd.DataFrame({"category": "coats", "week_start": pd.date_range("2024-01-01", periods=60, freq="7D"),
    ...                       "units": 7})
    >>> forecast_demand(frame, 1).round(1).to_dict("records")[0]["units"]
    7.0
    """
    return fit_forecast(history, horizon_weeks, plan=plan, levels=levels, thorough=thorough, seed=seed).weekly


def forecast_totals(
    history: pd.DataFrame,
    horizon_weeks: int = 12,
    *,
    plan: pd.DataFrame | None = None,
    quantiles: Sequence[float] = QUANTILES,
    seed: int = 0,
) -> pd.DataFrame:
    """Quantiles of the season's total: category, quantile, units. Not the sum of weekly quantiles. See `fit_forecast`.

    >>> frame = pd.DataFrame({"category": "coats", "week_start": pd.date_range("2024-01-01", periods=60, freq="7D"),
    ...                       "units": 7})
    >>> forecast_totals(frame, 10, quantiles=(0.5,))["units"].round(1).tolist()
    [70.0]
    """
    return fit_forecast(history, horizon_weeks, plan=plan, quantiles=quantiles, seed=seed).totals


def _refuse_impossible(horizon: int, levels: Sequence[int], quantiles: Sequence[float], from_week: int) -> None:
    if isinstance(horizon, bool) or not isinstance(horizon, int | np.integer) or not 1 <= horizon <= MAX_HORIZON:
        raise PlanError(f"The horizon is {horizon} weeks.", f"Give a whole number from 1 to {MAX_HORIZON}.")
    if not 1 <= from_week <= horizon:
        raise PlanError(
            f"The season's total would begin in week {from_week} of a forecast of {horizon}.",
            "Let the forecast run to the end of the season.",
        )
    bad = [level for level in levels if not 0 < level < 100]
    if bad:
        raise PlanError(f"{bad[0]} is not a level of an interval.", "Give percentages between 0 and 100, such as 80.")
    wrong = [quantile for quantile in quantiles if not 0 < quantile < 1]
    if wrong or list(quantiles) != sorted(set(quantiles)):
        raise PlanError("The quantiles are not rising shares between 0 and 1.", "Give for example 0.1, 0.5, 0.9.")


def _total_errors(tested: Backtest, backtested: Floats, from_week: int) -> Floats:
    """(O, S) log errors of totals; of whole seasons where there are enough, else of as many weeks as came."""
    actual = tested.actual[:, :, from_week - 1 :]
    forecast = backtested[:, :, from_week - 1 :]
    known = np.isfinite(actual) & np.isfinite(forecast)
    weeks = known.sum(axis=2)
    whole = weeks == actual.shape[2]
    usable = whole if whole.sum() >= FEWEST_TOTALS else weeks >= np.maximum(1, min(4, actual.shape[2]))
    sold, said = (np.where(known, values, 0.0).sum(axis=2) for values in (actual, forecast))
    errors = log_errors(sold, said, tested.offset * np.maximum(weeks, 1))
    return np.where(usable, errors, np.nan)
