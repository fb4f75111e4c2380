"""What the checkpoint would say, and the four answers to it."""

from typing import Literal, Self

from pydantic import Field, model_validator

from forecast_kit.season import Frozen


class MarkdownOption(Frozen):
    """One answer at the checkpoint. `depth` is the share off full price (0-1)."""

    name: Literal["rule of thumb", "clears", "earns most", "do nothing"]
    depth: float = Field(ge=0, lt=1)
    units_sold_after: float = Field(ge=0)
    leftover_units: float = Field(ge=0)
    revenue_after: float | None = None
    margin_after: float | None = None


class MarkdownDecision(Frozen):
    """What the plan expects at the checkpoint, and the four answers if the season runs exactly on plan."""

    checkpoint_week: int = Field(ge=1)
    threshold: float = Field(ge=0, le=1)
    expected_sell_through: float = Field(ge=0, le=1)
    options: tuple[MarkdownOption, ...] = Field(min_length=1)
    recommended: str
    elasticity: float = Field(gt=0)
    note: str = ""

    @model_validator(mode="after")
    def _recommended_is_open(self) -> Self:
        if self.recommended not in {option.name for option in self.options}:
            raise ValueError("the recommended markdown is not one of the options")
        return self

    @property
    def trips_on_plan(self) -> bool:
        """Whether a season exactly on plan would still fall below the threshold."""
        return self.expected_sell_through < self.threshold
