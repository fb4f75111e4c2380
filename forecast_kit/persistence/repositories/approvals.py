"""Approvals: bound to the digest of exactly what was shown, decided once, used once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, update

from forecast_kit.errors import GateError
from forecast_kit.events import ApprovalOption
from forecast_kit.persistence.records import Approval, ApprovalDecisionKind
from forecast_kit.persistence.repositories.base import Repository, lock_run, new_id
from forecast_kit.persistence.tables.decisions import approvals
from forecast_kit.plan import digest_of

__all__ = ["Approvals"]

LAST = "last"
PREFIX = "ap"


class Approvals(Repository):
    """What people were asked and what they answered. Whatever is in doubt is refused."""

    def request(
        self,
        run_id: str,
        kind: str,
        payload: Mapping[str, Any],
        *,
        now: datetime,
        options: Sequence[ApprovalOption] = (),
    ) -> Approval:
        """Ask for a decision on this payload.

        The same question asked again, as after a crash, answers with the approval already there unless it was used
        up or refused. One of the same kind for another payload, waiting or accepted and not used, is superseded.

        Raises:
            RunError: there is no such run.
        """
        lock_run(self._connection, run_id)
        digest = digest_of(dict(payload))
        same = (approvals.c.run_id == run_id) & (approvals.c.kind == kind)
        usable = approvals.c.status.in_(["pending", "accepted"]) & approvals.c.consumed_at.is_(None)
        found = self._connection.execute(select(approvals).where(same, usable, approvals.c.digest == digest)).first()
        if found is not None:
            return _record(found)
        self.supersede(run_id, kind, now=now)
        approval_id = new_id(PREFIX)
        asked = {"id": approval_id, "run_id": run_id, "kind": kind, "payload": dict(payload), "digest": digest}
        shown = [option.model_dump(mode="json") for option in options]
        self._connection.execute(insert(approvals).values(**asked, options=shown, status="pending", requested_at=now))
        return self.get(approval_id)

    def supersede(self, run_id: str, kind: str | None = None, *, now: datetime) -> tuple[str, ...]:
        """What was asked about the run (of one kind, where named) no longer stands, unless it took effect; the ids."""
        void: list[str] = []
        unused = (approvals.c.run_id == run_id) & approvals.c.consumed_at.is_(None)
        if kind is not None:
            unused &= approvals.c.kind == kind
        for before, kept in (("pending", {"decided_at": now}), ("accepted", {})):
            which = update(approvals).where(unused, approvals.c.status == before)
            changed = which.values(status="superseded", **kept).returning(approvals.c.id)
            void += self._connection.execute(changed).scalars()
        return tuple(void)

    def get(self, approval_id: str) -> Approval:
        """An approval by its name, a beginning of it that no other shares (with or without `ap_`), or "last".

        Raises:
            GateError: none or more than one is meant.
        """
        if approval_id == LAST:
            newest = select(approvals).order_by(approvals.c.number.desc()).limit(1)
            row = self._connection.execute(newest).first()
        else:
            row = self._connection.execute(select(approvals).where(approvals.c.id == approval_id)).first()
        if row is not None:
            return _record(row)
        begins = [approvals.c.id.startswith(f"{start}{approval_id}", autoescape=True) for start in ("", f"{PREFIX}_")]
        found = self._list(or_(*begins)) if approval_id not in ("", LAST) else ()
        if len(found) > 1:
            names = ", ".join(approval.id for approval in found[:5])
            raise GateError(f"{len(found)} approvals begin with {approval_id!r}: {names}.", "Give more of the name.")
        if not found:
            raise GateError(f"There is no approval {approval_id!r}.", "List those waiting: forecast-kit approvals list")
        return found[0]

    def of(self, run_id: str) -> tuple[Approval, ...]:
        """Every approval of a run, oldest first."""
        return self._list(approvals.c.run_id == run_id)

    def pending(self, run_id: str | None = None) -> tuple[Approval, ...]:
        """What waits for a person, oldest first; of one run where named."""
        waiting = approvals.c.status == "pending"
        return self._list(waiting if run_id is None else waiting & (approvals.c.run_id == run_id))

    def decide(
        self,
        approval_id: str,
        decision: ApprovalDecisionKind,
        *,
        actor: str,
        now: datetime,
        reason: str = "",
        changes: Mapping[str, Any] | None = None,
    ) -> Approval:
        """Record a person's answer. Of people who answer at the same time exactly one is heard.

        Raises:
            GateError: nobody is named, or it has been decided or superseded already.
        """
        if not actor.strip():
            raise GateError("A decision needs the name of the person who takes it.", "Give approved_by.")
        answer = {"status": decision, "actor": actor, "reason": reason, "decided_at": now}
        open_still = (approvals.c.id == approval_id) & (approvals.c.status == "pending")
        kept = update(approvals).where(open_still).values(**answer, changes=None if changes is None else dict(changes))
        won = self._connection.execute(kept).rowcount == 1
        found = self.get(approval_id)
        if not won:
            raise GateError(f"The approval {approval_id} {_state(found)}.", "Look at the run again before you decide.")
        return found

    def undo(self, approval_id: str) -> Approval:
        """Take a decision back, so that the question waits again.

        Raises:
            GateError: it was not decided, was used already, or no longer stands.
        """
        decided = approvals.c.status.in_(["accepted", "modified", "rejected"]) & approvals.c.consumed_at.is_(None)
        which = update(approvals).where(approvals.c.id == approval_id, decided)
        nobody = {"actor": None, "reason": None, "decided_at": None, "changes": None}
        won = self._connection.execute(which.values(status="pending", **nobody)).rowcount == 1
        found = self.get(approval_id)
        if not won:
            raise GateError(f"The approval {approval_id} {_state(found)}.", "There is nothing to take back.")
        return found

    def consume(self, approval_id: str, digest: str, *, now: datetime) -> Approval:
        """Use an accepted approval for the payload with this digest, once.

        Raises:
            GateError: it was not accepted, was used before, or is for another payload.
        """
        usable = (
            (approvals.c.id == approval_id)
            & (approvals.c.digest == digest)
            & (approvals.c.status == "accepted")
            & approvals.c.consumed_at.is_(None)
        )
        won = self._connection.execute(update(approvals).where(usable).values(consumed_at=now)).rowcount == 1
        found = self.get(approval_id)
        if found.digest != digest or digest_of(found.payload) != digest:
            raise GateError(
                f"The approval {approval_id} is for another {found.kind.replace('_', ' ')} than this one.",
                "Ask for a new approval.",
            )
        if not won:
            remedy = "A person accepts it first." if found.status == "pending" else "Ask for a new approval."
            raise GateError(f"The approval {approval_id} {_state(found)}.", remedy)
        return found

    def _list(self, which: Any) -> tuple[Approval, ...]:
        query = select(approvals).where(which).order_by(approvals.c.number)
        return tuple(_record(row) for row in self._connection.execute(query))


def _state(approval: Approval) -> str:
    if approval.consumed_at is not None:
        return f"was used already ({approval.consumed_at:%d %b %Y %H:%M} UTC), accepted by {approval.actor}"
    if approval.status == "pending":
        return "has not been decided yet"
    if approval.status == "superseded":
        return "no longer stands: what it was about has changed"
    return f"was {approval.status} by {approval.actor} ({approval.decided_at:%d %b %Y %H:%M} UTC)"


def _record(row: Row[Any]) -> Approval:
    values = {name: value for name, value in row._mapping.items() if name not in ("number", "options")}
    return Approval(**values, options=tuple(ApprovalOption.model_validate(option) for option in row.options))
