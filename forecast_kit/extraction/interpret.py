"""A model's answer checked against the brief and put in the grammar's terms, so that both are resolved alike."""

import re
from collections.abc import Callable

from forecast_kit.extraction.answer import Answer, Checkpoint, Day, ShareOfStock, Span, Threshold
from forecast_kit.extraction.rules.dates import DateExpression
from forecast_kit.extraction.rules.datewords import DateParser
from forecast_kit.extraction.rules.grammar import Understood
from forecast_kit.extraction.rules.lengths import COUNTED_BACK
from forecast_kit.extraction.rules.quantities import Quantifier
from forecast_kit.extraction.rules.readings import Reading
from forecast_kit.extraction.rules.text import CleanText, clean
from forecast_kit.extraction.rules.tokens import tokenise
from forecast_kit.extraction.rules.values import Bare, Duration, Point, Share, Split, WeekNumber


class AnswerRefusedError(ValueError):
    """An answer that does not stand up to the brief; its text tells the model what to correct."""


def interpret(answer: Answer, brief: CleanText) -> Understood:
    """The answer as readings.

    Raises:
        AnswerRefusedError: a quote that is not in the brief, a number not in its quote, a date that cannot be read.
    """
    return _Interpreter(brief).run(answer)


class _Interpreter:
    def __init__(self, brief: CleanText) -> None:
        self.brief = brief
        self.complaints: list[str] = []

    def run(self, answer: Answer) -> Understood:
        out = Understood(self.brief)
        self._add(out.lengths.lengths, "length", answer.length, self._span)
        self._add(out.days.starts, "start", answer.start, self._day)
        self._add(out.days.ends, "end", answer.end, self._day)
        self._add(
            out.flows.readings, "replenishment", answer.replenishment, lambda part: (part.strategy, "stated so", "")
        )
        self._add(out.holdbacks.readings, "holdback", answer.holdback, self._share)
        self._add(out.markdowns.thresholds, "threshold", answer.threshold, self._sold)
        self._add(out.lengths.leads, "supplier_lead_time", answer.supplier_lead_time, self._span)
        self._checkpoint(out, answer.checkpoint)
        if answer.product is not None and (found := self._find("product", answer.product.quote)):
            out.category_phrase = " ".join(self.brief.text[found[0] : found[1]].split())
        if self.complaints:
            raise AnswerRefusedError(" ".join(self.complaints))
        return out

    def _add(
        self, readings: list[Reading], name: str, part: object, convert: Callable[..., tuple[object, str, str]]
    ) -> None:
        if part is None:
            return
        place = self._find(name, getattr(part, "quote", ""))
        value, reason, rule = convert(part)
        if place and value is not None:
            readings.append(Reading(value, *place, order=place[0], rank=3, reason=reason, rule=rule))

    def _find(self, name: str, quote: str) -> tuple[int, int] | None:
        words = clean(quote).text.split() if any(c.isalnum() for c in quote) else []
        match = re.search(r"\s+".join(map(re.escape, words)), self.brief.text, re.IGNORECASE) if words else None
        if match is None:
            self.complaints.append(f"The quote for {name} does not occur in the brief: copy its words exactly.")
            return None
        return match.span()

    def _quantities(self, quote: str) -> list[object]:
        if not any(c.isalnum() for c in quote):
            return []
        return [t.value for t in Quantifier(tokenise(clean(quote).text)).run() if t.kind == "quantity"]

    def _span(self, part: Span) -> tuple[object, str, str]:
        value = Duration(part.number, part.unit)
        written = [v for v in self._quantities(part.quote) if isinstance(v, Duration)]
        if written and all(abs(v.weeks - value.weeks) > 0 for v in written):
            self.complaints.append(f"{part.number:g} {part.unit}s is not what the quote '{part.quote}' says.")
        reason = "the length stated" if part.unit == "week" else f"{part.number:g} {part.unit}s are {value.weeks} weeks"
        return value, reason, ""

    def _day(self, part: Day) -> tuple[object, str, str]:
        return self._date(part.expression), "the date stated", ""

    def _date(self, words: str) -> DateExpression | None:
        terms = tokenise(clean(words).text) if any(c.isalnum() for c in words) else []
        parser = DateParser(terms)
        for i in range(len(terms)):
            found = parser.at(i)
            if found:
                return found[0]
        self.complaints.append(
            f"The date expression '{words}' cannot be read: copy only the date's own words from the brief."
        )
        return None

    def _percent(self, percent: float, quote: str, name: str) -> float:
        share = percent / 100
        written = [v for v in self._quantities(quote) if isinstance(v, Share | Split | Bare)]
        if written and not any(abs(share - s) < 0.006 for v in written for s in _shares(v)):
            self.complaints.append(f"{percent:g} percent is not what the quote for {name} says.")
        elif not written and share not in {0.0, 0.5, 1.0}:
            self.complaints.append(f"The quote for {name} holds no number: quote the words with the number.")
        return share

    def _share(self, part: ShareOfStock) -> tuple[object, str, str]:
        share = self._percent(part.percent, part.quote, "holdback")
        if part.of == "sent":
            return round(1 - share, 6), f"{part.percent:g} % goes out, the rest is held back", "send"
        return share, "held back in the DC", ""

    def _sold(self, part: Threshold) -> tuple[object, str, str]:
        share = self._percent(part.percent, part.quote, "threshold")
        if part.of == "unsold":
            return (
                round(1 - share, 6),
                f"more than {part.percent:g} % unsold is less than {100 - part.percent:g} % sold",
                "",
            )
        return share, "mark down below this sell-through", ""

    def _checkpoint(self, out: Understood, part: Checkpoint | None) -> None:
        if part is None:
            return
        place = self._find("checkpoint", part.quote)
        if part.kind == "never":
            if place:
                out.markdowns.nones.append(Reading(None, *place, order=place[0], rank=3, reason="no markdowns"))
            return
        if part.kind == "date":
            day = self._date(part.expression or part.quote)
            if place and day is not None:
                out.days.checks.append(
                    Reading(day, *place, order=place[0], rank=3, reason="the day of the markdown decision")
                )
            return
        value = self._week(part)
        if place and value is not None:
            reason = COUNTED_BACK if part.kind == "before_end" else "the markdown decision"
            out.markdowns.weeks.append(Reading(value, *place, order=place[0], rank=3, reason=reason))

    def _week(self, part: Checkpoint) -> object:
        if part.number is None:
            self.complaints.append(f"A checkpoint of kind {part.kind} needs a number.")
            return None
        if part.kind == "week":
            return WeekNumber(int(part.number))
        if part.kind == "percent_of_season":
            return Point(part.number / 100)
        return Duration(part.number, part.unit or "week")


def _shares(value: object) -> tuple[float, ...]:
    if isinstance(value, Split):
        return value.first, value.second
    if isinstance(value, Share):
        return (value.value,)
    if isinstance(value, Bare):
        return (value.number / 100, value.number)
    return ()
