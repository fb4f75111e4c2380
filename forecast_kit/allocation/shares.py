"""Each store's share of a category's demand in the weeks of a season."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation.seasonal import seasonal_lean
from forecast_kit.allocation.store_history import StoreHistory
from forecast_kit.columns import STORE_ID, UNITS, WEEK_START
from forecast_kit.errors import PlanError

__all__ = ["ShareMethod", "open_stores", "store_shares"]

ShareMethod = Literal["shrunk", "history_and_size"]
Array = npt.NDArray[np.float64]

HALF_LIFE_WEEKS: Final = 8
HISTORY_PART: Final = 0.7
WEEK: Final = pd.Timedelta(days=7)


def open_stores(stores: pd.DataFrame | None, store_ids: Iterable[str], start: date, end: date) -> list[str]:
    """Those of `store_ids`, in their order, that are open on at least one day from `start` to `end`.

    Both `open_from` and `open_to` are days on which the store is open; without them, or without a row, it is open.

    >>> stores = pd.DataFrame({"store_id": ["S1", "S2"], "open_to": [None, "2026-01-31"]})
    >>> open_stores(stores, ["S1", "S2"], date(2026, 3, 2), date(2026, 5, 24))
    ['S1']
    """
    ids = [str(store) for store in store_ids]
    opened = _open_share(stores, pd.Index(ids), pd.Timestamp(start), pd.Timestamp(end))
    return [store for store, part in zip(ids, opened, strict=True) if part > 0]


def store_shares(
    store_weeks: pd.DataFrame,
    stores: pd.DataFrame | None,
    season_weeks: Sequence[date],
    *,
    tiers: pd.Series | None = None,
    method: ShareMethod = "shrunk",
) -> pd.Series:
    """Share of the category's demand by store_id, summing to 1 over the stores open in the season.

    `store_weeks` has `week_start, store_id, units` (demand of one category; a missing row after a store's first is
    a week without demand), `season_weeks` the season's week starts. Weeks count half after 8 weeks. A store is compared
    only with the weeks since its first.

    *shrunk* moves a store's own share towards what its tier and size (`size_sqft`) suggest, by as much as its
    history is noise: with r the ratio of own share to suggested share, it keeps t^2 / (t^2 + s^2) of r - 1, where
    s^2 is the sampling variance of r (over-dispersed Poisson) and t^2 the variance of r between stores beyond
    that. What the season's part of the year did to a store's share a year ago it is then expected to do again, in
    part (`seasonal_lean`). A store of `stores` without any sales gets the suggested share alone. *history_and_size*
    is the common rule: 70 % own share, 30 % share of floor space. Either is scaled to the part of the season a
    store is open.

    Source: Efron and Morris (1975), "Data analysis using Stein's estimator".

    Raises:
        PlanError: no store is open in the season, or "history_and_size" without `size_sqft`.

    >>> weeks = pd.DataFrame({"week_start": pd.to_datetime(["2025-03-03", "2025-03-10"] * 2),
    ...                       "store_id": ["S1", "S1", "S2", "S2"], "units": [700, 800, 240, 260]})
    >>> store_shares(weeks, None, [date(2026, 3, 2)]).round(2).to_dict()
    {'S1': 0.75, 'S2': 0.25}
    """
    if not len(season_weeks):
        raise PlanError("The season has no weeks to share out.", "Give the season's week starts.")
    start, end = pd.Timestamp(min(season_weeks)), pd.Timestamp(max(season_weeks)) + WEEK - pd.Timedelta(days=1)
    grid = _grid(store_weeks, stores)
    opened = _open_share(stores, grid.columns, start, end)
    keep = opened > 0
    if not keep.any():
        raise PlanError(
            f"No store is open between {start:%-d %B %Y} and {end:%-d %B %Y}.",
            "Check open_from and open_to in the stores file.",
        )
    grid, opened = grid.loc[:, keep], opened[keep]
    history = StoreHistory(grid, _week_weights(grid.index))
    size = _sizes(stores, grid.columns)
    if method == "history_and_size":
        base = _history_and_size(history, size)
    else:
        base = _shrunk(history, _suggested(history, size, _tiers_of(tiers, grid.columns)))
        base = base * seasonal_lean(grid, season_weeks)
    scaled = base * opened
    if scaled.sum() <= 0:
        scaled = opened
    return pd.Series(scaled / scaled.sum(), index=grid.columns, name="share")


def _grid(store_weeks: pd.DataFrame, stores: pd.DataFrame | None) -> pd.DataFrame:
    """Weeks x stores, units; NaN where there is no row. Stores known only from the file have no row at all."""
    frame = pd.DataFrame(
        {
            WEEK_START: pd.to_datetime(store_weeks[WEEK_START]),
            STORE_ID: store_weeks[STORE_ID].astype(str),
            UNITS: store_weeks[UNITS].astype(float).clip(lower=0),
        }
    )
    grid = frame.pivot_table(index=WEEK_START, columns=STORE_ID, values=UNITS, aggfunc="sum")
    named = set() if stores is None else set(stores[STORE_ID].astype(str))
    return grid.reindex(columns=pd.Index(sorted(set(grid.columns) | named), name=STORE_ID))


def _week_weights(weeks: pd.DatetimeIndex) -> Array:
    if not len(weeks):
        return np.zeros(0)
    age = (weeks.max() - weeks).days.to_numpy() / 7
    weights: Array = 0.5 ** (age / HALF_LIFE_WEEKS)
    return weights


def _suggested(history: StoreHistory, size: Array | None, tier: npt.NDArray[np.str_]) -> Array:
    """What tier and size alone say: the tier's mean share, times (size / tier's mean size) ** slope."""
    seen = history.seen & (history.share > 0)
    if not seen.any():
        return np.ones(len(tier)) / len(tier) if size is None else size / size.sum()
    suggested = np.full(len(tier), history.share[seen].mean())
    slope = 0.0 if size is None else _size_slope(history.share, size, tier, seen)
    for name in np.unique(tier):
        members = tier == name
        known = members & seen
        if known.any():
            suggested[members] = history.share[known].mean()
        if size is not None:
            usual = size[known if known.any() else seen].mean()
            suggested[members] *= (size[members] / usual) ** slope
    return suggested


def _size_slope(share: Array, size: Array, tier: npt.NDArray[np.str_], seen: npt.NDArray[np.bool_]) -> float:
    """By how many per cent a store's share grows with 1 % more space, within tiers; between 0 and 1."""
    x, y = np.log(size), np.log(np.where(seen, share, 1.0))
    across = along = 0.0
    for name in np.unique(tier[seen]):
        members = seen & (tier == name)
        dx = x[members] - x[members].mean()
        across += float(dx @ (y[members] - y[members].mean()))
        along += float(dx @ dx)
    return min(1.0, max(0.0, across / along)) if along > 1e-9 else 0.0


def _shrunk(history: StoreHistory, suggested: Array) -> Array:
    seen = history.seen & (suggested > 0) & (history.exposure > 0)
    if not seen.any():
        return suggested
    ratio = np.divide(history.share, suggested, out=np.ones_like(suggested), where=seen)
    own_units = np.where(seen, history.exposure, 1.0) / np.where(seen & (ratio > 0), ratio, 1.0)
    noise = history.dispersion / np.maximum(own_units, 1e-9)
    between = _between_stores(ratio[seen], noise[seen])
    kept = np.where(seen, between / np.maximum(between + noise, 1e-12), 0.0)
    result: Array = suggested * (1 + kept * (ratio - 1))
    return result


def _between_stores(ratio: Array, noise: Array) -> float:
    """Variance of true ratios about 1, each ratio weighted by its precision so that one small store cannot hide it.

    Source: DerSimonian and Laird (1986), "Meta-analysis in clinical trials", with the mean known to be 1.
    """
    precision = 1 / noise
    excess = float((precision * (ratio - 1) ** 2).sum()) - len(ratio)
    return max(0.0, excess / float(precision.sum()))


def _history_and_size(history: StoreHistory, size: Array | None) -> Array:
    if size is None:
        raise PlanError(
            'Shares by "history_and_size" need the size of the stores.', 'Add size_sqft to the stores, or use "shrunk".'
        )
    by_size = size / size.sum()
    known = history.share if history.share.sum() > 0 else by_size
    mixed: Array = HISTORY_PART * known + (1 - HISTORY_PART) * by_size
    return mixed


def _sizes(stores: pd.DataFrame | None, store_ids: pd.Index) -> Array | None:
    """Floor space by store, the median where it is not known; None where it is known of no store."""
    if stores is None or "size_sqft" not in stores:
        return None
    sizes = pd.to_numeric(stores.set_index(stores[STORE_ID].astype(str))["size_sqft"], errors="coerce")
    sizes = sizes.where(sizes > 0).reindex(store_ids)
    if sizes.isna().all():
        return None
    filled: Array = sizes.fillna(sizes.median()).to_numpy(dtype=np.float64)
    return filled


def _tiers_of(tiers: pd.Series | None, store_ids: pd.Index) -> npt.NDArray[np.str_]:
    if tiers is None:
        return np.full(len(store_ids), "", dtype=np.str_)
    known = tiers.set_axis(tiers.index.astype(str)).reindex(store_ids).fillna("")
    labels: npt.NDArray[np.str_] = known.to_numpy(dtype=np.str_)
    return labels


def _open_share(stores: pd.DataFrame | None, store_ids: pd.Index, start: pd.Timestamp, end: pd.Timestamp) -> Array:
    """The part (0-1) of the days from `start` to `end` on which each store is open."""
    days = (end - start).days + 1
    first, last = pd.Series(start, index=store_ids), pd.Series(end, index=store_ids)
    if stores is not None:
        by_id = stores.set_index(stores[STORE_ID].astype(str))
        if "open_from" in by_id:
            first = pd.to_datetime(by_id["open_from"]).reindex(store_ids).fillna(start).clip(lower=start)
        if "open_to" in by_id:
            last = pd.to_datetime(by_id["open_to"]).reindex(store_ids).fillna(end).clip(upper=end)
    open_days = (last.to_numpy() - first.to_numpy()) / np.timedelta64(1, "D") + 1
    share: Array = np.clip(open_days, 0, days) / days
    return share
