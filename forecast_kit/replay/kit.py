"""The kit's own policy: forecast, buy by money, place and top up by demand. Live planning and replay both call it."""

from datetime import timedelta

import pandas as pd

from forecast_kit.allocation import SeasonTotal, allocate, compare_buys, open_stores, store_shares, tier_stores
from forecast_kit.errors import PlanError
from forecast_kit.plan import BuyPlan, DemandForecast, StoreAllocation
from forecast_kit.replay.demand import expected_demand
from forecast_kit.replay.in_season import InSeason
from forecast_kit.replay.season import Opening, Season, SeasonChoices, State, WeekDecision

RECENT_WEEKS = 26


class KitPolicy:
    """Plans a season from its history and trades it; `panel`, other categories' past sales, steadies the forecast.

    `open` is three steps, `forecast`, `buy` and `place`, open to a caller that decides between them. `week` then tops
    stores up on the season's delivery weeks, each by its forecast rate updated with what it and the chain really sold,
    and empties the DC with the last of them; after the checkpoint it takes the markdown that earns most on the rest.
    """

    def __init__(self, panel: pd.DataFrame | None = None, choices: SeasonChoices | None = None) -> None:
        self.panel = panel
        self.choices = choices or SeasonChoices()
        self._trading: InSeason | None = None

    def open(self, season: Season) -> Opening:
        """How the season opens."""
        forecast = self.forecast(season)
        buy = self.buy(season, forecast)
        allocation = self.place(season, forecast, buy)
        self._trading = InSeason(season, forecast, allocation, recent_weeks(season))
        placed = {line.store_id: line.opening_units for line in allocation.lines}
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
        return self._trading.decide(state)

    def forecast(self, season: Season) -> DemandForecast:
        """Demand at full price, week by week and in total."""
        return expected_demand(season, self.panel, use_plan_columns=self.choices.use_plan_columns)

    def buy(self, season: Season, forecast: DemandForecast) -> BuyPlan:
        """The manufacturing order by both rules, and the person's own where there is one."""
        quantiles = [point.quantile for point in forecast.total_quantiles]
        units = [point.units for point in forecast.total_quantiles]
        return compare_buys(
            SeasonTotal(quantiles, units),
            forecast.total_units,
            season.usable,
            season.economics,
            season.parameters.replenishment_strategy,
            safety_share=self.choices.safety_share,
            mine_units=self.choices.mine_units,
            rule=self.choices.buy_rule,
        )

    def place(self, season: Season, forecast: DemandForecast, buy: BuyPlan) -> StoreAllocation:
        """Tiers, shares and the opening allocation."""
        sold = season.demand.frame[["week_start", "store_id", "units"]]
        first, last = season.weeks[0].week_start, season.weeks[-1].week_start + timedelta(days=6)
        known = season.stores if season.stores is not None else sold[["store_id"]].drop_duplicates()
        store_ids = open_stores(season.stores, sorted(known["store_id"]), first, last)
        demand = sold[sold["store_id"].isin(store_ids)]
        recent = demand[demand["week_start"] > demand["week_start"].max() - pd.Timedelta(weeks=RECENT_WEEKS)]
        recent_units = recent.groupby("store_id")["units"].sum().reindex(store_ids).fillna(0.0)
        stores = known[known["store_id"].isin(store_ids)].reset_index(drop=True)
        tiering = tier_stores(stores, recent_units, tiers=self.choices.tiers, seed=season.seed)
        shares = store_shares(
            demand,
            stores,
            [week.week_start for week in season.weeks],
            tiers=tiering.labels,
            method=self.choices.share_method,
        )
        return allocate(
            shares,
            tiering,
            stores,
            buy_units=buy.buy_units,
            usable=season.usable,
            store_on_hand=season.store_on_hand,
            holdback=season.parameters.dc_holdback_percentage,
            weekly_units=[week.units for week in forecast.weeks],
            min_presentation_units=season.supply.min_presentation_units,
        )


def recent_weeks(season: Season) -> pd.DataFrame:
    """Demand of the last half year, a row a store-week."""
    demand = season.demand.frame
    return demand[demand["week_start"] > demand["week_start"].max() - pd.Timedelta(weeks=RECENT_WEEKS)]
