"""What a plan takes as given, what was chosen among which alternatives, and what may go wrong."""

from typing import Literal, Self

from pydantic import Field, model_validator

from forecast_kit.season import Frozen


class Assumption(Frozen):
    """One thing the plan takes as given: shown in its header, with where it came from."""

    name: str
    value: str
    source: Literal["brief", "file", "setting", "option", "default", "data"]


class ChoiceOption(Frozen):
    """One of the answers that were open, with the money it is expected to make (margin, selling currency)."""

    name: str
    label: str
    expected_margin: float | None = None


class Choice(Frozen):
    """A decision taken on the way: what was open, what was taken, by whom and why (two sentences at most)."""

    name: str
    agent: Literal["orchestrator", "demand", "inventory", "pricing"]
    options: tuple[ChoiceOption, ...] = Field(min_length=1)
    chosen: str
    chosen_by: str
    reason: str

    @model_validator(mode="after")
    def _chosen_was_open(self) -> Self:
        if self.chosen not in {option.name for option in self.options}:
            raise ValueError(f"{self.chosen!r} is not one of the options of {self.name!r}")
        return self

    @property
    def money_against_next_best(self) -> float | None:
        """Expected margin of the chosen option less that of the best other one; None where not known."""
        margins = {option.name: option.expected_margin for option in self.options}
        others = [m for name, m in margins.items() if name != self.chosen and m is not None]
        mine = margins[self.chosen]
        return None if mine is None or not others else mine - max(others)


class Risk(Frozen):
    """Something that may go wrong, in money (selling currency; a positive amount is what it would cost)."""

    title: str
    money: float | None
    units: float | None = None
    explanation: str


class ReconciliationLine(Frozen):
    """One line of the sum from need to stores + DC. `kind` is 'add' for what is summed, 'total' for what results."""

    label: str
    units: int
    kind: Literal["add", "total"]
