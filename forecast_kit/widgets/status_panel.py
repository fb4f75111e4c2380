"""The status of a run as people see it: a line an agent, what is waiting for them, what went wrong.

It is a face of `StatusBoard` and nothing more: stored events folded again show the same panel.
"""

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from forecast_kit.events import ApprovalRequest, BoardLine, Event, StatusBoard, fold
from forecast_kit.widgets.gate import can_ask, show_in_cell
from forecast_kit.words import money, units

if TYPE_CHECKING:
    from forecast_kit.widgets.dialog import BoardView

__all__ = ["StatusPanel"]

STATES = {
    "idle": ("·", "not started"),
    "paused": ("‖", "paused"),
    "thinking": ("◔", "thinking"),
    "running_tool": ("◑", "computing"),
    "waiting_for_approval": ("▲", "waiting for you"),
    "done": ("✓", "done"),
    "failed": ("✕", "failed"),
}
JOBS = {"orchestrator": "Season", "demand": "Demand", "inventory": "Inventory", "pricing": "Pricing"}
STYLE = f"<style>{(Path(__file__).parent / 'status.css').read_text(encoding='utf-8')}</style>"


def state_of(line: BoardLine) -> tuple[str, str]:
    """The sign and the word of an agent's state; one that has spoken and rests has not "not started".

    >>> state_of(BoardLine(agent="demand", message="Interrupted."))
    ('‖', 'paused')
    """
    return STATES["paused" if line.status == "idle" and line.message else line.status]


class StatusPanel:
    """Shows a board and takes events: `panel.update(event)` in whatever order they were stored.

    >>> print(StatusPanel().text().splitlines()[1])
      · Demand     not started
    """

    def __init__(
        self,
        board: StatusBoard | None = None,
        *,
        stored: Callable[[], Iterable[Event]] | None = None,
        currency: str = "GBP",
    ) -> None:
        """`stored` reads a run's events anew, from the first on; without it the board is what it was told."""
        self._stored = stored
        self.board = board or fold(stored() if stored else ())
        self.currency = currency
        self.widget: BoardView | None = None
        self._handle: object = None

    def update(self, *events: Event) -> None:
        """Fold one or more events in, and show the board they lead to."""
        self.replay(events)

    def replay(self, events: Iterable[Event]) -> None:
        """Fold the stored events of a run in, in order."""
        self.board = fold(events, self.board)
        self._draw()

    def refresh(self) -> None:
        """Show the run as it stands now, whoever has gone on with it."""
        if self._stored is not None:
            self.board = fold(self._stored())
            self._draw()

    def _draw(self) -> None:
        if self.widget is not None:
            self.widget.html = self.html()
        if self._handle is not None:
            self._handle.update(self)  # type: ignore[attr-defined]

    def show(self) -> None:
        """Put the panel into the cell's output; it follows `update`. Without a person it is plain HTML, no widget."""
        if not can_ask():
            self._handle = show_in_cell(self)
            return
        from forecast_kit.widgets.dialog import BoardView

        self.widget = BoardView(html=self.html())
        self.widget.add_class("fk-panel")
        show_in_cell(self.widget)

    def rows(self) -> list[tuple[str, str, str, str]]:
        """The board as rows of text: whose, state with its sign, step or choice, money."""
        rows = []
        for line in self.board.lines:
            gain = line.money_against_next_best
            against = "" if gain is None else self._against(gain)
            rows.append((JOBS[line.agent], " ".join(state_of(line)), line.choice or line.message, against))
        return rows + [("", *news, "") for news in self._news()]

    def text(self) -> str:
        """The board as plain text, for terminals and logs."""
        lines = []
        for line in self.board.lines:
            sign, word = state_of(line)
            told = " ".join(f"{part.rstrip('.')}." for part in (line.message, self._choice(line)) if part)
            lines.append(f"  {sign} {JOBS[line.agent]:<10} {word}{f': {told}' if told else ''}")
        return "\n".join([*lines, *(f"  {sign}: {said}" for sign, said in self._news())])

    def html(self) -> str:
        """The board as escaped HTML; each agent's line folds out."""
        news = [
            f'<div class="fk-news" role="status"><strong>{escape(sign)}:</strong> {escape(said)}</div>'
            for sign, said in self._news()
        ]
        lines = [self._line(line) for line in self.board.lines]
        return f'{STYLE}<div class="fk-status">{"".join(lines + news)}</div>'

    def _news(self) -> list[tuple[str, str]]:
        """What is below the lines: what waits for a person, what one decided, what went wrong, what is stored."""
        news = [("▲ Waiting for you", self._request(request)) for request in self.board.waiting]
        news += [(f"✎ {JOBS[line.agent]}", line.decided) for line in self.board.lines if line.decided]
        news += [("✕ Stopped", self.board.error)] if self.board.error else []
        return news + ([("✓ Plan stored", self.board.plan_digest[:12])] if self.board.plan_digest else [])

    def _line(self, line: BoardLine) -> str:
        sign, word = state_of(line)
        gain = line.money_against_next_best
        against = "" if gain is None else self._against(gain)
        more = "".join(f"<div><b>{label}</b> {escape(text)}</div>" for label, text in self._details(line))
        unfolded = " open" if line.status == "failed" else ""
        return (
            f'<details class="fk-{line.status}" data-agent="{line.agent}"{unfolded}>'
            f'<summary><span class="fk-agent">{JOBS[line.agent]}</span>'
            f'<span class="fk-state"><span class="fk-sign" aria-hidden="true">{sign}</span>{word}</span>'
            f'<span class="fk-step">{escape(line.choice or line.message)}</span>'
            f'<span class="fk-money">{escape(against)}</span></summary>'
            f'<div class="fk-more">{more}</div></details>'
        )

    def _details(self, line: BoardLine) -> list[tuple[str, str]]:
        details = [("Step", line.message or "Nothing has happened yet.")]
        return details + ([("Choice", self._choice(line))] if line.choice else [])

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
