"""What a quantity in a brief can be: typed, so that a length is never mistaken for a share."""

from dataclasses import dataclass
from typing import Literal

WEEKS_IN = {"week": 1.0, "fortnight": 2.0, "day": 1 / 7, "month": 52 / 12, "quarter": 13.0, "year": 52.0}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, 1.0 being all of it. `form` says how it was written, `upper` ends a range."""

    value: float
    form: Literal["percent", "fraction", "units", "decimal", "bare"] = "percent"
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """Percentage points by which a share changes."""

    number: float


@dataclass(frozen=True, slots=True)
class Split:
    """Two parts that were written together: 60/40."""

    first: float
    second: float


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of weeks, months ... ; `upper` where a range was written."""

    number: float
    unit: str = "week"
    upper: float | None = None

    @property
    def weeks(self) -> int:
        """Whole weeks; N months are round(N x 52 / 12).

        >>> Duration(3, "month").weeks, Duration(1, "quarter").weeks
        (13, 13)
        """
        return round(self.exact_weeks)

    @property
    def exact_weeks(self) -> float:
        """Weeks before rounding."""
        return self.number * WEEKS_IN[self.unit]


@dataclass(frozen=True, slots=True)
class WeekNumber:
    """Week 6; `of` is 16 in "week 8 of 16"."""

    number: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often: a replenishment strategy, or another rhythm that no strategy has."""

    strategy: Literal["weekly", "bi-weekly", "none"] | None
    words: str


@dataclass(frozen=True, slots=True)
class Count:
    """So many of something that is neither time nor a share."""

    number: float
    noun: str


@dataclass(frozen=True, slots=True)
class Bare:
    """A number with no unit."""

    number: float


@dataclass(frozen=True, slots=True)
class Point:
    """How far into the season: halfway is 0.5."""

    share: float
