"""What waits for a person, and what they may do about it."""

from collections.abc import Mapping
from typing import Any, Protocol

from forecast_kit.persistence import Approval
from forecast_kit.widgets.limits import ApprovalLimits


class ApprovalsApi(Protocol):
    """`Workbench.approvals`. Every method is synchronous; `modify` plans again and takes about a second.

    An approval is named by its id, a beginning of it, or "last". Each raises GateError when somebody else decided
    first, and says who and when.
    """

    def pending(self, run_id: str | None = None) -> tuple[Approval, ...]:
        """What waits for a person, oldest first."""
        ...

    def show(self, id: str) -> Approval:
        """One approval: payload, digest, options, status, who decided when."""
        ...

    def accept(self, id: str, by: str, *, reason: str = "", limits: ApprovalLimits | None = None) -> Approval:
        """Approved as it stands: the run becomes "approved". Beyond the limits it is refused."""
        ...

    def modify(
        self, id: str, by: str, changes: Mapping[str, Any], *, reason: str = "", limits: ApprovalLimits | None = None
    ) -> Approval:
        """Planned again with {"buy_units": 900} or {"rule": "flat"} ({"option": "clears"} for a markdown).

        Answers the new approval, which is pending: whoever signs, signs the new payload.
        """
        ...

    def reject(self, id: str, by: str, reason: str) -> Approval:
        """Refused; the run becomes "confirmed" and can be planned again."""
        ...

    def undo(self, id: str, by: str) -> Approval:
        """Takes a decision back before it takes effect; the question waits again."""
        ...

    def release(self, id: str, by: str) -> Approval:
        """What was approved takes effect, once; the run becomes "done". After that nothing can be undone."""
        ...
