"""What sales by store and week say of each store's share, and how far they can be believed."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["StoreHistory"]

Array = npt.NDArray[np.float64]

ROUNDS: Final = 50
SETTLED: Final = 1e-9


class StoreHistory:
    """The history of one category: `grid` is weeks x stores in units (NaN: no row), `weights` one a week.

    `seen`: which stores have sales. `share`: of demand while trading, summing to 1. `exposure`: the units of
    unweighted history that would be as informative. `dispersion`: variance over mean of a store-week (>= 1).
    """

    def __init__(self, grid: pd.DataFrame, weights: Array) -> None:
        units = grid.to_numpy(dtype=np.float64)
        self.seen = ~np.isnan(units).all(axis=0) if len(units) else np.zeros(grid.shape[1], dtype=bool)
        traded = np.maximum.accumulate(~np.isnan(units), axis=0)
        units = np.nan_to_num(units)
        self.share, level = _shares_and_levels(units, weights, traded)
        expected = traded * self.share * level[:, None]
        self.exposure = _effective(weights, expected)
        self.dispersion = _dispersion(units, expected, traded)


def _shares_and_levels(units: Array, weights: Array, traded: npt.NDArray[np.bool_]) -> tuple[Array, Array]:
    """Shares a and week levels b of the model units = a x b over the store-weeks traded, by alternating sums.

    With every store trading every week a is simply its weighted share; otherwise b is what all stores would have
    sold. Source: the Poisson maximum-likelihood fit of a two-way table, Deming and Stephan (1940).
    """
    own, total = weights @ units, units.sum(axis=1)
    share = traded.any(axis=0) / max(1, traded.any(axis=0).sum())
    level = total
    for _ in range(ROUNDS):
        present = traded @ share
        level = np.divide(total, present, out=np.zeros_like(total), where=present > 0)
        around = (weights * level) @ traded
        before, share = share, np.divide(own, around, out=np.zeros_like(own), where=around > 0)
        share = share / share.sum() if share.sum() > 0 else share
        if np.abs(share - before).max(initial=0.0) < SETTLED:
            break
    return share, level


def _effective(weights: Array, expected: Array) -> Array:
    """Units of unweighted history that would be as informative: (sum of w m)^2 / sum of w^2 m."""
    once, twice = weights @ expected, weights**2 @ expected
    return np.divide(once**2, twice, out=np.zeros_like(once), where=twice > 0)


def _dispersion(units: Array, expected: Array, traded: npt.NDArray[np.bool_]) -> float:
    """Variance over mean of store-weeks about their share of the week (1 for Poisson; not less)."""
    known = expected > 0
    freedom = int(known.sum()) - int((traded & known).any(axis=0).sum())
    if freedom <= 0:
        return 1.0
    return max(1.0, float((((units - expected) ** 2)[known] / expected[known]).sum()) / freedom)
