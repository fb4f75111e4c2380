"""The season's settings and their values as a planner says them, and the signs for where a value came from."""

from datetime import date

from forecast_kit.season import PARAMETER_NAMES
from forecast_kit.words import day, percent

__all__ = ["LABELS", "SOURCES", "STRATEGIES", "said"]

HORIZON, START, STRATEGY, HOLDBACK, CHECKPOINT, THRESHOLD = PARAMETER_NAMES
LABELS = {
    HORIZON: "Season length",
    START: "Season starts",
    STRATEGY: "Store top-ups",
    HOLDBACK: "Held back in the DC",
    CHECKPOINT: "Markdown check",
    THRESHOLD: "Mark down below",
}
STRATEGIES = {"none": "none after opening", "weekly": "every week", "bi-weekly": "every two weeks"}
SOURCES = {"stated": ("●", "stated"), "inferred": ("◐", "inferred"), "default": ("○", "assumed")}


def said(name: str, value: object) -> str:
    """One parameter's value as a planner says it.

    >>> said("dc_holdback_percentage", 0.45), said("markdown_checkpoint_week", None)
    ('45 %', 'none')
    """
    if value is None:
        return "none"
    if isinstance(value, date):
        return day(value)
    if name == HORIZON:
        return f"{value} week{'' if value == 1 else 's'}"
    if name == CHECKPOINT:
        return f"after week {value}"
    if isinstance(value, int | float):
        return percent(value, digits=2) + (" sold" if name == THRESHOLD else "")
    return STRATEGIES.get(str(value), str(value))
