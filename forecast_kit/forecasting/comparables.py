"""New categories: what the planner says of them - whose season is like theirs, and how much they are to sell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from forecast_kit.columns import CATEGORY, UNITS, WEEK_START
from forecast_kit.errors import PlanError
from forecast_kit.forecasting.calendar import CYCLE_WEEKS
from forecast_kit.forecasting.grid import Panel
from forecast_kit.forecasting.lending import Loan

__all__ = ["Newcomers", "lent_seasons", "newcomers"]

WORTH_NAMING = 0.1


@dataclass(frozen=True, slots=True)
class Newcomers:
    """`comparables`: by category, those whose season it borrows. `totals`: units of the season, of one never sold.

    The season's total is that of the weeks ahead from `from_week` on, counted from 1.
    """

    comparables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    totals: Mapping[str, float] = field(default_factory=dict)
    from_week: int = 1


def newcomers(
    history: pd.DataFrame,
    comparables: Mapping[str, Sequence[str]] | None,
    season_totals: Mapping[str, float] | None,
    from_week: int = 1,
) -> Newcomers:
    """What was said of new categories, checked against the history.

    Raises:
        PlanError: a comparable is not in the history, has under a year, or is the category itself; a category without
            sales has no comparables or no total; a total is no number of units, or is given for one that has sales.

    >>> weeks = pd.date_range("2024-01-01", periods=60, freq="7D")
    >>> frame = pd.DataFrame({"category": "coats", "week_start": weeks, "units": 7.0})
    >>> newcomers(frame, {"capes": ["coats"]}, {"capes": 900}).totals
    {'capes': 900.0}
    """
    if not comparables and not season_totals:
        return Newcomers(from_week=from_week)
    said, totals = {str(k): v for k, v in (comparables or {}).items()}, dict(season_totals or {})
    known = history.dropna(subset=[UNITS]).groupby(history[CATEGORY].astype(str))[WEEK_START].nunique()
    for name, lenders in said.items():
        _refuse_lenders(name, lenders, known)
    for name, total in totals.items():
        if name in known:
            raise PlanError(
                f"{name} has sales of its own: its level comes from them, not from a stated total.",
                "Leave the total out; an expected change belongs into the plan.",
            )
        if not (np.isfinite(total) and total > 0):
            raise PlanError(f"The season's total of {name} is {total}.", "Give the units you expect, above 0.")
    for name in {**said, **totals}:
        if name not in known and not (name in said and name in totals):
            lacks = "a season's total to aim at" if name in said else "categories to borrow a season from"
            raise PlanError(
                f"{name} has no sales, and {lacks} is not given.",
                "Name its comparable categories, and say how many units you expect in the season.",
            )
    return Newcomers(
        {name: tuple(dict.fromkeys(map(str, lenders))) for name, lenders in said.items()},
        {name: float(total) for name, total in totals.items()},
        from_week,
    )


def _refuse_lenders(name: str, lenders: Sequence[str], known: pd.Series) -> None:
    if isinstance(lenders, str) or not len(lenders):
        raise PlanError(f"{name} has no list of comparable categories.", 'Give one, such as ["coats", "knitwear"].')
    for lender in map(str, lenders):
        if lender == name:
            raise PlanError(f"{name} cannot be its own comparable.", "Name other categories.")
        if lender not in known:
            among = ", ".join(known.index[known >= CYCLE_WEEKS][:5]) or "none"
            raise PlanError(
                f"There are no sales of {lender}, which {name} is to be like.",
                f"Name one that has a year of them: {among}.",
            )
        if known[lender] < CYCLE_WEEKS:
            raise PlanError(
                f"{lender} has {known[lender]} weeks of sales, under a year: it has no season to lend to {name}.",
                f"Name categories with at least {CYCLE_WEEKS} weeks.",
            )


def lent_seasons(panel: Panel, loans: Sequence[Loan], new: Newcomers) -> list[str]:
    """A sentence on each category under a year: who lends it a season, and why they."""
    known, lenders = panel.weeks_known(), {loan.row: _lenders(panel, loan) for loan in loans}
    said = []
    for row in map(int, np.flatnonzero(known < CYCLE_WEEKS)):
        name = panel.categories[row]
        has = f"{known[row]} week{'' if known[row] == 1 else 's'} of sales, under a year" if known[row] else "no sales"
        lent = f"lent by {lenders[row]}" if row in lenders else "not known, so the level is flat"
        total = f" Its total of {new.totals[name]:,.0f} units is the one you stated." if name in new.totals else ""
        said.append(f"{name} has {has}: its season is {lent}.{total}")
    return said


def _lenders(panel: Panel, loan: Loan) -> str:
    first = [at for at in np.argsort(-loan.shares, kind="stable") if loan.shares[at] >= WORTH_NAMING]
    if loan.named:
        return f"{_listed([panel.categories[loan.lenders[at]] for at in first])}, as you named them"
    if not first:
        return "all that have a year, of which none moves more like it than the others"
    names = [f"{panel.categories[loan.lenders[at]]} ({100 * loan.shares[at]:.0f} %)" for at in first]
    return f"{_listed(names)}, which moved most like it"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
