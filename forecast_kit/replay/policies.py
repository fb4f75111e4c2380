"""What the kit is measured against: the trade's rule of thumb, and what a company really did."""

import math
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation import ONLINE, apportion
from forecast_kit.allocation.tiers import from_dc
from forecast_kit.errors import PlanError
from forecast_kit.pricing import rule_of_thumb, sell_through
from forecast_kit.replay.in_season import Pipeline, sold_by_week
from forecast_kit.replay.kit import KitPolicy
from forecast_kit.replay.range import by_text, own_names
from forecast_kit.replay.rules import sendable_units, useful_deliveries
from forecast_kit.replay.season import Opening, Season, SeasonChoices, State, WeekDecision

__all__ = ["AsHappened", "RuleOfThumb"]

REFILL_WEEKS = 2  # the cover a spreadsheet refills to
Array = npt.NDArray[np.float64]
GapTo = Literal["threshold", "plan"]


class RuleOfThumb:
    """How a season is commonly planned, on the kit's own forecast, so that only the decisions differ.

    It buys the forecast + 20 % (25 % without replenishment), places it by 70 % history and 30 % store size (history
    alone where no size is known), refills every store to its forecast of the next two weeks, or until the next
    delivery if that is longer, shares a short DC out in proportion, and after the checkpoint cuts by twice the gap to
    the threshold, at most 40 %. The holdback is the season's. `panel` is as for the kit's policy.

    With `gap_to` "plan" the gap is to the sell-through that its own plan expects by then, so that a season exactly on
    plan is left alone.
    """

    def __init__(
        self, panel: pd.DataFrame | None = None, *, gap_to: Literal["threshold", "plan"] = "threshold"
    ) -> None:
        self.panel, self.gap_to = panel, gap_to
        self._season: Season | None = None

    def open(self, season: Season) -> Opening:
        """Flat buy, 70/30 shares."""
        sized = season.stores is not None and "size_sqft" in season.stores
        choices = SeasonChoices(buy_rule="flat", share_method="history_and_size" if sized else "shrunk")
        opening = self.planner(choices).open(season)
        assert opening.forecast is not None
        assert opening.allocation is not None
        self._named = own_names(season)
        self._season, self._allocation = season, opening.allocation
        self._weekly = np.array([week.units for week in opening.forecast.weeks])
        self._shops = [line for line in opening.allocation.lines if line.tier != ONLINE]
        self._deliveries = dict(useful_deliveries(season))
        self._pipeline = Pipeline(season.lead_time_weeks)
        return opening

    def planner(self, choices: SeasonChoices) -> KitPolicy:
        """Whoever forecasts and places for it."""
        return KitPolicy(self.panel, choices)

    def week(self, state: State) -> WeekDecision:
        """Refill to forecast; mark down once, if below the threshold.

        Raises:
            PlanError: the season has not been opened.
        """
        if self._season is None:
            raise PlanError("A season is traded by the policy that opened it.", "Call open first, then week by week.")
        state = by_text(state)
        units = self._refill(state)
        self._pipeline.send(state.week, units)
        shipped = pd.Series(units.astype(np.int64), index=[self._named[line.store_id] for line in self._shops])
        return WeekDecision(
            shipments=shipped.rename_axis("store_id").rename("units"), markdown=self._markdown(self._season, state)
        )

    def _refill(self, state: State) -> Array:
        until = self._deliveries.get(state.week)
        if until is None:
            return np.zeros(len(self._shops))
        ahead = self._weekly[state.week - 1 : max(until, state.week - 1 + REFILL_WEEKS)].sum()
        stock = (
            state.store_stock.reindex([line.store_id for line in self._shops]).fillna(0.0).to_numpy(dtype=np.float64)
        )
        stock = stock + self._pipeline.still_to_come(state.week)
        short = np.ceil(np.maximum(0.0, np.array([line.share for line in self._shops]) * ahead - stock))
        free = sendable_units(state.dc_stock, self._ring_fence_left(state))
        return short if short.sum() <= free else apportion(free, short).astype(np.float64)

    def _ring_fence_left(self, state: State) -> float:
        online = [line.store_id for line in self._allocation.lines if line.tier == ONLINE]
        sold = float(sold_by_week(state.sales, state.week - 1, online).sum())
        return max(0.0, self._allocation.ring_fenced_units - sold)

    def _markdown(self, season: Season, state: State) -> float:
        checkpoint, threshold = season.parameters.markdown_checkpoint_week, season.parameters.markdown_threshold
        if checkpoint is None or threshold is None or state.week != checkpoint + 1 or season.elasticity is None:
            return state.markdown
        committed = self._allocation.committed_units
        aim = threshold if self.gap_to == "threshold" else sell_through(self._weekly[:checkpoint].sum(), committed)
        reached = sell_through(float(state.sales["units"].sum()), committed)
        return max(state.markdown, rule_of_thumb(aim - reached))


class AsHappened:
    """What the company itself did: its buys, shipments and markdowns, as it kept them.

    `buys` has `season_start_date, buy_units`, `shipments` has `week_start, store_id, units` (the season's first week is
    the opening) and `markdowns` has `week_start, markdown` (share off full price; a week without a row had none); each
    may have a `category`, and may hold other seasons. What is recorded as sent to a store that ships from the DC stays
    in the DC, where the world sells it from. The record is held to its own stock, but not to the season's
    holdback, cadence or checkpoint. Online may sell more here than it did then, for its demand is restated: what the
    DC then lacks is cut from the week's shipments in proportion, and counted in `not_sent`.
    """

    def __init__(self, buys: pd.DataFrame, shipments: pd.DataFrame, markdowns: pd.DataFrame | None = None) -> None:
        self.buys, self.shipments, self.markdowns = buys, shipments, markdowns
        self._sent: dict[int, pd.Series] | None = None
        self._depths: dict[int, float] = {}
        self._season: Season | None = None
        self.not_sent = 0

    def open(self, season: Season) -> Opening:
        """The buy, and the shipments of the first week.

        Raises:
            PlanError: no buy is recorded for the season, or less was bought than sent out to open with.
        """
        start = pd.Timestamp(season.parameters.season_start_date)
        buys = _of(self.buys, season)
        buys = buys[pd.to_datetime(buys["season_start_date"]) == start]
        if buys.empty:
            raise PlanError(
                f"No buy of {season.category} is recorded for the season from {start:%-d %B %Y}.",
                "Give the buys with the day their season started.",
            )
        committed = int(buys["buy_units"].sum()) + season.usable.units
        arrived = self._shipments(season)
        opening = arrived.pop(1, pd.Series(dtype=np.int64))
        if opening.sum() > committed:
            raise PlanError(
                f"{opening.sum():,} units opened the season, but only {committed:,} were bought.",
                "Check the buys, and that the first week's shipments are of this season.",
            )
        self._sent = {week - season.lead_time_weeks: units for week, units in arrived.items()}
        if min(self._sent, default=1) < 1:
            raise PlanError(
                f"The shipments of week {min(arrived)} would have left before the season, with a lead time of "
                f"{season.lead_time_weeks} weeks.",
                "Play the record with the lead time it was made with.",
            )
        self._depths, self._season, self.not_sent = self._markdowns(season), season, 0
        return Opening(
            buy_units=int(buys["buy_units"].sum()),
            store_units=opening,
            dc_units=committed - int(opening.sum()),
            recorded=True,
        )

    def week(self, state: State) -> WeekDecision:
        """What left the DC for this week, and the week's markdown.

        Raises:
            PlanError: the season has not been opened.
        """
        if self._sent is None:
            raise PlanError("A season is traded by the policy that opened it.", "Call open first, then week by week.")
        shipments = self._sent.get(state.week, pd.Series(dtype=np.int64))
        return self._there(state, WeekDecision(shipments=shipments, markdown=self._depths.get(state.week, 0.0)))

    def _there(self, state: State, decision: WeekDecision) -> WeekDecision:
        """What is recorded, as far as online has left it; a record that was short all the same is not mended."""
        assert self._season is not None
        short = int(decision.shipments.sum()) - sendable_units(state.dc_stock)
        online = from_dc(self._season.stores, pd.Index(state.sales["store_id"].astype(str))).to_numpy(dtype=bool)
        if short <= 0 or short > math.ceil(float(state.sales["units"][online].sum())):
            return decision
        self.not_sent += short
        sent = apportion(sendable_units(state.dc_stock), decision.shipments.to_numpy())
        return replace(decision, shipments=pd.Series(sent, index=decision.shipments.index))

    def _shipments(self, season: Season) -> dict[int, pd.Series]:
        """Units by store, by the season week they were on the shelf for."""
        frame = _numbered(_of(self.shipments, season), season)
        frame = frame.assign(store_id=frame["store_id"].astype(str))
        sent = frame.groupby(["week", "store_id"])["units"].sum()
        sent = sent[~from_dc(season.stores, sent.index.get_level_values("store_id")).to_numpy()]
        return {int(week): units.droplevel("week") for week, units in sent.groupby(level="week")}

    def _markdowns(self, season: Season) -> dict[int, float]:
        if self.markdowns is None:
            return {}
        frame = _numbered(_of(self.markdowns, season), season)
        return {int(row.week): float(row.markdown) for row in frame.itertuples()}


def _of(frame: pd.DataFrame, season: Season) -> pd.DataFrame:
    return frame[frame["category"] == season.category] if "category" in frame else frame


def _numbered(frame: pd.DataFrame, season: Season) -> pd.DataFrame:
    """The rows of the season, with their week's number."""
    numbers = {pd.Timestamp(week.week_start): week.number for week in season.weeks}
    week = pd.to_datetime(frame["week_start"]).map(numbers)
    return frame[week.notna()].assign(week=week[week.notna()].astype(int))
