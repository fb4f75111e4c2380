"""Dates that stand for themselves: 9 March, 28/04/2025, mid-October, first Monday of May, Black Friday."""

from collections.abc import Sequence
from typing import Literal

from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.dates import (
    DateExpression,
    DayMonth,
    DayOfMonth,
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
from forecast_kit.extraction.rules.figures import UNIT_AFTER, numeric
from forecast_kit.extraction.rules.lexicon import MONTHS, NUMBER_WORDS, ORDINALS, WEEKDAYS
from forecast_kit.extraction.rules.tokens import Term

Parsed = tuple[DateExpression, int] | None

_PARTS: dict[str, Part] = {
    **dict.fromkeys(("early", "beginning", "start", "first day", "at the start", "at the beginning", "1st"), "early"),
    **dict.fromkeys(("from the start", "from the beginning", "very start"), "early"),
    **dict.fromkeys(("mid", "middle"), "mid"),
    "late": "late",
    **dict.fromkeys(("end", "last day", "final day", "close", "month end", "very end"), "end"),
}
_NEED_OF = frozenset({"start", "beginning", "middle", "close", "1st"})
_QUARTER_STARTS = {"q1": 1, "q2": 4, "q3": 7, "q4": 10, "h1": 1, "h2": 7}
_NOT_DAYS = UNIT_AFTER | {"check", "markdown", "start", "of", "store", "replen"}
_UP_TO = frozenset({"to", "-", "until", "till", "through", "thru"})
_AFTER_DAY = frozenset({"start", "we", "for", "and", "with", "then", "please", "will"})
_AFTER_EASTER = frozenset({"with", "is", "then", "day", "week", "weekend", "and", "so", "we", "or", "it"})


class PlainDates(Cursor):
    """Reads a date that begins at a given term."""

    def __init__(self, terms: Sequence[Term], *, month_first: bool = False) -> None:
        super().__init__(terms)
        self.month_first = month_first

    def plain(self, i: int) -> Parsed:
        """The date at term i, and the term after it."""
        if self.text(i) == "the" and i + 1 < len(self.terms):
            return self._after_the(i + 1)
        readers = (
            self._numeric,
            self._nth,
            self.relative,
            self._feast,
            self._weekday_date,
            self._day_month,
            self._month_day,
            self._second_of_days,
            self._part_of_month,
            self._year_end,
            self._month_alone,
            self._named_quarter,
            self._weekday,
        )
        return next((found for read in readers if (found := read(i))), None)

    def relative(self, i: int) -> Parsed:
        """A day told from today; the subclass knows those."""
        return None

    def _after_the(self, i: int) -> Parsed:
        if self.kind(i) == "ordinal" or self.text(i) in ORDINALS or self.key(i) == "last":
            return self._feast(i) or self._nth(i) or self._day_month(i) or self._day_only(i) or self._first(i)
        if self.text(i) in WEEKDAYS and self.text(i + 1) == "after" and self.key(i + 2) == "next":
            return self._weekday(i)
        found = self._feast(i) or self._part_of_month(i) or self._year_end(i) or self.relative(i)
        return found or (self._numeric(i) if self.kind(i) != "slash" else None) or self._day_month(i)

    def _numeric(self, i: int) -> Parsed:
        found = numeric(self, i, month_first=self.month_first)
        return (found, i + 1) if found else None

    def _year(self, i: int) -> tuple[int | None, int]:
        """An optional year at i: ", 2027", "2027", "'27"; and the next term."""
        j = i + 1 if self.text(i) in {",", "of"} and self.number(i + 1) else i
        number = self.number(j)
        is_year = number is not None and 1990 <= number <= 2199 and "," not in self.text(j)
        if is_year and self.key(j + 1) not in UNIT_AFTER:
            return number, j + 1
        if self.text(i) == "'" and (number := self.number(i + 1)) is not None and 20 <= number <= 60:
            return 2000 + number, i + 2
        if self.text(i) in {"next", "this"} and self.key(i + 1) == "year":
            return None, i + 2
        return None, i

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
        month = self._month_reference(j + (self.text(j) == "the"))
        if month is None:
            return None
        expression = NthWeek(nth, month[0]) if weekday is None else NthWeekday(nth, weekday, month[0])
        return expression, month[1]

    def _month_reference(self, i: int) -> tuple[MonthOnly, int] | None:
        if self.text(i) in MONTHS:
            year, j = self._year(i + 1)
            return MonthOnly(MONTHS[self.text(i)], year), j
        if self.key(i) in {"next", "this"} and self.key(i + 1) == "month":
            return MonthOnly(-1 if self.key(i) == "next" else 0), i + 2
        if self.text(i - 1) == "the" and self.words(i, i + 2) == "new year":
            return MonthOnly(1), i + 2
        if self.key(i) == "month" and self.text(i - 1) == "the":
            return MonthOnly(0), i + 1
        return None

    def _feast(self, i: int) -> Parsed:
        for size in range(min(LONGEST_SPELLING, len(self.terms) - i), 0, -1):
            words = tuple(w for t in self.terms[i : i + size] for w in t.text.rstrip("'").split())
            name = SPELLINGS.get(words)
            if name:
                if name == "easter" and self._is_goods(i + size):
                    return None
                in_week = self.text(i + size) == "week" and self.key(i - 1) in {"in", "start", "from", "of", "the"}
                year, j = self._year(i + size + (self.text(i + size) in WEEKDAYS or in_week))
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
        return self._numeric(j) or self._day_month(j) or self._month_day(j) or self._weekday_ordinal(j)

    def _weekday_ordinal(self, i: int) -> Parsed:
        number = self.ordinal(i)
        if number is None or number > 31 or (self.kind(i) != "ordinal" and self.text(i - 1) != "the"):
            return None
        return DayOnly(number), i + 1

    def _day_month(self, i: int) -> Parsed:
        """ "9 March 2026", "the 9th of March", "ninth of March"."""
        day = self.number(i) if self.number(i) is not None else self.ordinal(i)
        if day is None and self.text(i + 1) in MONTHS:
            day = NUMBER_WORDS.get(self.text(i))
        if day is not None and (last := self._last_of_days(i + 1, day)):
            return DayMonth(day, last.month, last.year), i + 1
        j = i + 1
        j += self.text(j) == "day"
        j += self.text(j) == "of"
        month = MONTHS.get(self.text(j))
        if day is None or not 0 <= day <= 99:
            return None
        if month is None:
            return self._day_of_told_month(i, j, day)
        j += 1
        j += self.text(j) == "." and self.number(j + 1) is not None and (self.number(j + 1) or 0) > 1990
        year, j = self._year(j)
        return DayMonth(day, month, year), j

    def _last_of_days(self, i: int, first: int) -> DayMonth | None:
        """The 31 May of "11 to 31 May", "the 11th - the 31st of May"."""
        if self.text(i) not in _UP_TO:
            return None
        j = i + 1 + (self.text(i + 1) == "the")
        if (self.number(j) or self.ordinal(j) or 0) <= first:
            return None
        found = self._day_month(j)
        return found[0] if found and isinstance(found[0], DayMonth) else None

    def _second_of_days(self, i: int) -> Parsed:
        """The 31 of "May 11-31"."""
        last, first = self.number(i), self.number(i - 2)
        month = MONTHS.get(self.text(i - 3))
        if month is None or self.text(i - 1) not in _UP_TO or last is None or first is None:
            return None
        return (DayMonth(last, month), i + 1) if first < last <= 31 and self.key(i + 1) not in UNIT_AFTER else None

    def _day_of_told_month(self, i: int, j: int, day: int) -> Parsed:
        """ "The 14th of next month", "the first of the month"."""
        told = self.text(j - 1) == "of" and self.ordinal(i) is not None
        month = self._month_reference(j + (self.text(j) == "the")) if told else None
        return (DayOfMonth(day, month[0]), month[1]) if month else None

    def _month_day(self, i: int) -> Parsed:
        """ "March 9", "March the 9th, 2026"; not "April, 12 weeks"."""
        month = MONTHS.get(self.text(i))
        if month is None:
            return None
        j = i + 1
        apart = self.text(j) == "," and self.kind(j + 1) == "ordinal" and self.key(j + 2) not in _NOT_DAYS
        j += self.text(j) == "." or apart
        j += self.text(j) == "the"
        day = self.number(j)
        if day is None and self.text(j) in ORDINALS and self.key(j + 1) not in UNIT_AFTER | {"of"}:
            day = ORDINALS[self.text(j)]
        if day is None or not 0 <= day <= 99 or self.key(j + 1) in UNIT_AFTER:
            return None
        if self.kind(j) != "ordinal" and self.number(j) is not None and "." in self.text(j):
            return None
        year, j = self._year(j + 1)
        return DayMonth(day, month, year), j

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
        month = self._month_reference(j)
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
        year, j = self._year(i + 1)
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
            return self._month_reference(j)
        return self._month_reference(i) if self.text(i) in MONTHS else None

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
        return (DayOnly(number), i + 1) if number and number <= 31 and self.key(i + 1) not in _NOT_DAYS else None

    def _first(self, i: int) -> Parsed:
        """ "Starting on the first": the next first of a month."""
        led = self.key(i - 2) in {"on", "start", "from", "until"}
        ends = self.kind(i + 1) in {"", "mark", "break"} or self.key(i + 1) in _AFTER_DAY
        if led and ends and self.text(i) in ORDINALS:
            return DayOnly(ORDINALS[self.text(i)]), i + 1
        return None
