"""From a season's sales history to the demand it can expect."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

import numpy as np
import pandas as pd

from forecast_kit.allocation import open_stores
from forecast_kit.errors import PlanError
from forecast_kit.forecasting import Forecast, fit_forecast, to_demand
from forecast_kit.plan import DemandForecast, ModelWeight, TotalQuantile, WeekForecast
from forecast_kit.replay.season import LONG_GAP_WEEKS, Season
from forecast_kit.season import TradingWeek

YEAR_WEEKS = 52


class NewCategory(TypedDict):
    """Arguments of a fit that a category under a year may bring."""

    comparables: dict[str, tuple[str, ...]] | None
    season_totals: dict[str, float] | None


def _category_weeks(sales: pd.DataFrame, plan_columns: list[str]) -> pd.DataFrame:
    """Store-weeks summed to `category, week_start, units`, plan columns averaged."""
    how = {"units": "sum"} | dict.fromkeys(plan_columns, "mean")
    return sales.groupby(["category", "week_start"], as_index=False).agg(how)


def _weeks_ahead(season: Season, categories: list[str], plan_columns: list[str], horizon: int) -> pd.DataFrame:
    """The plan for every week ahead. The panel lends only its past, so it gets the season's own plan."""
    assert season.plan is not None
    ahead = season.plan.assign(week_start=pd.to_datetime(season.plan["week_start"]))
    weeks = [pd.Timestamp(season.history_through + timedelta(weeks=n + 1)) for n in range(horizon)]
    ahead = ahead.set_index("week_start")[plan_columns].reindex(weeks)
    missing = ahead.index[ahead.isna().any(axis=1)]
    if len(missing):
        raise PlanError(
            f"The plan ahead for {season.category} lacks {len(missing)} of {horizon} weeks, "
            f"the first {missing[0]:%-d %B %Y}.",
            "Add those weeks to the plan file, or plan without it.",
        )
    frame = ahead.rename_axis("week_start").reset_index()
    return pd.concat([frame.assign(category=name) for name in categories], ignore_index=True)


@dataclass(frozen=True)
class Seen:
    """What the forecast of a season is made from: category-weeks of demand, and the plan of the weeks ahead.

    `history` holds `own` and the panel's categories; `horizon_weeks` run from the last week known to the season's end.
    """

    own: pd.DataFrame
    history: pd.DataFrame
    plan: pd.DataFrame | None
    horizon_weeks: int
    closed_stores: int


def seen_by_the_forecast(season: Season, panel: pd.DataFrame | None, *, use_plan_columns: bool = True) -> Seen:
    """Sales restated to demand, over the stores that will be open, summed over stores.

    Raises:
        PlanError: the season starts inside the history, or the plan ahead lacks weeks.
    """
    horizon = season.gap_weeks + len(season.weeks)
    columns = list(season.plan_columns) if use_plan_columns else []
    demand = season.demand.frame
    first, last = season.weeks[0].week_start, season.weeks[-1].week_start + timedelta(days=6)
    trading = open_stores(season.stores, sorted(demand["store_id"].unique()), first, last)
    own = _category_weeks(demand[demand["store_id"].isin(trading)], columns)
    others = [] if panel is None or panel.empty else [_panel_weeks(panel, season, columns)]
    history = pd.concat([*([own] if season.season_total_units is None else []), *others], ignore_index=True)
    names = sorted({season.category, *history["category"]})
    plan = _weeks_ahead(season, names, columns, horizon) if columns else None
    return Seen(own, history, plan, horizon, demand["store_id"].nunique() - len(trading))


def expected_demand(season: Season, panel: pd.DataFrame | None, *, use_plan_columns: bool = True) -> DemandForecast:
    """The season's demand at full price over the stores that will be open.

    Raises:
        PlanError: the season starts inside the history, or the plan ahead lacks weeks.
    """
    seen = seen_by_the_forecast(season, panel, use_plan_columns=use_plan_columns)
    fit = fit_forecast(
        seen.history,
        seen.horizon_weeks,
        plan=seen.plan,
        seed=season.seed,
        total_from_week=season.gap_weeks + 1,
        **said_of_new(season),
    )
    notes = [*season.demand.notes, *fit.warnings]
    if seen.closed_stores:
        s = "s" * (seen.closed_stores > 1)
        notes.append(f"Sales of {seen.closed_stores} store{s} closed by then are left out of the forecast.")
    return _as_forecast(season, fit, seen.own, season.gap_weeks, notes)


def said_of_new(season: Season) -> NewCategory:
    """What the planner says of a young category, as `fit_forecast` and `explain` take it."""
    name = season.category
    total = season.season_total_units
    return {
        "comparables": {name: season.comparables} if season.comparables else None,
        "season_totals": None if total is None else {name: total},
    }


def _panel_weeks(panel: pd.DataFrame, season: Season, columns: list[str]) -> pd.DataFrame:
    others = panel[panel["category"] != season.category]
    return _category_weeks(to_demand(others, elasticity=season.elasticity).frame, columns)


def _as_forecast(season: Season, fit: Forecast, own: pd.DataFrame, gap: int, notes: list[str]) -> DemandForecast:
    weekly = fit.weekly[fit.weekly["category"] == season.category].sort_values("week_start").iloc[gap:]
    times = _to_days_on_sale(season, weekly["units"].to_numpy(float))
    weekly = weekly.assign(**{name: times * weekly[name] for name in ("units", "units_lo_80", "units_hi_80")})
    weeks = tuple(
        _week(week, row.units, row.units_lo_80, row.units_hi_80)
        for week, row in zip(season.weeks, weekly.itertuples(), strict=True)
    )
    whole, on_sale = float(weekly["units"].sum()), sum(week.units for week in weeks)
    totals = fit.totals[fit.totals["category"] == season.category].sort_values("quantile")
    quantiles = totals["quantile"].to_numpy(float)
    units = times * totals["units"].to_numpy(float) * (on_sale / whole if whole > 0 else 1.0)
    units = widen(quantiles, units, season.demand_log_sd)
    models = fit.models[fit.models["category"] == season.category]
    accuracy = fit.accuracy[fit.accuracy["category"] == season.category]
    if gap > LONG_GAP_WEEKS:
        notes.append(f"The season starts {gap} weeks after the last known sales: expect a larger error than usual.")
    if season.weeks[0].days_on_sale < 7:
        notes.append(
            f"Week 1 has {season.weeks[0].days_on_sale} of 7 days on sale, and its forecast is scaled to them."
        )
    return DemandForecast(
        category=season.category,
        weeks=weeks,
        total_quantiles=tuple(
            TotalQuantile(quantile=float(q), units=float(u)) for q, u in zip(quantiles, units, strict=True)
        ),
        models=tuple(
            ModelWeight(model=row.model, weight=float(row.weight), fallback_from=row.fallback_from or None)
            for row in models.itertuples()
        ),
        history_from=own["week_start"].min().date(),
        history_through=season.history_through,
        gap_weeks=gap,
        same_weeks_last_year=_last_year(own, season.weeks),
        backtest_wape=_measured(accuracy, "wape"),
        backtest_coverage_80=_measured(accuracy, "coverage_80"),
        notes=tuple(notes),
    )


def _to_days_on_sale(season: Season, units: np.ndarray) -> float:
    """What makes the days on sale add up to the total that was stated, where one was; else 1."""
    if season.season_total_units is None:
        return 1.0
    shares = np.array([week.share_on_sale for week in season.weeks])
    return season.season_total_units / float(shares @ units)


def _week(week: TradingWeek, units: float, low: float, high: float) -> WeekForecast:
    share = week.share_on_sale
    return WeekForecast(
        week=week.number,
        week_start=week.week_start,
        units=units * share,
        units_lo_80=low * share,
        units_hi_80=high * share,
    )


def _measured(accuracy: pd.DataFrame, name: str) -> float | None:
    if accuracy.empty or pd.isna(accuracy[name].iloc[0]):
        return None
    return float(accuracy[name].iloc[0])


def _last_year(own: pd.DataFrame, weeks: tuple[TradingWeek, ...]) -> float | None:
    """Units of the same weeks a year (52 weeks) before; None where history does not reach back to them all."""
    wanted: list[date] = [week.week_start - timedelta(weeks=YEAR_WEEKS) for week in weeks]
    found = own[own["week_start"].isin([pd.Timestamp(day) for day in wanted])]
    return float(found["units"].sum()) if len(found) == len(wanted) else None


def widen(quantiles: np.ndarray, units: np.ndarray, log_sd: float) -> np.ndarray:
    """Quantiles of total x F, F log-normal with mean 1 and independent of it; unchanged at log_sd 0.

    With mean 1 the forecast stays what is expected: styles that share a category add up to it.

    The product's distribution is taken over a grid of equally likely points of both factors.

    >>> widen(np.array([0.1, 0.5, 0.9]), np.array([80.0, 100.0, 120.0]), 0.0).tolist()
    [80.0, 100.0, 120.0]
    """
    if log_sd == 0:
        return units
    from scipy.special import ndtri

    grid = (np.arange(400) + 0.5) / 400
    totals = np.interp(grid, quantiles, units)
    factors = np.exp(log_sd * ndtri(grid))
    factors /= factors.mean()
    product: np.ndarray = np.quantile(np.outer(totals, factors), quantiles)
    return product
