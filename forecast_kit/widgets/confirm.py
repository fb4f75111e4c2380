"""The confirmation of a season: what was understood from the brief, where it came from, what it leads to."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from forecast_kit.errors import GateError
from forecast_kit.season import PARAMETER_NAMES, Extraction, SeasonParameters
from forecast_kit.widgets.confirmation import Confirmation, Consequences, Edit
from forecast_kit.widgets.gate import Gate, can_ask, show_in_cell
from forecast_kit.widgets.season_check import NAME, NO_NAME, FactsOf, PriceOf, judge
from forecast_kit.widgets.season_form import form_rows, parameters_from, shown_values
from forecast_kit.widgets.season_summary import summary_html, summary_text

if TYPE_CHECKING:
    from forecast_kit.widgets.dialog import ConfirmDialog

__all__ = ["ConfirmForm", "Confirmation", "Consequences", "Edit"]


class ConfirmForm(Gate[Confirmation]):
    """The gate between a brief and a plan: a modal dialog in the browser, a summary everywhere else.

    `facts` are label and value of what to know first, `consequences` what the settings lead to; both are asked anew
    on every change.

        form = ConfirmForm(extraction, facts=lambda parameters: [("Category", "Dresses")])
        form.show()                          # cell A
        confirmation = await form.result()   # cell B
    """

    decision = "confirm the season"
    parameter = "confirmed_by"

    def __init__(
        self,
        extraction: Extraction,
        *,
        facts: FactsOf | None = None,
        consequences: PriceOf | None = None,
        confirmed_by: str | None = None,
    ) -> None:
        super().__init__(confirmed_by)
        self.extraction = extraction
        self._facts, self._consequences = facts, consequences
        self._standing = "Waiting for you"
        self._summary_handle: Any = None

    @cached_property
    def dialog(self) -> "ConfirmDialog":
        """The widget behind the dialog; made when first shown to a person."""
        from forecast_kit.widgets.dialog import ConfirmDialog

        dialog = ConfirmDialog(
            spec={
                "title": "Is this the season you meant?",
                "read": shown_values(self.extraction.parameters),
                "rows": form_rows(self.extraction),
                "name_problem": NO_NAME,
            },
            values={**shown_values(self._parameters), NAME: self._suggested_name()},
            standing=self._standing,
        )
        dialog.add_class("fk-confirm")
        dialog.check = self._judge(dialog.values)
        dialog.on_msg(self._heard)
        return dialog

    def take_up(self, confirmation: Confirmation, standing: str) -> None:
        """What was confirmed before: shown and answered with, until a person confirms anew."""
        self._settled = confirmation
        self._stand(standing)

    def _display(self) -> None:
        if can_ask():
            show_in_cell(self.dialog)
        self._summary_handle = show_in_cell(self)

    def _open(self) -> None:
        self.dialog.shown = True

    def _close(self) -> None:
        self.dialog.shown = False

    def _stopped(self) -> None:
        self._stand("Stopped before it was confirmed")

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

    def _judge(self, values: dict[str, Any]) -> dict[str, Any]:
        return judge(values, self.extraction, self._facts, self._consequences)

    def _confirm(self, held: dict[str, Any]) -> None:
        check = self._draft(held)
        parameters, _ = parameters_from(held, self.extraction.parameters)
        if parameters is None or check["problems"]:
            return
        name = str(held[NAME]).strip()
        again = isinstance(self._settled, Confirmation)
        self._settle(Confirmation(parameters, name, _edits(self.extraction.parameters, parameters)))
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

    def _stand(self, standing: str) -> None:
        self._standing = standing
        if "dialog" in self.__dict__:
            self.dialog.standing = standing
        if self._summary_handle is not None:
            self._summary_handle.update(self)

    @property
    def _parameters(self) -> SeasonParameters:
        return (self._settled if isinstance(self._settled, Confirmation) else self.extraction).parameters

    def text(self) -> str:
        """The season and where it stands, as plain text."""
        return summary_text(self.extraction, self._parameters, self._standing)

    def html(self) -> str:
        """The same as an escaped table."""
        return summary_html(self.extraction, self._parameters, self._standing)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}


def _edits(before: SeasonParameters, after: SeasonParameters) -> tuple[Edit, ...]:
    return tuple(
        Edit(name, getattr(before, name), getattr(after, name))
        for name in PARAMETER_NAMES
        if getattr(before, name) != getattr(after, name)
    )
