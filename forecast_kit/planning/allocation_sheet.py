"""What goes where, line by line: order, opening and deliveries by store, and by size where sizes are known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast_kit.allocation import ONLINE, split_order, split_shipments
from forecast_kit.columns import DC
from forecast_kit.plan import SeasonPlan, SizeLine
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.planning.summary import Section
from forecast_kit.words import percent, units

__all__ = ["AllocationSheet", "allocation_sheet", "sizes_of_order", "summarise_sheet"]

TOTAL = "Total"


@dataclass(frozen=True, kw_only=True)
class AllocationSheet:
    """The plan as lines to act on; every frame ends with its total, and the totals are those of the plan.

    `order` has a row a size: `size`, `share`, `buy_units` (empty without a size file). `opening` has a row a store, the
    DC and the total: `store_id`, `store_name`, `tier`, `on_hand_units`, `to_send_units`, one `size X` a size, and
    `rounding_units`: what does not fill a pack of one size and stays in the DC, so that to_send = sizes + rounding.
    `deliveries` has a row a delivery and store: `week`, `week_start`, `dispatch_week_start`, `store_id`,
    `to_send_units`, the sizes and `rounding_units`.
    """

    order: pd.DataFrame
    opening: pd.DataFrame
    deliveries: pd.DataFrame
    sizes: tuple[str, ...]

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The frames there are, by name."""
        found = {"order": self.order, "opening": self.opening, "deliveries": self.deliveries}
        return {name: frame for name, frame in found.items() if len(frame)}


def sizes_of_order(inputs: SeasonInputs, buy_units: int) -> tuple[SizeLine, ...]:
    """The buy by size in the supplier's packs; empty where the size file says nothing of the category."""
    if inputs.size_shares is None:
        return ()
    own = inputs.size_shares[inputs.size_shares["category"] == inputs.category]
    if own.empty:
        return ()
    split = split_order(buy_units, own["share"].to_numpy(), pack_size=inputs.economics.pack_size)
    return tuple(
        SizeLine(size=str(size), share=float(share), buy_units=int(units))
        for size, share, units in zip(own["size"], own["share"], split, strict=True)
    )


def allocation_sheet(plan: SeasonPlan) -> AllocationSheet:
    """The plan's opening and deliveries by store and size.

    Stock that is there already has sizes nobody knows: in stores it stands in a column of its own, in the DC and on
    order it is taken to have the category's ratio. Shipments go in packs of one size as the supplier packs them.
    """
    stock, pack = plan.buy.usable_stock, plan.buy.pack_size
    names = tuple(size.size for size in plan.sizes)
    lines = plan.allocation.lines
    to_send = np.array([line.opening_units - line.on_hand_units for line in lines], dtype=np.int64)
    loose = stock.units - sum(line.on_hand_units for line in lines)
    there = _by_size(plan, loose)
    sent = split_shipments(to_send, there, pack_size=pack) if names else np.zeros((len(lines), 0), dtype=np.int64)
    left = there - sent.sum(axis=0)
    opening = pd.DataFrame(
        {
            "store_id": [line.store_id for line in lines],
            "store_name": [line.store_name for line in lines],
            "tier": [line.tier for line in lines],
            "on_hand_units": [line.on_hand_units for line in lines],
            "to_send_units": to_send,
        }
    )
    opening = _sized(opening, names, sent)
    kept = {"store_id": DC, "on_hand_units": 0, "to_send_units": plan.allocation.dc_units}
    kept |= dict(zip(_columns(names), left.tolist(), strict=True))
    if names:
        kept["rounding_units"] = -int(opening["rounding_units"].sum())
    opening = _with_total(pd.concat([opening, pd.DataFrame([kept])], ignore_index=True).fillna(""))
    return AllocationSheet(order=_order(plan), opening=opening, deliveries=_deliveries(plan, left, names), sizes=names)


def _by_size(plan: SeasonPlan, loose: int) -> np.ndarray:
    """The order and what the DC has or expects in time, units by size."""
    if not plan.sizes:
        return np.zeros(0, dtype=np.int64)
    bought = np.array([size.buy_units for size in plan.sizes], dtype=np.int64)
    there: np.ndarray = bought + split_order(loose, [size.share for size in plan.sizes])
    return there


def _columns(names: tuple[str, ...]) -> list[str]:
    return [f"size {name}" for name in names]


def _sized(frame: pd.DataFrame, names: tuple[str, ...], sent: np.ndarray) -> pd.DataFrame:
    """The frame with the units of each size, and what stays behind because it fills no pack."""
    if not names:
        return frame
    by_size = pd.DataFrame(sent, columns=_columns(names), index=frame.index)
    return pd.concat([frame, by_size], axis=1).assign(rounding_units=frame["to_send_units"] - sent.sum(axis=1))


def _order(plan: SeasonPlan) -> pd.DataFrame:
    rows = [{"size": size.size, "share": size.share, "buy_units": size.buy_units} for size in plan.sizes]
    if not rows:
        return pd.DataFrame(columns=["size", "share", "buy_units"])
    total = {"size": TOTAL, "share": sum(size.share for size in plan.sizes), "buy_units": plan.buy.buy_units}
    return pd.DataFrame([*rows, total])


def _deliveries(plan: SeasonPlan, left: np.ndarray, names: tuple[str, ...]) -> pd.DataFrame:
    frames = []
    for order in plan.replenishment:
        frame = pd.DataFrame(
            {
                "week": order.week,
                "week_start": order.week_start.isoformat(),
                "dispatch_week_start": order.dispatch_week_start.isoformat(),
                "store_id": [store for store, _ in order.lines],
                "to_send_units": [pieces for _, pieces in order.lines],
            }
        )
        sent = np.zeros((len(frame), 0), dtype=np.int64)
        if names:
            sent = split_shipments(frame["to_send_units"].to_numpy(), left, pack_size=plan.buy.pack_size)
            left = left - sent.sum(axis=0)
        frames.append(_sized(frame, names, sent))
    if not frames:
        return pd.DataFrame()
    return _with_total(pd.concat(frames, ignore_index=True))


def _with_total(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its sums as a last row; what is not units is left blank there."""
    numbers = [name for name in frame.columns if name.endswith("_units") or name.startswith("size ")]
    frame = frame.astype(dict.fromkeys(numbers, "int64"))
    total = {name: int(frame[name].sum()) for name in numbers} | {"store_id": TOTAL}
    row = {name: total.get(name, "") for name in frame.columns}
    return pd.concat([frame.astype(object), pd.DataFrame([row], dtype=object)], ignore_index=True)


def summarise_sheet(plan: SeasonPlan, sheet: AllocationSheet) -> Section:
    """The opening by store and size, as people read it."""
    frame = sheet.opening
    numbers = ["on_hand_units", "to_send_units", *_columns(sheet.sizes), *(["rounding_units"] if sheet.sizes else [])]
    labels = ("Store", "", "Tier", "Has", "To send", *sheet.sizes, *(("Rounding",) if sheet.sizes else ()))
    rows = tuple(
        (str(row["store_id"]), str(row["store_name"]), str(row["tier"]), *(units(row[name]) for name in numbers))
        for _, row in frame.iterrows()
    )
    online = [line for line in plan.allocation.lines if line.tier == ONLINE]
    said = f"Stores and the DC together have the {units(plan.allocation.committed_units)} units of the season."
    if online:
        said += f" Of the DC's units {units(plan.allocation.ring_fenced_units)} are kept for online."
    lines = [said]
    if sheet.sizes:
        shares = ", ".join(f"{size.size} {percent(size.share)}" for size in plan.sizes)
        lines.append(
            f"Sizes by the ratio of the size file ({shares}), in packs of {plan.buy.pack_size}; what fills no pack "
            "stays in the DC."
        )
    return Section(
        key="allocation_sheet",
        title="The opening, store by store",
        headers=labels,
        rows=rows,
        align="lll" + "r" * len(numbers),
        strong_rows=(len(rows) - 1,),
        lines=tuple(lines),
    )
