"""Whole units from shares: the largest-remainder method, so that parts always add up to the total."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from forecast_kit.errors import PlanError

__all__ = ["apportion"]

Units = npt.NDArray[np.int64]
Weights = Sequence[float] | npt.NDArray[np.floating[Any]] | npt.NDArray[np.integer[Any]]

FRACTION_DIGITS = 9  # remainders closer than this are ties: rounding noise must not decide who gets a unit


def apportion(total: int, weights: Weights, *, floors: Weights | None = None) -> Units:
    """Split `total` whole units by `weights`; what is left over goes to the largest remainders.

    `weights` are any non-negative numbers, one a store (all zero: spread evenly). Ties go to the earlier
    position. With `floors` (whole units a store already has) nobody gets less than that: a store whose quota
    lies below its floor keeps the floor and the others share the rest. Without floors every result is within
    one unit of its exact quota.

    Source: A. Hamilton (1792); Balinski and Young, "Fair Representation" (1982), chapter 2.

    Raises:
        PlanError: a negative or unbounded weight, a fractional floor, or floors of more than the total.

    >>> apportion(10, [3, 3, 1]).tolist()
    [4, 4, 2]
    >>> apportion(10, [3, 3, 1], floors=[0, 0, 5]).tolist()
    [3, 2, 5]
    """
    if total != int(total) or total < 0:
        raise PlanError(f"{total} units cannot be split.", "Give a whole number of units, zero or more.")
    share = _checked(weights, "A share")
    floor = np.zeros(len(share), dtype=np.int64) if floors is None else _whole_floors(floors, len(share))
    total, kept = int(total), int(floor.sum())
    if kept > total:
        raise PlanError(
            f"Stores already hold {kept:,} units, more than the {total:,} to place.",
            "Check the stock on hand, or place at least what the stores already have.",
        )
    if not len(share):
        if total:
            raise PlanError(f"There is no store to take {total:,} units.", "Name at least one store.")
        return floor
    free = _free_of_floors(total, share, floor)
    result = floor.copy()
    result[free] = _largest_remainder(total - int(floor[~free].sum()), share[free])
    return result


def _free_of_floors(total: int, share: npt.NDArray[np.float64], floor: Units) -> npt.NDArray[np.bool_]:
    """Positions whose quota is not below their floor, once those that are have been set aside."""
    free = np.ones(len(share), dtype=bool)
    while floor.any():
        quota = _quota(total - int(floor[~free].sum()), share[free])
        below = quota < floor[free]
        if not below.any() or below.all():
            break
        free[np.flatnonzero(free)[below]] = False
    return free


def _largest_remainder(total: int, share: npt.NDArray[np.float64]) -> Units:
    quota = _quota(total, share)
    whole = np.floor(np.round(quota, FRACTION_DIGITS)).astype(np.int64)
    remainder = np.round(quota - whole, FRACTION_DIGITS)
    left = total - int(whole.sum())
    if left > 0:
        whole[np.argsort(-remainder, kind="stable")[:left]] += 1
    elif left < 0:  # quotas of very large totals can round up past the sum
        largest = np.argsort(-whole, kind="stable")[:-left]
        whole[largest] -= 1
    return whole


def _quota(total: int, share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    top = share.max(initial=0.0)
    scaled = share / top if top > 0 else np.ones_like(share)
    quota: npt.NDArray[np.float64] = scaled / scaled.sum() * total
    return quota


def _checked(values: Weights, what: str) -> npt.NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or not np.isfinite(array).all() or (array < 0).any():
        raise PlanError(f"{what} is negative or not a number.", "Give numbers of zero or more, one a store.")
    return array


def _whole_floors(floors: Weights, stores: int) -> Units:
    array = _checked(floors, "A stock on hand")
    if len(array) != stores or (array != np.round(array)).any():
        raise PlanError("The stock on hand is not a whole number for every store.", "Give whole units, one a store.")
    return array.astype(np.int64)
