"""A decision taken back before it took effect: the question waits again, and the plan is the one it was about."""

from datetime import datetime

from forecast_kit.errors import GateError
from forecast_kit.events import ApprovalDecision
from forecast_kit.persistence import Approval, UnitOfWork
from forecast_kit.workbench.proposals import ORDER, asked_event

# What a run must still be for a decision about its order to be taken back.
STILL = {"accepted": "approved", "rejected": "confirmed", "modified": "waiting"}


def undo(work: UnitOfWork, found: Approval, by: str, now: datetime) -> Approval:
    """Takes the decision back within `work`.

    Raises:
        GateError: it was not decided, has taken effect, or the run has gone on since.
    """
    if found.kind == ORDER and found.status in STILL and found.consumed_at is None:
        _check_stood_still(work, found, now)
    if found.status == "modified":
        work.approvals.supersede(found.run_id, found.kind, now=now)
    undone = work.approvals.undo(found.id)
    if found.kind == ORDER:
        _propose_again(work, found, now)
    taken_back = ApprovalDecision(
        workflow_id=found.run_id, timestamp=now, approval_id=found.id, decision="undone", actor=by.strip()
    )
    work.events.extend(found.run_id, [taken_back, asked_event(undone, now)])
    return undone


def _check_stood_still(work: UnitOfWork, found: Approval, now: datetime) -> None:
    run, holder = work.runs.get(found.run_id), work.leases.holder(found.run_id, now=now)
    if run.status != STILL[found.status] or holder is not None:
        raise GateError(
            f"The run {run.id} has gone on since {found.actor} decided; it is {run.status!r} now.",
            "Look at what waits: forecast-kit approvals list",
        )


def _propose_again(work: UnitOfWork, found: Approval, now: datetime) -> None:
    """Makes the plan that the approval is about the newest one, and proposed."""
    about = found.payload["plan_digest"]
    version = next(version for version in reversed(work.plans.versions(found.run_id)) if version.digest == about)
    made_with = version.made_with or {}
    work.plans.add(found.run_id, version.plan, now=now, made_with=version.made_with)
    work.runs.begin(found.run_id, made_with.get("digest", ""), made_with.get("asked", {}), status="waiting", now=now)
