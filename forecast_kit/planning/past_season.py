"""A season that is over, set up to be decided again: what was known when it was bought, and what customers wanted."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from pydantic import ValidationError

from forecast_kit.columns import CATEGORY, IN_STOCK, LIST_PRICE, PRICE, STORE_ID, UNITS, WEEK_START
from forecast_kit.errors import PlanError
from forecast_kit.forecasting import to_demand
from forecast_kit.planning.inputs import SeasonInputs, season_of
from forecast_kit.replay import Season, World
from forecast_kit.season import SeasonParameters, TradingWeek, trading_weeks

__all__ = ["CompanyRecord", "PastSeason", "past_parameters", "past_season"]

USUAL_WEEKS = 12


@dataclass(frozen=True, kw_only=True)
class CompanyRecord:
    """What the company did, in units: frames with `category`, as `history.read_buys` and its siblings give them."""

    buys: pd.DataFrame
    shipments: pd.DataFrame
    markdowns: pd.DataFrame | None = None

    def seasons(self, category: str) -> list[date]:
        """The days on which recorded seasons of the category started, oldest first."""
        own = self.buys[self.buys[CATEGORY] == category]
        return sorted({pd.Timestamp(day).date() for day in own["season_start_date"]})

    def weeks(self, category: str, start: date) -> int:
        """How many weeks of the season from `start` the record reaches."""
        later = [day for day in self.seasons(category) if day > start]
        frames = [frame for frame in (self.shipments, self.markdowns) if frame is not None]
        days = [
            day.date()
            for frame in frames
            for day in pd.to_datetime(frame.loc[frame[CATEGORY] == category, WEEK_START])
            if start - timedelta(days=6) <= day.date() < min([*later, start + timedelta(weeks=52)])
        ]
        return (max(days) - start).days // 7 + 1 if days else 0

    def ordered(self, category: str, start: date) -> date | None:
        """The day on which the season was (last) ordered, where that is recorded."""
        own = self.buys[(self.buys[CATEGORY] == category) & (self.buys["season_start_date"] == pd.Timestamp(start))]
        days = own["order_date"].dropna() if "order_date" in own else []
        return max(pd.Timestamp(day).date() for day in days) if len(days) else None


@dataclass(frozen=True, kw_only=True)
class PastSeason:
    """The season as it could be known on `inputs.as_of`, the panel beside it, and the `world` it then met.

    `notes` say what a reader has to know about that world's demand.
    """

    inputs: SeasonInputs
    season: Season
    panel: pd.DataFrame
    world: World
    record: CompanyRecord | None
    notes: tuple[str, ...]


def past_parameters(
    sales: pd.DataFrame,
    category: str,
    record: CompanyRecord | None,
    *,
    start: date | None = None,
    weeks: int | None = None,
    **terms: object,
) -> SeasonParameters:
    """The parameters of a past season: the last one recorded unless `start` names another, at its recorded length.

    Without a record the last `weeks` (12) weeks of the sales are the season. `terms` are further parameters; the
    markdown checkpoint is half way unless they say otherwise.

    Raises:
        PlanError: the sales do not hold the whole season, or the settings make none.
    """
    own = sales[sales[CATEGORY] == category]
    if own.empty:
        raise PlanError(f"There are no sales of {category} to replay.", "Name a category of the sales.")
    last = own[WEEK_START].max().date()
    end = last + timedelta(days=7)
    if start is None:
        known = [] if record is None else record.seasons(category)
        over = [day for day in known if day + timedelta(weeks=weeks or _usual_weeks(record, category, day)) <= end]
        start = over[-1] if over else end - timedelta(weeks=weeks or USUAL_WEEKS)
    horizon = weeks or _usual_weeks(record, category, start)
    if start + timedelta(weeks=horizon) > end:
        raise PlanError(
            f"A season of {horizon} weeks from {start:%-d %B %Y} is not over in the sales, which end with the week of "
            f"{last:%-d %B %Y}.",
            "Name an earlier season, or fewer weeks.",
        )
    usual = {"markdown_checkpoint_week": horizon // 2 or None}
    settings = {**usual, **terms, "season_start_date": start, "forecast_horizon_weeks": horizon}
    try:
        return SeasonParameters.model_validate(settings)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = f"{first['loc'][0]}: " if first["loc"] else ""
        said = first["msg"].removeprefix("Value error, ")
        raise PlanError(f"These settings make no season: {where}{said}.", "Correct them.") from None


def _usual_weeks(record: CompanyRecord | None, category: str, start: date) -> int:
    return max(USUAL_WEEKS, 0 if record is None else record.weeks(category, start))


def past_season(inputs: SeasonInputs, record: CompanyRecord | None = None, *, markdown_fade: float = 1.0) -> PastSeason:
    """A past season from sales that reach beyond it; `inputs.as_of` is the day on which it is bought.

    Policies are told what was known then; the world is what the stores would have sold at full price with full
    shelves. Promotions known ahead are those the weeks really had. Stock of that time is not known: none is counted.

    Raises:
        PlanError: the season lacks weeks, a price, or history before it.
    """
    weeks = trading_weeks(inputs.parameters, inputs.sales[WEEK_START].max().date())
    then = replace(
        inputs,
        economics=inputs.economics.model_copy(update=_price_then(inputs, weeks)),
        plan_ahead=_plan_as_it_came(inputs),
        stock=None,
    )
    season, panel = season_of(then)
    season = replace(season, markdown_fade=markdown_fade)
    demand, notes = _demand(then, weeks, record, markdown_fade)
    return PastSeason(
        inputs=then, season=season, panel=panel, world=World(season, demand), record=record, notes=tuple(notes)
    )


def _rows(inputs: SeasonInputs, weeks: tuple[TradingWeek, ...]) -> pd.DataFrame:
    starts = {pd.Timestamp(week.week_start) for week in weeks}
    return inputs.sales[(inputs.sales[CATEGORY] == inputs.category) & inputs.sales[WEEK_START].isin(starts)]


def _price_then(inputs: SeasonInputs, weeks: tuple[TradingWeek, ...]) -> dict[str, float]:
    """The list price of the season's own weeks, where sales tell it: today's may be another."""
    rows = _rows(inputs, weeks)
    if LIST_PRICE not in rows or not rows[LIST_PRICE].notna().any():
        return {}
    return {"unit_price": float(rows[LIST_PRICE].median())}


def _plan_as_it_came(inputs: SeasonInputs) -> pd.DataFrame | None:
    """The columns that the plan ahead names, as past weeks had them."""
    if inputs.plan_ahead is None:
        return None
    columns = [name for name in inputs.plan_ahead.columns if name not in (WEEK_START, CATEGORY, STORE_ID)]
    columns = [name for name in columns if name in inputs.sales.columns]
    if not columns:
        return None
    return inputs.sales.groupby([CATEGORY, WEEK_START], as_index=False)[columns].mean()


def _demand(
    inputs: SeasonInputs, weeks: tuple[TradingWeek, ...], record: CompanyRecord | None, fade: float
) -> tuple[pd.DataFrame, list[str]]:
    """`week, store_id, units` at full price with full shelves, and what was done to the sales for that."""
    own = inputs.sales[inputs.sales[CATEGORY] == inputs.category]
    own, told = _priced(own, inputs.category, record)
    restated = to_demand(own, elasticity=inputs.elasticity)
    frame = restated.frame.assign(depth=_depth(own))
    numbers = {pd.Timestamp(week.week_start): week.number for week in weeks}
    frame = frame[frame[WEEK_START].isin(numbers)]
    frame = frame.assign(week=frame[WEEK_START].map(numbers))
    after = _after_first_week(frame)
    lasting = (1 - frame["depth"]) ** (inputs.elasticity * (fade - 1) * after)
    on_sale = frame["week"].map({week.number: week.share_on_sale for week in weeks})
    frame = frame.assign(units=frame[UNITS] * lasting * on_sale)[["week", STORE_ID, UNITS]]
    if frame["week"].nunique() < len(weeks):
        missing = len(weeks) - frame["week"].nunique()
        raise PlanError(f"{missing} of the season's {len(weeks)} weeks have no sales at all.", "Name another season.")
    notes = [*told, _what_was_done(own, restated.frame, numbers)]
    return frame, [note for note in notes if note]


def _priced(own: pd.DataFrame, category: str, record: CompanyRecord | None) -> tuple[pd.DataFrame, list[str]]:
    """The sales with the record's markdowns as prices, where they have none of their own."""
    if PRICE in own and LIST_PRICE in own:
        return own, []
    cuts = None if record is None else record.markdowns
    if cuts is None:
        return own, ["Prices are not known: what markdowns sold is in this demand, as if at full price."]
    cuts = cuts[cuts[CATEGORY] == category]
    depth = own[WEEK_START].map(pd.Series(cuts["markdown"].to_numpy(), index=pd.to_datetime(cuts[WEEK_START])))
    return own.assign(price=1 - depth.fillna(0.0), list_price=1.0), []


def _depth(own: pd.DataFrame) -> np.ndarray:
    if PRICE not in own or LIST_PRICE not in own:
        return np.zeros(len(own))
    depth: np.ndarray = np.clip(1 - (own[PRICE] / own[LIST_PRICE]).fillna(1.0).to_numpy(dtype=float), 0.0, 0.999)
    return depth


def _after_first_week(frame: pd.DataFrame) -> np.ndarray:
    """1 in weeks that sold at no deeper a price than the week before, where a markdown has faded; else 0."""
    chain = frame.groupby("week")["depth"].mean()
    faded = (chain > 0) & (chain <= chain.shift(fill_value=0.0) + 1e-9)
    after: np.ndarray = frame["week"].map(faded).to_numpy(dtype=float)
    return after


def _what_was_done(own: pd.DataFrame, restated: pd.DataFrame, weeks: dict[pd.Timestamp, int]) -> str:
    inside = restated[WEEK_START].isin(weeks).to_numpy()
    sold, wanted = float(restated["units_sold"][inside].sum()), float(restated[UNITS][inside].sum())
    short = int((own[IN_STOCK].to_numpy(dtype=float)[inside] < 1).sum()) if IN_STOCK in own else 0
    empty = f", {short:,} store-weeks that ran out lifted" if short else ""
    return (
        f"{sold:,.0f} units were sold in these weeks; at full price with full shelves it would have been {wanted:,.0f} "
        f"(clearance restated{empty})."
    )
