"""A model's answer checked against the brief and put in the grammar's terms, so that both are resolved alike."""

from typing import TypeVar

from forecast_kit.errors import BriefError
from forecast_kit.extraction.answer import Answer, Statement
from forecast_kit.extraction.quotes import find_quote
from forecast_kit.extraction.rules.dates import DateExpression
from forecast_kit.extraction.rules.datewords import DateParser
from forecast_kit.extraction.rules.grammar import Understood, understand
from forecast_kit.extraction.rules.lengths import COUNTED_BACK
from forecast_kit.extraction.rules.readings import Reading
from forecast_kit.extraction.rules.text import CleanText, clean
from forecast_kit.extraction.rules.tokens import tokenise
from forecast_kit.extraction.rules.values import Bare, Cadence, Count, Duration, Point, Share, Split, WeekNumber

Place = tuple[int, int]
T = TypeVar("T")
_CHECK = "the markdown decision"
_FLOWS = {"top-ups weekly": "weekly", "top-ups every two weeks": "bi-weekly", "no top-ups": "none"}


class AnswerRefusedError(ValueError):
    """An answer that does not stand up to the brief; its text tells the model what to correct."""


def interpret(answer: Answer, brief: CleanText) -> Understood:
    """The answer as readings.

    Raises:
        AnswerRefusedError: a quote that is not in the brief, a number not in its quote, a date that cannot be read.
    """
    interpreter = _Interpreter(brief)
    complaints = []
    for said in answer.said:
        try:
            interpreter.take(said)
        except AnswerRefusedError as complaint:
            complaints.append(f"The quote '{said.quote[:80]}' for {said.means} {complaint}.")
    if complaints:
        raise AnswerRefusedError(" ".join(complaints))
    return interpreter.out


class _Interpreter:
    def __init__(self, brief: CleanText) -> None:
        self.brief = brief
        self.out = Understood(brief)
        self.quantities = [spot.term for spot in understand(brief.original).spots]

    def take(self, said: Statement) -> None:
        """Add what is said to the readings.

        Raises:
            AnswerRefusedError: what is wrong with it.
        """
        if said.means == "something else":
            return
        place = find_quote(self.brief.text, _readable(said.quote))
        if place is None:
            raise AnswerRefusedError("does not occur in the brief: copy its words exactly, or leave it out")
        if said.means == "product":
            self.out.category_phrase = " ".join(self._words(place).split())
        elif said.means in _FLOWS:
            self._flow(said, place)
        elif said.means.startswith("share "):
            self._holdback(said, place)
        elif said.means.startswith("mark down "):
            self._threshold(said, place)
        elif said.means in {"season length", "supplier lead time"}:
            self._length(said, place)
        elif said.means in {"season start", "season end", "markdown on date"}:
            self._day(said, place)
        else:
            self._checkpoint(said, place)

    def _words(self, place: Place) -> str:
        return self.brief.text[place[0] : place[1]]

    def _dates(self, place: Place) -> list[DateExpression]:
        """The days that the grammar reads there; in the quote alone, where it reads none in the brief."""
        near = self._near(place)
        if found := [value for value in near if isinstance(value, DateExpression)]:
            return found
        terms = tokenise(self._words(place))
        parser = DateParser(terms)
        return [parsed[0] for i in range(len(terms)) if (parsed := parser.at(i))]

    def _near(self, place: Place) -> list[object]:
        return [term.value for term in self.quantities if term.start < place[1] and term.end > place[0]]

    def _written(self, place: Place, *kinds: type[T]) -> list[T]:
        """The quantities of these kinds that the grammar reads in the quoted words, or of which they are a part."""
        return [value for value in self._near(place) if isinstance(value, kinds)]

    # -- length, days, top-ups -----------------------------------------------------------------------------------------

    def _length(self, said: Statement, place: Place) -> None:
        value = self._duration(said, place)
        weeks = value.unit == "week"
        reason = "the length stated" if weeks else f"{value.number:g} {value.unit}s are {value.weeks} weeks"
        lengths = self.out.lengths
        (lengths.leads if said.means == "supplier lead time" else lengths.lengths).append(_of(value, place, reason))

    def _duration(self, said: Statement, place: Place) -> Duration:
        written = self._written(place, Duration)
        if said.number is None:
            if len(written) == 1:
                return written[0]
            raise AnswerRefusedError("holds no length: quote the number with it, or leave it out")
        value = Duration(said.number, said.unit if said.unit not in {None, "percent"} else "week")
        bare = [round(v.number) for v in self._written(place, Bare)]
        other = self._written(place, Share, Cadence, WeekNumber) or self._dates(place)
        weeks = [v.weeks for v in written] or bare
        if value.weeks not in weeks and (weeks or other):
            raise AnswerRefusedError(f"does not say {value.number:g} {value.unit}s")
        return value

    def _day(self, said: Statement, place: Place) -> None:
        found = self._dates(place)
        if not found or self._written(place, Count):
            raise AnswerRefusedError("is not a date: copy only the words of the date, or leave it out")
        if said.means == "season start":
            self.out.days.starts.append(_of(found[0], place, "the date stated"))
        elif said.means == "season end":
            self.out.days.ends.append(_of(found[-1], place, "the date stated"))
        else:
            self.out.days.checks.append(_of(found[0], place, "the day of the markdown decision"))

    def _flow(self, said: Statement, place: Place) -> None:
        strategy: str | None = _FLOWS[said.means]
        written = {cadence.strategy for cadence in self._written(place, Cadence)} - {None}
        if strategy != "none" and len(written) == 1:
            strategy = written.pop()  # the words decide: "fortnightly" is every two weeks, whatever it was called
        self.out.flows.readings.append(_of(strategy, place, "stated so"))

    # -- shares --------------------------------------------------------------------------------------------------------

    def _share(self, said: Statement, place: Place) -> float:
        counted = [v.value for v in self._written(place, Share) if v.form == "units"]
        if len(counted) == 1:
            return counted[0]  # "3,000 of the 10,000 units" is reckoned here
        written = [s for v in self._written(place, Share, Split, Bare) for s in _shares(v)]
        if said.number is None:
            if len(written) == 1:
                return written[0]
            raise AnswerRefusedError("holds no share: quote the number with it, or leave it out")
        share = said.number / 100 if said.unit == "percent" or said.number > 1 else said.number
        fractions = [v.value for v in self._written(place, Share) if v.form == "fraction"]
        if len(fractions) == 1 and abs(share - fractions[0]) < 0.04:
            return fractions[0]  # 33 or 30 percent of a model is a third
        if written and not any(abs(share - other) < 0.006 for other in written):
            raise AnswerRefusedError(f"does not say {said.number:g} percent")
        if not written and share not in {0.0, 0.5, 1.0}:
            time = self._written(place, WeekNumber, Duration)
            raise AnswerRefusedError("is a time, not a share" if time else "holds no number: quote it with its number")
        return share

    def _holdback(self, said: Statement, place: Place) -> None:
        share = self._share(said, place)
        reading = _of(share, place, "held back in the DC")
        if said.means == "share sent to stores":
            reading = _of(round(1 - share, 6), place, f"{share * 100:g} % goes out, the rest is held back", "send")
        self.out.holdbacks.readings.append(reading)

    def _threshold(self, said: Statement, place: Place) -> None:
        share = self._share(said, place)
        reading = _of(share, place, "mark down below this sell-through")
        if said.means == "mark down if unsold above":
            sold = round(1 - share, 6)
            reason = f"more than {share * 100:g} % unsold is less than {sold * 100:g} % sold"
            reading = _of(sold, place, reason)
        self.out.markdowns.thresholds.append(reading)

    # -- the checkpoint ------------------------------------------------------------------------------------------------

    def _checkpoint(self, said: Statement, place: Place) -> None:
        markdowns = self.out.markdowns
        if said.means == "no markdowns":
            markdowns.nones.append(_of(None, place, "no markdowns"))
            return
        value: object
        reason = _CHECK
        if said.means == "markdown in week":
            value = self._week(said, place)
        elif said.means == "markdown at share of season":
            value = self._point(said, place)
        else:
            value = self._duration(said, place)
            reason = COUNTED_BACK if said.means == "markdown before the end" else _CHECK
        markdowns.weeks.append(_of(value, place, reason))

    def _week(self, said: Statement, place: Place) -> WeekNumber:
        written = [week.number for week in self._written(place, WeekNumber)] or [
            round(number.number) for number in self._written(place, Bare)
        ]
        number = int(said.number) if said.number is not None else written[0] if len(written) == 1 else None
        if number is None or (written and number not in written):
            raise AnswerRefusedError("does not say that week" if written else "holds no week")
        return WeekNumber(number)

    def _point(self, said: Statement, place: Place) -> Point:
        written = [point.share for point in self._written(place, Point)] or [
            s for v in self._written(place, Share) for s in _shares(v)
        ]
        share = said.number / 100 if said.number is not None else written[0] if len(written) == 1 else None
        if share is None or (written and not any(abs(share - other) < 0.006 for other in written)):
            raise AnswerRefusedError("does not say that share of the season")
        return Point(share)


def _of(value: object, place: Place, reason: str, rule: str = "") -> Reading:
    return Reading(value, *place, order=place[0], rank=3, reason=reason, rule=rule)


def _shares(value: object) -> tuple[float, ...]:
    if isinstance(value, Split):
        return value.first, value.second
    if isinstance(value, Share):
        return (value.value,)
    if isinstance(value, Bare):
        return (value.number / 100, value.number)
    return ()


def _readable(quote: str) -> str:
    """A quote as the brief is read; nothing where it has no words."""
    try:
        return clean(quote).text
    except BriefError:
        return ""
