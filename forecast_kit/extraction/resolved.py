"""The readings that stand, and the parameters worked out of them so far."""

from dataclasses import dataclass, field
from datetime import date

from forecast_kit.extraction.reasons import of_default
from forecast_kit.extraction.remains import Remains
from forecast_kit.extraction.rules.grammar import Understood
from forecast_kit.extraction.rules.readings import Reading, choose
from forecast_kit.extraction.rules.values import Duration
from forecast_kit.season import DEFAULT_HORIZON_WEEKS, FieldReading

_LONGEST_LEAD_WEEKS = 260
Value = int | float | str | date | None


@dataclass(slots=True)
class Resolved:
    """The readings that stand, while the parameters are worked out."""

    said: Understood
    today: date
    remains: Remains
    fields: dict[str, FieldReading] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    not_understood: list[str] = field(default_factory=list)
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

    @property
    def supplier_lead_weeks(self) -> int | None:
        """The supplier's lead time that the brief states; none of over five years, which nobody has."""
        lead = choose(self.said.lengths.leads)
        weeks = lead.value.weeks if lead and isinstance(lead.value, Duration) else None
        return weeks if weeks is not None and 0 <= weeks <= _LONGEST_LEAD_WEEKS else None


def stated(out: Resolved, name: str, value: Value, reading: Reading, reason: str, *, inferred: bool = False) -> None:
    """Write down a parameter that the brief gives: the words it comes from and the reason, a sentence."""
    start, end = out.said.brief.span(reading.start, reading.end)
    out.fields[name] = FieldReading(
        value=value,
        source="inferred" if inferred or reading.rank == 1 else "stated",
        quote=out.said.brief.original[start:end],
        span=(start, end),
        reason=reason,
    )
    out.readings[name] = reading


def default(out: Resolved, name: str, value: Value, what: str, taken: str) -> None:
    """Write down a parameter that the brief leaves open: what nothing is said of, and what is taken instead."""
    spoken_of = out.remains.speak_of(name)
    if spoken_of:
        out.not_understood.append(name)
    reason = of_default(what, taken, spoken_of=spoken_of)
    out.fields[name] = FieldReading(value=value, source="default", reason=reason)
