"""The kit's own policy: forecast, buy by money, place and top up by demand. Live planning and replay both call it."""

from dataclasses import replace

import numpy as np
import pandas as pd

from forecast_kit.allocation import (
    Outlook,
    SeasonTotal,
    TotalOutlook,
    allocate,
    compare_buys,
    store_shares,
    tier_stores,
)
from forecast_kit.allocation.tiers import from_dc
from forecast_kit.errors import PlanError
from forecast_kit.plan import BuyPlan, DemandForecast, StoreAllocation
from forecast_kit.replay.belief import Prior
from forecast_kit.replay.demand import expected_demand
from forecast_kit.replay.in_season import InSeason
from forecast_kit.replay.outlook import PATHS, SeasonOutlook
from forecast_kit.replay.range import last_half_year, own_names, trading_stores
from forecast_kit.replay.season import Opening, Season, SeasonChoices, State, WeekDecision


class KitPolicy:
    """Plans a season from its history and trades it; `panel`, other categories' past sales, steadies the forecast.

    `open` is three steps, `forecast`, `buy` and `place`, open to a caller that decides between them. `week` then tops
    stores up on the season's delivery weeks, each by its forecast rate updated with what it and the chain really sold,
    and empties the DC with the last of them; once the checkpoint is over it weighs every week which price earns most on
    the rest. The buy is the one worth most on simulated seasons that are priced in the same way.
    """

    def __init__(self, panel: pd.DataFrame | None = None, choices: SeasonChoices | None = None) -> None:
        self.panel = panel
        self.choices = choices or SeasonChoices()
        self._trading: InSeason | None = None
        self._named: dict[str, object] = {}

    def open(self, season: Season) -> Opening:
        """How the season opens."""
        forecast = self.forecast(season)
        buy = self.buy(season, forecast)
        allocation = self.place(season, forecast, buy)
        self._trading = InSeason(season, forecast, allocation, last_half_year(season.demand.frame))
        self._named = own_names(season)
        placed = {self._named[line.store_id]: line.opening_units for line in allocation.lines}
        return Opening(
            buy_units=buy.buy_units,
            store_units=pd.Series(placed, name="units").rename_axis("store_id"),
            dc_units=allocation.dc_units,
            forecast=forecast,
            buy=buy,
            allocation=allocation,
        )

    def week(self, state: State) -> WeekDecision:
        """The week's shipments and markdown; asked for every week, it knows which stores had sold out.

        Raises:
            PlanError: the season has not been opened.
        """
        if self._trading is None:
            raise PlanError("A season is traded by the policy that opened it.", "Call open first, then week by week.")
        decision = self._trading.decide(state)
        return replace(decision, shipments=decision.shipments.rename(index=self._named))

    def forecast(self, season: Season) -> DemandForecast:
        """Demand at full price, week by week and in total.

        Raises:
            PlanError: a plan column that is trusted is not there.
        """
        trusted = self.choices.plan_columns
        if trusted is not None and self.choices.use_plan_columns:
            season = _knowing(season, trusted)
        return expected_demand(season, self.panel, use_plan_columns=self.choices.use_plan_columns)

    def buy(self, season: Season, forecast: DemandForecast, outlook: Outlook | None = None) -> BuyPlan:
        """The manufacturing order by both rules, and the person's own where there is one.

        `outlook` spares the simulation of the season where a buy for the same forecast has had it.
        """
        return compare_buys(
            _total(forecast),
            forecast.total_units,
            season.usable,
            season.economics,
            season.parameters.replenishment_strategy,
            safety_share=self.choices.safety_share,
            mine_units=self.choices.mine_units,
            rule=self.choices.buy_rule,
            outlook=outlook or self.outlook(season, forecast),
        )

    def outlook(self, season: Season, forecast: DemandForecast) -> Outlook:
        """What every buy is judged by: the season simulated.

        It is the plain total where money is not known, or a unit left earns as much as one sold.
        """
        total, economics = _total(forecast), season.economics
        if not economics.complete or economics.critical_ratio is None or forecast.total_units <= 0:
            return TotalOutlook(total, economics)
        stores, demand = trading_stores(season, self.panel)
        shares = store_shares(demand, stores, [week.week_start for week in season.weeks])
        prior = Prior.of(forecast, shares, last_half_year(season.demand.frame), season.demand_log_sd)
        online = float(shares[from_dc(season.stores, shares.index).to_numpy(dtype=bool)].sum())
        return SeasonOutlook(season, prior, _total(forecast).quantile((np.arange(PATHS) + 0.5) / PATHS), online)

    def place(self, season: Season, forecast: DemandForecast, buy: BuyPlan) -> StoreAllocation:
        """Tiers, shares and the opening allocation."""
        stores, demand = trading_stores(season, self.panel)
        store_ids = stores["store_id"].tolist()
        recent = last_half_year(demand).groupby("store_id")["units"].sum().reindex(store_ids).fillna(0.0)
        tiering = tier_stores(stores, recent, tiers=self.choices.tiers, seed=season.seed)
        weeks = [week.week_start for week in season.weeks]
        shares = store_shares(demand, stores, weeks, tiers=tiering.labels, method=self.choices.share_method)
        asked = self.choices.min_presentation_units
        return allocate(
            shares,
            tiering,
            stores,
            buy_units=buy.buy_units,
            usable=season.usable,
            store_on_hand=season.store_on_hand,
            holdback=season.parameters.dc_holdback_percentage,
            weekly_units=[week.units for week in forecast.weeks],
            min_presentation_units=season.supply.min_presentation_units if asked is None else asked,
        )


def _total(forecast: DemandForecast) -> SeasonTotal:
    points = forecast.total_quantiles
    return SeasonTotal([point.quantile for point in points], [point.units for point in points])


def _knowing(season: Season, columns: tuple[str, ...]) -> Season:
    """The season with only these columns of its plan ahead."""
    unknown = [name for name in columns if name not in season.plan_columns]
    if unknown:
        known = ", ".join(season.plan_columns) or "nothing"
        raise PlanError(f"The plan ahead of {season.category} has no column {unknown[0]!r}.", f"It has {known}.")
    if season.plan is None or not columns:
        return replace(season, plan=None)
    return replace(
        season, plan=season.plan[[name for name in season.plan.columns if name == "week_start" or name in columns]]
    )
