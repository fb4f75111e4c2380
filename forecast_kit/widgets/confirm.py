"""The confirmation of a season: what was understood from the brief, where it came from, what it leads to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from forecast_kit.errors import ForecastKitError, GateError
from forecast_kit.season import PARAMETER_NAMES, Extraction, SeasonParameters
from forecast_kit.widgets.gate import Gate, can_ask, show_in_cell
from forecast_kit.widgets.season_form import LABELS, SOURCES, form_rows, meanings, parameters_from, said, shown_values
from forecast_kit.widgets.tables import html_table
from forecast_kit.words import money, units

if TYPE_CHECKING:
    from forecast_kit.widgets.dialog import ConfirmDialog

__all__ = ["ConfirmForm", "Confirmation", "Consequences", "Edit"]

NAME = "confirmed_by"
NO_NAME = "Your name: a season is confirmed by a named person."


@dataclass(frozen=True, slots=True)
class Edit:
    """One parameter a person changed: what was read from the brief, and what it became."""

    field: str
    from_value: object
    to_value: object


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The season as a named person confirmed it, and what they changed of what was read."""

    parameters: SeasonParameters
    confirmed_by: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a season would lead to: ranges of units and cash (selling currency), the opening split, in units.

    `by_setting` adds words to the row of a parameter; `warnings` are shown above the settings while they hold;
    `note` says what the figures rest on.
    """

    buy_units: tuple[float, float]
    to_stores: float
    to_dc: float
    cash: tuple[float, float] | None = None
    currency: str = "GBP"
    note: str = ""
    by_setting: Mapping[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()

    def tiles(self) -> list[list[str]]:
        """Label and value of each figure, as the footer shows them."""
        buy = _span(*(units(value) for value in self.buy_units))
        cash = _span(*(money(value, self.currency) for value in self.cash)) if self.cash else units(None)
        return [
            ["To buy", f"{buy} units"],
            ["Cash", cash],
            ["To stores at opening", f"{units(self.to_stores)} units"],
            ["Kept in the DC", f"{units(self.to_dc)} units"],
        ]


class ConfirmForm(Gate[Confirmation]):
    """The gate between a brief and a plan: a modal dialog in the browser, a summary everywhere else.

    `facts` are pairs to show first; `consequences` computes what the settings lead to, on every change.

        form = ConfirmForm(extraction, facts=[("Category", "Dresses")])
        form.show()                          # cell A
        confirmation = await form.result()   # cell B
    """

    decision = "confirm the season"
    parameter = "confirmed_by"

    def __init__(
        self,
        extraction: Extraction,
        *,
        facts: Sequence[tuple[str, str]] = (),
        consequences: Callable[[SeasonParameters], Consequences] | None = None,
        confirmed_by: str | None = None,
    ) -> None:
        super().__init__(confirmed_by)
        self.extraction = extraction
        self.facts = tuple(facts)
        self._consequences = consequences
        self._standing = "Waiting for you"
        self._summary_handle: Any = None

    @cached_property
    def dialog(self) -> "ConfirmDialog":
        """The widget behind the dialog; made when first shown to a person."""
        from forecast_kit.widgets.dialog import ConfirmDialog

        read = shown_values(self.extraction.parameters)
        dialog = ConfirmDialog(
            spec={
                "title": "Is this the season you meant?",
                "facts": [list(fact) for fact in self.facts],
                "read": read,
                "rows": form_rows(self.extraction),
                "warnings": [warning.message for warning in self.extraction.warnings],
                "name_problem": NO_NAME,
            },
            values={**read, NAME: self._suggested_name()},
            standing=self._standing,
        )
        dialog.add_class("fk-confirm")
        dialog.check = self._judge(dialog.values)
        dialog.on_msg(self._heard)
        return dialog

    def _display(self) -> None:
        if can_ask():
            show_in_cell(self.dialog)
        self._summary_handle = show_in_cell(self)

    def _open(self) -> None:
        self.dialog.shown = True

    def _close(self) -> None:
        self.dialog.shown = False

    def _answer_of(self, name: str) -> Confirmation:
        confirmation = Confirmation(self.extraction.parameters, name)
        self._stand(f"Confirmed ahead by {name}")
        return confirmation

    def _heard(self, _: object, content: object, __: object) -> None:
        match content:
            case {"event": "draft", "values": dict(values)}:
                self._draft(values)
            case {"event": "confirm", "values": dict(values)}:
                self._confirm(values)
            case {"event": "reopen"}:
                self._open()
            case {"event": "cancel"}:
                self._cancel()

    def _draft(self, held: dict[str, Any]) -> dict[str, Any]:
        self.dialog.values = held
        self.dialog.check = check = self._judge(held)
        return check

    def _confirm(self, held: dict[str, Any]) -> None:
        check = self._draft(held)
        parameters, _ = parameters_from(held, self.extraction.parameters)
        if parameters is None or check["problems"]:
            return
        before = self.extraction.parameters
        edits = tuple(
            Edit(name, getattr(before, name), getattr(parameters, name))
            for name in PARAMETER_NAMES
            if getattr(before, name) != getattr(parameters, name)
        )
        name = str(held[NAME]).strip()
        again = isinstance(self._settled, Confirmation)
        self._settle(Confirmation(parameters, name, edits))
        self.dialog.shown = False
        self._stand(f"Confirmed by {name}{'. Run the cells below again to use it' if again else ''}")

    def _cancel(self) -> None:
        self.dialog.shown = False
        if isinstance(self._settled, Confirmation):
            return  # reopened and closed: what was confirmed still holds
        self._settle(
            GateError("The season was not confirmed: the form was closed.", "Run this cell again and press Confirm.")
        )
        self._stand("Closed without confirming")

    def _judge(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the browser shows beside the values: problems, what each leads to, the figures below."""
        parameters, problems = parameters_from(values, self.extraction.parameters)
        if not str(values.get(NAME) or "").strip():
            problems = {**problems, NAME: NO_NAME}
        check = {
            "revision": values.get("revision", 0),
            "problems": problems,
            "meanings": {},
            "tiles": [],
            "note": "",
            "warnings": [],
        }
        if parameters is None:
            return check
        texts = meanings(parameters, self.extraction.today)
        if self._consequences:
            try:
                outcome = self._consequences(parameters)
            except ForecastKitError as error:
                return {**check, "meanings": texts, "note": str(error)}
            for name, text in outcome.by_setting.items():
                texts[name] = f"{texts[name]}; {text}"
            check |= {"tiles": outcome.tiles(), "note": outcome.note, "warnings": list(outcome.warnings)}
        return {**check, "meanings": texts}

    def _stand(self, standing: str) -> None:
        self._standing = standing
        if "dialog" in self.__dict__:
            self.dialog.standing = standing
        if self._summary_handle is not None:
            self._summary_handle.update(self)

    def _summary_rows(self) -> list[tuple[str, str, str]]:
        settled = self._settled
        parameters = settled.parameters if isinstance(settled, Confirmation) else self.extraction.parameters
        rows = []
        for name in PARAMETER_NAMES:
            value, before = getattr(parameters, name), getattr(self.extraction.parameters, name)
            reading = self.extraction.fields[name]
            sign, word = SOURCES[reading.source]
            origin = f"{sign} {word}: {f'“{reading.quote}”' if reading.quote else reading.reason}"
            if value != before:
                origin = f"✎ changed from {said(name, before)}"
            rows.append((LABELS[name], said(name, value), origin))
        return rows

    def text(self) -> str:
        """The season and where it stands, as plain text."""
        rows = self._summary_rows()
        wide, values = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows)
        lines = [f"Season parameters. {self._standing}."]
        lines += [f"  {label:<{wide}}  {value:<{values}}  {origin}" for label, value, origin in rows]
        lines += [f"  ▲ {warning.message}" for warning in self.extraction.warnings]
        return "\n".join(lines)

    def html(self) -> str:
        """The same as an escaped table."""
        from html import escape

        table = html_table(
            ["Setting", "Value", "Where it came from"],
            self._summary_rows(),
            caption=f"Season parameters. {self._standing}.",
        )
        warnings = "".join(f"<li>▲ {escape(warning.message)}</li>" for warning in self.extraction.warnings)
        return f'<div class="fk-summary">{table}<ul style="list-style:none;padding:0">{warnings}</ul></div>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"
