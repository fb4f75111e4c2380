"""Dates that stand for themselves: 9 March, 28/04/2025, mid-October, first Monday of May, Black Friday."""

from collections.abc import Sequence
from typing import Literal

from forecast_kit.extraction.rules.dates import (
    DayMonth,
    DayOnly,
    Feast,
    MonthOnly,
    NthWeek,
    NthWeekday,
    Part,
    Weekday,
    WeekOf,
)
from forecast_kit.extraction.rules.feasts import LONGEST_SPELLING, SPELLINGS
from forecast_kit.extraction.rules.figures import numeric
from forecast_kit.extraction.rules.lexicon import MONTHS, NUMBER_WORDS, ORDINALS, WEEKDAYS
from forecast_kit.extraction.rules.monthdays import NOT_DAYS, MonthDays, Parsed
from forecast_kit.extraction.rules.openings import Opening, Openings
from forecast_kit.extraction.rules.tokens import Term

_PARTS: dict[str, Part] = {
    **dict.fromkeys(("early", "beginning", "start", "first day", "at the start", "at the beginning", "1st"), "early"),
    **dict.fromkeys(("from the start", "from the beginning", "very start"), "early"),
    **dict.fromkeys(("mid", "middle"), "mid"),
    "late": "late",
    **dict.fromkeys(("end", "last day", "final day", "close", "month end", "very end"), "end"),
}
_NEED_OF = frozenset({"start", "beginning", "middle", "close", "1st"})
_QUARTER_STARTS = {"q1": 1, "q2": 4, "q3": 7, "q4": 10, "h1": 1, "h2": 7}
_AFTER_DAY = frozenset({"start", "we", "for", "and", "with", "then", "please", "will"})
_AFTER_EASTER = frozenset({"with", "is", "then", "day", "week", "weekend", "and", "so", "we", "or", "it"})
_FIRST_OF_FEASTS = frozenset(spelling[0] for spelling in SPELLINGS)


def _first_word(term: Term) -> str:
    """Of "new year's" the "new"; nothing of a line end."""
    return next(iter(term.text.rstrip("'").split()), "")


def _opens_feast(term: Term) -> bool:
    """Whether a named day can begin with the term, or with the line end before it."""
    return _first_word(term) in _FIRST_OF_FEASTS or not _first_word(term)


_WORDED_DAYS = Opening(words=ORDINALS, kinds={"ordinal"})
# in the order of the readers of `plain`
PLAIN = Openings(
    Opening(kinds={"iso", "isoweek", "dmy", "slash", "number"}),
    _WORDED_DAYS | Opening(keys={"last"}),
    Opening(words={"today", "tomorrow", "tmrw", "tomoz", "day"}, keys={"next", "week", "day"}),
    _opens_feast,
    Opening(words=WEEKDAYS),
    _WORDED_DAYS | Opening(words=NUMBER_WORDS, kinds={"number"}),
    Opening(words=MONTHS),
    Opening(kinds={"number", "ordinal"}),
    Opening(words=_PARTS),
    lambda term: _first_word(term) in {"end", "year", "year's"},
    Opening(words=MONTHS, keys={"next", "this"}),
    Opening(words=_QUARTER_STARTS),
    Opening(words=WEEKDAYS, keys={"next", "this"}),
)


class PlainDates(MonthDays):
    """Reads a date that begins at a given term."""

    def __init__(self, terms: Sequence[Term], *, month_first: bool = False) -> None:
        super().__init__(terms)
        self.month_first = month_first
        self._readers = (
            self._numeric,
            self._nth,
            self.relative,
            self._feast,
            self._weekday_date,
            self.day_month,
            self.month_day,
            self.second_of_days,
            self._part_of_month,
            self._year_end,
            self._month_alone,
            self._named_quarter,
            self._weekday,
        )

    def plain(self, i: int) -> Parsed:
        """The date at term i, and the term after it."""
        if self.text(i) == "the" and i + 1 < len(self.terms):
            return self._after_the(i + 1)
        tried = PLAIN.admitting(self.terms[i]) if i < len(self.terms) else ()
        return next((found for n in tried if (found := self._readers[n](i))), None)

    def relative(self, i: int) -> Parsed:
        """A day told from today; the subclass knows those."""
        return None

    def _after_the(self, i: int) -> Parsed:
        if self.kind(i) == "ordinal" or self.text(i) in ORDINALS or self.key(i) == "last":
            return self._feast(i) or self._nth(i) or self.day_month(i) or self._day_only(i) or self._first(i)
        if self.text(i) in WEEKDAYS and self.text(i + 1) == "after" and self.key(i + 2) == "next":
            return self._weekday(i)
        found = self._feast(i) or self._part_of_month(i) or self._year_end(i) or self.relative(i)
        return found or (self._numeric(i) if self.kind(i) != "slash" else None) or self.day_month(i)

    def _numeric(self, i: int) -> Parsed:
        found = numeric(self, i, month_first=self.month_first)
        return (found, i + 1) if found else None

    def _nth(self, i: int) -> Parsed:
        """ "First Monday of September", "last week in May", "second Friday of next month"."""
        nth = -1 if self.key(i) == "last" else self.ordinal(i)
        if nth is None or nth > 5:
            return None
        j = i + 2 if self.text(i + 1) == "full" else i + 1
        weekday = WEEKDAYS.get(self.text(j))
        is_week = self.key(j) == "week" or self.text(j) in {"week of", "wk of"}
        if weekday is None and not is_week:
            return None
        j += 1
        j += self.text(j) in {"of", "in"}
        month = self.month_reference(j + (self.text(j) == "the"))
        if month is None:
            return None
        expression = NthWeek(nth, month[0]) if weekday is None else NthWeekday(nth, weekday, month[0])
        return expression, month[1]

    def _feast(self, i: int) -> Parsed:
        if i >= len(self.terms) or not _opens_feast(self.terms[i]):
            return None
        for size in range(min(LONGEST_SPELLING, len(self.terms) - i), 0, -1):
            words = tuple(w for t in self.terms[i : i + size] for w in t.text.rstrip("'").split())
            name = SPELLINGS.get(words)
            if name:
                if name == "easter" and self._is_goods(i + size):
                    return None
                in_week = self.text(i + size) == "week" and self.key(i - 1) in {"in", "start", "from", "of", "the"}
                year, j = self.year(i + size + (self.text(i + size) in WEEKDAYS or in_week))
                return (WeekOf(Feast(name, year)) if in_week else Feast(name, year)), j
        return None

    def _is_goods(self, i: int) -> bool:
        """Whether a word follows that makes "Easter ..." a product ("Easter chocolate"), not a day."""
        return self.kind(i) == "word" and not self.terms[i].known and self.text(i) not in _AFTER_EASTER

    def _weekday_date(self, i: int) -> Parsed:
        """ "Monday 2 March", "Friday, the 13th": the weekday is there for people, the day counts."""
        if self.text(i) not in WEEKDAYS:
            return None
        j = i + 1
        j += self.text(j) in {",", "."}
        j += self.text(j) == "the"
        return self._numeric(j) or self.day_month(j) or self.month_day(j) or self._weekday_ordinal(j)

    def _weekday_ordinal(self, i: int) -> Parsed:
        number = self.ordinal(i)
        if number is None or number > 31 or (self.kind(i) != "ordinal" and self.text(i - 1) != "the"):
            return None
        return DayOnly(number), i + 1

    def _part_of_month(self, i: int) -> Parsed:
        """ "Mid-October", "the end of May", "early in June"."""
        part = _PARTS.get(self.text(i))
        if part is None:
            return None
        j = i + 1
        while self.text(j) in {"of", "in", "part", "the", "to"}:
            j += 1
        if j == i + 1 and (self.text(i) in _NEED_OF or (self.text(i) == "end" and self.number(j + 1) is not None)):
            return None  # "start April 13"
        month = self.month_reference(j)
        if month is None:
            if part == "early" and self.text(j) in _QUARTER_STARTS:
                return self._quarter(j)
            return None
        return MonthOnly(month[0].month, month[0].year, part), month[1]

    def _year_end(self, i: int) -> Parsed:
        """ "The end of the year", "year end"."""
        words = self.words(i, i + 4)
        for phrase in ("end of the year", "end of year", "year end", "year's end"):
            if words.startswith(phrase):
                return DayMonth(31, 12), i + len(phrase.split())
        return None

    def _quarter(self, i: int) -> Parsed:
        year, j = self.year(i + 1)
        return DayMonth(1, _QUARTER_STARTS[self.text(i)], year), j

    def _named_quarter(self, i: int) -> Parsed:
        """ "Q2" after "start", "from" or "in"."""
        if self.text(i) in _QUARTER_STARTS and self.key(i - 1) in {"start", "from", "in", ":", "="}:
            return self._quarter(i)
        return None

    def _month_alone(self, i: int) -> Parsed:
        """ "June", "June 2027", "next June", "next month"."""
        if self.key(i) in {"next", "this"}:
            j = i + 1 if self.text(i + 1) in MONTHS else i
            return self.month_reference(j)
        return self.month_reference(i) if self.text(i) in MONTHS else None

    def _weekday(self, i: int) -> Parsed:
        """ "Next Monday", "this Friday", "Monday week", "Monday"."""
        which: Literal["next", "this", ""] = (
            "next" if self.key(i) == "next" else "this" if self.key(i) == "this" else ""
        )
        j = i + 1 if which else i
        weekday = WEEKDAYS.get(self.text(j))
        if weekday is None or self.text(j).endswith("days") or (j == i and self.text(j) in {"sun", "sat"}):
            return None
        if self.key(j + 1) == "week" and self.text(j + 1) == "week" and self.number(j + 2) is None:
            return Weekday(weekday, "next", 1), j + 2
        if self.key(j + 1) == "fortnight":
            return Weekday(weekday, "next", 2), j + 2
        after_next = self.text(j + 1) == "after" and self.key(j + 2) == "next"
        return (Weekday(weekday, "next", 1), j + 3) if after_next else (Weekday(weekday, which), j + 1)

    def _day_only(self, i: int) -> Parsed:
        number = self.number(i)
        return (DayOnly(number), i + 1) if number and number <= 31 and self.key(i + 1) not in NOT_DAYS else None

    def _first(self, i: int) -> Parsed:
        """ "Starting on the first": the next first of a month."""
        led = self.key(i - 2) in {"on", "start", "from", "until"}
        ends = self.kind(i + 1) in {"", "mark", "break"} or self.key(i + 1) in _AFTER_DAY
        if led and ends and self.text(i) in ORDINALS:
            return DayOnly(ORDINALS[self.text(i)]), i + 1
        return None
