"""The approval of an order or a markdown: accepted, changed or rejected by a named person, bound to a digest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from forecast_kit.errors import ForecastKitError, GateError
from forecast_kit.events import ApprovalOption
from forecast_kit.widgets.approval_summary import ApprovalSummary, Facts
from forecast_kit.widgets.gate import Gate, can_ask, show_in_cell
from forecast_kit.widgets.limits import ApprovalLimits, Asked
from forecast_kit.words import money, units

if TYPE_CHECKING:
    from forecast_kit.widgets.dialog import ApprovalCard

__all__ = ["ApprovalAnswer", "ApprovalForm", "ApprovalLimits"]


@dataclass(frozen=True, slots=True)
class ApprovalAnswer:
    """What a person decided about the payload of this digest.

    `units` is set when they changed the order's units, `option` when they took another option than the proposed
    markdown; both None means: as requested.
    """

    decision: Literal["accepted", "modified", "rejected"]
    actor: str
    reason: str
    units: int | None
    digest: str
    option: str | None = None


class ApprovalForm(Gate[ApprovalAnswer]):
    """The gate before money is spent: the request, its options in money, and accept, change or reject.

    `payload` is what is signed (`buy_units` and `cash`, or `depth`), `digest` its digest, `facts` what else to know
    (label and value). `consequences` answers the same facts for another number of units, asked on every change; `ways`
    are numbers of units to take at a press, with their labels. Without a person, `approved_by` accepts within
    `limits` and nothing else does.

        form = ApprovalForm(request.payload, request.digest, request.options)
        form.show()                    # cell A
        answer = await form.result()   # cell B
    """

    decision = "approve this"
    parameter = "approved_by"

    def __init__(
        self,
        payload: Mapping[str, Any],
        digest: str,
        options: Sequence[ApprovalOption] = (),
        *,
        facts: Facts = (),
        ways: Sequence[tuple[str, int]] = (),
        consequences: Callable[[int], Facts] | None = None,
        approved_by: str | None = None,
        limits: ApprovalLimits | None = None,
    ) -> None:
        super().__init__(approved_by)
        self.summary = ApprovalSummary(payload, digest, tuple(options), tuple(facts))
        self.asked = Asked.of(payload)
        self.ways, self._consequences = tuple(ways), consequences
        self.limits = limits or ApprovalLimits()
        self.on_undo: Callable[[], None] | None = None
        self.on_look: Callable[[], None] | None = None
        self._standing = "Waiting for you"
        self._handle: Any = None

    @cached_property
    def card(self) -> "ApprovalCard":
        """The widget a person decides with; made when first shown to one."""
        from forecast_kit.widgets.dialog import ApprovalCard

        choices = [["", "as proposed"], *([option.name, option.label] for option in self.summary.options)]
        spec = {"title": self.asked.title, "units": self.asked.units, "options": choices, "ways": self.ways}
        values = {"units": self.asked.units, "option": None, "name": self._suggested_name(), "reason": ""}
        card = ApprovalCard(spec=spec, values=values, standing=self._standing)
        card.check = self._judge(card.values)
        card.add_class("fk-approve")
        card.on_msg(self._heard)
        return card

    def stand(self, standing: str, *, undoable: bool = False) -> None:
        """Where the request stands, in a sentence; `undoable` offers to take the decision back."""
        self._standing = standing
        if can_ask():
            self.card.standing, self.card.undoable = standing, undoable
        if self._handle is not None:
            self._handle.update(self)

    def show_instead(self, summary: ApprovalSummary) -> None:
        """What was signed where that is not what was asked: a changed order's own payload and digest."""
        self.summary, self.asked = summary, summary.asked
        if can_ask():
            values = {**self.card.values, "units": self.asked.units, "option": None}
            self.card.spec = {**self.card.spec, "units": self.asked.units}
            self._draft(values)

    def answer(self, answer: ApprovalAnswer) -> None:
        """An answer that was given somewhere else; whoever awaits the form gets it."""
        self._settle(answer)

    def ask_anew(self) -> None:
        """Forgets the answer, so that the next `result` asks again."""
        self._settled = None

    def _display(self) -> None:
        self._handle = show_in_cell(self)
        if can_ask():
            show_in_cell(self.card)

    def _open(self) -> None:
        self.card.enabled = True

    def _close(self) -> None:
        self.card.enabled = False

    def _stopped(self) -> None:
        self.stand("Stopped: nothing was decided, and it goes on waiting")

    def _look(self) -> None:
        if self.on_look is not None:
            self.on_look()

    def _heard(self, _: object, content: object, __: object) -> None:
        match content:
            case {"event": "draft", "values": dict(values)}:
                self._draft(values)
            case {"event": "decide", "decision": "accepted" | "rejected" as decision, "values": dict(values)}:
                self._draft(values)
                if self.card.enabled:
                    self._decide(decision, values)
            case {"event": "undo"} if self.card.undoable and self.on_undo is not None:
                self.card.undoable = False
                self.on_undo()

    def _draft(self, values: dict[str, Any]) -> None:
        self.card.values = values
        self.card.check = self._judge(values)

    def _judge(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the card shows beside the values: what is wrong, what accepting means, the cash, what it leads to."""
        accept, cash, problem, facts = "Accept", "", "", [[*fact] for fact in self.summary.facts]
        pieces, option = values.get("units"), values.get("option")
        if self.asked.units is not None:
            if type(pieces) is not int or pieces < 0:
                problem = "Units to order: give a whole number, 0 or more."
            else:
                now = self.asked.with_units(pieces)
                cash = "" if now.cash is None else money(now.cash, now.currency)
                problem = now.beyond(self.limits) or ""
                if pieces != self.asked.units:
                    accept = f"Accept {units(pieces)} units instead"
                    facts, problem = self._compared(pieces, problem)
        elif option is not None:
            accept, problem = "Accept this instead", self._wrong_with(option)
        else:
            problem = self.asked.beyond(self.limits) or ""
        if not str(values.get("name") or "").strip():
            problem = problem or "Your name: an approval is a named person's."
        revision = values.get("revision", 0)
        return {"revision": revision, "accept": accept, "cash": cash, "problem": problem, "facts": facts}

    def _compared(self, pieces: int, problem: str) -> tuple[list[list[str]], str]:
        """The facts as proposed beside those with other units; or why these cannot be planned."""
        facts = self.summary.facts
        if self._consequences is None or problem:
            return [[*fact] for fact in facts], problem
        try:
            changed = dict(self._consequences(pieces))
        except ForecastKitError as error:
            return [[*fact] for fact in facts], str(error)
        return [[label, value, changed.get(label, "")] for label, value in facts], ""

    def _wrong_with(self, option: object) -> str:
        if option not in {choice.name for choice in self.summary.options}:
            return "Markdown: choose one from the list."
        if self.limits.max_markdown is not None:
            return "Markdown: how deep this one cuts cannot be checked against max_markdown; reject, and plan again."
        return ""

    def _decide(self, decision: Literal["accepted", "rejected"], values: Mapping[str, Any]) -> None:
        name, reason = (str(values.get(key) or "").strip() for key in ("name", "reason"))
        if decision == "rejected":
            if name and reason:
                self._answer(ApprovalAnswer("rejected", name, reason, None, self.summary.digest))
            return
        if self.card.check["problem"]:
            return
        pieces = values.get("units") if values.get("units") != self.asked.units else None
        option = values.get("option")
        kind: Literal["accepted", "modified"] = "accepted" if pieces is None and option is None else "modified"
        self._answer(ApprovalAnswer(kind, name, reason, pieces, self.summary.digest, option))

    def _answer(self, answer: ApprovalAnswer) -> None:
        self._settle(answer)
        self.card.enabled = False
        changed = self.asked.with_units(answer.units).said() if answer.units is not None else answer.option
        said = {"modified": f"Changed to {changed}", "accepted": "Accepted", "rejected": "Rejected"}[answer.decision]
        self.stand(f"{said} by {answer.actor}{f': {answer.reason}' if answer.reason else ''}")

    def _answer_of(self, name: str) -> ApprovalAnswer:
        what = f"{self.asked.title} ({self.asked.said()})"
        if not self.asked.limited_by(self.limits):
            needed = "max_units or max_money" if self.asked.units is not None else "max_markdown"
            raise GateError(
                f"{what} was not approved: {name} is named, but no limit to approve within.",
                f"Give {needed} in the notebook's parameters, or decide in JupyterLab.",
            )
        passed = self.asked.beyond(self.limits)
        if passed:
            raise GateError(
                f"{what} was not approved. {passed}", "Raise the limit if you mean to, or decide in JupyterLab."
            )
        self.stand(f"Accepted ahead by {name}, within the limits given")
        return ApprovalAnswer("accepted", name, "within the limits given ahead", None, self.summary.digest)

    def text(self) -> str:
        """The request and where it stands, as plain text."""
        return self.summary.text(self._standing)

    def html(self) -> str:
        """The same as escaped HTML."""
        return self.summary.html(self._standing)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}
