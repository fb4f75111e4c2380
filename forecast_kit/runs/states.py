"""The states of a run and the moves between them, decided in one place."""

from typing import Final, Literal, get_args

from forecast_kit.errors import RunError

RunStatus = Literal["read", "confirmed", "planning", "waiting", "failed"]

MOVES: Final[dict[RunStatus, frozenset[RunStatus]]] = {
    "read": frozenset({"confirmed"}),
    "confirmed": frozenset({"confirmed", "planning"}),
    "planning": frozenset({"planning", "waiting", "failed"}),
    "waiting": frozenset({"planning"}),
    "failed": frozenset({"confirmed", "planning"}),
}

NEXT_STEP: Final[dict[RunStatus, str]] = {
    "read": "The brief has been read and waits for confirmation.",
    "confirmed": "The season is confirmed and can be planned.",
    "planning": "The plan is being made, or was interrupted: plan it again to go on.",
    "waiting": "The proposed plan waits for approval.",
    "failed": "The plan could not be made.",
}


def check_move(run_id: str, before: str, after: RunStatus) -> None:
    """Refuses a move the run is not ready for.

    Raises:
        RunError: says where the run stands.

    >>> check_move("wf_1", "confirmed", "planning")
    """
    if before not in get_args(RunStatus) or after not in MOVES[before]:  # type: ignore[index]
        stands = NEXT_STEP.get(before, f"Its state is {before!r}.")  # type: ignore[call-overload]
        raise RunError(f"Run {run_id} cannot become {after!r} now.", stands)
