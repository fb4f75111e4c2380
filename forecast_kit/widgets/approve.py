"""The approval of an order or a markdown: accepted, changed or rejected by a named person, bound to a digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from forecast_kit.errors import GateError
from forecast_kit.events import ApprovalOption
from forecast_kit.widgets.gate import Gate, can_ask, show_in_cell
from forecast_kit.widgets.limits import ApprovalLimits, Asked
from forecast_kit.widgets.tables import html_table
from forecast_kit.words import day, money, units

if TYPE_CHECKING:
    from forecast_kit.widgets.dialog import ApprovalCard

__all__ = ["ApprovalAnswer", "ApprovalForm", "ApprovalLimits"]

DIGEST_SHOWN = 12


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

    `payload` is what is signed (`buy_units` and `cash`, or `depth`), `digest` its digest, `summary_html` anything
    more to read before signing (trusted: its text must be escaped already). Without a person, `approved_by`
    accepts within `limits` and nothing else does.

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
        summary_html: str = "",
        approved_by: str | None = None,
        limits: ApprovalLimits | None = None,
    ) -> None:
        super().__init__(approved_by)
        self.payload = dict(payload)
        self.asked = Asked.of(payload)
        self.digest = digest
        self.options = tuple(options)
        self.limits = limits or ApprovalLimits()
        self._summary_html = summary_html
        self._standing = "Waiting for you"
        self._handle: Any = None

    @cached_property
    def card(self) -> "ApprovalCard":
        """The widget a person decides with; made when first shown to one."""
        from forecast_kit.widgets.dialog import ApprovalCard

        choices = [["", "as proposed"], *([option.name, option.label] for option in self.options)]
        card = ApprovalCard(
            spec={"title": self.asked.title, "units": self.asked.units, "options": choices},
            values={"units": self.asked.units, "option": None, "name": self._suggested_name(), "reason": ""},
        )
        card.check = self._judge(card.values)
        card.add_class("fk-approve")
        card.on_msg(self._heard)
        return card

    def _display(self) -> None:
        self._handle = show_in_cell(self)
        if can_ask():
            show_in_cell(self.card)

    def _open(self) -> None:
        self.card.enabled = True

    def _close(self) -> None:
        self.card.enabled = False

    def _heard(self, _: object, content: object, __: object) -> None:
        match content:
            case {"event": "draft", "values": dict(values)}:
                self._draft(values)
            case {"event": "decide", "decision": "accepted" | "rejected" as decision, "values": dict(values)}:
                self._draft(values)
                if self.card.enabled:
                    self._decide(decision, values)

    def _draft(self, values: dict[str, Any]) -> None:
        self.card.values = values
        self.card.check = self._judge(values)

    def _judge(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the card shows beside the values: what is wrong, what accepting means, the cash."""
        accept, cash, problem = "Accept", "", ""
        pieces, option = values.get("units"), values.get("option")
        if self.asked.units is not None:
            if type(pieces) is not int or pieces < 0:
                problem = "Units to order: give a whole number, 0 or more."
            else:
                now = self.asked.with_units(pieces)
                cash = "" if now.cash is None else money(now.cash, now.currency)
                problem = now.beyond(self.limits) or ""
                accept = accept if pieces == self.asked.units else f"Accept {units(pieces)} units instead"
        elif option is not None:
            accept, problem = "Accept this instead", self._wrong_with(option)
        else:
            problem = self.asked.beyond(self.limits) or ""
        if not str(values.get("name") or "").strip():
            problem = problem or "Your name: an approval is a named person's."
        return {"revision": values.get("revision", 0), "accept": accept, "cash": cash, "problem": problem}

    def _wrong_with(self, option: object) -> str:
        if option not in {choice.name for choice in self.options}:
            return "Markdown: choose one from the list."
        if self.limits.max_markdown is not None:
            return "Markdown: how deep this one cuts cannot be checked against max_markdown; reject, and plan again."
        return ""

    def _decide(self, decision: Literal["accepted", "rejected"], values: Mapping[str, Any]) -> None:
        name, reason = (str(values.get(key) or "").strip() for key in ("name", "reason"))
        if decision == "rejected":
            if name and reason:
                self._answer(ApprovalAnswer("rejected", name, reason, None, self.digest))
            return
        if self.card.check["problem"]:
            return
        pieces = values.get("units") if values.get("units") != self.asked.units else None
        option = values.get("option")
        kind: Literal["accepted", "modified"] = "accepted" if pieces is None and option is None else "modified"
        self._answer(ApprovalAnswer(kind, name, reason, pieces, self.digest, option))

    def _answer(self, answer: ApprovalAnswer) -> None:
        self._settle(answer)
        self.card.enabled = False
        changed = self.asked.with_units(answer.units).said() if answer.units is not None else answer.option
        said = {"modified": f"Changed to {changed}", "accepted": "Accepted", "rejected": "Rejected"}[answer.decision]
        self._stand(f"{said} by {answer.actor}{f': {answer.reason}' if answer.reason else ''}")

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
        self._stand(f"Accepted ahead by {name}, within the limits given")
        return ApprovalAnswer("accepted", name, "within the limits given ahead", None, self.digest)

    def _stand(self, standing: str) -> None:
        self._standing = standing
        if self._handle is not None:
            self._handle.update(self)

    def _rows(self) -> list[list[str]]:
        margins = [option.expected_margin for option in self.options if option.expected_margin is not None]
        rows = []
        for option in self.options:
            margin = option.expected_margin
            gap = None if margin is None else margin - max(margins)
            against = "earns most" if gap == 0 else money(gap, self.asked.currency, signed=True)
            rows.append([option.label, money(margin, self.asked.currency), against])
        return rows

    def _dates(self) -> str:
        parts = [("order by", self.payload.get("order_date")), ("season starts", self.payload.get("season_start_date"))]
        return "".join(f", {label} {day(date.fromisoformat(when))}" for label, when in parts if when)

    def text(self) -> str:
        """The request and where it stands, as plain text."""
        lines = [f"{self.asked.title}. {self.asked.said()}{self._dates()}."]
        lines += [f"  {label}: expected margin {margin} ({against})" for label, margin, against in self._rows()]
        lines.append(f"  {self._standing}. Bound to {self.digest[:DIGEST_SHOWN]}.")
        return "\n".join(lines)

    def html(self) -> str:
        """The same as escaped HTML, with the summary given."""
        options = (
            html_table(["Option", "Expected margin", "Against the best"], self._rows(), align="lrr")
            if self.options
            else ""
        )
        return (
            f'<div class="fk-approval"><p><strong style="font-size:1.15em">{escape(self.asked.title)}</strong><br>'
            f"{escape(self.asked.said() + self._dates())}</p>{self._summary_html}{options}"
            f"<p><strong>{escape(self._standing)}.</strong> "
            f"Bound to <code>{escape(self.digest[:DIGEST_SHOWN])}</code>.</p></div>"
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}
