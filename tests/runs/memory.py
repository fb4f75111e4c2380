"""A run store that forgets at the end of the test."""

from datetime import UTC, datetime

from forecast_kit.errors import RunError
from forecast_kit.events import ApprovalRequest, WorkflowComplete
from forecast_kit.plan import digest_of
from forecast_kit.runs import Usage
from forecast_kit.runs.states import AFTER_STAGE, PLANNED

NOON = datetime(2025, 2, 10, 12, tzinfo=UTC)


class FixedClock:
    def now(self):
        return NOON


class MemoryStore:
    def __init__(self, status="confirmed"):
        self.states, self.events, self.plans, self.made_with, self.error = [status], [], [], [], None
        self.stages, self.digest, self.settled, self.holder, self.beats = {}, None, None, None, 0
        self.kept, self.taken_over, self.model_replies = [], False, []

    def claim(self, run_id):
        return self.holder

    def renew(self, run_id):
        self.beats += 1
        self._mine()

    def let_go(self, run_id):
        self.let_go_of = run_id

    def status(self, run_id):
        return self.states[-1]

    def asked(self, run_id):
        return self.settled

    def begin(self, run_id, digest, asked):
        self._mine()
        self.digest, self.settled = digest, asked

    def fail(self, run_id, error):
        self._mine()
        self.states.append("failed")
        self.error = error

    def append(self, run_id, event):
        self._mine()
        self.events.append(event)

    def stage(self, run_id, stage, digest):
        return self.stages.get((stage, digest))

    def keep_stage(self, run_id, record):
        self._mine()
        self.stages[record.stage, record.digest] = record
        self.kept.append(record.stage)
        self.states.append(AFTER_STAGE[record.stage])

    def take_up(self, run_id, stage):
        self._mine()

    def planned(self, run_id, digest):
        return self.plans[-1] if self.states[-1] in PLANNED and self.digest == digest else None

    def propose(self, run_id, plan, made_with):
        self._mine()
        self.plans.append(plan)
        self.made_with.append(made_with)
        self.states.append("waiting")
        events = (
            ApprovalRequest(
                workflow_id=run_id,
                timestamp=NOON,
                approval_id="ap_1",
                kind="manufacturing_order",
                payload=plan.order_payload,
                digest=digest_of(plan.order_payload),
            ),
            WorkflowComplete(workflow_id=run_id, timestamp=NOON, plan_digest=plan.digest),
        )
        self.events.extend(events)
        return events

    def keep_reply(self, run_id, reply):
        self.model_replies.append(reply)

    def replies(self, run_id):
        return tuple(self.model_replies)

    def usage(self, run_id):
        return Usage(replies=len(self.model_replies))

    def _mine(self):
        if self.taken_over:
            raise RunError("Ada is working on the run.", "Wait.")
