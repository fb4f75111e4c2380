"""What happens in a run, as messages: stored, numbered, replayable; and the board they fold into."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal, assert_never

from pydantic import Field, TypeAdapter

from forecast_kit.season import Frozen

__all__ = [
    "AgentName",
    "AgentState",
    "AgentStatus",
    "ApprovalDecision",
    "ApprovalOption",
    "ApprovalRequest",
    "BoardLine",
    "Event",
    "ModelUsed",
    "RunFailed",
    "StatusBoard",
    "TraceSpan",
    "WorkflowComplete",
    "fold",
    "parse_event",
]

AgentName = Literal["orchestrator", "demand", "inventory", "pricing"]
AgentState = Literal["idle", "thinking", "running_tool", "waiting_for_approval", "done", "failed"]
AGENTS: tuple[AgentName, ...] = ("orchestrator", "demand", "inventory", "pricing")
AT_WORK = ("thinking", "running_tool")
# Whose work a person is asked to sign.
ASKED_ABOUT: dict[str, AgentName] = {"manufacturing_order": "inventory", "markdown": "pricing"}


class _Event(Frozen):
    workflow_id: str
    timestamp: datetime


class AgentStatus(_Event):
    """What one agent is doing. `message` is a step or a choice in a planner's words, never a token count."""

    type: Literal["agent_status"] = "agent_status"
    agent: AgentName
    status: AgentState
    message: str
    progress: float | None = Field(None, ge=0, le=1)
    choice: str | None = None
    money_against_next_best: float | None = None


class ApprovalOption(Frozen):
    """One answer a person may give, with what it is expected to earn (selling currency)."""

    name: str
    label: str
    expected_margin: float | None = None


class ApprovalRequest(_Event):
    """A decision that waits for a person, bound to the digest of the exact payload."""

    type: Literal["approval_request"] = "approval_request"
    approval_id: str
    kind: Literal["manufacturing_order", "markdown"]
    payload: dict[str, Any]
    digest: str
    options: tuple[ApprovalOption, ...] = ()


class ApprovalDecision(_Event):
    """What the person decided, and who it was.

    "undone": the decision before was taken back and is asked anew. "void": nobody decided; what it was about changed.
    """

    type: Literal["approval_decision"] = "approval_decision"
    approval_id: str
    decision: Literal["accepted", "modified", "rejected", "undone", "void"]
    actor: str
    reason: str = ""


class RunFailed(_Event):
    """The run stopped: one sentence for the planner."""

    type: Literal["error"] = "error"
    agent: AgentName | None = None
    message: str


class WorkflowComplete(_Event):
    """The plan is made and stored under this digest."""

    type: Literal["workflow_complete"] = "workflow_complete"
    plan_digest: str
    message: str = ""


class ModelUsed(_Event):
    """What a language model has been asked and has cost in the run so far. No line of the board: nobody plans by it.

    `money` is in the currency of the price settings; None where none is set.
    """

    type: Literal["model_used"] = "model_used"
    model: str
    input_tokens: int = Field(ge=0)
    output_tokens: int = Field(ge=0)
    money: float | None = None


class TraceSpan(_Event):
    """One span of the agents' trace, where it was asked for: a turn, an answer, a tool, a handoff."""

    type: Literal["trace_span"] = "trace_span"
    kind: str
    name: str
    seconds: float = Field(ge=0)
    failed: bool = False


Event = Annotated[
    AgentStatus | ApprovalRequest | ApprovalDecision | RunFailed | WorkflowComplete | ModelUsed | TraceSpan,
    Field(discriminator="type"),
]
_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


def parse_event(data: str | bytes | dict[str, Any]) -> Event:
    """An event from its JSON text or object.

    Raises:
        pydantic.ValidationError: it is not one of the kit's events.
    """
    return _ADAPTER.validate_json(data) if isinstance(data, str | bytes) else _ADAPTER.validate_python(data)


class BoardLine(Frozen):
    """One agent's line on the board; `decided` is what a person said to it last."""

    agent: AgentName
    status: AgentState = "idle"
    message: str = ""
    choice: str | None = None
    money_against_next_best: float | None = None
    decided: str = ""


class StatusBoard(Frozen):
    """The state of a run as people see it: one line an agent, what is waiting, what went wrong."""

    lines: tuple[BoardLine, ...] = tuple(BoardLine(agent=name) for name in AGENTS)
    waiting: tuple[ApprovalRequest, ...] = ()
    error: str | None = None
    plan_digest: str | None = None

    def line(self, agent: AgentName) -> BoardLine:
        """One agent's line."""
        return next(line for line in self.lines if line.agent == agent)


def fold(events: Iterable[Event], board: StatusBoard | None = None) -> StatusBoard:
    """The board after `events`: pure, so that a stored run shows again exactly as it ran.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 2, tzinfo=UTC)
    >>> board = fold([AgentStatus(workflow_id="wf_1", timestamp=now, agent="demand", status="thinking", message="..")])
    >>> board.line("demand").status
    'thinking'
    """
    board = board or StatusBoard()
    lines = {line.agent: line for line in board.lines}
    waiting = {request.approval_id: request for request in board.waiting}
    error, digest = board.error, board.plan_digest
    for event in events:
        match event:
            case AgentStatus():
                lines[event.agent] = _moved(lines[event.agent], event)
                error = None if event.status in AT_WORK else error  # it goes on after all
            case ApprovalRequest():
                # of one kind only the newest question stands
                waiting = {key: request for key, request in waiting.items() if request.kind != event.kind}
                waiting[event.approval_id] = event
                asked = ASKED_ABOUT[event.kind]
                lines[asked] = lines[asked].model_copy(update={"status": "waiting_for_approval"})
            case ApprovalDecision():
                request = waiting.pop(event.approval_id, None)
                if request is not None:
                    asked = ASKED_ABOUT[request.kind]
                    lines[asked] = lines[asked].model_copy(update={"status": "done", "decided": decided(event)})
            case RunFailed():
                error = event.message
                if event.agent:
                    lines[event.agent] = lines[event.agent].model_copy(
                        update={"status": "failed", "message": event.message}
                    )
            case WorkflowComplete():
                digest = event.plan_digest
            case ModelUsed() | TraceSpan():
                pass
            case _:
                assert_never(event)
    return StatusBoard(lines=tuple(lines.values()), waiting=tuple(waiting.values()), error=error, plan_digest=digest)


def _moved(before: BoardLine, event: AgentStatus) -> BoardLine:
    """The line after its agent spoke: a choice stands until the next, and so does its money."""
    return BoardLine(
        agent=event.agent,
        status=event.status,
        message=event.message,
        choice=event.choice or before.choice,
        money_against_next_best=event.money_against_next_best if event.choice else before.money_against_next_best,
    )


def decided(event: ApprovalDecision) -> str:
    """A decision in a line: who, what, and why where it was said.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 2, tzinfo=UTC)
    >>> decided(ApprovalDecision(workflow_id="wf_1", timestamp=now, approval_id="a", decision="accepted", actor="Ada"))
    'Accepted by Ada'
    """
    said = "No longer asked" if event.decision == "void" else event.decision.capitalize()
    by = f" by {event.actor}" if event.actor else ""
    return f"{said}{by}{f': {event.reason}' if event.reason else ''}"
