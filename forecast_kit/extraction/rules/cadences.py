"""How often: weekly, every other week, once a fortnight, one-shot."""

from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.lexicon import WEEKDAYS
from forecast_kit.extraction.rules.values import Cadence
from forecast_kit.season import ReplenishmentStrategy

Found = tuple[str, object, int] | None

_ALONE: dict[str, ReplenishmentStrategy | None] = {
    "weekly": "weekly",
    "fortnightly": "bi-weekly",
    "oneshot": "none",
    "monthly": None,
    "daily": None,
}
_DAYS_IN = {"week": 7, "fortnight": 14, "day": 1, "month": 30}
_TIMES: dict[tuple[str, str], ReplenishmentStrategy] = {
    ("once", "week"): "weekly",
    ("once", "fortnight"): "bi-weekly",
    ("twice", "month"): "bi-weekly",
}


class CadenceReader(Cursor):
    """Reads a rhythm that begins at a given term."""

    def read(self, i: int) -> Found:
        """The rhythm at term i, and the term after it."""
        key, word = self.key(i), self.text(i)
        if (
            key == "oneshot"
            and self.text(i + 1) in {"a", "per", "each", "every"}
            and self.key(i + 2) in {"week", "fortnight"}
        ):
            strategy: ReplenishmentStrategy = "weekly" if self.key(i + 2) == "week" else "bi-weekly"
            return "#cadence", Cadence(strategy, self.words(i, i + 3)), i + 3  # "one delivery a week"
        if key in _ALONE:
            return "#cadence", Cadence(_ALONE[key], word), i + 1
        if key == "other" and word != "other" and (self.key(i + 1) == "week" or self.text(i + 1) in WEEKDAYS):
            return "#cadence", Cadence("bi-weekly", word), i + 2
        if key in {"once", "twice"}:
            return self._times_a(i)
        if (amount := self.amount(i)) and self.text(amount[1]) in {"x", "times"}:
            return self._often(i, *amount)
        if key in {"every", "per"}:
            return self._every(i)
        if word == "all" and (step := self.amount(i + 1)) and self.text(i - 1) not in {"for", "over", "in"}:
            found = self._every(i)  # "all two weeks", as other languages say it
            return found if step[0] in {1, 2, 14} and self.key(step[1]) in {"week", "day"} else None
        if self.words(i, i + 3) == "week in week":
            return "#cadence", Cadence("weekly", "week in, week out"), i + 4
        return None

    def _times_a(self, i: int) -> Found:
        """ "Once a week", "twice a month", "once every two weeks"."""
        times, j = self.key(i), i + 1
        if times == "twice" and self.key(j) == "monthly":
            return "#cadence", Cadence("bi-weekly", "twice monthly"), j + 1
        if self.key(j) in {"every", "per"} or (self.text(j) == "in" and self.amount(j + 1)):
            found = self._every(j)
            if found is None or times == "once":
                return found
            return "#cadence", Cadence(None, f"twice {self.words(j, found[2])}"), found[2]
        if self.text(j) not in {"a", "in"} or self.key(j + 1) not in _DAYS_IN:
            return None
        unit = self.key(j + 1)
        return "#cadence", Cadence(_TIMES.get((times, unit)), self.words(i, j + 2)), j + 2

    def _often(self, i: int, times: float, j: int) -> Found:
        """ "2x a month", "26 times a year"."""
        j += 1 + (self.text(j + 1) in {"a", "per", "every", "each", "in"})
        days = {**_DAYS_IN, "year": 364}.get(self.key(j), 0) / max(times, 1)
        if not days:
            return None
        strategy: ReplenishmentStrategy | None = "weekly" if days == 7 else "bi-weekly" if 14 <= days <= 15 else None
        return "#cadence", Cadence(strategy, self.words(i, j + 1)), j + 1

    def _every(self, i: int) -> Found:
        """ "Every week", "each and every week", "every other Monday", "every 14 days"."""
        j = i + 1
        if self.text(j) == "and" and self.key(j + 1) == "every":
            j += 2
        j += self.text(j) in {"single", "successive", "passing"}
        step, j = self._step(j)
        if self.text(j) in WEEKDAYS and step in {1, 2}:
            return "#cadence", Cadence("weekly" if step == 1 else "bi-weekly", self.words(i, j + 1)), j + 1
        if self.key(j) not in _DAYS_IN:
            return None
        days = step * _DAYS_IN[self.key(j)]
        strategy: ReplenishmentStrategy | None = "weekly" if days == 7 else "bi-weekly" if days == 14 else None
        return "#cadence", Cadence(strategy, self.words(i, j + 1)), j + 1

    def _step(self, i: int) -> tuple[float, int]:
        """How many at a time: "other" and "second" are two."""
        if self.key(i) == "other" or self.text(i) == "othr":
            return 2.0, i + 1
        if (ordinal := self.ordinal(i)) is not None:
            return float(ordinal), i + 1
        if self.text(i) == "couple":
            return 2.0, i + 1 + (self.text(i + 1) == "of")
        return self.amount(i) or (1.0, i)
