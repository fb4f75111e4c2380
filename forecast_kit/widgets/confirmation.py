"""What the confirmation is told and what it answers: values without widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forecast_kit.season import ReadingWarning, SeasonParameters
from forecast_kit.words import about, money

__all__ = ["Confirmation", "Consequences", "Edit"]


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

    `by_setting` adds a line to the row of a parameter; `warnings` are shown above the settings while they hold;
    `note` says what the figures rest on.
    """

    buy_units: tuple[float, float]
    to_stores: float
    to_dc: float
    cash: tuple[float, float] | None = None
    currency: str = "GBP"
    note: str = ""
    by_setting: Mapping[str, str] = field(default_factory=dict)
    warnings: Sequence[ReadingWarning] = ()

    def tiles(self) -> list[list[str]]:
        """Label and value of each figure, as the footer shows them."""
        cash = _span(*(money(value, self.currency) for value in self.cash)) if self.cash else money(None, self.currency)
        return [
            ["To buy", f"{_span(*(about(value) for value in self.buy_units))} units"],
            ["Cash", cash],
            ["To stores at opening", f"{about(self.to_stores)} units"],
            ["Kept in the DC", f"{about(self.to_dc)} units"],
        ]


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"
