"""Which stores a season is planned for, and what they sold lately."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pandas as pd

from forecast_kit.allocation import open_stores
from forecast_kit.columns import STORE_ID, UNITS, WEEK_START
from forecast_kit.replay.season import Season, State

__all__ = ["by_text", "last_half_year", "own_names", "trading_stores"]

RECENT: Final = pd.Timedelta(weeks=26)
LONG_ENOUGH_WEEKS: Final = 26
"""A store that has sold other categories for so long, and never this one, does not carry it."""


def trading_stores(season: Season, panel: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The stores of the season, a row each with what the file says of them, and their demand so far.

    They are those open in it, of the file and of the history alike; but a store that `panel`, other categories' past
    sales, shows to trade without this category is left out: on real departments such stores took up to 4 % of the buy.
    A store that has sold nothing at all is new, and stays.
    """
    demand = season.demand.frame[[WEEK_START, STORE_ID, UNITS]]
    sold = pd.DataFrame({STORE_ID: sorted(set(demand[STORE_ID]))})
    known = sold if season.stores is None else season.stores.assign(store_id=season.stores[STORE_ID].astype(str))
    known = known.merge(sold, on=STORE_ID, how="outer")
    first, last = season.weeks[0].week_start, season.weeks[-1].week_start + timedelta(days=6)
    others = _long_trading(panel, season.category) - set(demand.loc[demand[UNITS] > 0, STORE_ID])
    ids = [store for store in open_stores(season.stores, sorted(known[STORE_ID]), first, last) if store not in others]
    stores = known.set_index(STORE_ID).loc[ids].reset_index()
    return stores, demand[demand[STORE_ID].isin(ids)]


def own_names(season: Season) -> dict[str, object]:
    """What each store is called in the season's own frames, by its name as text: a plan names stores by text alone."""
    frames = [season.history] if season.stores is None else [season.stores, season.history]
    return {str(store): store for frame in frames for store in frame[STORE_ID].unique()}


def last_half_year(demand: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last 26 weeks there are."""
    return demand[demand[WEEK_START] > demand[WEEK_START].max() - RECENT]


def _long_trading(panel: pd.DataFrame | None, category: str) -> set[str]:
    """Stores that sold other categories for half a year or more."""
    if panel is None or panel.empty or STORE_ID not in panel:
        return set()
    others = panel[(panel["category"] != category) & (panel[UNITS] > 0)]
    weeks = others.groupby(others[STORE_ID].astype(str))[WEEK_START].nunique()
    return set(weeks.index[weeks >= LONG_ENOUGH_WEEKS])


def by_text(state: State) -> State:
    """The state with stores named by text, as in a plan, however they were named in the sales."""
    shelves = state.store_stock.set_axis(state.store_stock.index.astype(str))
    if state.sales.empty:
        return replace(state, store_stock=shelves)
    return replace(state, store_stock=shelves, sales=state.sales.assign(store_id=state.sales["store_id"].astype(str)))
