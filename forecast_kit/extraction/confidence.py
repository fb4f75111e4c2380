"""How sure a value is: the measured share of right ones among values found in the same way.

What speaks against a value is counted in points of doubt; how often values with so many points were right was
measured once, on briefs that the grammar had not been made from. Nothing of it is shown to people.
"""

from collections.abc import Sequence

from forecast_kit.extraction.remains import Remains
from forecast_kit.extraction.resolved import Resolved
from forecast_kit.extraction.rules.lengths import COUNTED_BACK
from forecast_kit.extraction.rules.values import Point
from forecast_kit.season import PARAMETER_NAMES, FieldReading, ReadingWarning

# Right values of values read, by points of doubt, the last row for all above: counted on 371 briefs by four writers
# whose words the grammar had not seen. On 177 briefs by two others the rows promise and keep: 0.996, 0.997; 0.985,
# 0.977; 0.962, 0.942; 0.934, 0.937; 0.781, 0.825; 0.567, 0.545; 0.235, 0.296.
MEASURED = ((665, 667), (895, 908), (324, 336), (141, 150), (56, 71), (16, 28), (15, 66))

_LENGTH, _START, _STRATEGY, _, _CHECKPOINT, _THRESHOLD = PARAMETER_NAMES
_DOUBTED, _SPOKEN_OF = 3, 2
# a brief that leaves these open has more often said them in words that were not understood
_SELDOM_LEFT_OPEN = {_LENGTH: 3, _STRATEGY: 1}
_MANY_UNREAD_WORDS = 4
_MOST_UNREAD_BESIDE = 3


def confidence(points: int) -> float:
    """The share (0-1) of right values among those with so many points of doubt, by Laplace's rule of succession.

    >>> confidence(0) > 0.98, confidence(3) < confidence(2)
    (True, True)
    """
    right, read = MEASURED[min(points, len(MEASURED) - 1)]
    return round((right + 1) / (read + 2), 3)


LEAST = confidence(len(MEASURED))


def weighed(out: Resolved, warnings: Sequence[ReadingWarning]) -> dict[str, FieldReading]:
    """The fields with their confidence; a value is never surer than another one it is worked out from."""
    sure = {name: confidence(_points(name, out, out.remains, warnings)) for name in PARAMETER_NAMES}
    for name in PARAMETER_NAMES:
        sure[name] = min(sure[other] for other in (name, *_worked_out_from(name, out)))
    return {name: field.model_copy(update={"confidence": sure[name]}) for name, field in out.fields.items()}


def _points(name: str, out: Resolved, remains: Remains, warnings: Sequence[ReadingWarning]) -> int:
    """A point each for what is worked out, looks past words nobody understood, or has quantities beside it unplaced."""
    field, reading = out.fields[name], out.readings.get(name)
    doubted = any(warning.code.about == "reading" and name in warning.fields for warning in warnings)
    points = (field.source != "stated") + _DOUBTED * doubted
    if reading is None:
        unread = sum(1 for _ in remains.unread_words()) >= _MANY_UNREAD_WORDS
        return points + _SELDOM_LEFT_OPEN.get(name, 0) + unread + _SPOKEN_OF * (name in out.not_understood)
    return (
        points
        + min(_MOST_UNREAD_BESIDE, remains.unread_beside(reading))
        + (remains.unplaced(name) > 0)
        + (reading.rank == 1 or reading.weak)
        + remains.of_another_season(reading)
    )


def _worked_out_from(name: str, out: Resolved) -> tuple[str, ...]:
    """The settings that a value rests on: an end date on the start, a checkpoint counted back on the length."""
    reading = out.readings.get(name)
    if name == _THRESHOLD and out.week is None:
        return (_CHECKPOINT,)
    if name == _LENGTH and reading is not None and reading is out.end:
        return (_START,)
    if name == _CHECKPOINT and reading is not None:
        if reading in out.said.days.checks:
            return (_START,)
        if isinstance(reading.value, Point) or reading.reason == COUNTED_BACK:
            return (_LENGTH,)
    return ()
