"""The states of a run and the moves between them, decided in one place."""

from typing import Final, Literal, get_args

from forecast_kit.errors import RunError

RunStatus = Literal[
    "read", "confirmed", "forecast", "bought", "allocated", "priced", "waiting", "approved", "done", "failed"
]
Stage = Literal["forecast", "buy", "allocation", "deliveries", "markdown"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)

# Where a run stands once a stage of its plan is stored.
AFTER_STAGE: Final[dict[Stage, RunStatus]] = {
    "forecast": "forecast",
    "buy": "bought",
    "allocation": "allocated",
    "deliveries": "allocated",
    "markdown": "priced",
}
IN_ORDER: Final[tuple[RunStatus, ...]] = ("confirmed", "forecast", "bought", "allocated", "priced")
BEING_PLANNED: Final = frozenset(IN_ORDER)
CONFIRMABLE: Final = frozenset({"read", "confirmed", "failed"})
PLANNED: Final = frozenset({"waiting", "approved", "done"})
# From any of these the plan may be made, or made again from its first stage.
PLANNABLE: Final = BEING_PLANNED | {"waiting", "approved", "failed"}

MOVES: Final[dict[RunStatus, frozenset[str]]] = {
    "read": frozenset({"confirmed"}),
    "confirmed": frozenset({"confirmed", "forecast", "failed"}),
    "forecast": frozenset({"confirmed", "forecast", "bought", "failed"}),
    "bought": frozenset({"confirmed", "forecast", "bought", "allocated", "failed"}),
    "allocated": frozenset({"confirmed", "forecast", "bought", "allocated", "priced", "failed"}),
    "priced": frozenset({"confirmed", "forecast", "bought", "allocated", "priced", "waiting", "failed"}),
    "waiting": frozenset({"confirmed", "waiting", "approved"}),
    "approved": frozenset({"confirmed", "waiting", "done"}),
    "done": frozenset(),
    "failed": frozenset({"confirmed"}),
}

STANDS: Final[dict[RunStatus, str]] = {
    "read": "The brief has been read and waits for confirmation.",
    "confirmed": "The season is confirmed and can be planned.",
    "forecast": "The demand is forecast; plan it again to go on from there.",
    "bought": "The buy is decided; plan it again to go on from there.",
    "allocated": "The stores have their shares; plan it again to go on from there.",
    "priced": "All stages are planned; plan it again to propose the plan.",
    "waiting": "The proposed plan waits for approval.",
    "approved": "The order is approved and not released yet.",
    "done": "The order has been released to the supplier.",
    "failed": "The plan could not be made.",
}


def check_move(run_id: str, before: str, after: RunStatus) -> None:
    """Refuses a move the run is not ready for.

    Raises:
        RunError: says where the run stands.

    >>> check_move("wf_1", "waiting", "approved")
    """
    if before not in MOVES or after not in MOVES[before]:
        raise RunError(f"Run {run_id} cannot become {after!r} now.", _stands(before))


def check_confirmable(run_id: str, status: str) -> None:
    """Refuses to confirm a season that is being planned, waits for approval or has gone further.

    Raises:
        RunError: says where the run stands.
    """
    if status not in CONFIRMABLE:
        raise RunError(f"Run {run_id} cannot become 'confirmed' now.", _stands(status))


def check_plannable(run_id: str, status: str) -> None:
    """Refuses to plan a run that is not confirmed, or whose order has been released.

    Raises:
        RunError: says where the run stands.
    """
    if status not in PLANNABLE:
        raise RunError(f"Run {run_id} cannot be planned now.", _stands(status))


def _stands(status: str) -> str:
    return next((said for name, said in STANDS.items() if name == status), f"Its state is {status!r}.")
