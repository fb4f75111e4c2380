"""What a run needs from the outside: somewhere to keep it, and the time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from forecast_kit.events import ApprovalOption, Event
from forecast_kit.plan import SeasonPlan


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """The present moment, timezone-aware."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


class RunStore(Protocol):
    """Keeps runs. Every method is one short transaction: none is open while a plan is computed."""

    def status(self, run_id: str) -> str:
        """Where the run stands."""
        ...

    def move(self, run_id: str, status: str, *, error: str | None = None) -> None:
        """Changes where the run stands."""
        ...

    def append(self, run_id: str, event: Event) -> None:
        """Adds an event to the run's numbered log."""
        ...

    def latest_plan(self, run_id: str) -> SeasonPlan | None:
        """The run's newest plan."""
        ...

    def propose(self, run_id: str, plan: SeasonPlan, options: Sequence[ApprovalOption]) -> str:
        """Stores a new plan version with its pending approval, all or nothing, and answers the approval's id.

        Approvals that still wait for an earlier version become void.
        """
        ...
