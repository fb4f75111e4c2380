"""Days of a month: 9 March 2026, March the 9th, the ninth of next month, the 11th to the 31st of May."""

from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.dates import DateExpression, DayMonth, DayOfMonth, MonthOnly
from forecast_kit.extraction.rules.figures import UNIT_AFTER
from forecast_kit.extraction.rules.lexicon import MONTHS, NUMBER_WORDS, ORDINALS

Parsed = tuple[DateExpression, int] | None

NOT_DAYS = UNIT_AFTER | {"check", "markdown", "start", "of", "store", "replen"}
_UP_TO = frozenset({"to", "-", "until", "till", "through", "thru"})


class MonthDays(Cursor):
    """Reads a day of a month, a month or a year that begins at a given term."""

    def year(self, i: int) -> tuple[int | None, int]:
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

    def month_reference(self, i: int) -> tuple[MonthOnly, int] | None:
        """ "June 2027", "next month", "this month"."""
        if self.text(i) in MONTHS:
            year, j = self.year(i + 1)
            return MonthOnly(MONTHS[self.text(i)], year), j
        if self.key(i) in {"next", "this"} and self.key(i + 1) == "month":
            return MonthOnly(-1 if self.key(i) == "next" else 0), i + 2
        if self.text(i - 1) == "the" and self.words(i, i + 2) == "new year":
            return MonthOnly(1), i + 2
        if self.key(i) == "month" and self.text(i - 1) == "the":
            return MonthOnly(0), i + 1
        return None

    def day_month(self, i: int) -> Parsed:
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
        year, j = self.year(j)
        return DayMonth(day, month, year), j

    def _last_of_days(self, i: int, first: int) -> DayMonth | None:
        """The 31 May of "11 to 31 May", "the 11th - the 31st of May"."""
        if self.text(i) not in _UP_TO:
            return None
        j = i + 1 + (self.text(i + 1) == "the")
        if (self.number(j) or self.ordinal(j) or 0) <= first:
            return None
        found = self.day_month(j)
        return found[0] if found and isinstance(found[0], DayMonth) else None

    def second_of_days(self, i: int) -> Parsed:
        """The 31 of "May 11-31"."""
        last, first = self.number(i), self.number(i - 2)
        month = MONTHS.get(self.text(i - 3))
        if month is None or self.text(i - 1) not in _UP_TO or last is None or first is None:
            return None
        return (DayMonth(last, month), i + 1) if first < last <= 31 and self.key(i + 1) not in UNIT_AFTER else None

    def _day_of_told_month(self, i: int, j: int, day: int) -> Parsed:
        """ "The 14th of next month", "the first of the month"."""
        told = self.text(j - 1) == "of" and self.ordinal(i) is not None
        month = self.month_reference(j + (self.text(j) == "the")) if told else None
        return (DayOfMonth(day, month[0]), month[1]) if month else None

    def month_day(self, i: int) -> Parsed:
        """ "March 9", "March the 9th, 2026"; not "April, 12 weeks"."""
        month = MONTHS.get(self.text(i))
        if month is None:
            return None
        j = i + 1
        apart = self.text(j) == "," and self.kind(j + 1) == "ordinal" and self.key(j + 2) not in NOT_DAYS
        j += self.text(j) == "." or apart
        j += self.text(j) == "the"
        day = self.number(j)
        if day is None and self.text(j) in ORDINALS and self.key(j + 1) not in UNIT_AFTER | {"of"}:
            day = ORDINALS[self.text(j)]
        if day is None or not 0 <= day <= 99 or self.key(j + 1) in UNIT_AFTER:
            return None
        if self.kind(j) != "ordinal" and self.number(j) is not None and "." in self.text(j):
            return None
        year, j = self.year(j + 1)
        return DayMonth(day, month, year), j
