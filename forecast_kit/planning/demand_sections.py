"""Tables of a forecast that notebook and command line show alike: from sales to demand, and how far ahead it holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial, reduce

import pandas as pd

from forecast_kit.columns import CATEGORY, UNITS, WEEK_START
from forecast_kit.forecasting import Explanation, backtest_frame, backtest_scores
from forecast_kit.planning.summary import Section
from forecast_kit.words import day, percent, units

__all__ = ["GAPS_WEEKS", "before_and_after", "by_gap", "gap_section", "models_section"]

GAPS_WEEKS = (0, 13, 26)
NOT_RECORDED = "not recorded"


def before_and_after(by_category: pd.DataFrame, notes: Sequence[str] = ()) -> Section:
    """What was sold and what of it is demand at full price, a row a category; `by_category` is a `DemandHistory`'s."""
    rows = tuple(
        (
            str(row.category),
            units(row.sold),
            _change(-row.price_cuts, row.rows_cut, "stays in"),
            _change(row.stock_outs, row.rows_out, NOT_RECORDED),
            units(row.demand),
        )
        for row in by_category.itertuples()
    )
    return Section(
        key="demand",
        title="From sales to demand",
        headers=("Category", "Sold", "Sold by price cuts", "Lost to empty shelves", "Demand at full price"),
        rows=rows,
        align="lrrrr",
        lines=(*notes, "Units of the whole history; in brackets the store-weeks that were touched."),
    )


def _change(pieces: float, rows: float, otherwise: str) -> str:
    if pd.isna(rows):
        return NOT_RECORDED
    touched = f"({rows:,.0f})"
    return f"{otherwise} {touched}" if pd.isna(pieces) else f"{units(pieces, signed=True)} {touched}"


def by_gap(
    history: pd.DataFrame,
    horizon_weeks: int,
    *,
    plan_columns: Sequence[str] = (),
    comparables: Mapping[str, Sequence[str]] | None = None,
    gaps: Sequence[int] = GAPS_WEEKS,
) -> pd.DataFrame:
    """Accuracy on past weeks forecast as for seasons 0, 13 and 26 weeks off: `backtest_scores`, and gap_weeks.

    One row a category and gap; the same weeks are scored at every gap. `history` as for `fit_forecast`; its
    `plan_columns` count as planned. Empty where the history is too short for the longest gap.
    """
    ask = partial(backtest_frame, history, horizon_weeks, plan_columns=plan_columns, comparables=comparables)
    frames = {gap: ask(gap_weeks=gap) for gap in gaps}
    weeks = [pd.MultiIndex.from_frame(frame[[CATEGORY, WEEK_START]]) for frame in frames.values()]
    common = reduce(lambda one, other: one.intersection(other), weeks)
    same = (frame[at.isin(common)] for frame, at in zip(frames.values(), weeks, strict=True))
    scores = [backtest_scores(part, history).assign(gap_weeks=gap) for gap, part in zip(frames, same, strict=True)]
    return pd.concat(scores, ignore_index=True)


def gap_section(gaps: pd.DataFrame, category: str, planned_gap: int) -> Section:
    """A category's rows of `by_gap`; `planned_gap` is how many weeks ahead this season is planned."""
    rows = tuple(
        (
            f"{row.gap_weeks} weeks before" if row.gap_weeks else "at its start",
            f"{row.scores:,}",
            percent(row.wape),
            percent(row.naive_wape),
            "" if pd.isna(row.total_error) else percent(row.total_error),
            "" if pd.isna(row.coverage_80) else percent(row.coverage_80, digits=0),
        )
        for row in gaps[gaps[CATEGORY] == category].itertuples()
    )
    lines = (f"This season begins {planned_gap} weeks after the last known sales." if planned_gap else "",)
    if not rows:
        lines = (f"{category} has too few weeks to plan its past seasons up to {max(GAPS_WEEKS)} weeks earlier.",)
    return Section(
        key="gaps",
        title="The same weeks, forecast earlier",
        headers=("Forecast", "Forecasts scored", "WAPE", "Last year's", "Total off by", "In the 80 % band")
        if rows
        else (),
        rows=rows,
        align="lrrrrr" if rows else "",
        lines=tuple(line for line in lines if line),
    )


def models_section(explanation: Explanation, first_week: date) -> Section:
    """What each model adds to each week from `first_week` on: its forecast times its weight."""
    own = explanation.models[explanation.models[WEEK_START] >= pd.Timestamp(first_week)]
    wide = own.pivot_table(index=WEEK_START, columns="model", values=UNITS, aggfunc="sum", sort=False)
    weights = own.groupby(["model", WEEK_START])["weight"].sum().groupby("model").mean()
    rows = tuple(
        (day(week.date()), *(units(value) for value in values), units(sum(values)))
        for week, values in zip(wide.index, wide.to_numpy(), strict=True)
    )
    names = [name.replace("_", " ").capitalize() for name in wide.columns]
    shares = ("Weight", *(percent(weights[name], digits=0) for name in wide.columns), "")
    return Section(
        key="models",
        title="The models, and what each adds",
        headers=("Week", *names, "Units"),
        rows=(shares, *rows),
        align="l" + "r" * (len(names) + 1),
        lines=("Each model's forecast times its weight; a row adds up to the week's units, a full week's.",),
        folded=True,
    )
