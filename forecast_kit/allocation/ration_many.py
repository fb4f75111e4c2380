"""What one delivery brings each store in many scenarios at once: `ration` and `top_up` for arrays of them."""

import numpy as np
import numpy.typing as npt

from forecast_kit.allocation.apportion import Units

__all__ = ["top_up_many"]

Array = npt.NDArray[np.float64]

DIGITS = 9  # rounding noise must not send a unit


def top_up_many(available: Array, stock: Array, mean: Array, sd: Array, *, z: float, min_ship_units: int = 1) -> Units:
    """Whole units to send, scenarios x stores; each row is what `top_up` answers for it.

    `available` has the DC's units by scenario, the others scenarios x stores. The common level that a short DC reaches
    is found exactly: the units needed are piecewise linear in it, with a corner where each store starts to need some.

    >>> top_up_many(np.array([6.0, 99.0]), np.array([[4.0, 0.0]] * 2), np.full((2, 2), 8.0), np.ones((2, 2)), z=2.0)
    array([[ 1,  5],
           [ 6, 10]])
    """
    out = stock < 1
    held = np.array(stock, dtype=np.float64)
    units = _ration(available, held, mean, sd, z)
    rows = np.arange(len(units))
    while min_ship_units > 1:
        small = (units[rows] > 0) & (units[rows] < min_ship_units) & ~out[rows]
        some = small.any(axis=1)
        rows, small = rows[some], small[some]
        if not len(rows):
            break
        held[rows] = _without_smallest(held[rows], units[rows], small)
        units[rows] = _ration(available[rows], held[rows], mean[rows], sd[rows], z)
    return units


def _without_smallest(held: Array, units: Units, small: npt.NDArray[np.bool_]) -> Array:
    """The smaller half of the lines too small to pick gives way: those stores count as full."""
    order = np.argsort(np.where(small, units, np.iinfo(np.int64).max), axis=1, kind="stable")
    dropped = np.zeros_like(small)
    rank = np.arange(small.shape[1])[None, :] < (small.sum(axis=1, keepdims=True) + 1) // 2
    np.put_along_axis(dropped, order, rank, axis=1)
    full: Array = np.where(dropped, np.inf, held)
    return full


def _ration(available: Array, stock: Array, mean: Array, sd: Array, z: float) -> Units:
    wanted = np.maximum(0.0, np.round(mean + z * sd - stock, DIGITS))
    need: Units = np.ceil(wanted).astype(np.int64)
    short = np.flatnonzero(need.sum(axis=1) > available)
    if len(short):
        level = _common_level(available[short], stock[short], mean[short], sd[short], z)
        part = np.maximum(0.0, np.round(mean[short] + level[:, None] * sd[short] - stock[short], DIGITS))
        need[short] = _whole(available[short], part)
    return need


def _common_level(available: Array, stock: Array, mean: Array, sd: Array, top: float) -> Array:
    """The z at which all stores together need `available`, at most `top`."""
    spread = (sd > 0) & np.isfinite(stock)
    with np.errstate(divide="ignore", invalid="ignore"):
        corner = np.where(spread, (stock - mean) / sd, np.inf)
    order = np.argsort(corner, axis=1)
    corner = np.take_along_axis(corner, order, axis=1)
    gap = np.take_along_axis(np.where(spread, mean - stock, 0.0), order, axis=1).cumsum(axis=1)
    slope = np.take_along_axis(np.where(spread, sd, 0.0), order, axis=1).cumsum(axis=1)
    certain = np.where(~spread & np.isfinite(stock), np.maximum(0.0, mean - stock), 0.0).sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        level = (available[:, None] - certain - gap) / slope
    following = np.concatenate([corner[:, 1:], np.full((len(corner), 1), np.inf)], axis=1)
    inside = (level <= following) & (slope > 0)
    first = np.where(inside.any(axis=1), inside.argmax(axis=1), 0)
    found = np.take_along_axis(level, first[:, None], axis=1)[:, 0]
    lowest = np.where(np.isfinite(corner[:, 0]), corner[:, 0], 0.0)
    result: Array = np.clip(np.where(np.isfinite(found), found, lowest), lowest, top)
    return result


def _whole(available: Array, part: Array) -> Units:
    """Rounded down, then what is left of `available` to the largest fractions."""
    whole: Units = np.floor(part).astype(np.int64)
    left = np.maximum(0, np.floor(available).astype(np.int64) - whole.sum(axis=1))
    order = np.argsort(-(part - whole), axis=1, kind="stable")
    extra = np.zeros_like(whole)
    np.put_along_axis(extra, order, (np.arange(part.shape[1])[None, :] < left[:, None]).astype(np.int64), axis=1)
    return whole + extra
