"""The distribution of a season's total demand, and what a given stock would sell, lose and leave of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import NormalDist
from typing import overload

import numpy as np
import numpy.typing as npt

from forecast_kit.errors import PlanError

__all__ = ["SeasonTotal"]

Array = npt.NDArray[np.float64]
NORMAL = NormalDist()


@dataclass(frozen=True)
class SeasonTotal:
    """Season demand D (units) as a piecewise-linear quantile function Q(p), so that every integral is exact.

    `quantiles` are probabilities strictly between 0 and 1, ascending; `units` the demand not exceeded with each.
    Beyond the outermost quantiles Q runs straight on to a finite end, placed so that the mean of the tail is that
    of a normal distribution with the spread of the outermost two quantiles; it never falls below 0. With a
    single quantile demand is certain.

    Every method takes a number and returns one, or an array and returns an array.

    Raises:
        PlanError: quantiles that are not ascending within 0-1, or units that cross, are negative or not numbers.

    >>> dress = SeasonTotal((0.1, 0.5, 0.9), (800, 1000, 1200))
    >>> round(dress.mean), round(dress.quantile(0.7)), round(dress.service_level(1100), 2)
    (1000, 1100, 0.7)
    >>> round(dress.expected_sales(1000)), round(dress.expected_lost(1000)), round(dress.expected_leftover(1000))
    (933, 67, 67)
    """

    quantiles: tuple[float, ...]
    units: tuple[float, ...]
    _p: Array = field(init=False, repr=False, compare=False)
    _q: Array = field(init=False, repr=False, compare=False)

    def __init__(self, quantiles: Sequence[float], units: Sequence[float]) -> None:
        p, q = tuple(float(x) for x in quantiles), tuple(float(x) for x in units)
        _check(p, q)
        object.__setattr__(self, "quantiles", p)
        object.__setattr__(self, "units", q)
        low, high = _tail_ends(p, q)
        object.__setattr__(self, "_p", np.array([0.0, *p, 1.0]))
        object.__setattr__(self, "_q", np.array([low, *q, high]))

    @property
    def mean(self) -> float:
        """E[D], units: the integral of Q(p) over 0-1."""
        return float(np.sum(np.diff(self._p) * (self._q[1:] + self._q[:-1]) / 2))

    def scaled(self, factor: float) -> "SeasonTotal":
        """The same distribution with every demand multiplied by `factor` (> 0)."""
        if not factor > 0:
            raise PlanError(f"A season total cannot be scaled by {factor}.", "Give a factor above zero.")
        return SeasonTotal(self.quantiles, tuple(units * factor for units in self.units))

    @overload
    def quantile(self, p: float) -> float: ...
    @overload
    def quantile(self, p: Array) -> Array: ...
    def quantile(self, p: float | Array) -> float | Array:
        """Q(p), units: the demand not exceeded with probability `p` (0-1)."""
        at = np.asarray(p, dtype=np.float64)
        if not ((at >= 0) & (at <= 1)).all():
            raise PlanError(f"{p} is not a probability.", "Give a number from 0 to 1.")
        return _like(at, np.interp(at, self._p, self._q))

    @overload
    def service_level(self, stock: float) -> float: ...
    @overload
    def service_level(self, stock: Array) -> Array: ...
    def service_level(self, stock: float | Array) -> float | Array:
        """P(D <= stock), 0-1: the chance that the season sells out of nothing."""
        s = np.asarray(stock, dtype=np.float64)
        below, width = self._below(s)
        rise = np.diff(self._q)
        part = np.where(rise > 0, below / np.where(rise > 0, rise, 1.0), (s[..., None] >= self._q[:-1]).astype(float))
        return _like(s, np.minimum(1.0, (part * width).sum(axis=-1)))

    @overload
    def expected_sales(self, stock: float) -> float: ...
    @overload
    def expected_sales(self, stock: Array) -> Array: ...
    def expected_sales(self, stock: float | Array) -> float | Array:
        """E[min(D, S)], units, for a stock of S units.

        The integral of min(Q(p), S); on a segment from a to b it is the mean of min(a, S) and, with
        t = clip(S - a, 0, b - a), of t - t^2 / 2(b - a) above it.
        """
        s = np.asarray(stock, dtype=np.float64)
        below, width = self._below(s)
        rise = np.diff(self._q)
        above = below - below**2 / (2 * np.where(rise > 0, rise, 1.0))
        base = np.minimum(self._q[:-1], s[..., None])
        return _like(s, ((base + above) * width).sum(axis=-1))

    @overload
    def expected_lost(self, stock: float) -> float: ...
    @overload
    def expected_lost(self, stock: Array) -> Array: ...
    def expected_lost(self, stock: float | Array) -> float | Array:
        """E[(D - S)+], units: demand that a stock of S cannot serve."""
        s = np.asarray(stock, dtype=np.float64)
        return _like(s, np.maximum(0.0, self.mean - self.expected_sales(s)))

    @overload
    def expected_leftover(self, stock: float) -> float: ...
    @overload
    def expected_leftover(self, stock: Array) -> Array: ...
    def expected_leftover(self, stock: float | Array) -> float | Array:
        """E[(S - D)+], units: what a stock of S has left when the season ends."""
        s = np.asarray(stock, dtype=np.float64)
        return _like(s, np.maximum(0.0, s - self.expected_sales(s)))

    def _below(self, stock: Array) -> tuple[Array, Array]:
        """How far `stock` reaches into each segment (units), and the segments' probabilities."""
        rise = np.diff(self._q)
        return np.clip(stock[..., None] - self._q[:-1], 0.0, rise), np.diff(self._p)


def _like(given: Array, result: Array) -> float | Array:
    return float(result) if given.ndim == 0 else result


def _check(p: tuple[float, ...], q: tuple[float, ...]) -> None:
    if not p or len(p) != len(q):
        raise PlanError("The season total needs one number of units per quantile.", "Give as many of each, at least 1.")
    if not all(0 < x < 1 for x in p) or any(low >= high for low, high in pairwise(p)):
        raise PlanError(f"{p} are not ascending quantiles between 0 and 1.", "Give them in order, each once.")
    if not all(0 <= x < float("inf") for x in q) or any(low > high for low, high in pairwise(q)):
        raise PlanError("The quantiles of the season total cross or are negative.", "Sort the forecast's quantiles.")


def _tail_ends(p: tuple[float, ...], q: tuple[float, ...]) -> tuple[float, float]:
    """Q(0) and Q(1): twice as far out as the mean of a normal tail, because a straight tail's mean is its middle."""
    if len(p) == 1:
        return q[0], q[0]
    z = [NORMAL.inv_cdf(x) for x in (p[0], p[1], p[-2], p[-1])]
    low = (q[1] - q[0]) / (z[1] - z[0]) * (NORMAL.pdf(z[0]) / p[0] + z[0])
    high = (q[-1] - q[-2]) / (z[3] - z[2]) * (NORMAL.pdf(z[3]) / (1 - p[-1]) - z[3])
    return max(0.0, q[0] - 2 * low), q[-1] + 2 * high
