"""A category's units by size: the order in whole packs, and every shipment out of the sizes that are there."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from forecast_kit.allocation.apportion import Units, apportion
from forecast_kit.errors import PlanError

__all__ = ["split_order", "split_shipments"]

Array = npt.NDArray[np.float64]


def split_order(units: int, shares: Sequence[float], *, pack_size: int = 1) -> Units:
    """The order's `units` by size in whole packs of `pack_size`, by largest remainder; a broken last pack by piece.

    >>> split_order(600, [0.2, 0.5, 0.3], pack_size=6).tolist()
    [120, 300, 180]
    >>> split_order(20, [0.25, 0.5, 0.25], pack_size=6).tolist()
    [7, 7, 6]
    """
    if pack_size < 1:
        raise PlanError(f"A pack of {pack_size} holds nothing.", "Give the units in a pack, 1 or more.")
    packs, loose = divmod(int(units), pack_size)
    found: Units = apportion(packs, shares) * pack_size + apportion(loose, shares)
    return found


def split_shipments(units: Sequence[int] | Units, available: Units, *, pack_size: int = 1) -> Units:
    """Each line's units by size, lines x sizes, in whole packs out of what the DC has `available` by size.

    Packs go to lines by largest remainder of their `units`, and within a line to the sizes in the proportion of
    `available`. What a line gets of a size too much or too little is made good by the lines after it, so that small
    lines do not all get the same size. Nothing is sent that is not there; what does not fill a pack stays in the DC,
    which so takes the rounding: less than a pack in all, unless a size runs out.

    Source: largest remainder as in `apportion`; the carried remainder is error diffusion in one dimension, Floyd and
    Steinberg (1976), "An adaptive algorithm for spatial greyscale".

    Raises:
        PlanError: lines of fewer than zero units or not in whole ones, or more than is available.

    >>> split_shipments([4, 4, 2], np.array([5, 10, 5])).tolist()
    [[1, 2, 1], [1, 2, 1], [1, 1, 0]]
    >>> split_shipments([20, 10], np.array([12, 24, 12]), pack_size=6).tolist()
    [[6, 6, 6], [0, 12, 0]]
    """
    wanted = np.asarray(units, dtype=np.float64)
    stock = np.asarray(available, dtype=np.int64)
    if (wanted < 0).any() or (wanted != np.round(wanted)).any() or pack_size < 1:
        raise PlanError("Shipments by size are not in whole units of zero or more.", "Give whole units a line.")
    if wanted.sum() > stock.sum():
        raise PlanError(
            f"{wanted.sum():,.0f} units are to be shipped, but only {stock.sum():,} are there by size.",
            "Ship what is there, or less.",
        )
    lines = _packs(wanted.astype(np.int64), pack_size)
    left = stock // pack_size
    share = left / left.sum() if left.sum() else np.zeros(len(left))
    sent, due = np.zeros((len(lines), len(left)), dtype=np.int64), np.zeros(len(left))
    for line, packs in enumerate(lines):
        due = due + share * packs
        sent[line] = _one_line(min(int(packs), int(left.sum())), due, left)
        due, left = due - sent[line], left - sent[line]
    return sent * pack_size


def _packs(units: Units, pack_size: int) -> Units:
    """Whole packs a line; what is over fills packs of the lines that miss least to one."""
    packs, over = np.divmod(units, pack_size)
    more = int(over.sum()) // pack_size
    packs[np.argsort(-over, kind="stable")[:more]] += 1
    return packs


def _one_line(packs: int, due: Array, left: Units) -> Units:
    """`packs` over the sizes, as near to what is `due` of each as what is `left` allows."""
    whole: Units = np.clip(np.floor(np.round(due, 9)), 0, left).astype(np.int64)
    while whole.sum() > packs:
        whole[np.argmin(np.where(whole > 0, due - whole, np.inf))] -= 1
    while whole.sum() < packs:
        whole[np.argmax(np.where(whole < left, due - whole, -np.inf))] += 1
    return whole
