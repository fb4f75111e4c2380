"""What the repositories answer with where the domain has no type of its own: frozen rows, named."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from forecast_kit.events import ApprovalOption
from forecast_kit.plan import SeasonPlan
from forecast_kit.season import Extraction, SeasonParameters

__all__ = [
    "Approval",
    "ApprovalDecisionKind",
    "ApprovalStatus",
    "ConfirmedParameters",
    "Dataset",
    "Lease",
    "ParameterEdit",
    "PlanStatus",
    "PlanVersion",
    "Release",
    "Run",
]

ApprovalDecisionKind = Literal["accepted", "modified", "rejected"]
ApprovalStatus = Literal["pending", "accepted", "modified", "rejected", "superseded"]
ParameterValue = int | float | str | date | None
PlanStatus = Literal["proposed", "approved", "rejected", "superseded"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A sales history as it was read: `frames` names the tables that came with it."""

    id: int
    name: str
    digest: str
    created_at: datetime
    frames: tuple[str, ...]
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One season being planned. `options` is what it was started with."""

    id: str
    status: str
    category: str | None
    dataset_id: int | None
    as_of: date | None
    input_digest: str | None
    error: str | None
    options: dict[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ParameterEdit:
    """One parameter that a person changed: from what, to what, who and when."""

    name: str
    from_value: ParameterValue
    to_value: ParameterValue
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConfirmedParameters:
    """What a person confirmed, what had been understood, and every edit between the two, oldest first."""

    run_id: str
    parameters: SeasonParameters
    extraction: Extraction | None
    edits: tuple[ParameterEdit, ...]
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of a run's plan, with the digest it was stored under and what it was made with."""

    run_id: str
    version: int
    digest: str
    status: PlanStatus
    created_at: datetime
    plan: SeasonPlan
    made_with: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """A decision asked of a person about exactly this payload; usable once, when accepted.

    `changes` is what the person wants instead, when the decision was "modified".
    """

    id: str
    run_id: str
    kind: str
    payload: dict[str, Any]
    digest: str
    options: tuple[ApprovalOption, ...]
    status: ApprovalStatus
    requested_at: datetime
    changes: dict[str, Any] | None = None
    actor: str | None = None
    reason: str | None = None
    decided_at: datetime | None = None
    consumed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """What took effect under an approval: the payload exactly as it was signed."""

    run_id: str
    approval_id: str
    kind: str
    payload: dict[str, Any]
    digest: str
    released_by: str
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Lease:
    """Who works on a run, until when."""

    run_id: str
    owner: str
    expires_at: datetime
