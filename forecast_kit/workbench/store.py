"""Runs kept in the database: the port that `runs` works through."""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast_kit.events import ApprovalOption, Event
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.plan import SeasonPlan
from forecast_kit.runs import Clock


@dataclass(frozen=True)
class SqlRunStore:
    """Each method is one short unit of work."""

    database: Database
    clock: Clock

    def status(self, run_id: str) -> str:
        """Where the run stands."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.runs.get(run_id).status

    def move(self, run_id: str, status: str, *, error: str | None = None) -> None:
        """Changes where the run stands."""
        with UnitOfWork(self.database) as work:
            work.runs.set_status(run_id, status, now=self.clock.now(), error=error)
            work.commit()

    def append(self, run_id: str, event: Event) -> None:
        """Adds an event to the run's numbered log."""
        with UnitOfWork(self.database) as work:
            work.events.append(run_id, event)
            work.commit()

    def latest_plan(self, run_id: str) -> SeasonPlan | None:
        """The run's newest plan."""
        with UnitOfWork(self.database, read_only=True) as work:
            found = work.plans.find(run_id)
            return None if found is None else found.plan

    def propose(self, run_id: str, plan: SeasonPlan, options: Sequence[ApprovalOption]) -> str:
        """Stores plan, choices and the pending approval in one transaction."""
        now = self.clock.now()
        with UnitOfWork(self.database) as work:
            work.plans.add(run_id, plan, now=now)
            for choice in plan.choices:
                work.choices.add(run_id, choice, now=now)
            approval = work.approvals.request(
                run_id, "manufacturing_order", plan.order_payload, now=now, options=options
            )
            work.commit()
        return approval.id
