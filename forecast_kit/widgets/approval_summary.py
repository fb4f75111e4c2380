"""A request to sign, to read: what it is, its options in money, where it stands; the same as text and as HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from forecast_kit.events import ApprovalOption
from forecast_kit.widgets.limits import Asked
from forecast_kit.widgets.tables import html_table
from forecast_kit.words import day, money

__all__ = ["ApprovalSummary", "Facts"]

DIGEST_SHOWN = 12
Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ApprovalSummary:
    """What is put to a person. `facts` are label and value; without them the payload's own dates are told."""

    payload: Mapping[str, Any]
    digest: str
    options: Sequence[ApprovalOption] = ()
    facts: Facts = ()

    @property
    def asked(self) -> Asked:
        """The request against limits."""
        return Asked.of(self.payload)

    def text(self, standing: str) -> str:
        """As plain text."""
        lines = [f"{self.asked.title}. {self.asked.said()}{self._dates()}."]
        lines += [f"  {label}: {value}" for label, value in self.facts]
        lines += [f"  {label}: expected margin {margin} ({against})" for label, margin, against in self._rows()]
        lines.append(f"  {standing}. Bound to {self.digest[:DIGEST_SHOWN]}.")
        return "\n".join(lines)

    def html(self, standing: str) -> str:
        """As escaped HTML."""
        facts = html_table(["", ""], self.facts, align="lr") if self.facts else ""
        options = html_table(["Option", "Expected margin", "Against the best"], self._rows(), align="lrr")
        return (
            f'<div class="fk-approval"><p><strong style="font-size:1.15em">{escape(self.asked.title)}</strong><br>'
            f"{escape(self.asked.said() + self._dates())}</p>{facts}{options if self.options else ''}"
            f"<p><strong>{escape(standing)}.</strong> "
            f"Bound to <code>{escape(self.digest[:DIGEST_SHOWN])}</code>.</p></div>"
        )

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
