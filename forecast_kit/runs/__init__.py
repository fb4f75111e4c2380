"""A run: one season from brief to released order, recorded step by step so that it can be shown, trusted, resumed."""

from forecast_kit.runs.modified import changed_choices, plan_changed
from forecast_kit.runs.planned import LEASE_SECONDS, PlannedSeason, plan_run
from forecast_kit.runs.ports import (
    Clock,
    Holder,
    MadeWith,
    ModelReply,
    RunStore,
    StageRecord,
    SystemClock,
    Usage,
)
from forecast_kit.runs.stages import RecordedDesk, plan_digest
from forecast_kit.runs.states import RunStatus, Stage, check_confirmable, check_move, check_plannable
from forecast_kit.runs.verify import Difference, Verification, verify_plan

__all__ = [
    "LEASE_SECONDS",
    "Clock",
    "Difference",
    "Holder",
    "MadeWith",
    "ModelReply",
    "PlannedSeason",
    "RecordedDesk",
    "RunStatus",
    "RunStore",
    "Stage",
    "StageRecord",
    "SystemClock",
    "Usage",
    "Verification",
    "changed_choices",
    "check_confirmable",
    "check_move",
    "check_plannable",
    "plan_changed",
    "plan_digest",
    "plan_run",
    "verify_plan",
]
