"""Tiers of like stores, named in a planner's words by what sets them apart."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from forecast_kit.allocation.clusters import choose_groups, group_points, nearest, stability
from forecast_kit.allocation.features import RECENT_UNITS, store_features
from forecast_kit.allocation.naming import name_tiers
from forecast_kit.columns import STORE_ID
from forecast_kit.errors import PlanError

__all__ = ["ALL_STORES", "ONLINE", "Tiering", "from_dc", "tier_stores"]

ONLINE: Final = "Online"
ALL_STORES: Final = "All stores"


@dataclass(frozen=True)
class Tiering:
    """Which tier each store is in (`labels`: store_id -> name), what sets each tier apart, and how firm it is.

    `stability` is the mean adjusted Rand index over refits on resampled stores (1: always the same tiers); None
    where there is only one tier.
    """

    labels: pd.Series
    sets_apart: dict[str, str]
    stability: float | None


def tier_stores(
    stores: pd.DataFrame | None, recent_units: pd.Series, *, tiers: int | None = None, seed: int = 0
) -> Tiering:
    """Group like stores by k-means on standardised features, and name the groups by what sets them apart.

    `stores` has a row a store (`store_id`; of size_sqft, median_income, location_tier, fashion_tier, store_format,
    region whatever is there) and may be None; `recent_units` are units sold recently, by store_id. Give the stores
    that are open: every one in either is put in a tier. The number of tiers is `tiers` or the one of 2 to 6 that
    stands apart best. A store without sales joins the tier it looks like; stores with `ships_from_dc` are in the
    tier "Online" and in no cluster. The same input and seed give the same tiers.

    Raises:
        PlanError: no store at all, or fewer than one tier asked for.

    >>> recent = pd.Series({"S1": 900, "S2": 950, "S3": 100, "S4": 120, "S5": 110, "S6": 940})
    >>> tier_stores(None, recent).labels.to_dict()["S1"]
    'High volume'
    """
    if tiers is not None and tiers < 1:
        raise PlanError(f"{tiers} tiers of stores cannot be made.", "Ask for 1 or more, or leave it to the kit.")
    frame = _one_row_a_store(stores, recent_units)
    online = from_dc(stores, frame.index)
    labels = pd.Series(ONLINE, index=frame.index, name="tier")
    sets_apart: dict[str, str] = {}
    firmness = None
    if not online.all():
        names, sets_apart, firmness = _tier_shops(frame[~online], tiers, seed)
        labels[~online] = names
    if online.any():
        sets_apart = {**sets_apart, ONLINE: "Ships from the DC: no shelf to fill, its units are kept there."}
    return Tiering(labels, sets_apart, firmness)


def _tier_shops(shops: pd.DataFrame, tiers: int | None, seed: int) -> tuple[list[str], dict[str, str], float | None]:
    """Names by shop, why each tier is one, and its stability. Shops without sales join the tier they look like."""
    features = store_features(shops)
    sold = shops[RECENT_UNITS].notna().to_numpy()
    if not sold.any():
        sold[:] = True
    points = features.matrix[sold]
    groups = choose_groups(points, seed=seed) if tiers is None else tiers
    groups = min(groups, len(np.unique(points.round(9), axis=0)))
    if groups == 1:
        return [ALL_STORES] * len(shops), {ALL_STORES: _why_one(len(shops))}, None
    numbers = np.zeros(len(shops), dtype=np.int64)
    numbers[sold], centres = group_points(points, groups, seed=seed)
    looks = np.array([column != RECENT_UNITS for column in features.columns])
    numbers[~sold] = nearest(features.matrix[~sold][:, looks], centres[:, looks])
    names, sets_apart = name_tiers(features.raw, numbers)
    return names, sets_apart, stability(points, numbers[sold], groups, seed=seed)


def from_dc(stores: pd.DataFrame | None, store_ids: pd.Index) -> pd.Series:
    """Whether each store ships from the DC (online), by store_id; what the file does not say is a shop."""
    if stores is None or "ships_from_dc" not in stores:
        return pd.Series(False, index=store_ids)
    flags = stores.set_index(stores[STORE_ID].astype(str))["ships_from_dc"]
    yes = flags.map(lambda value: str(value).strip().lower() in {"true", "yes", "y", "1", "1.0"})
    return yes.reindex(store_ids, fill_value=False).astype(bool)


def _one_row_a_store(stores: pd.DataFrame | None, recent_units: pd.Series) -> pd.DataFrame:
    recent = recent_units.rename(RECENT_UNITS).astype(float)
    recent.index = recent.index.astype(str)
    if stores is None:
        frame = recent.to_frame()
    else:
        known = stores.set_index(stores[STORE_ID].astype(str)).drop(columns=[STORE_ID, RECENT_UNITS], errors="ignore")
        frame = known.join(recent, how="outer")
    if frame.empty:
        raise PlanError("There is no store to put in a tier.", "Give sales by store, or a file of stores.")
    frame.index.name = STORE_ID
    if not frame.index.is_unique:
        twice = ", ".join(sorted(set(frame.index[frame.index.duplicated()])))
        raise PlanError(f"Stores stand twice: {twice}.", "Give each store one row.")
    return frame.sort_index()


def _why_one(stores: int) -> str:
    return "The only store." if stores == 1 else f"{stores} stores, planned as one group."
