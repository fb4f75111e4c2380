"""Terms to typed quantities: dates, lengths, week numbers, shares, rhythms, money, counts."""

from collections.abc import Sequence

from forecast_kit.extraction.rules.appositions import told_once
from forecast_kit.extraction.rules.cadences import CadenceReader
from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.dates import DayMonth, DayOnly, Feast, MonthOnly, Weekday
from forecast_kit.extraction.rules.datewords import DateParser
from forecast_kit.extraction.rules.lexicon import MONTHS, WEEKDAYS, stop_words, words
from forecast_kit.extraction.rules.openers import QUANTITIES
from forecast_kit.extraction.rules.periods import PeriodReader
from forecast_kit.extraction.rules.portions import PortionReader
from forecast_kit.extraction.rules.ratios import CURRENCY
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Bare, Count

Found = tuple[str, object, int] | None

_NEAR_FEAST = 8
_TELLS_DAY = words("is ( falls fall on")
_NEGATED = words("replen markdown discount hold backstock")
_COUNTED = frozenset({"unit", "store", "stockword", "vendor", "product", "money"})


class Quantifier(Cursor):
    """One pass over the terms of a brief.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> [t.key for t in Quantifier(tokenise("10 weeks from 9 March, hold 35 %, markdown in week 6")).run()]
    ['#duration', 'from', '#date', ',', 'hold', '#share', ',', 'markdown', 'in', '#week']
    """

    def __init__(self, terms: Sequence[Term], *, month_first: bool = False) -> None:
        super().__init__(terms)
        self._dates = DateParser(self.terms, month_first=month_first)
        periods = PeriodReader(self.terms)
        # the order decides between readings: "a quarter of a year" before "a quarter", "week 6" before "6";
        # QUANTITIES tells of each what it can begin with
        self._readers = (
            self._of_nobody,
            CadenceReader(self.terms).read,
            self._date,
            periods.week_or_point,
            periods.part_of_year,
            PortionReader(self.terms).read,
            self._money,
            periods.length,
            self._count,
        )

    def run(self) -> list[Term]:
        """The terms with every quantity in place of the words that make it."""
        out: list[Term] = []
        i = 0
        while i < len(self.terms):
            first = self.terms[i]
            tried = QUANTITIES.admitting(first)
            found = self._at(i, tried) if tried else None
            if found is None:
                out.append(first)
                i += 1
                continue
            key, value, after = found
            text, end = self.words(i, after), self.terms[after - 1].end
            out.append(Term(key, text, first.start, end, "quantity", value, first.spaced, first.title, first.known))
            i = after
        return told_once(out)

    def _at(self, i: int, tried: Sequence[int]) -> Found:
        """What the first reader that finds something at i finds there."""
        for n in tried:
            if found := self._readers[n](i):
                return found
        return None

    def _of_nobody(self, i: int) -> Found:
        if self.kind(i) in {"phone", "clock"}:
            return "#count", Count(0, "phone number or time of day"), i + 1
        return None

    def _date(self, i: int) -> Found:
        found = self._dates.at(i)
        if found is None:
            return None
        if isinstance(found[0], Feast):
            self._dates.feast, self._dates.feast_at = found[0], i
        elif isinstance(found[0], DayMonth) and self._tells_feast(i):
            self._dates.feast = found[0]
        following = isinstance(found[0], Weekday) and found[0].which == "next"
        if following or not isinstance(found[0], Weekday | DayOnly | MonthOnly):
            self._dates.spoken = found[0]
        return "#date", *found

    def _tells_feast(self, i: int) -> bool:
        """ "Father's Day (ours is 6 September)"."""
        near = 1 < i - self._dates.feast_at <= _NEAR_FEAST
        return near and bool(_TELLS_DAY & {self.text(k) for k in range(self._dates.feast_at, i)})

    def _money(self, i: int) -> Found:
        if self.text(i) in CURRENCY and (number := self.amount(i + 1)):
            return "#money", Count(number[0], "money"), number[1]
        number = self.amount(i)
        if number and self.text(number[1]) in CURRENCY:
            return "#money", Count(number[0], "money"), number[1] + 1
        return None

    def _count(self, i: int) -> Found:
        number = self.amount(i)
        if number is None:
            return None
        value, after = number
        if self.text(i) == "zero" and self.key(after) in _NEGATED:
            return None  # "zero replenishment" is no replenishment
        if self.kind(after) == "word" and self.key(after) in _COUNTED:
            return "#count", Count(value, self.key(after)), after
        if after < len(self.terms) and self._is_noun(self.terms[after]):
            return "#count", Count(value, self.text(after)), after
        return None if self.text(i) == "one" else ("#number", Bare(value), after)

    def _is_noun(self, term: Term) -> bool:
        """A word of no trade meaning after a number: 12 buyers, 2 colours."""
        plain = term.kind == "word" and not term.known and term.text.isalpha()
        return plain and term.text not in stop_words() and term.text not in MONTHS and term.text not in WEEKDAYS
