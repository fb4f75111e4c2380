"""The approval as the workbench offers it: asked in a notebook, answered there, ahead, or by a colleague elsewhere."""

import asyncio
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from forecast_kit.errors import GateError
from forecast_kit.persistence import Approval
from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import SeasonInputs, order_facts
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs import changed_choices, plan_changed
from forecast_kit.settings import Settings
from forecast_kit.widgets import ApprovalAnswer, ApprovalForm, ApprovalLimits
from forecast_kit.widgets.approval_summary import ApprovalSummary, Facts
from forecast_kit.workbench.proposals import ORDER
from forecast_kit.workbench.seasons import choices_of_run, inputs_of_run

if TYPE_CHECKING:
    from forecast_kit.workbench.bench import Workbench

LOOK_SECONDS = 1.0


def limits_of(
    settings: Settings, max_units: int | None, max_money: float | None, max_markdown: float | None
) -> ApprovalLimits:
    """The limits given, or else, where none is, those of the settings."""
    if max_units is None and max_money is None and max_markdown is None:
        return ApprovalLimits(settings.max_units, settings.max_money, settings.max_markdown)
    return ApprovalLimits(max_units, max_money, max_markdown)


class ApprovalGate:
    """Two cells: `show()` asks, `await result()` waits for the answer, keeps it, and answers the approval.

    While it waits it notices what somebody decides in another process. An order that was decided before is shown as it
    was, and can be taken back as long as it has not taken effect; whoever answers second is told who was first.
    """

    def __init__(
        self,
        bench: "Workbench",
        approval: Approval,
        named: str | None,
        limits: ApprovalLimits,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        self._bench, self._named, self._limits, self._on_change = bench, named, limits, on_change
        self._looked = 0.0
        self._undoing: asyncio.Task[None] | None = None
        self._take_up(approval)

    def show(self) -> None:
        """Shows what is to be signed, and the controls where somebody can answer."""
        self.form.show()

    async def result(self) -> Approval:
        """The approval as it was decided: accepted, or rejected with a reason.

        Raises:
            GateError: nobody can be asked and nobody is named, a limit is passed, or the person pressed Stop.
        """
        while True:
            self._refresh()
            if self.approval.status == "pending":
                answer = await self.form.result()
                self._keep(answer)
            if self.approval.status in ("accepted", "rejected"):
                self._say()
                return self.approval
            self._ask_about(self._newest())

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return self.form._repr_mimebundle_()

    def _take_up(self, approval: Approval) -> None:
        self.approval = approval
        is_order = approval.kind == ORDER
        self.form = ApprovalForm(
            approval.payload,
            approval.digest,
            approval.options,
            facts=order_facts(self._plan) if is_order else (),
            ways=self._ways() if is_order else (),
            consequences=self._consequences if is_order else None,
            approved_by=self._named,
            limits=self._limits,
        )
        confirmed = self._bench.runs.confirmation(approval.run_id)
        self.form.suggested = confirmed.confirmed_by if confirmed else ""
        self.form.on_look, self.form.on_undo = self._look, self._undo_soon
        self._say()

    def _newest(self) -> Approval:
        newest = self._bench.approvals.order_of(self.approval.run_id)
        if newest.id == self.approval.id or self.approval.kind != ORDER:
            raise GateError(f"{_told(self.approval)}.", "Run the notebook again from the plan on.")
        return newest

    def _ask_about(self, approval: Approval) -> None:
        """The question changed: what is to be signed now is shown below."""
        self.form.stand(f"{_told(self.approval)}: the order to sign now is the one below")
        vars(self).pop("_season", None)
        self._take_up(approval)
        self.form.show()

    def _keep(self, answer: ApprovalAnswer) -> None:
        """Stores the answer; where somebody else was first, theirs stands."""
        self._refresh()
        self.form.ask_anew()
        if self.approval.status != "pending":
            return
        approvals, id = self._bench.approvals, self.approval.id
        try:
            if answer.decision == "rejected":
                approvals.reject(id, answer.actor, answer.reason)
            elif answer.decision == "accepted":
                approvals.accept(id, answer.actor, reason=answer.reason, limits=self._limits)
            else:
                self._modify(answer)
        except GateError:
            self._refresh()
            if self.approval.status == "pending":
                self.form.stand("Nothing was decided, and it goes on waiting")
                raise
        self._refresh()

    def _modify(self, answer: ApprovalAnswer) -> None:
        """Plans again and, where that is what the person was shown, signs it; anything else is asked anew."""
        shown = self._changed(answer) if self.approval.kind == ORDER else None
        new = self._bench.approvals.modify(
            self.approval.id, answer.actor, _changes(answer, self._plan), reason=answer.reason, limits=self._limits
        )
        if shown is None or _but_for_the_plan(shown.order_payload) == _but_for_the_plan(new.payload):
            new = self._bench.approvals.accept(new.id, answer.actor, reason=answer.reason, limits=self._limits)
            self.approval = new
            vars(self).pop("_season", None)
            facts = order_facts(self._plan) if new.kind == ORDER else ()
            self.form.show_instead(ApprovalSummary(new.payload, new.digest, new.options, facts))

    def _refresh(self) -> None:
        self.approval = self._bench.approvals.show(self.approval.id)

    def _say(self) -> None:
        told = _told(self.approval)
        if self.approval.status == "pending":
            told = f"Waiting for you; run {self.approval.run_id} can be taken up any time, also by a colleague"
        undoable = self.approval.status in ("accepted", "rejected") and self.approval.consumed_at is None
        self.form.stand(told, undoable=undoable)
        self._changed_state()

    def _changed_state(self) -> None:
        if self._on_change is not None:
            self._on_change()

    def _look(self) -> None:
        """Whether a colleague has decided meanwhile, in another process."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        found = self._bench.approvals.show(self.approval.id)
        if found.status == "pending":
            return
        decision: Any = found.status if found.status in ("accepted", "rejected") else "modified"
        self.form.answer(ApprovalAnswer(decision, found.actor or "", found.reason or "", None, found.digest))

    def _undo_soon(self) -> None:
        """Called from a click: the decision is taken back when the kernel is next free."""
        self._undoing = asyncio.get_running_loop().create_task(self._undo())

    async def _undo(self) -> None:
        by = str(self.form.card.values.get("name") or "").strip() or self.approval.actor or ""
        try:
            self.approval = self._bench.approvals.undo(self.approval.id, by)
        except GateError as refused:
            self.form.stand(f"Not taken back: {refused}")
            return
        self.form.ask_anew()
        self._changed_state()
        self.form.stand(f"Taken back by {by}: it waits again. Run the cell below to decide")

    @cached_property
    def _season(self) -> tuple[SeasonInputs, SeasonPlan, SeasonChoices]:
        run, inputs = inputs_of_run(self._bench, self.approval.run_id)
        return inputs, self._bench.runs.plan(run.id), choices_of_run(self._bench, run.id)

    @property
    def _plan(self) -> SeasonPlan:
        return self._season[1]

    def _ways(self) -> list[tuple[str, int]]:
        others = [option for option in self._plan.buy.options if option.rule != self._plan.buy.chosen]
        return [(f"{option.label}: {option.buy_units:,} units", option.buy_units) for option in others]

    def _consequences(self, pieces: int) -> Facts:
        return order_facts(self._planned_with(pieces))

    def _changed(self, answer: ApprovalAnswer) -> SeasonPlan | None:
        return None if answer.units is None else self._planned_with(answer.units)

    def _planned_with(self, pieces: int) -> SeasonPlan:
        inputs, plan, choices = self._season
        changed = changed_choices(choices, _order_changes(pieces, plan))
        return plan_changed(inputs, plan, changed, by="planner")[0]


def _changes(answer: ApprovalAnswer, plan: SeasonPlan) -> dict[str, Any]:
    return {"option": answer.option} if answer.units is None else _order_changes(answer.units, plan)


def _order_changes(pieces: int, plan: SeasonPlan) -> dict[str, Any]:
    """A number that one of the options buys is that option; any other is the person's own."""
    for option in plan.buy.options:
        if option.buy_units == pieces and option.rule != "mine":
            return {"rule": option.rule}
    return {"buy_units": pieces}


def _but_for_the_plan(payload: Any) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name != "plan_digest"}


def _told(approval: Approval) -> str:
    """Where an approval stands, in a sentence without its full stop."""
    if approval.status == "pending":
        return "Waiting for you"
    if approval.status == "superseded":
        return "No longer stands: what it was about has changed"
    when = f" on {approval.decided_at:%-d %B, %H:%M} UTC" if approval.decided_at else ""
    why = f": {approval.reason}" if approval.reason else ""
    effect = "" if approval.consumed_at is None else f"; it took effect on {approval.consumed_at:%-d %B, %H:%M} UTC"
    return f"{approval.status.capitalize()} by {approval.actor}{when}{why}{effect}"
