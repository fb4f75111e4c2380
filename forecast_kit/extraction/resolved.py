"""The readings that stand, and the parameters worked out of them so far."""

from dataclasses import dataclass, field
from datetime import date

from forecast_kit.extraction.rules.grammar import Understood
from forecast_kit.extraction.rules.readings import Reading
from forecast_kit.season import DEFAULT_HORIZON_WEEKS, FieldReading

_CONFIDENCE = {3: 0.95, 2: 0.8, 1: 0.5}
Value = int | float | str | date | None


@dataclass(slots=True)
class Resolved:
    """The readings that stand, while the parameters are worked out."""

    said: Understood
    today: date
    fields: dict[str, FieldReading] = field(default_factory=dict)
    length: Reading | None = None
    start: Reading | None = None
    end: Reading | None = None
    flow: Reading | None = None
    holdback: Reading | None = None
    check: Reading | None = None
    threshold: Reading | None = None
    horizon_weeks: int = DEFAULT_HORIZON_WEEKS
    start_date: date = date.min
    end_date: date | None = None
    week: int | None = None


def stated(out: Resolved, name: str, value: Value, reading: Reading, reason: str, *, inferred: bool = False) -> None:
    """Write down a parameter that the brief gives: the words, the reason, and how sure the reading is."""
    start, end = out.said.brief.span(reading.start, reading.end)
    out.fields[name] = FieldReading(
        value=value,
        source="inferred" if inferred or reading.rank == 1 else "stated",
        quote=out.said.brief.original[start:end],
        span=(start, end),
        reason=reason[:1].upper() + reason[1:] + ".",
        confidence=_CONFIDENCE[reading.rank] * (0.7 if reading.weak else 1.0),
    )


def default(out: Resolved, name: str, value: Value, reason: str) -> None:
    """Write down a parameter that the brief leaves open."""
    out.fields[name] = FieldReading(value=value, source="default", reason=reason, confidence=1.0)
