"""What the confirmation shows of a season and what it makes of what a person typed: plain functions, no widgets.

Shares stand in the form as percentages (45), in the parameters as shares (0.45).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from forecast_kit.season import (
    DEFAULT_THRESHOLD,
    MAX_HORIZON_WEEKS,
    PARAMETER_NAMES,
    Extraction,
    FieldReading,
    SeasonParameters,
)
from forecast_kit.wording import LABELS, SOURCES, STRATEGIES, said
from forecast_kit.words import day, percent

__all__ = ["LABELS", "SOURCES", "form_rows", "meanings", "parameters_from", "said", "shown_values"]

HORIZON, START, STRATEGY, HOLDBACK, CHECKPOINT, THRESHOLD = PARAMETER_NAMES
CONTROLS: dict[str, dict[str, Any]] = {
    HORIZON: {"control": "number", "min": 1, "max": MAX_HORIZON_WEEKS, "step": "1", "suffix": "weeks"},
    START: {"control": "date"},
    STRATEGY: {"control": "select", "options": [[name, words] for name, words in STRATEGIES.items()]},
    HOLDBACK: {"control": "number", "min": 0, "max": 100, "step": "any", "suffix": "%"},
    CHECKPOINT: {"control": "week"},
    THRESHOLD: {"control": "number", "min": 0, "max": 100, "step": "any", "suffix": "% sold", "needs": CHECKPOINT},
}
PROBLEMS = {
    HORIZON: f"{LABELS[HORIZON]}: give a whole number of weeks, 1 to {MAX_HORIZON_WEEKS}.",
    START: f"{LABELS[START]}: give a day, month and year.",
    STRATEGY: f"{LABELS[STRATEGY]}: choose one from the list.",
    HOLDBACK: f"{LABELS[HOLDBACK]}: give 0 to 100 %.",
    CHECKPOINT: f"{LABELS[CHECKPOINT]}: choose a week of the season, or none.",
    THRESHOLD: f"{LABELS[THRESHOLD]}: give 0 to 100 % sold.",
}


def shown_values(parameters: SeasonParameters) -> dict[str, Any]:
    """The parameters as the form's controls hold them: percentages, ISO dates, None for none."""
    values = parameters.model_dump(mode="json")
    for name in (HOLDBACK, THRESHOLD):
        if values[name] is not None:
            values[name] = round(values[name] * 100, 2)
    return values


def form_rows(extraction: Extraction) -> list[dict[str, Any]]:
    """One row a setting: its control, and the words it came from or why it was assumed."""
    return [
        {
            "name": name,
            "label": LABELS[name],
            "problem": PROBLEMS[name],
            "read": said(name, getattr(extraction.parameters, name)),
            "when_enabled": DEFAULT_THRESHOLD * 100 if name == THRESHOLD else None,
            **CONTROLS[name],
            **_words(extraction.fields[name]),
        }
        for name in PARAMETER_NAMES
    ]


def meanings(parameters: SeasonParameters, today: date) -> dict[str, str]:
    """What each setting leads to, in a few words that need no forecast."""
    weeks, start = parameters.forecast_horizon_weeks, parameters.season_start_date
    ahead = (start - today).days
    texts = {
        HORIZON: f"last day {day(parameters.season_end_date)}",
        START: f"starts {_away(ahead)}",
        STRATEGY: _deliveries(parameters.delivery_weeks),
        HOLDBACK: f"{percent(1 - parameters.dc_holdback_percentage)} to stores at opening",
        CHECKPOINT: "no markdown is proposed",
        THRESHOLD: "only with a markdown check",
    }
    check = parameters.markdown_checkpoint_week
    if check is not None:
        texts[CHECKPOINT] = f"sales are judged when week {check} is over"
        after = f"from week {check + 1}" if check < weeks else "but the season is over by then"
        texts[THRESHOLD] = f"below that, cut the price {after}"
    return texts


def parameters_from(
    values: Mapping[str, Any], read: SeasonParameters
) -> tuple[SeasonParameters | None, dict[str, str]]:
    """The parameters a form's values stand for, or what is wrong with them: a sentence a field.

    A value left as shown keeps what was read to the last digit: a third stays a third, not 33.33 %.
    """
    before = shown_values(read)
    raw: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in PARAMETER_NAMES:
        value = values.get(name)
        if name == THRESHOLD and values.get(CHECKPOINT) is None:
            raw[name] = None
        elif value == before[name] and type(value) is type(before[name]) and value is not None:
            raw[name] = getattr(read, name)
        elif value is None and name != CHECKPOINT:
            problems[name] = PROBLEMS[name]
        else:
            raw[name] = _typed(name, value)
    try:
        parameters = SeasonParameters.model_validate(raw) if not problems else None
    except ValidationError as error:
        return None, _in_words(error)
    return parameters, problems


def _typed(name: str, value: object) -> object:
    if name in (HOLDBACK, THRESHOLD) and isinstance(value, int | float) and not isinstance(value, bool):
        return round(value / 100, 6)
    if name == START and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    if name == START:  # a number would be read as seconds since 1970
        return None
    return str(value) if isinstance(value, bool) else value  # True would be read as 1


def _in_words(error: ValidationError) -> dict[str, str]:
    problems = {}
    for item in error.errors(include_url=False, include_input=False):
        name = str(item["loc"][0]) if item["loc"] else CHECKPOINT
        own = str(item.get("ctx", {}).get("error", "")) if item["type"] == "value_error" else ""
        problems[name] = f"{own[:1].upper()}{own[1:]}." if own else PROBLEMS.get(name, item["msg"])
    return problems


def _words(reading: FieldReading) -> dict[str, Any]:
    """The words and why they came to this value; what is plainly stated needs no why beside it."""
    sign, word = SOURCES[reading.source]
    why = "" if reading.source == "stated" else reading.reason
    rival = getattr(reading, "rival", None)
    return {"sign": sign, "word": word, "quote": reading.quote, "why": why, "reason": reading.reason, "rival": rival}


def _away(days: int) -> str:
    """From the day of planning: in 9 weeks, in 1 week and 2 days, 3 days ago, today."""
    if not days:
        return "today"
    weeks, rest = divmod(abs(days), 7)
    parts = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in ((weeks, "week"), (rest, "day")) if count]
    told = " and ".join(parts)
    return f"in {told}" if days > 0 else f"{told} ago"


def _deliveries(weeks: tuple[int, ...]) -> str:
    if not weeks:
        return "no delivery after opening"
    if len(weeks) == 1:
        return f"1 delivery, before week {weeks[0]}"
    if len(weeks) == 2:
        return f"2 deliveries, before weeks {weeks[0]} and {weeks[1]}"
    every = "" if weeks[1] - weeks[0] == 1 else ", every other week"
    return f"{len(weeks)} deliveries, before weeks {weeks[0]} to {weeks[-1]}{every}"
