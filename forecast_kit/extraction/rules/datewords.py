"""Dates told from today or from another date: next week, the week of 6 October, ten days after Easter."""

from forecast_kit.extraction.rules.dates import DateExpression, DayOnly, IsoWeek, Shifted, Weekday, WeekdayNear, WeekOf
from forecast_kit.extraction.rules.figures import figure_pair
from forecast_kit.extraction.rules.lexicon import NUMBER_WORDS, ORDINALS, WEEKDAYS
from forecast_kit.extraction.rules.monthdays import Parsed
from forecast_kit.extraction.rules.openings import Opening, Openings
from forecast_kit.extraction.rules.plaindates import PLAIN
from forecast_kit.extraction.rules.spokendays import LATER, Moved, SpokenDays
from forecast_kit.extraction.rules.tokens import Term

_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
_UNITS = frozenset({*_DAYS_IN, "month"})
_YEAR_DIGITS = 4
_FEW_LAUNCHES = 3
_DEEPEST = 4  # "the week after the week after ..." ends somewhere
_TODAY = {"today": 0, "tomorrow": 1, "tmrw": 1, "tomoz": 1}
_LINKS = frozenset({"from", "after", "before", "following", "on", "ahead of", "prior to"})
# how a day told from another can begin: a calendar week, a week by its day, so long before or after, a weekday near it
TOLD = Openings(
    Opening(words={"iso", "calendar", "kw", "cw"}, keys={"week"}),
    Opening(words={"the"}, keys={"week_commencing"}),
    Opening(words={"in", "the", "a", "an", "one", *NUMBER_WORDS}, keys={"fortnight"}, kinds={"number"}),
    Opening(words={"the", "following", "preceding", *WEEKDAYS, *ORDINALS}, kinds={"ordinal"}),
)


def opens_date(term: Term) -> bool:
    """Whether a date can begin with the term."""
    return term.kind != "break" and bool(TOLD.admitting(term) or PLAIN.admitting(term))


class DateParser(SpokenDays):
    """Reads any date expression that begins at a given term."""

    _depth = 0

    def at(self, i: int) -> Parsed:
        """The date expression that begins at term i, and the term after it."""
        if self._depth >= _DEEPEST or i >= len(self.terms) or not opens_date(self.terms[i]):
            return None
        told = (self._iso_week, self._week_of, self._offset, self._near_weekday)
        tried = TOLD.admitting(self.terms[i])
        self._depth += 1
        try:
            found = next((found for n in tried if (found := told[n](i))), None)
            found = found or self.plain(i) or self._day_before_start(i)
        finally:
            self._depth -= 1
        return self._in_brackets(found) if found else None

    def _in_brackets(self, found: tuple[DateExpression, int]) -> tuple[DateExpression, int]:
        """ "2 March (a Monday)": the weekday in brackets belongs to the date."""
        i = found[1]
        if self.text(i) == "(":
            j = i + 2 if self.text(i + 1) in {"a", "the"} else i + 1
            if self.text(j) in WEEKDAYS and self.text(j + 1) == ")":
                return found[0], j + 2
        return found

    def relative(self, i: int) -> Parsed:
        """ "Tomorrow", "next week", "the week after next", "the week after Easter"."""
        if (days := _TODAY.get(self.text(i))) is not None:
            week_on = self.text(i + 1) == "week"
            return Shifted(None, days + 7 * week_on), i + 1 + week_on
        if day_itself := self.day_itself(i):
            return day_itself
        if self.words(i, i + 3) == "day after tomorrow":
            return Shifted(None, 2), i + 3
        if self.key(i) == "next" and self.key(i + 1) == "week":
            return Shifted(None, 7, to_monday=True), i + 2
        if self.key(i) == "week" and self.text(i + 1) == "after" and self.key(i + 2) == "next":
            return Shifted(None, 14, to_monday=True), i + 3
        if self.key(i) in {"week", "day"} and self.key(i + 1) in {"after", "before"}:
            base = self.at(i + 2) or self.spoken_at(i + 2, bare=self.text(i - 1) == "the")
            sign = 1 if self.key(i + 1) == "after" else -1
            days = 7 if self.key(i) == "week" else 1
            return (Shifted(base[0], sign * days, to_monday=self.key(i) == "week"), base[1]) if base else None
        return None

    def _iso_week(self, i: int) -> Parsed:
        """ "ISO week 14 of 2026", "calendar week 14", "week 14, 2026"."""
        named = self.text(i) in {"iso", "calendar"}
        j = i + named
        if self.text(j) in {"kw", "cw"} and (number := self.number(j + 1)) and number <= 53:
            year, after = self.year(j + 2)
            return IsoWeek(number, year), after
        if self.key(j) == "week" and self.kind(j + 1) == "slash":
            week, _, of_year = self.text(j + 1).partition("/")
            return (IsoWeek(int(week), int(of_year)), j + 2) if len(of_year) == _YEAR_DIGITS else None
        number = self.number(j + 1) if self.key(j) == "week" else None
        if number is None or not 1 <= number <= 53:
            return None
        year, after = self.year(j + 2)
        if year is None and self.text(j + 2) in {"of", "in", "/", "("}:
            year, after = self.year(j + 3)
        return (IsoWeek(number, year), after) if named or year is not None else None

    def _week_of(self, i: int) -> Parsed:
        """ "w/c 12 January", "the week of 6 October", "week commencing Monday 5 May"."""
        j = i + (self.text(i) == "the")
        if self.key(j) != "week_commencing":
            return None
        j += 1
        while self.text(j) in {":", "-", "the", "on", "mon", "monday", ".", "="} and self._dated(j + 1):
            j += 1
        base = self._dated(j) or self._bare_day(j)
        return (WeekOf(base[0]), base[1]) if base else None

    def _dated(self, i: int) -> Parsed:
        pair = figure_pair(self, i)
        return self.plain(i) or ((pair, i + 1) if pair else None)

    def _day_before_start(self, i: int) -> Parsed:
        """ "23rd start"; "1st launch" counts launches."""
        return self._bare_day(i) if self.key(i + 1) == "start" and (self.number(i) or 0) > _FEW_LAUNCHES else None

    def _bare_day(self, i: int) -> Parsed:
        number = self.number(i)
        return (DayOnly(number), i + 1) if number and number <= 31 and self.kind(i) == "ordinal" else None

    def _count(self, i: int) -> tuple[int, int] | None:
        """ "Two", "10", "a", "a couple of": how many, and the next term."""
        number = self.number(i)
        if number is not None and self.kind(i) == "number":
            return number, i + 1
        if self.text(i) in {"a", "an", "one"}:
            if self.text(i + 1) == "couple":
                return 2, i + 3 if self.text(i + 2) == "of" else i + 2
            return 1, i + 1
        word = NUMBER_WORDS.get(self.text(i))
        return (word, i + 1) if word is not None else None

    def _offset(self, i: int) -> Parsed:
        """ "Two weeks from now", "in three weeks' time", "ten days after Easter", "a week on Monday"."""
        j = i + (self.text(i) in {"in", "the"})
        count = self._count(j)
        if count is None or self.key(count[1]) not in _UNITS:
            if self.key(j) != "fortnight":
                return None
            count = (1, j)
        number, unit = count[0], self.key(count[1])
        after = count[1] + 1
        after += self.text(after) in {"'", "s"}
        months, days = number if unit == "month" else 0, number * _DAYS_IN.get(unit, 0)
        if self.text(after) in {"time", "hence"}:
            return Shifted(None, days, months), after + 1
        if self.text(after) in {"later", "after", "earlier", "sooner"} and self.text(after + 1) == "than":
            sign = LATER.get(self.text(after), 1)
            if spoken := self.spoken_at(after + 2, bare=False):
                return Moved(spoken[0], sign * days, sign * months), spoken[1]
            base = self.plain(after + 2)
            return (Shifted(base[0], sign * days, sign * months), base[1]) if base else None
        if moved := self.moved(i, days, months, after):
            return moved
        # "12 weeks from today" is a length and a start; "a week from today" is a day
        most = 140 if self.key(after) == "before" else 42
        short = days + 31 * months <= most and self.key(i - 1) not in {"for", "length", "run"}
        return self._from_base(number, days, months, after) if short else None

    def _from_base(self, number: int, days: int, months: int, link: int) -> Parsed:
        word = self.text(link)
        if word in _TODAY:
            return Shifted(None, days + _TODAY[word], months), link + 1  # "three weeks today"
        if word == "from" and self.text(link + 1) in {"now", "today"}:
            return Shifted(None, days, months), link + 2
        told = self.key(link) in {"before", "after"} and self.leads_to_start(link)
        if told and (spoken := self.spoken_at(link + 1, bare=False)):
            sign = -1 if self.key(link) == "before" else 1
            return Moved(spoken[0], sign * days, sign * months), spoken[1]
        base = self.plain(link + 1) if word in _LINKS else None
        # "two weeks from 9 March" is a length and a start, but "a week from Monday" is a day
        if base is None or (word in {"from", "on"} and not (isinstance(base[0], Weekday) and number <= 2)):
            return None
        sign = -1 if self.key(link) == "before" else 1
        return Shifted(base[0], sign * days, sign * months), base[1]

    def _near_weekday(self, i: int) -> Parsed:
        """ "The Monday after Easter", "the second Friday before Mother's Day"."""
        j = i + (self.text(i) == "the")
        nth = self.ordinal(j) if self.text(j + 1) in WEEKDAYS else None
        j += nth is not None
        if self.text(j) in {"following", "preceding"} and self.text(j + 1) in WEEKDAYS and self.spoken:
            return WeekdayNear(WEEKDAYS[self.text(j + 1)], self.spoken, after=self.text(j) == "following"), j + 2
        weekday = WEEKDAYS.get(self.text(j))
        side = "before" if self.text(j + 1) == "prior" else self.key(j + 1)
        if weekday is None or side not in {"after", "before"} or self.key(j + 2) == "next":
            return None
        base = self.plain(j + 2) or self.spoken_at(j + 2, bare=j > i)
        if base is None:
            return None
        sign = 1 if side == "after" else -1
        near = WeekdayNear(weekday, base[0], after=sign > 0)
        return (near if nth in {None, 1} else Shifted(near, sign * 7 * ((nth or 1) - 1))), base[1]
