"""What is checked before a decision counts. Whatever is in doubt is refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forecast_kit.errors import GateError
from forecast_kit.events import ApprovalDecision
from forecast_kit.persistence import Approval, UnitOfWork
from forecast_kit.plan import MarkdownDecision, digest_of
from forecast_kit.widgets.limits import ApprovalLimits, Asked
from forecast_kit.workbench.proposals import ORDER


def decision_event(found: Approval, decision: Any, by: str, reason: str, now: datetime) -> ApprovalDecision:
    """The decision as a message."""
    return ApprovalDecision(
        workflow_id=found.run_id, timestamp=now, approval_id=found.id, decision=decision, actor=by, reason=reason
    )


def check_named(by: str) -> None:
    """Refuses a decision that nobody takes.

    Raises:
        GateError: the name is empty.
    """
    if not by.strip():
        raise GateError("A decision needs the name of the person who takes it.", "Give approved_by, or --by NAME.")


def check_stands(work: UnitOfWork, found: Approval) -> None:
    """Refuses an approval whose payload is not exactly that of the plan as it stands, whatever the row says it was.

    Raises:
        GateError: what it was about has changed.
    """
    plan = work.plans.latest(found.run_id)
    stands = digest_of(plan.order_payload if found.kind == ORDER else found.payload)
    if {stands, digest_of(found.payload)} != {found.digest} or found.payload["plan_digest"] != plan.digest:
        raise GateError(
            f"The approval {found.id} no longer stands: what it was about has changed.",
            "Look at what waits now: forecast-kit approvals list",
        )


def check_limits(payload: Mapping[str, Any], limits: ApprovalLimits | None) -> None:
    """Refuses what is beyond a limit, and says which and by how much.

    Raises:
        GateError: it goes on waiting.
    """
    asked = Asked.of(payload)
    passed = None if limits is None else asked.beyond(limits)
    if passed:
        raise GateError(
            f"{asked.title} was not approved. {passed}", "It goes on waiting: raise the limit, or ask who may sign it."
        )


def answer_of(decision: MarkdownDecision, option: str) -> str:
    """The answer of that name.

    Raises:
        GateError: the decision has none; it lists those it has.
    """
    if option not in {answer.name for answer in decision.options}:
        raise GateError(f"The markdown has no answer {option!r}.", ways(decision))
    return option


def ways(decision: MarkdownDecision) -> str:
    """The answers that are open."""
    return f"Give one of: {', '.join(answer.name for answer in decision.options)}."
