"""A planned run's buy to look at: the curve, what a wrong number costs, where the units go, and the files of it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import (
    AllocationSheet,
    BuyStudy,
    allocation_sheet,
    study_buy,
    summarise,
    summarise_open_to_buy,
    summarise_sheet,
)
from forecast_kit.planning.inputs import SeasonInputs
from forecast_kit.workbench.export import export_allocation
from forecast_kit.workbench.seasons import inputs_of_run
from forecast_kit.workbench.show import Page

if TYPE_CHECKING:
    from forecast_kit.widgets.figure import Chart
    from forecast_kit.workbench.bench import Workbench

__all__ = ["BuyView", "buy_view"]


@dataclass(frozen=True, repr=False)
class BuyView:
    """One plan's buy and allocation: pages of tables, a chart, files."""

    run_id: str
    study: BuyStudy
    inputs: SeasonInputs

    def __repr__(self) -> str:
        return repr(self.what_it_costs)

    def _repr_html_(self) -> str:
        return self.what_it_costs._repr_html_()

    @property
    def plan(self) -> SeasonPlan:
        """The plan it is about."""
        return self.study.plan

    @property
    def what_it_costs(self) -> Page:
        """Each way to buy, and what 10 or 20 % more or less would cost."""
        return Page((self.study.what_it_costs(),))

    @property
    def adds_up(self) -> Page:
        """From need to stores and DC, as a sum."""
        return self._summary("reconciliation")

    @property
    def tiers(self) -> Page:
        """The tiers of stores and what sets each apart."""
        return self._summary("tiers")

    @property
    def open_to_buy(self) -> Page:
        """The bridge by month from planned sales to what may still be ordered."""
        return Page((summarise_open_to_buy(self.plan, self.inputs),))

    @cached_property
    def sheet(self) -> AllocationSheet:
        """Order, opening and deliveries, line by line."""
        return allocation_sheet(self.plan)

    @property
    def stores(self) -> Page:
        """The opening by store and size."""
        return Page((summarise_sheet(self.plan, self.sheet),))

    def curve_chart(self) -> "Chart | Page":
        """Expected margin by units bought; an empty page where money is not known."""
        from forecast_kit.widgets import buy_curve_chart

        return buy_curve_chart(self.study) or Page(())

    def export(self, folder: Path | str) -> tuple[Path, ...]:
        """The sheet as csv and xlsx in a folder.

        Raises:
            DataError: the folder cannot be written.
        """
        return export_allocation(self.plan, folder)

    def _summary(self, *keys: str) -> Page:
        return Page(tuple(section for section in summarise(self.plan) if section.key in keys))


def buy_view(bench: "Workbench", run_id: str, mine: int | None) -> BuyView:
    """The buy of a planned run, with a person's own number beside it.

    Raises:
        RunError: the run has no plan.
        PlanError: the number is below zero.
    """
    run, inputs = inputs_of_run(bench, run_id)
    plan = bench.runs.plan(run.id)
    return BuyView(run.id, study_buy(inputs, plan, mine=() if mine is None else (mine,)), inputs)
