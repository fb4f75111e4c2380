"""A plan put to a person: stored with the question to sign it, in one transaction."""

from datetime import datetime

from forecast_kit.events import ApprovalDecision, ApprovalOption, ApprovalRequest, Event, WorkflowComplete
from forecast_kit.persistence import Approval, UnitOfWork
from forecast_kit.plan import MarkdownDecision, SeasonPlan
from forecast_kit.runs import MadeWith, check_move
from forecast_kit.words import percent

ORDER = "manufacturing_order"
MARKDOWN = "markdown"
WAITS = "The proposed plan waits for approval"


def propose_order(
    work: UnitOfWork, run_id: str, plan: SeasonPlan, made_with: MadeWith, *, now: datetime
) -> tuple[Approval, tuple[Event, ...]]:
    """Stores the plan and asks for its order to be signed; whatever was asked about the run before is void.

    Raises:
        RunError: the run is not being planned.
    """
    check_move(run_id, work.runs.hold(run_id).status, "waiting")
    asked = made_with.asked.model_dump(mode="json")
    kept = {
        "asked": asked,
        "choices": made_with.choices.model_dump(mode="json"),
        "digest": made_with.digest,
    }
    work.plans.add(run_id, plan, now=now, made_with=kept)
    for choice in plan.choices:
        work.choices.add(run_id, choice, now=now)
    work.approvals.supersede(run_id, MARKDOWN, now=now)
    options = tuple(
        ApprovalOption(name=option.rule, label=option.label, expected_margin=option.expected_margin)
        for option in plan.buy.options
    )
    approval = work.approvals.request(run_id, ORDER, plan.order_payload, now=now, options=options)
    events = (
        asked_event(approval, now),
        WorkflowComplete(workflow_id=run_id, timestamp=now, plan_digest=plan.digest, message=WAITS),
    )
    work.events.extend(run_id, events)
    work.runs.begin(run_id, made_with.digest, asked, status="waiting", now=now)
    return approval, events


def markdown_payload(plan: SeasonPlan, decision: MarkdownDecision, option: str) -> dict[str, object]:
    """What a person signs before prices are cut: how deep, from which week, and all the answers it was one of."""
    chosen = next(answer for answer in decision.options if answer.name == option)
    return {
        "category": plan.category,
        "currency": plan.currency,
        "option": chosen.name,
        "depth": chosen.depth,
        "from_week": decision.checkpoint_week + 1,
        "decision": decision.model_dump(mode="json"),
        "plan_digest": plan.digest,
    }


def propose_markdown(
    work: UnitOfWork, run_id: str, plan: SeasonPlan, decision: MarkdownDecision, option: str, *, now: datetime
) -> Approval:
    """Asks for a markdown to be signed; one that waits for another depth is void."""
    options = tuple(
        ApprovalOption(
            name=answer.name,
            label=f"{answer.name.capitalize()}: {percent(answer.depth)} off",
            expected_margin=answer.margin_after,
        )
        for answer in decision.options
    )
    payload = markdown_payload(plan, decision, option)
    approval = work.approvals.request(run_id, MARKDOWN, payload, now=now, options=options)
    work.events.append(run_id, asked_event(approval, now))
    return approval


def void_event(run_id: str, approval_id: str, now: datetime) -> ApprovalDecision:
    """That a question no longer stands, as a message."""
    return ApprovalDecision(
        workflow_id=run_id,
        timestamp=now,
        approval_id=approval_id,
        decision="void",
        actor="",
        reason="The season is planned again.",
    )


def asked_event(approval: Approval, now: datetime) -> ApprovalRequest:
    """The approval as a message."""
    return ApprovalRequest.model_validate(
        {
            "workflow_id": approval.run_id,
            "approval_id": approval.id,
            "timestamp": now,
            "kind": approval.kind,
            "payload": approval.payload,
            "digest": approval.digest,
            "options": approval.options,
        }
    )
