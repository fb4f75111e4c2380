"""Days told from a day spoken of before: two weeks later, a week before that, the Monday after."""

from dataclasses import dataclass

from forecast_kit.extraction.rules.dates import DateExpression, Shifted
from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.monthdays import Parsed
from forecast_kit.extraction.rules.plaindates import PlainDates

_THAT = frozenset({"that", "this", "then", "it"})
LATER = {"later": 1, "back": 1, "out": 1, "earlier": -1, "sooner": -1, "forward": -1, "in": -1}
_MOVES = words(
    "push pushed move moved moves moving bring brought slip slipped slips delay delayed prepone preponed postpone "
    "postponed pull pulled shift shifted advance advanced make now goes"
)


@dataclass(frozen=True, slots=True)
class Moved(Shifted):
    """A day spoken of before, put earlier or later."""


class SpokenDays(PlainDates):
    """Knows the day last spoken of."""

    spoken: DateExpression | None = None
    feast: DateExpression | None = None
    feast_at: int = -99

    def day_itself(self, i: int) -> Parsed:
        """ "Until the day itself", "stop on the day": the feast last spoken of."""
        led = self.text(i) == "day" and self.key(i - 1) == "the" and self.key(i - 2) in {"on", "until", "end"}
        j = i + 1 + (self.text(i + 1) == "itself")
        ends = self.kind(j) in {"", "mark", "break"} or self.key(j) == "and"
        return (self.feast, j) if self.feast and led and ends else None

    def spoken_at(self, i: int, *, bare: bool) -> Parsed:
        """The day last spoken of, where "that" means it (or, after "the Monday after", nothing at all)."""
        if self.spoken is None:
            return None
        if self.text(i) in _THAT and self.key(i + 1) not in {"start", "end", "#date"}:
            return self.spoken, i + 1 + (self.key(i + 1) in {"date", "day"})
        ends = self.kind(i) in {"", "mark", "break"} or self.key(i) in {"and", "for", "with", "until"}
        return (self.spoken, i) if bare and ends else None

    def moved(self, i: int, days: int, months: int, after: int) -> Parsed:
        """ "Push it back two weeks", "slipped by 14 days", "make that a week earlier": the day spoken of, moved."""
        clause = []
        for k in range(i - 1, max(-1, i - 9), -1):
            moves = self.text(k) in _MOVES
            if self.kind(k) in {"mark", "break"} or (
                self.key(k) in {"length", "markdown", "check", "end"} and not moves
            ):
                break
            clause.append(self.text(k))
        said = {word for text in clause for word in text.split()}
        if self.spoken is None or not said & _MOVES:
            return None
        here = LATER.get(self.text(after)) if self.text(after) != "in" else None
        verb = -1 if said & {"forward", "prepone", "preponed", "advance", "advanced"} else None
        verb = verb or (1 if said & {"back", "delay", "delayed", "slip", "slipped", "slips", "postpone"} else None)
        sign = here or verb
        if sign is None:
            return None
        return Moved(self.spoken, sign * days, sign * months), after + (here is not None)

    def leads_to_start(self, link: int) -> bool:
        """Whether "five weeks before that" tells when something starts; "four weeks after that" may be a review."""
        if self.key(link) == "before":
            return True
        left = set()
        for k in range(link - 3, max(-1, link - 12), -1):
            if self.kind(k) in {"mark", "break"} or self.key(k) in {"markdown", "check"}:
                break
            left.add(self.key(k))
        ends = "end" in {self.key(k) for k in range(link + 2, link + 6)}
        return bool(left & {"start", "store", "correct"}) and not ends
