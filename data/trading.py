"""A season in the stores: what is bought, shipped, sold and left; last season's, and three of next season's."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from chain import CATEGORIES, DRESSES, Floats, Ints, all_weeks, draws, presence, store_weights, week_number
from demand import CATEGORY_MEMORY, CATEGORY_SD, draw_units, expected_units, markdown_depth, wandering

SEASON_WEEKS: Final = 12
LAST_SEASON: Final = date(2025, 3, 3)
NEXT_SEASON: Final = date(2026, 3, 2)

LAST_SAFETY, LAST_GROWTH, LAST_HOLDBACK = 1.20, 1.05, 0.45  # how the chain bought last season: flat +20 %, DC 45 %
ORDERED_WEEKS_BEFORE: Final = 8
TOP_UP_COVER_WEEKS: Final = 2.5  # weekly top-ups refill a store to this many weeks of recent sales

SCENARIOS: Final = {"normal": (1.00, 0.50), "strong": (1.30, 1.30), "weak": (0.70, 0.50)}  # level; factor in week 5
SHOCK_WEEK: Final = 5
ACTUAL_OPENING_WEEKS: Final = 4  # of expected sales, sent out before the season starts


def apportion(total: int, weights: Floats) -> Ints:
    """Whole units in proportion to the weights, by largest remainder: they add up to the total."""
    exact = total * weights / weights.sum()
    units: Ints = np.floor(exact).astype(np.int64)
    units[np.argsort(units - exact, kind="stable")[: total - int(units.sum())]] += 1
    return units


def trade(demand: Ints, opening: Ints, dc_units: int) -> tuple[Ints, Ints, Ints]:
    """A season week by week: units sold, shipped and left on hand, each weeks x stores.

    A chain's habit rather than a good rule: refill to a cover of recent sales; a DC that is short shares out evenly.
    """
    sold, shipped, on_hand = np.zeros_like(demand), np.zeros_like(demand), np.zeros_like(demand)
    shipped[0] = stock = opening.copy()
    for week in range(len(demand)):
        if week:
            rate = sold[max(0, week - 2) : week].mean(axis=0)
            wanted = np.maximum(0, np.ceil(TOP_UP_COVER_WEEKS * rate).astype(np.int64) - stock)
            shipped[week] = wanted if wanted.sum() <= dc_units else apportion(dc_units, wanted.astype(float))
            dc_units -= int(shipped[week].sum())
            stock = stock + shipped[week]
        sold[week] = np.minimum(demand[week], stock)
        stock = on_hand[week] = stock - sold[week]
    return sold, shipped, on_hand


def long_frame(weeks: Sequence[date], store_ids: Sequence[str], values: Mapping[str, Ints | Floats]) -> pd.DataFrame:
    """A row a store-week from arrays of weeks x stores."""
    keys = pd.MultiIndex.from_product(
        [[week.isoformat() for week in weeks], store_ids], names=["week_start", "store_id"]
    )
    return pd.DataFrame({name: array.ravel() for name, array in values.items()}, index=keys).reset_index()


def last_season_buy(sold: Ints, stores: pd.DataFrame) -> tuple[int, Ints, int]:
    """What the chain bought and sent out last season: last year's units plus growth and a flat safety stock, 70 %
    by history and 30 % by size. Returns the buy, the opening units by store and the units kept in the DC."""
    first = week_number(LAST_SEASON) - 52
    year_ago = sold[first : first + SEASON_WEEKS].sum(axis=0).astype(float)
    pack = CATEGORIES[0].pack_size
    buy = int(np.ceil(year_ago.sum() * LAST_GROWTH * LAST_SAFETY / pack)) * pack
    share = year_ago / year_ago.sum()
    size = stores["size_sqft"].fillna(0).to_numpy(float)
    shops = size > 0
    by_size = size / size.sum() * share[shops].sum()
    dc_units = int(LAST_HOLDBACK * buy + 0.5)
    return buy, apportion(buy - dc_units, np.where(shops, 0.7 * share + 0.3 * by_size, share)), dc_units


def last_season_files(demand: Ints, sold: Ints, stores: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], Ints]:
    """Last season's buy, shipments and markdowns, and the units that could be sold from them."""
    buy, opening, dc_units = last_season_buy(sold, stores)
    first = week_number(LAST_SEASON)
    weeks = all_weeks()[first : first + SEASON_WEEKS]
    season_sold, shipped, _ = trade(demand[first : first + SEASON_WEEKS], opening, dc_units)
    ordered = LAST_SEASON - timedelta(weeks=ORDERED_WEEKS_BEFORE)
    shipments = long_frame(weeks, list(stores["store_id"]), {"units": shipped}).query("units > 0")
    shipments.insert(2, "category", DRESSES)
    depths = [markdown_depth(CATEGORIES[0], week) for week in weeks]
    files = {
        "last_season/buys.csv": pd.DataFrame(
            [{"category": DRESSES, "season_start_date": LAST_SEASON, "buy_units": buy, "order_date": ordered}]
        ),
        "last_season/shipments.csv": shipments,
        "last_season/markdowns.csv": pd.DataFrame({"week_start": weeks, "category": DRESSES, "markdown": depths}),
    }
    return files, season_sold


def make_actuals(seed: int, stores: pd.DataFrame, plan: Ints) -> dict[str, pd.DataFrame]:
    """Next season's dresses as they might sell in three scenarios, week by week, with the stock left on hand."""
    weeks, category = all_weeks(), CATEGORIES[0]
    season = slice(week_number(NEXT_SEASON), week_number(NEXT_SEASON) + SEASON_WEEKS)
    here = presence(stores, weeks)[season]
    expected = expected_units(category, weeks, plan)[season, None] * store_weights(seed, stores, category) * here
    trading = here[0] > 0
    opening = np.ceil(ACTUAL_OPENING_WEEKS * expected[:3].mean(axis=0)).astype(np.int64)[trading]
    files = {}
    for name, (level, shock) in SCENARIOS.items():
        factor = np.full((SEASON_WEEKS, 1), level)
        factor[SHOCK_WEEK - 1] *= shock
        rng = draws(seed, "actuals")  # the same luck in each scenario, so that only the level and the shock differ
        luck = wandering(rng, SEASON_WEEKS, 1, CATEGORY_SD, CATEGORY_MEMORY)
        demand = draw_units(rng, expected[:, trading] * factor * np.exp(luck - luck.mean()))
        sold, _, on_hand = trade(demand, opening, dc_units=int(2 * expected.sum()))
        ids = list(stores.loc[trading, "store_id"])
        files[f"actuals/{name}.csv"] = long_frame(weeks[season], ids, {"units": sold, "on_hand": on_hand})
    return files
