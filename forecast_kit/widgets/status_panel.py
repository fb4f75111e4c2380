"""The status of a run as people see it: a line an agent, what is waiting for them, what went wrong.

It is a face of `StatusBoard` and nothing more: stored events folded again show the same panel.
"""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from forecast_kit.events import ApprovalRequest, BoardLine, Event, StatusBoard, fold
from forecast_kit.widgets.gate import can_ask, show_in_cell
from forecast_kit.words import money, units

if TYPE_CHECKING:
    import ipywidgets

__all__ = ["StatusPanel"]

STATES = {
    "idle": ("·", "not started"),
    "thinking": ("◔", "thinking"),
    "running_tool": ("◑", "computing"),
    "waiting_for_approval": ("▲", "waiting for you"),
    "done": ("✓", "done"),
    "failed": ("✕", "failed"),
}
JOBS = {"orchestrator": "Season", "demand": "Demand", "inventory": "Inventory", "pricing": "Pricing"}

STYLE = """<style>
.fk-status{color:var(--jp-content-font-color0,#14181d);font-family:var(--jp-ui-font-family,system-ui,sans-serif);
font-size:14px;line-height:1.45;max-width:1040px;border:1px solid var(--jp-border-color2,#d5d9de);border-radius:8px;
background:var(--jp-layout-color1,#fff)}
.fk-status details,.fk-status .fk-line,.fk-status .fk-news{padding:9px 14px}
.fk-status details+details,.fk-status .fk-news{border-top:1px solid var(--jp-border-color2,#e2e5e9)}
.fk-status summary{display:grid;grid-template-columns:100px 160px minmax(0,1fr) auto;gap:12px;cursor:pointer;
list-style:none}
.fk-status summary:focus-visible{outline:3px solid var(--jp-brand-color1,#1565c0);outline-offset:2px}
.fk-status .fk-agent{font-weight:600}
.fk-status .fk-agent::before{content:"▸";display:inline-block;width:1.3em;font-weight:400}
.fk-status details[open] .fk-agent::before{content:"▾"}
.fk-status .fk-sign{display:inline-block;width:1.5em}
.fk-status .fk-money{font-variant-numeric:tabular-nums;text-align:right;white-space:nowrap}
.fk-status .fk-step{overflow-wrap:anywhere}
.fk-status .fk-more{margin:6px 0 2px 112px;color:var(--jp-content-font-color1,#454c55);overflow-wrap:anywhere}
.fk-status .fk-failed,.fk-status .fk-waiting_for_approval{font-weight:600}
.fk-status .fk-idle{color:var(--jp-content-font-color2,#5c646e)}
</style>"""


class StatusPanel:
    """Shows a board and takes events: `panel.update(event)` in whatever order they were stored.

    >>> print(StatusPanel().text().splitlines()[1])
      · Demand     not started
    """

    def __init__(self, board: StatusBoard | None = None, *, currency: str = "GBP") -> None:
        self.board = board or StatusBoard()
        self.currency = currency
        self.widget: ipywidgets.HTML | None = None
        self._handle: object = None

    def update(self, *events: Event) -> None:
        """Fold one or more events in, and show the board they lead to."""
        self.replay(events)

    def replay(self, events: Iterable[Event]) -> None:
        """Fold the stored events of a run in, in order."""
        self.board = fold(events, self.board)
        if self.widget is not None:
            self.widget.value = self.html()
        if self._handle is not None:
            self._handle.update(self)  # type: ignore[attr-defined]

    def show(self) -> None:
        """Put the panel into the cell's output; it follows `update`. Without a person it is plain HTML, no widget."""
        if not can_ask():
            self._handle = show_in_cell(self)
            return
        import ipywidgets

        self.widget = ipywidgets.HTML(self.html())
        self.widget.add_class("fk-panel")
        show_in_cell(self.widget)

    def text(self) -> str:
        """The board as plain text, for terminals and logs."""
        lines = []
        for line in self.board.lines:
            sign, word = STATES[line.status]
            parts = [part for part in (line.message, self._choice(line)) if part]
            told = " ".join([*(f"{part.rstrip('.')}." for part in parts[:-1]), *parts[-1:]])
            lines.append(f"  {sign} {JOBS[line.agent]:<10} {word}{f': {told}' if told else ''}")
        lines += [f"  ▲ waiting for you: {self._request(request)}" for request in self.board.waiting]
        lines += [f"  ✕ {self.board.error}"] if self.board.error else []
        lines += [f"  ✓ plan {self.board.plan_digest[:12]} is stored"] if self.board.plan_digest else []
        return "\n".join(lines)

    def html(self) -> str:
        """The board as escaped HTML; each agent's line folds out."""
        news = [
            f'<div class="fk-news"><strong>▲ Waiting for you:</strong> {escape(self._request(request))}</div>'
            for request in self.board.waiting
        ]
        if self.board.error:
            news.append(
                f'<div class="fk-news" role="alert"><strong>✕ Stopped:</strong> {escape(self.board.error)}</div>'
            )
        if self.board.plan_digest:
            digest = escape(self.board.plan_digest[:12])
            news.append(f'<div class="fk-news">✓ The plan is stored as <code>{digest}</code></div>')
        lines = [self._line(line) for line in self.board.lines]
        return f'{STYLE}<div class="fk-status">{"".join(lines + news)}</div>'

    def _line(self, line: BoardLine) -> str:
        sign, word = STATES[line.status]
        against = "" if line.money_against_next_best is None else self._against(line.money_against_next_best)
        more = "".join(f"<div>{escape(text)}</div>" for text in self._details(line))
        unfolded = " open" if line.status in ("failed", "waiting_for_approval") else ""
        return (
            f'<details class="fk-{line.status}"{unfolded}><summary><span class="fk-agent">{JOBS[line.agent]}</span>'
            f'<span class="fk-state"><span class="fk-sign" aria-hidden="true">{sign}</span>{word}</span>'
            f'<span class="fk-step">{escape(line.choice or line.message)}</span>'
            f'<span class="fk-money">{escape(against)}</span></summary><div class="fk-more">{more}</div></details>'
        )

    def _details(self, line: BoardLine) -> list[str]:
        details = [f"Step: {line.message}"] if line.message else ["Nothing has happened yet."]
        if line.choice:
            details.append(f"Choice: {self._choice(line)}")
        return details

    def _choice(self, line: BoardLine) -> str:
        if not line.choice:
            return ""
        gain = line.money_against_next_best
        return line.choice if gain is None else f"{line.choice} ({self._against(gain)})"

    def _against(self, gain: float) -> str:
        return f"{money(gain, self.currency, signed=True)} against the next best"

    def _request(self, request: ApprovalRequest) -> str:
        payload = request.payload
        what = {"manufacturing_order": "the manufacturing order", "markdown": "the markdown"}[request.kind]
        pieces = payload.get("buy_units")
        cash = payload.get("cash")
        said = f"{what} for {payload.get('category', 'this season')}"
        said += "" if pieces is None else f", {units(pieces)} units"
        return said + ("" if cash is None else f", {money(cash, str(payload.get('currency', self.currency)))}")

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}
