"""Who opens with how much: stores, what the DC holds back, and what it keeps for online."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast_kit.allocation.apportion import Units, apportion
from forecast_kit.allocation.tiers import ONLINE, Tiering, from_dc
from forecast_kit.columns import STORE_ID
from forecast_kit.errors import PlanError
from forecast_kit.plan import StoreAllocation, StoreLine, StoreTier, UsableStock

__all__ = ["PRESENTATION_WEEKS", "allocate"]

PRESENTATION_WEEKS = 2
NO_DEMAND = 1e-9  # units a week below which stock does not last any number of weeks


def allocate(
    shares: pd.Series,
    tiering: Tiering,
    stores: pd.DataFrame | None,
    *,
    buy_units: int,
    usable: UsableStock,
    store_on_hand: pd.Series | None,
    holdback: float,
    weekly_units: Sequence[float],
    min_presentation_units: int,
) -> StoreAllocation:
    """Split everything committed to the season (buy + usable stock) into opening stock by store and the DC's part.

    The DC holds back floor(`holdback` x committed + 0.5) units, and the stores share the rest by `shares` (by
    store_id, summing to 1), each keeping at least what it has on hand (`store_on_hand`, units by store_id). If all
    of it fits, every store gets its presentation first: the larger of its demand in the first two weeks
    (`weekly_units` is the chain's demand by week) and `min_presentation_units`. If not, the holdback wins and each
    line says what it is short of. Beyond presentation a unit goes where it is likeliest to be sold: stores are unsure
    in proportion to their demand, so that is by share (with each store's own noise beside it real seasons earned the
    same to 0.05 %). Stores with `ships_from_dc` get no opening stock: their share of everything
    committed is ring-fenced in the DC, as far as the DC's part goes. What had to give way is said in `notes`.

    Raises:
        PlanError: shares that do not add up, a store without a tier, a holdback outside 0-1, or stores that hold
            more than is committed.

    >>> shares = pd.Series({"S1": 0.6, "S2": 0.4})
    >>> tiering = Tiering(pd.Series({"S1": "All stores", "S2": "All stores"}), {"All stores": "2 stores."}, None)
    >>> plan = allocate(shares, tiering, None, buy_units=101, usable=UsableStock(), store_on_hand=None,
    ...                 holdback=0.45, weekly_units=[10.0] * 10, min_presentation_units=0)
    >>> [(line.store_id, line.opening_units, line.presentation_units) for line in plan.lines], plan.dc_units
    ([('S1', 34, 12), ('S2', 22, 8)], 45)
    """
    shares = _checked_shares(shares)
    if not 0 <= holdback <= 1:
        raise PlanError(f"A holdback of {holdback} is not a share.", "Give 0.45 for 45 %, 0 to 1.")
    online = from_dc(stores, shares.index).to_numpy()
    share = shares.to_numpy(dtype=np.float64)
    on_hand = _on_hand(store_on_hand, shares.index, online)
    committed = buy_units + usable.units
    dc_units, notes = _dc_units(committed, holdback, int(on_hand.sum()), has_shops=not online.all())
    notes += _stock_notes(usable, store_on_hand, on_hand)
    presentation = _presentation(share, weekly_units, min_presentation_units, online)
    opening = np.zeros(len(share), dtype=np.int64)
    opening[~online] = _opening(committed - dc_units, share[~online], presentation[~online], on_hand[~online])
    ring_fenced = np.zeros(len(share), dtype=np.int64)
    ring_fenced[online], capped = _ring_fence(committed, dc_units, share[online])
    lines = _lines(shares, tiering, stores, on_hand, presentation, opening, ring_fenced)
    return StoreAllocation(
        lines=lines,
        tiers=_tiers(lines, tiering, weekly_units),
        dc_units=dc_units,
        committed_units=committed,
        tier_stability=tiering.stability,
        notes=(*notes, *capped, *_short_note(lines)),
    )


def _checked_shares(shares: pd.Series) -> pd.Series:
    if not len(shares) or not (shares >= 0).all() or abs(float(shares.sum()) - 1) > 1e-6:
        raise PlanError("The stores' shares do not add up to 1.", "Take the shares of the open stores only.")
    return shares.set_axis(shares.index.astype(str))


def _on_hand(store_on_hand: pd.Series | None, store_ids: pd.Index, online: npt.NDArray[np.bool_]) -> Units:
    """Whole units by store; an online store's stock lies in the DC."""
    if store_on_hand is None:
        return np.zeros(len(store_ids), dtype=np.int64)
    held = store_on_hand.set_axis(store_on_hand.index.astype(str)).reindex(store_ids).fillna(0)
    units = held.to_numpy(dtype=np.float64)
    if (units < 0).any() or (units != np.round(units)).any():
        raise PlanError("The stock on hand in stores is not in whole units of zero or more.", "Check the stock file.")
    return np.where(online, 0, units).astype(np.int64)


def _dc_units(committed: int, holdback: float, on_hand: int, *, has_shops: bool) -> tuple[int, list[str]]:
    if not has_shops:
        return committed, ["Every store ships from the DC, so all units stay there."] if holdback < 1 else []
    wanted = math.floor(holdback * committed + 0.5)
    if on_hand > committed:
        raise PlanError(
            f"Stores already hold {on_hand:,} units, more than the {committed:,} committed to the season.",
            "Check that the stock in stores is part of the usable stock.",
        )
    if on_hand > committed - wanted:
        note = (
            f"Stores already hold {on_hand:,} units, so the DC keeps {committed - on_hand:,} "
            f"instead of the {wanted:,} that a holdback of {holdback * 100:.3g} % asks for."
        )
        return committed - on_hand, [note]
    return wanted, []


def _stock_notes(usable: UsableStock, store_on_hand: pd.Series | None, on_hand: Units) -> list[str]:
    loose = usable.on_hand_stores - int(on_hand.sum())
    if loose <= 0:
        return []
    if store_on_hand is None:
        return [f"Which stores hold the {loose:,} units on hand is not known: they are placed like new stock."]
    return [f"{loose:,} units on hand are in stores outside this plan: they are placed like new stock."]


def _presentation(
    share: npt.NDArray[np.float64], weekly_units: Sequence[float], minimum: int, online: npt.NDArray[np.bool_]
) -> Units:
    first_weeks = float(sum(weekly_units[:PRESENTATION_WEEKS]))
    demand = np.ceil(np.round(share * first_weeks, 9)).astype(np.int64)
    return np.where(online, 0, np.maximum(demand, minimum))


def _opening(units: int, share: npt.NDArray[np.float64], presentation: Units, on_hand: Units) -> Units:
    if not len(share):
        return np.zeros(0, dtype=np.int64)
    full = np.maximum(presentation, on_hand)
    return apportion(units, share, floors=full if full.sum() <= units else on_hand)


def _ring_fence(committed: int, dc_units: int, share: npt.NDArray[np.float64]) -> tuple[Units, list[str]]:
    if not len(share):
        return np.zeros(0, dtype=np.int64), []
    wanted = min(committed, math.floor(float(share.sum()) * committed + 0.5))
    kept = min(wanted, dc_units)
    if kept == wanted:
        return apportion(kept, share), []
    note = f"Online would need {wanted:,} units in the DC, which holds back only {dc_units:,}: online gets those."
    return apportion(kept, share), [note]


def _lines(
    shares: pd.Series,
    tiering: Tiering,
    stores: pd.DataFrame | None,
    on_hand: Units,
    presentation: Units,
    opening: Units,
    ring_fenced: Units,
) -> tuple[StoreLine, ...]:
    tiers = tiering.labels.set_axis(tiering.labels.index.astype(str)).reindex(shares.index)
    if tiers.isna().any():
        raise PlanError(
            f"Stores without a tier: {', '.join(shares.index[tiers.isna()])}.", "Tier all the stores that have a share."
        )
    names = _names(stores, shares.index)
    return tuple(
        StoreLine(
            store_id=store,
            store_name=names[position],
            tier=str(tiers.iloc[position]),
            share=min(1.0, float(shares.iloc[position])),
            on_hand_units=int(on_hand[position]),
            presentation_units=int(presentation[position]),
            opening_units=int(opening[position]),
            ring_fenced_units=int(ring_fenced[position]),
            short_of_presentation=max(0, int(presentation[position] - opening[position])),
        )
        for position, store in enumerate(shares.index)
    )


def _names(stores: pd.DataFrame | None, store_ids: pd.Index) -> list[str]:
    if stores is None or "store_name" not in stores:
        return [""] * len(store_ids)
    names = stores.set_index(stores[STORE_ID].astype(str))["store_name"].reindex(store_ids).fillna("")
    return [str(name) for name in names]


def _tiers(lines: tuple[StoreLine, ...], tiering: Tiering, weekly_units: Sequence[float]) -> tuple[StoreTier, ...]:
    """A row a tier, in the order the tiering names them; a tier none of whose stores is planned has none."""
    a_week = sum(weekly_units) / len(weekly_units) if len(weekly_units) else 0.0
    rows = []
    for name, why in tiering.sets_apart.items():
        members = [line for line in lines if line.tier == name]
        if not members:
            continue
        share = min(1.0, math.fsum(line.share for line in members))
        opening = sum(line.opening_units for line in members)
        covered = name != ONLINE and share * a_week > NO_DEMAND
        rows.append(
            StoreTier(
                name=name,
                stores=len(members),
                share=share,
                opening_units=opening,
                weeks_of_cover=opening / (share * a_week) if covered else None,
                sets_apart=why,
            )
        )
    return tuple(rows)


def _short_note(lines: tuple[StoreLine, ...]) -> list[str]:
    short = [line for line in lines if line.short_of_presentation]
    if not short:
        return []
    units = sum(line.short_of_presentation for line in short)
    shown = ", ".join(line.store_id for line in short[:5]) + (" and others" if len(short) > 5 else "")
    who = "1 store opens" if len(short) == 1 else f"{len(short)} stores open"
    return [f"{who} {units:,} units short of the presentation minimum: {shown}."]
