"""Values that the brief gives twice, differently, without taking the first one back."""

from collections.abc import Iterator, Sequence

from forecast_kit.extraction.resolved import Resolved
from forecast_kit.extraction.rules.readings import Reading, rivals
from forecast_kit.extraction.rules.values import Duration
from forecast_kit.season import PARAMETER_NAMES, ReadingWarning
from forecast_kit.warning_codes import WarningCode

_LENGTH, _START, _STRATEGY, _HOLDBACK, _CHECKPOINT, _THRESHOLD = PARAMETER_NAMES
_QUOTED = 3


def check_rivals(r: Resolved) -> Iterator[ReadingWarning]:
    """A warning for each value that has a rival; two lengths may also be two products."""
    for code, name, chosen, readings in (
        (WarningCode.TWO_LENGTHS, _LENGTH, r.length, r.said.lengths.lengths),
        (WarningCode.TWO_STARTS, _START, r.start, r.said.days.starts),
        (WarningCode.TWO_STRATEGIES, _STRATEGY, r.flow, r.said.flows.readings),
        (WarningCode.TWO_HOLDBACKS, _HOLDBACK, r.holdback, r.said.holdbacks.readings),
        (WarningCode.TWO_CHECKPOINTS, _CHECKPOINT, r.check, r.said.markdowns.weeks),
        (WarningCode.TWO_THRESHOLDS, _THRESHOLD, r.threshold, r.said.markdowns.thresholds),
    ):
        others = _distinct(chosen, readings) if chosen else []
        if not chosen or not others:
            continue
        if code is WarningCode.TWO_STRATEGIES and "none" in {chosen.value, *(other.value for other in others)}:
            continue  # top-ups and none have a warning of their own
        quotes = ", ".join(f"“{_quote(r, reading)}”" for reading in others[:_QUOTED])
        message = f"The brief also says {quotes}; “{_quote(r, chosen)}” was used."
        yield ReadingWarning(code=code, message=message, fields=(name,))
        one_product = " and " not in r.said.brief.text or " and " in (r.said.category_phrase or "")
        if code is WarningCode.TWO_LENGTHS and not one_product:
            message = "Two lengths may mean two products: plan one product at a time."
            yield ReadingWarning(code=WarningCode.TWO_PRODUCTS, message=message)


def _distinct(chosen: Reading, readings: Sequence[Reading]) -> list[Reading]:
    """The rivals that mean another value: not 3 months beside 13 weeks, or a third beside 33.3 %."""
    return [other for other in rivals(readings, chosen) if not _alike(_plain(other), _plain(chosen))]


def _plain(reading: Reading) -> object:
    return reading.value.weeks if isinstance(reading.value, Duration) else reading.value


def _alike(a: object, b: object) -> bool:
    return a == b or (isinstance(a, float) and isinstance(b, float) and abs(a - b) < 0.005)


def _quote(r: Resolved, reading: Reading) -> str:
    start, end = r.said.brief.span(reading.start, reading.end)
    return " ".join(r.said.brief.original[start:end].split())
