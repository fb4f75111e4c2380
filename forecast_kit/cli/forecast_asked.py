"""What `forecast` is asked for, from its words: new categories, and when the season begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forecast_kit.errors import SettingsError

__all__ = ["NewCategories", "gap_of", "new_categories"]

YEAR_WEEKS = 52


@dataclass(frozen=True)
class NewCategories:
    """`comparables` and `season_totals` as `fit_forecast` takes them; None where nothing was said."""

    comparables: dict[str, list[str]] | None
    season_totals: dict[str, float] | None


def new_categories(weeks: Any, comparable: Sequence[str], new: Sequence[str]) -> NewCategories:
    """From `--comparable NAME` (for every category under a year) or `YOUNG=NAME`, and `--new NAME=UNITS`.

    `weeks` has a row a category and week.

    Raises:
        SettingsError: a value is not of that form, or there is nothing to which a comparable would lend its season.

    >>> import pandas as pd
    >>> weeks = pd.DataFrame({"category": ["coats"] * 60, "week_start": range(60)})
    >>> new_categories(weeks, ["coats"], ["capes=900"])
    NewCategories(comparables={'capes': ['coats']}, season_totals={'capes': 900.0})
    """
    totals = dict(_total(value) for value in new)
    known = weeks.groupby("category")["week_start"].nunique()
    young = [*(str(name) for name in known.index[known < YEAR_WEEKS]), *totals]
    lenders: dict[str, list[str]] = {}
    for value in comparable:
        whose, _, name = value.rpartition("=")
        takers = [whose.strip()] if whose else [taker for taker in young if taker != name]
        if not takers:
            raise SettingsError(
                f"No category has under a year of sales, so none borrows a season from {name}.",
                "Leave --comparable out, or name the category: --comparable YOUNG=NAME.",
            )
        for taker in takers:
            lenders.setdefault(taker, []).append(name.strip())
    return NewCategories(lenders or None, totals or None)


def _total(value: str) -> tuple[str, float]:
    name, _, pieces = value.rpartition("=")
    try:
        total = float(pieces)
    except ValueError:
        total = float("nan")
    if not name.strip() or total != total:
        raise SettingsError(f"--new {value} is not of the form NAME=UNITS.", "Write for example --new capes=12000.")
    return name.strip(), total


def gap_of(weeks: Any, gap: int | None, start: date | None) -> int:
    """Weeks between the last known one and the season's first, from `--gap` or `--start`.

    Raises:
        SettingsError: both are given, or the season would begin within the known weeks.

    >>> import pandas as pd
    >>> weeks = pd.DataFrame({"week_start": pd.to_datetime(["2025-01-06"])})
    >>> gap_of(weeks, None, date(2025, 2, 3)), gap_of(weeks, 13, None), gap_of(weeks, None, None)
    (3, 13, 0)
    """
    if gap is not None and start is not None:
        raise SettingsError("Both --gap and --start say when the season begins.", "Give one of them.")
    if start is None:
        return gap or 0
    last: date = weeks["week_start"].max().date()
    found = (start - last).days // 7 - 1
    if found < 0:
        raise SettingsError(
            f"The season would start on {start:%-d %B %Y}, but sales are known through the week of {last:%-d %B %Y}.",
            "Give a later --start, or forecast from a file that ends before it.",
        )
    return found
