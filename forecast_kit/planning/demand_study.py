"""Why trust a season's forecast: what it is made from, how the same method did before, what moves it, week by week."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from forecast_kit.columns import CATEGORY, WEEK_START
from forecast_kit.forecasting import (
    DemandHistory,
    Explanation,
    backtest_frame,
    backtest_scores,
    explain,
    plan_effects,
)
from forecast_kit.plan import DemandForecast
from forecast_kit.planning.demand_sections import before_and_after, by_gap, gap_section, models_section
from forecast_kit.planning.inputs import SeasonInputs, season_of
from forecast_kit.planning.summary import Section
from forecast_kit.replay import KitPolicy, Season
from forecast_kit.replay.demand import Seen, said_of_new, seen_by_the_forecast
from forecast_kit.words import day, percent, units

__all__ = ["DemandStudy", "study_demand"]


@dataclass(frozen=True)
class DemandStudy:
    """One category's forecast and everything that speaks for or against it.

    `record` is the backtest of every category, `effects` what each plan column gives (None where nothing is planned
    ahead), both as `forecasting` makes them; `explanation` takes every week of the season apart; `gaps` is the accuracy
    of seasons planned earlier, see `by_gap`.
    """

    season: Season
    forecast: DemandForecast
    seen: Seen
    record: pd.DataFrame
    effects: pd.DataFrame | None
    explanation: Explanation
    gaps: pd.DataFrame

    @property
    def restated(self) -> DemandHistory:
        """The sales as demand: stock-outs lifted, clearance at full price."""
        return self.season.demand

    @cached_property
    def own_record(self) -> pd.DataFrame:
        """The backtest of this category alone."""
        return self.record[self.record[CATEGORY] == self.season.category]

    @cached_property
    def card(self) -> pd.DataFrame:
        """The measures of the backtest, a row a category."""
        return backtest_scores(self.record, self.seen.history)

    @cached_property
    def value_added(self) -> pd.DataFrame:
        """WAPE by week ahead beside seasonal naive's, over this category."""
        return backtest_scores(self.own_record, self.seen.history, "weeks_ahead")

    def trust(self) -> Section:
        """How the same method did before, a row a category, this one first."""
        mine = self.card[CATEGORY] == self.season.category
        rows = tuple(
            (
                str(row.category),
                f"{row.scores:,}",
                percent(row.wape),
                percent(row.naive_wape),
                f"{row.value_added * 100:+.1f}",
                percent(row.bias, signed=True),
                "" if pd.isna(row.mase) else f"{row.mase:.2f}",
                percent(row.total_error),
                "" if pd.isna(row.coverage_80) else percent(row.coverage_80, digits=0),
            )
            for row in pd.concat([self.card[mine], self.card[~mine]]).itertuples()
        )
        headers = ("Category", "Weeks scored", "WAPE", "Last year's", "Added, points", "Bias", "MASE")
        return Section(
            key="trust",
            title="On past weeks, from only what was known then",
            headers=(*headers, "Total off by", "In the 80 % band"),
            rows=rows,
            align="lrrrrrrrr",
            strong_rows=(0,),
            lines=(
                "WAPE is the sum of misses over the sum of units; 'added' is what the forecast takes off the WAPE of "
                "repeating last year's weeks. A bias above zero is a forecast too high.",
            ),
        )

    def before_and_after(self) -> Section:
        """What was sold, and what of it is counted as demand."""
        return before_and_after(self.restated.by_category, self.forecast.notes)

    def untested(self) -> Section:
        """What stands where a picture of past forecasts would: there are none."""
        lines = (f"{self.season.category} has too few weeks of sales to test its forecast on.",)
        return Section(key="untested", title="On past weeks", lines=lines)

    def planned_earlier(self) -> Section:
        """How the same method did on seasons that began 0, 13 and 26 weeks after it was asked."""
        return gap_section(self.gaps, self.season.category, self.season.gap_weeks)

    def models(self) -> Section:
        """Which models the number of each week is made of."""
        return models_section(self.explanation, self.season.weeks[0].week_start)

    def taken_apart(self) -> Section:
        """Every week of the season as factors that multiply out to its units."""
        first = pd.Timestamp(self.season.weeks[0].week_start)
        factors = self.explanation.factors[self.explanation.factors[WEEK_START] >= first]
        wide = factors.pivot(index=WEEK_START, columns="part", values="value")
        parts = list(dict.fromkeys(factors["part"]))
        totals = self.explanation.units.set_index(WEEK_START)["units"]
        rows = tuple(
            (
                str(number),
                day(week.date()),
                *(units(wide.at[week, part]) if part == "level" else f"x {wide.at[week, part]:.2f}" for part in parts),
                units(totals[week]),
            )
            for number, week in enumerate(wide.index, 1)
        )
        names = [part.replace("_", " ").capitalize() for part in parts]
        return Section(
            key="apart",
            title="Each week taken apart",
            headers=("Week", "Begins", *names, "Units"),
            rows=rows,
            align="rl" + "r" * (len(parts) + 1),
            lines=(
                "Level: a typical week of the last year. Season: the same week last year against it. Growth: what the "
                "models together see beyond these. The factors multiply out to the units, a full week's.",
            ),
        )

    def effects_section(self) -> Section | None:
        """What a week with each plan column gives, with its 80 % interval; None where nothing is planned ahead."""
        if self.effects is None:
            return None
        own = self.effects[self.effects[CATEGORY] == self.season.category]
        rows = tuple(
            (
                row.column.replace("_", " "),
                f"{row.usual:g}",
                f"{row.promoted:g}",
                percent(row.effect - 1, signed=True),
                f"{percent(row.effect_lo_80 - 1, signed=True)} to {percent(row.effect_hi_80 - 1, signed=True)}",
                f"{row.weeks_seen}" if row.weeks_seen else "none: as in the other categories",
            )
            for row in own.itertuples()
        )
        return Section(
            key="effects",
            title="What the plan ahead gives",
            headers=("Column", "A usual week", "With it", "Units", "8 times in 10", "Weeks seen"),
            rows=rows,
            align="lrrrlr",
        )


def study_demand(inputs: SeasonInputs, *, use_plan_columns: bool = True) -> DemandStudy:
    """The study of one season's demand; its numbers are the ones a plan of the same inputs is made with.

    Raises:
        PlanError: the season cannot be forecast from these inputs; the sentence says why.
    """
    season, panel = season_of(inputs)
    seen = seen_by_the_forecast(season, panel, use_plan_columns=use_plan_columns)
    columns = [] if seen.plan is None else [c for c in seen.plan.columns if c not in (CATEGORY, WEEK_START)]
    sold = season.season_total_units is None
    lenders = {season.category: season.comparables} if season.comparables and sold else None
    return DemandStudy(
        season=season,
        forecast=KitPolicy(panel).forecast(season),
        seen=seen,
        record=backtest_frame(seen.history, len(season.weeks), plan_columns=columns, comparables=lenders),
        gaps=by_gap(seen.history, len(season.weeks), plan_columns=columns, comparables=lenders),
        effects=plan_effects(seen.history, plan_columns=columns) if columns else None,
        explanation=explain(
            seen.history,
            season.category,
            seen.horizon_weeks,
            plan=seen.plan,
            total_from_week=season.gap_weeks + 1,
            **said_of_new(season),
        ),
    )
