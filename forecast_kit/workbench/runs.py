"""The runs in the database, to look at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecast_kit.errors import RunError
from forecast_kit.events import Event, StatusBoard, fold
from forecast_kit.persistence import Approval, ConfirmedParameters, Database, Run, UnitOfWork
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import Section
from forecast_kit.workbench.show import section_text, sections_html
from forecast_kit.workbench.story import confirmation_section

if TYPE_CHECKING:
    from forecast_kit.widgets import StatusPanel


@dataclass(frozen=True, repr=False)
class Runs:
    """Every run by its id, the beginning of it, or "last"."""

    database: Database
    currency: str = "GBP"

    def summary(self, limit: int | None = 20) -> Section:
        """The newest runs and how they stand."""
        found = self.list(limit)
        rows = tuple(
            (run.id, run.category or "", run.status, f"{run.updated_at:%-d %b %Y %H:%M}", run.error or "")
            for run in found
        )
        return Section(
            key="runs",
            title="Runs, newest first" if rows else "There are no runs yet.",
            headers=("Run", "Category", "State", "Changed (UTC)", ""),
            rows=rows,
            align="lllll",
        )

    def _repr_html_(self) -> str:
        return sections_html(self.summary())

    def __repr__(self) -> str:
        return section_text(self.summary())

    def list(self, limit: int | None = None) -> tuple[Run, ...]:
        """The runs, newest first."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.runs.list(limit=limit)

    def get(self, reference: str) -> Run:
        """One run.

        Raises:
            RunError: none or several are meant.
        """
        with UnitOfWork(self.database, read_only=True) as work:
            return work.runs.get(reference)

    def find(self, run_id: str) -> Run | None:
        """The run with exactly that id, or the last; None where there is none."""
        try:
            found = self.get(run_id)
        except RunError:
            return None
        return found if run_id in (found.id, "last") else None

    def plan(self, reference: str) -> SeasonPlan:
        """The newest plan of a run.

        Raises:
            RunError: it has none.
        """
        with UnitOfWork(self.database, read_only=True) as work:
            return work.plans.latest(work.runs.get(reference).id)

    def has_plan(self, reference: str) -> bool:
        """Whether a plan has been made."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.plans.find(work.runs.get(reference).id) is not None

    def confirmation(self, reference: str) -> ConfirmedParameters | None:
        """What was confirmed, by whom and when; None before that."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.parameters.get(work.runs.get(reference).id)

    def story(self, reference: str) -> tuple[Section, ...]:
        """What was confirmed, as sections to read; none before that."""
        confirmed = self.confirmation(reference)
        return () if confirmed is None else (confirmation_section(confirmed),)

    def approvals(self, reference: str) -> tuple[Approval, ...]:
        """What a person was asked about the run, oldest first."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.approvals.of(work.runs.get(reference).id)

    def events(self, reference: str) -> tuple[Event, ...]:
        """The run's events in their order."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.events.of(work.runs.get(reference).id)

    def board(self, reference: str) -> StatusBoard:
        """The run's board as it last stood."""
        return fold(self.events(reference))

    def panel(self, reference: str) -> "StatusPanel":
        """The board to look at: a finished run shows again as it ran, and `refresh` shows how it stands since."""
        from forecast_kit.widgets import StatusPanel

        run_id = self.get(reference).id
        return StatusPanel(stored=lambda: self.events(run_id), currency=self.currency)
