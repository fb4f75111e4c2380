"""A season's demand to look at: charts and tables of one study, for a notebook."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from forecast_kit.errors import RunError
from forecast_kit.extraction import resolve_category
from forecast_kit.persistence import UnitOfWork
from forecast_kit.planning import DemandStudy, SeasonInputs, study_demand
from forecast_kit.season import SeasonParameters, next_monday
from forecast_kit.workbench.dataset import load_dataset
from forecast_kit.workbench.inputs import NewCategory, inputs_of
from forecast_kit.workbench.show import Page, sections_html

if TYPE_CHECKING:
    from forecast_kit.widgets.figure import Chart
    from forecast_kit.workbench.bench import Workbench


@dataclass(frozen=True)
class DemandView:
    """One study: its tables are pages, its pictures charts. `study` has the numbers behind them."""

    study: DemandStudy

    def __repr__(self) -> str:
        forecast = self.study.forecast
        return f"{forecast.category}: {forecast.total_units:,.0f} units expected in {len(forecast.weeks)} weeks"

    def _repr_html_(self) -> str:
        return sections_html(self.study.before_and_after())

    @property
    def trust(self) -> Page:
        """How the same method did on past weeks."""
        return Page((self.study.trust(),))

    @property
    def weeks(self) -> Page:
        """Every week of the season taken apart."""
        return Page((self.study.taken_apart().model_copy(update={"folded": True}),))

    @property
    def earlier(self) -> Page:
        """How the same method did when it was asked 0, 13 and 26 weeks before a season."""
        return Page((self.study.planned_earlier(),))

    @property
    def models(self) -> Page:
        """Which models each week is made of, and with what weight."""
        return Page((self.study.models(),))

    @property
    def effects(self) -> Page:
        """What the plan ahead gives."""
        found = self.study.effects_section()
        return Page((found,) if found else ())

    def forecast_chart(self) -> "Chart":
        """The season ahead, over the same weeks of earlier seasons."""
        from forecast_kit.widgets import forecast_chart, past_seasons

        sold = self.study.restated.frame.assign(units=self.study.restated.frame["units_sold"])
        return forecast_chart(self.study.forecast, past_seasons(sold, self.study.forecast))

    def track_chart(self) -> "Chart | Page":
        """What was forecast before, beside what came; a line where there was too little to test on."""
        if self.study.own_record.empty:
            return Page((self.study.untested(),))
        from forecast_kit.widgets import track_chart

        return track_chart(self.study.record, self.study.season.category)

    def value_added_chart(self) -> "Chart | Page":
        """The forecast's misses beside those of repeating last year; a line where there was too little to test on."""
        if self.study.own_record.empty:
            return Page((self.study.untested(),))
        from forecast_kit.widgets import value_added_chart

        return value_added_chart(self.study.value_added, self.study.season.category)

    def effects_chart(self) -> "Chart | Page":
        """What the plan ahead gives; an empty page where nothing is planned."""
        from forecast_kit.widgets import effects_chart

        if self.study.effects is None or not (self.study.effects["category"] == self.study.season.category).any():
            return Page(())
        return effects_chart(self.study.effects, self.study.season.category)


@dataclass(frozen=True)
class Asked:
    """A season to look at where no run names one: `start` is its first day, else the Monday after planning."""

    category: str | None = None
    horizon_weeks: int = 12
    start: date | None = None
    comparables: tuple[str, ...] = ()
    season_total_units: float | None = None


def demand_view(bench: "Workbench", run_id: str, asked: Asked) -> DemandView:
    """The study of a run's season, or of the one asked for.

    Raises:
        RunError: the run is not confirmed.
        BriefError: the category is not in the data.
        PlanError: there is too little history.
    """
    inputs = _of_run(bench, run_id) if run_id else _of_category(bench, asked)
    return DemandView(study_demand(inputs))


def _of_run(bench: "Workbench", run_id: str) -> SeasonInputs:
    run = bench.runs.get(run_id)
    with UnitOfWork(bench.database, read_only=True) as work:
        confirmed = work.parameters.get(run.id)
    if confirmed is None or run.dataset_id is None or run.category is None or run.as_of is None:
        raise RunError(f"Run {run.id} has not been confirmed.", "Confirm the season first.")
    stated = confirmed.extraction.supplier_lead_weeks if confirmed.extraction else None
    data = load_dataset(bench.database, run.dataset_id)
    new = NewCategory.of(run.options)
    return inputs_of(data, run.category, confirmed.parameters, run.as_of, bench.settings, stated, new)


def _of_category(bench: "Workbench", asked: Asked) -> SeasonInputs:
    names = bench.data.category_names
    chosen = _largest(bench.data.sales)
    if asked.category:
        unsold = asked.season_total_units is not None
        chosen = asked.category if unsold else resolve_category(asked.category, names)
    parameters = SeasonParameters(
        season_start_date=asked.start or next_monday(bench.as_of),
        forecast_horizon_weeks=asked.horizon_weeks,
        markdown_checkpoint_week=None,
    )
    new = NewCategory.said(asked.comparables, asked.season_total_units, names)
    return inputs_of(bench.data, chosen, parameters, bench.as_of, bench.settings, None, new)


def _largest(sales: pd.DataFrame) -> str:
    return str(sales.groupby("category")["units"].sum().idxmax())
