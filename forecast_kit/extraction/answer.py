"""What a language model is asked to return: quotes and what they mean, never a date or a sum of its own."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Meaning = Literal[
    "product",
    "season length",
    "season start",
    "season end",
    "top-ups weekly",
    "top-ups every two weeks",
    "no top-ups",
    "share held in DC",
    "share sent to stores",
    "markdown in week",
    "markdown after",
    "markdown before the end",
    "markdown at share of season",
    "markdown on date",
    "no markdowns",
    "mark down if sold below",
    "mark down if unsold above",
    "supplier lead time",
    "something else",
]
Unit = Literal["day", "week", "fortnight", "month", "quarter", "year", "percent"]


def _of_a_season(number: float) -> float:
    if abs(number) > 1e9:
        raise ValueError("no number of a season is as large")
    return number


# checked here and not in the schema: not every server knows limits in a schema
Number = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_of_a_season)]


class Statement(BaseModel):
    """One thing the brief says, in its own words. A share is a number of percent; where there is no number, null."""

    model_config = ConfigDict(extra="forbid")

    quote: str
    means: Meaning
    number: Number | None
    unit: Unit | None


class Answer(BaseModel):
    """What the brief says of this season, and nothing that it does not say."""

    model_config = ConfigDict(extra="forbid")

    said: list[Statement]


def answer_schema() -> dict[str, Any]:
    """The answer as a strict JSON schema: every key required, nothing else allowed."""
    return Answer.model_json_schema()
