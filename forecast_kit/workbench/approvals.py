"""What waits for a person, and what they may do about it. Every answer is one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from forecast_kit.errors import GateError, RunError
from forecast_kit.persistence import Approval, Database, Release, UnitOfWork
from forecast_kit.plan import MarkdownDecision, SeasonPlan
from forecast_kit.planning import Section
from forecast_kit.runs import Clock, MadeWith, check_move
from forecast_kit.widgets.limits import ApprovalLimits, Asked
from forecast_kit.workbench import taking_back
from forecast_kit.workbench.checks import answer_of, check_limits, check_named, check_stands, decision_event, ways
from forecast_kit.workbench.proposals import MARKDOWN, ORDER, propose_markdown, propose_order
from forecast_kit.workbench.show import section_text, sections_html

Replan = Callable[[str, Mapping[str, Any], str, str], tuple[SeasonPlan, MadeWith]]


@dataclass(frozen=True, repr=False)
class Approvals:
    """The decisions of a database's runs. Each method is synchronous; `modify` plans again and takes about a second.

    An approval is named by its id, a beginning of it, or "last". Whoever answers second is told by whom and when it was
    decided; whatever is in doubt is refused (GateError).
    """

    database: Database
    clock: Clock
    replan: Replan

    def pending(self, run_id: str | None = None) -> tuple[Approval, ...]:
        """What waits for a person, oldest first; of one run where named."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.approvals.pending(None if run_id is None else work.runs.get(run_id).id)

    def show(self, id: str) -> Approval:
        """One approval: payload, digest, options, status, who decided when."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.approvals.get(id)

    def order_of(self, run_id: str) -> Approval:
        """The approval of a run's newest order, decided or not.

        Raises:
            GateError: the run has no order to approve yet.
        """
        with UnitOfWork(self.database, read_only=True) as work:
            run = work.runs.get(run_id).id
            asked = [approval for approval in work.approvals.of(run) if approval.kind == ORDER]
        if not asked:
            raise GateError(f"Run {run} has no order to approve yet.", "Plan the season first.")
        return asked[-1]

    def releases(self, run_id: str) -> tuple[Release, ...]:
        """What has taken effect of a run."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.releases.of(work.runs.get(run_id).id)

    def accept(self, id: str, by: str, *, reason: str = "", limits: ApprovalLimits | None = None) -> Approval:
        """Approved as it stands; an order makes its run "approved". Nothing happens until it is released.

        Raises:
            GateError: decided already, no longer standing, or beyond the limits.
        """
        with UnitOfWork(self.database) as work:
            found = self._held(work, id)
            if found.status == "pending":
                check_stands(work, found)
                check_limits(found.payload, limits)
            decided = self._decide(work, found, "accepted", by, reason)
            if found.kind == ORDER:
                self._move(work, found.run_id, "approved")
            work.commit()
        return decided

    def accept_within(self, id: str, by: str, limits: ApprovalLimits) -> Approval:
        """Approved ahead, without a person present, by one who named limits for it.

        Raises:
            GateError: no limit that applies was named, or one is passed: which, and by how much. It goes on waiting.
        """
        found = self.show(id)
        asked = Asked.of(found.payload)
        if not asked.limited_by(limits):
            needed = "max_units or max_money" if found.kind == ORDER else "max_markdown"
            raise GateError(
                f"{asked.title} ({asked.said()}) was not approved: {by} is named, but no limit to approve within.",
                f"Give {needed}, or decide: forecast-kit approvals accept {found.id} --by NAME",
            )
        return self.accept(found.id, by, reason="within the limits given ahead", limits=limits)

    def modify(
        self, id: str, by: str, changes: Mapping[str, Any], *, reason: str = "", limits: ApprovalLimits | None = None
    ) -> Approval:
        """Planned again with `{"buy_units": 900}` or `{"rule": "flat"}`; a markdown with `{"option": "clears"}`.

        Answers the new approval, which is pending: whoever signs, signs the new payload.

        Raises:
            GateError: decided already, beyond the limits, or a change that cannot be made.
            PlanError: the change does not make a plan.
        """
        found = self.show(id)
        check_named(by)
        if found.status != "pending":
            with UnitOfWork(self.database) as work:
                self._decide(work, found, "modified", by, reason)  # refused, saying why
        if found.kind == MARKDOWN:
            return self._modify_markdown(found, by, changes, reason, limits)
        plan, made_with = self.replan(found.run_id, changes, by, reason)
        check_limits(plan.order_payload, limits)
        if {**plan.order_payload, "plan_digest": found.payload["plan_digest"]} == found.payload:
            raise GateError("That is the order as it stands.", f"Accept it, or change it. Approval {found.id} waits.")
        with UnitOfWork(self.database) as work:
            check_stands(work, self._held(work, found.id))
            self._decide(work, found, "modified", by, reason, changes)
            new, _ = propose_order(work, found.run_id, plan, made_with, now=self.clock.now())
            work.commit()
        return new

    def reject(self, id: str, by: str, reason: str) -> Approval:
        """Refused for a reason; an order's run can be planned again.

        Raises:
            GateError: decided already, or no reason given.
        """
        if not reason.strip():
            raise GateError("A rejection needs a reason.", "Say it in a few words, for whoever plans it again.")
        with UnitOfWork(self.database) as work:
            found = self._held(work, id)
            decided = self._decide(work, found, "rejected", by, reason)
            if found.kind == ORDER:
                work.plans.set_status(found.run_id, work.plans.get(found.run_id).version, "rejected")
                self._move(work, found.run_id, "confirmed")
            work.commit()
        return decided

    def undo(self, id: str, by: str) -> Approval:
        """Takes a decision back before it takes effect; the question waits again.

        Raises:
            GateError: it was not decided, has taken effect, or the run has gone on since.
        """
        check_named(by)
        with UnitOfWork(self.database) as work:
            found = self._held(work, id)
            undone = taking_back.undo(work, found, by, self.clock.now())
            work.commit()
        return undone

    def release(self, id: str, by: str) -> Approval:
        """What was accepted takes effect, once: an order's run is done, and nothing can be taken back.

        The payload is worked out anew from the plan as it stands; an approval of any other is refused.

        Raises:
            GateError: not accepted, used already, or what it was about has changed.
        """
        check_named(by)
        now = self.clock.now()
        with UnitOfWork(self.database) as work:
            found = self._held(work, id)
            if found.status == "accepted" and found.consumed_at is None:
                check_stands(work, found)
            used = work.approvals.consume(found.id, found.digest, now=now)
            work.releases.add(used, released_by=by, now=now)
            if found.kind == ORDER:
                work.plans.set_status(found.run_id, work.plans.get(found.run_id).version, "approved")
                self._move(work, found.run_id, "done")
            work.commit()
        return used

    def propose_markdown(self, run_id: str, decision: MarkdownDecision, *, option: str | None = None) -> Approval:
        """Asks for a markdown of the run's season to be signed: one of the decision's answers, else the recommended.

        Raises:
            RunError: the run has no plan.
            GateError: the decision has no such answer.
        """
        answer = answer_of(decision, option or decision.recommended)
        with UnitOfWork(self.database) as work:
            run = work.runs.hold(work.runs.get(run_id).id)
            if run.status not in ("approved", "done", "waiting"):
                raise RunError(f"Run {run.id} has no plan that a markdown could belong to.", "Plan the season first.")
            plan = work.plans.latest(run.id)
            approval = propose_markdown(work, run.id, plan, decision, answer, now=self.clock.now())
            work.commit()
        return approval

    def summary(self, run_id: str | None = None) -> Section:
        """What waits, in rows."""
        found = self.pending(run_id)
        rows = tuple(
            (a.id, a.run_id, Asked.of(a.payload).title, Asked.of(a.payload).said(), f"{a.requested_at:%-d %b %Y %H:%M}")
            for a in found
        )
        return Section(
            key="approvals",
            title="Waiting for a person, oldest first" if rows else "Nothing waits for a person.",
            headers=("Approval", "Run", "What", "", "Since (UTC)"),
            rows=rows,
            align="lllll",
        )

    def _repr_html_(self) -> str:
        return sections_html(self.summary())

    def __repr__(self) -> str:
        return section_text(self.summary())

    def _modify_markdown(
        self, found: Approval, by: str, changes: Mapping[str, Any], reason: str, limits: ApprovalLimits | None
    ) -> Approval:
        decision = MarkdownDecision.model_validate(found.payload["decision"])
        if set(changes) != {"option"}:
            raise GateError(f"The markdown cannot be changed by {dict(changes)!r}.", ways(decision))
        option = answer_of(decision, str(changes["option"]))
        if option == found.payload["option"]:
            raise GateError("That is the markdown as it stands.", f"Accept it, or choose another. {ways(decision)}")
        depth = next(answer.depth for answer in decision.options if answer.name == option)
        check_limits({**found.payload, "depth": depth}, limits)
        with UnitOfWork(self.database) as work:
            check_stands(work, self._held(work, found.id))
            self._decide(work, found, "modified", by, reason, changes)
            plan = work.plans.latest(found.run_id)
            new = propose_markdown(work, found.run_id, plan, decision, option, now=self.clock.now())
            work.commit()
        return new

    def _held(self, work: UnitOfWork, id: str) -> Approval:
        """The approval as it stands while nobody else can change its run."""
        found = work.approvals.get(id)
        work.runs.hold(found.run_id)
        return work.approvals.get(found.id)

    def _decide(
        self,
        work: UnitOfWork,
        found: Approval,
        decision: Any,
        by: str,
        reason: str,
        changes: Mapping[str, Any] | None = None,
    ) -> Approval:
        now = self.clock.now()
        who = by.strip()
        decided = work.approvals.decide(found.id, decision, actor=who, now=now, reason=reason, changes=changes)
        work.events.append(found.run_id, decision_event(found, decision, who, reason, now))
        return decided

    def _move(self, work: UnitOfWork, run_id: str, status: Any) -> None:
        before = work.runs.get(run_id).status
        check_move(run_id, before, status)
        work.runs.set_status(run_id, status, now=self.clock.now(), expected=before)
