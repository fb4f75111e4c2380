"""What is known of a store as numbers on one scale, so that like stores lie close together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["FEATURES", "RECENT_UNITS", "StoreFeatures", "order_of", "store_features"]

Array = npt.NDArray[np.float64]

RECENT_UNITS: Final = "recent_units"
# Each feature counts once, however many levels it has; a region says least about what a store needs.
FEATURES: Final = {
    RECENT_UNITS: 1.0,
    "size_sqft": 1.0,
    "median_income": 1.0,
    "location_tier": 1.0,
    "fashion_tier": 1.0,
    "store_format": 1.0,
    "region": 0.5,
}
NUMERIC: Final = (RECENT_UNITS, "size_sqft", "median_income")
# From the least to the most, as retailers grade stores; the kit reads no order into other words.
ORDERS: Final = (
    ("f", "e", "d", "c", "b", "a", "aa", "aaa"),
    ("bronze", "silver", "gold", "platinum"),
    ("low", "medium", "high"),
    ("small", "medium", "large", "extra large"),
    ("tertiary", "secondary", "prime", "flagship"),
    ("value", "mainstream", "upscale", "luxury"),
    ("basic", "core", "premium", "luxury"),
    ("basic", "mainstream", "trend", "premium"),
    ("budget", "mid", "premium", "luxury"),
)


@dataclass(frozen=True)
class StoreFeatures:
    """`matrix` is stores x columns, standardised and weighted; `columns` names the feature each column comes from.

    `raw` holds the values behind it, a row a store, gaps filled.
    """

    matrix: Array
    columns: tuple[str, ...]
    raw: pd.DataFrame


def store_features(frame: pd.DataFrame) -> StoreFeatures:
    """Features of the stores in `frame` (a row a store) that are there and differ between stores.

    Numbers are taken in logs, because a store of twice the size is as far from its neighbour whether small or
    large. Grades that have an order ("A", "B", "C"; 1, 2, 3; "tertiary", "prime") become ranks, other words one
    column a level. Missing numbers and ranks take the median, missing words are a level of their own. Each feature
    has the same total variance before its weight.

    >>> stores = pd.DataFrame({"recent_units": [10, 10, 40], "location_tier": ["B", "B", "A"]})
    >>> store_features(stores).matrix.round(2).tolist()
    [[-0.71, -0.71], [-0.71, -0.71], [1.41, 1.41]]
    """
    blocks: list[Array] = []
    columns: list[str] = []
    raw = pd.DataFrame(index=frame.index)
    for name, weight in FEATURES.items():
        if name not in frame or frame[name].isna().all():
            continue
        raw[name] = _filled(frame[name], numeric=name in NUMERIC)
        block = _columns(raw[name], numeric=name in NUMERIC)
        block = block - block.mean(axis=0)
        spread = float(np.sqrt(block.var(axis=0).sum()))
        if spread > 1e-9:
            blocks.append(block / spread * weight)
            columns += [name] * block.shape[1]
    if not blocks:
        return StoreFeatures(np.zeros((len(frame), 1)), ("",), raw)
    return StoreFeatures(np.column_stack(blocks), tuple(columns), raw)


def order_of(values: pd.Series) -> Callable[[object], float] | None:
    """How to rank a column's grades, least first; None where the words have no order the kit knows.

    Numbers are grades with 1 the best, as in "tier 1".

    >>> rank = order_of(pd.Series(["A", "C", "B"]))
    >>> rank("A") > rank("C")
    True
    >>> order_of(pd.Series(["north", "south"])) is None
    True
    """
    words = {_word(value) for value in values.dropna()}
    if not words:
        return None
    if all(word.replace(".", "", 1).isdigit() for word in words):
        return lambda value: -float(_word(value))
    for order in ORDERS:
        if words <= set(order):
            return lambda value, order=order: float(order.index(_word(value)))  # type: ignore[misc]
    return None


def _word(value: object) -> str:
    text = str(value).strip().lower().replace("_", " ").replace("-", " ")
    for prefix in ("tier ", "grade ", "class "):
        text = text.removeprefix(prefix)
    return text.removesuffix(".0")


def _filled(values: pd.Series, *, numeric: bool) -> pd.Series:
    if numeric:
        number = pd.to_numeric(values, errors="coerce")
        return number.fillna(number.median())
    rank = order_of(values)
    if rank is None:
        return values.map(lambda value: "unknown" if pd.isna(value) else str(value))
    ranks = values.map(lambda value: np.nan if pd.isna(value) else rank(value))
    known = values[ranks.notna()].astype(str)
    middle = ranks.sort_values(kind="stable").dropna()
    return values.astype("object").where(values.notna(), known[middle.index[(len(middle) - 1) // 2]]).astype(str)


def _columns(values: pd.Series, *, numeric: bool) -> Array:
    rank = None if numeric else order_of(values)
    columns: Array
    if numeric:
        columns = np.log1p(np.maximum(values.to_numpy(dtype=np.float64), 0.0))[:, None]
    elif rank is not None:
        columns = values.map(rank).to_numpy(dtype=np.float64)[:, None]
    else:
        columns = (values.to_numpy()[:, None] == np.unique(values)[None, :]).astype(np.float64)
    return columns
