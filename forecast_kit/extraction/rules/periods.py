"""Time without a calendar: 12 weeks, half a year, week 8 of 16, halfway."""

from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.lexicon import ORDINALS, words
from forecast_kit.extraction.rules.numbers import fraction_at
from forecast_kit.extraction.rules.ratios import PERCENT
from forecast_kit.extraction.rules.values import WEEKS_IN, Duration, Point, WeekNumber

Found = tuple[str, object, int] | None

_STOCK_CUES = words("hold stay leave back ship dc store upfront split rest backstock opening give")
_LENGTH_CUES = frozenset({"length", "for", "run", "over", "end", "year", "until", "#duration"})
_MARKED = words("it them em these those this that down everything all stuff the")
_ONE = frozenset({"a", "an", "one"})
_WHOLE = words("full whole trading selling calendar consecutive straight solid clear good single entire")
_SEASON = words("season run campaign term period selling weeks life lifecycle programme")
_NUMBERED = words("stage phase step round tier part markdown md no")
_WEEK_OF = frozenset({"week of", "wk of"})
_ENDS = frozenset({"", ".", ",", ";", "break", ")"})


class PeriodReader(Cursor):
    """Reads a length, a week number or a point of the season that begins at a given term."""

    def week_or_point(self, i: int) -> Found:
        """ "Week 6", "the ninth week", "week 8 of 16", "halfway", "two thirds of the way through"."""
        return self._week(i) or self._ordinal_week(i) or self._last_but(i) or self._point(i)

    def length(self, i: int) -> Found:
        """ "12 weeks", "8 to 10 weeks", "a month and a half", "a fortnight"."""
        number = self.amount(i)
        return self._counted(i, *number) if number else self._one(i)

    # -- weeks --------------------------------------------------------------------------------------------------------

    def _week(self, i: int) -> Found:
        if self.key(i) != "week":
            return None
        j, plural = i + 1, self.text(i) in {"weeks", "wks"}
        marked = self.text(j) in {":", "="}
        j += marked and self.text(j + 1) == "="
        if marked or self.text(j) in {"#", "no", "number", "."}:
            j += 1
            j += self.text(j) in {".", "#"}
        number = self.amount(j)
        if number is None or not number[0].is_integer():
            return None
        if (number[0] == 1 or plural) and (last := self._last_of_range(i, *number)):
            return last
        if plural and marked:
            return "#duration", Duration(number[0]), number[1] + (self.key(number[1]) == "week")
        if self.text(number[1]) in PERCENT or self.key(number[1]) in {"unit", "store", "month"}:
            return None
        if plural and j == i + 1 and self.text(number[1]) not in {"and", "to", "-", "or"}:
            return "#duration", Duration(number[0]), number[1]
        return self._of_total(int(number[0]), number[1])

    def _last_of_range(self, i: int, first: float, after: int) -> Found:
        """ "Weeks 1 to 14", "wk 1 - wk 14": as many weeks as the last one says; "weeks 36 to 49" are fourteen."""
        if self.text(after) not in {"to", "-", "until", "through", "till", "thru"}:
            return None
        last = self.amount(after + 1 + (self.key(after + 1) == "week"))
        checked = {self.key(k) for k in range(i - 3, i)} & {"markdown", "check", "discount", "sellthrough", "replen"}
        weeks = last[0] - first + 1 if last else 0.0
        leads = first == 1 or self.kind(i - 1) in {"", "mark", "break"} or self.key(i - 1) in _LENGTH_CUES
        named = {self.key(k) for k in range(after, after + 5)} & {"markdown", "check", "discount", "sellthrough"}
        fits = last and weeks >= 4 and last[0] <= 53 and not checked and leads and (first == 1 or not named)
        return ("#duration", Duration(weeks), last[1]) if last and fits else None

    def _ordinal_week(self, i: int) -> Found:
        ordinal = self.ordinal(i)
        if ordinal is None:
            return None
        j = i + 1 + (self.key(i + 2) == "week" and self.text(i + 1) in _WHOLE)
        if self.key(j) == "week":
            return self._of_total(ordinal, j + 1)
        if self.text(j) in _WEEK_OF and (total := self.amount(j + 1)) and ordinal <= total[0] <= 52:
            return "#week", WeekNumber(ordinal, int(total[0])), total[1] + (self.key(total[1]) == "week")
        # "a review in the sixth."
        after_it = self.text(i) == "first" and self.text(i - 2) in {"after", "past", "beyond"}
        alone = not after_it and self.text(i - 1) == "the" and self.text(i) in ORDINALS and self.text(i + 1) in _ENDS
        return ("#week", WeekNumber(ordinal), i + 1) if alone else None

    def _last_but(self, i: int) -> Found:
        """ "The penultimate week of nine", "the last week of 12"."""
        left = {"penultimate": 1, "last": 0, "final": 0}.get(self.text(i))
        if left is None or self.text(i + 1) not in _WEEK_OF:
            return None
        total = self.amount(i + 2)
        if total is None or not 4 <= total[0] <= 52 or not total[0].is_integer():
            return None
        number = int(total[0])
        return "#week", WeekNumber(number - left, number), total[1] + (self.key(total[1]) == "week")

    def _of_total(self, week: int, i: int) -> Found:
        """ "Of 16", "out of the 16", "/16" after a week number."""
        i += self.text(i) == "," and self.words(i + 1, i + 3) == "out of"
        tight = self.text(i) == "/" and not self.terms[i].spaced
        if tight or self.text(i) == "of" or self.words(i, i + 2) == "out of":
            j = i + (2 if self.text(i) == "out" else 1)
            j += self.text(j) in {"the", "our", "a"}
            total = self.amount(j)
            if total and week <= total[0] <= 52 and total[0].is_integer() and self.text(total[1]) not in PERCENT:
                return "#week", WeekNumber(week, int(total[0])), total[1] + (self.key(total[1]) == "week")
        return "#week", WeekNumber(week), i

    def _point(self, i: int) -> Found:
        if self.key(i) == "midway":
            return "#point", Point(0.5), i + 1
        fraction = fraction_at(self.terms, i)
        if fraction is None:
            return None
        value, after = fraction
        read_after = self.key(after + 1) in {"check", "markdown", "sellthrough"}
        if value == 0.5 and self.text(after) in {"season", "term"} and read_after:
            return "#point", Point(0.5), after + 1  # a half-season read
        j = after + (self.text(after) == "of")
        j += self.text(j) == "the"
        season = j > after and self.text(j) in _SEASON and not self._is_of_stock(i, j + 1)
        if season:  # "two thirds of the season"
            end = j + 1 + (self.text(j + 1) in {"is", "still", "has"})
            left = self.key(end) in {"left", "rest", "togo", "stay"}
            return "#point", Point(1 - value if left else value), end + 1 if left else j + 1
        marked = self.text(j) in {"point", "mark", "stage"} and self.text(j + 1) not in _MARKED
        if (
            marked
            or self.text(j) in {"way", "through", "into"}
            or (self.text(j) == "in" and self.text(j + 1) in {".", ","})
        ):
            return "#point", Point(value), j + 1 + (self.text(j + 1) in {"through", "in", "into"})
        return None

    def _is_of_stock(self, i: int, after: int) -> bool:
        """ "A third of the season's buy", "hold a quarter of the run"."""
        stock = {"stockword", "unit", "product", "length"} | _STOCK_CUES
        return self.key(after) in stock or self.key(i - 1) in _STOCK_CUES

    # -- lengths ------------------------------------------------------------------------------------------------------

    def _counted(self, i: int, value: float, after: int) -> Found:
        if self.text(i - 1) in _NUMBERED and self.amount(after + 1):
            return None  # "stage 1 wk 6"
        upper = None
        second = self.amount(after + 1) if self.text(after) in {"-", "to", "or"} else None
        plausible = second and (self.text(after) != "to" or value < second[0] <= value + 6)
        if second and plausible and self.key(self._skip_whole(second[1])) in WEEKS_IN:
            upper, after = second[0], second[1]
            if self.text(i - 1) == "from":
                value, upper = second[0], None  # "extend it from 8 to 10 weeks"
        after = self._skip_whole(after)
        short = {"w": "week", "m": "month", "mo": "month", "d": "day"}.get(self.text(after))
        if short and not self.terms[after].spaced and (short != "month" or value <= 12):
            return "#duration", Duration(value, short, upper), after + 1
        if self.key(i - 1) in {"below", "sellthrough", "threshold", "above"} and self.amount(after + 1):
            return None  # "ST < 50 wk 5"
        unit = "quarter" if self.text(after) in {"quarters", "qtrs"} and value in {1, 2, 3, 4} else self.key(after)
        unit = "week" if self.text(after) in {"week of", "wk of"} else unit
        if unit not in WEEKS_IN:
            return None
        end = after + 1
        if self.words(end, end + 3) == "and a half":
            value, end = value + 0.5, end + 3
        return "#duration", Duration(value, unit, upper), end

    def _skip_whole(self, i: int) -> int:
        while self.text(i) in _WHOLE:
            i += 1
        return i

    def _one(self, i: int) -> Found:
        """ "A month", "a year and a half", "a fortnight", "one quarter"."""
        if self.key(i) == "fortnight":
            return "#duration", Duration(1, "fortnight"), i + 1
        full = self.key(i - 1) in {"for", "length", "run", "over", "give", "it", "them"} or i == 0
        k = i + (self.text(i) == "the")
        if full and self.text(k) in {"full", "whole", "entire", "all"} and self.key(k + 1) == "year":
            return "#duration", Duration(1, "year"), k + 2
        if self.text(i) not in {"a", "an", "one"}:
            return None
        j = self._skip_whole(i + 1)
        unit = self.key(j)
        if unit not in WEEKS_IN or (unit == "week" and self.amount(j + 1)):
            return None
        end = j + 1
        extra = {"and a half": 0.5, "and a quarter": 0.25}.get(self.words(end, end + 3), 0.0)
        return "#duration", Duration(1 + extra, unit), end + 3 * bool(extra)

    def part_of_year(self, i: int) -> Found:
        """ "Half a year", "a quarter", "the full half"; not "hold a quarter"."""
        found = fraction_at(self.terms, i)
        if found is None:
            return None
        value, after = found
        if self.text(after - 1) in {"quarters", "qtrs"} and self._counts_quarters(i, after, value):
            return "#duration", Duration(round(4 * value), "quarter"), after
        if self.text(after) in {"end", "ends", "close", "results"}:
            return None  # "at quarter end"
        j = after + (self.text(after) in {"a", "of"})
        j += self.text(j) in {"a", "the"}
        if self.key(j) == "year" and j > after:
            return "#duration", Duration(value, "year"), j + 1
        if self.key(j) == "month" and value == 0.5:
            return "#duration", Duration(0.5, "month"), j + 1
        named = {"quarter", "half", "qtr"} & {self.text(k) for k in range(i, after)}
        if named and value in {0.25, 0.5} and self._is_length(i, after, value):
            return "#duration", Duration(value, "year"), after
        return None

    def _counts_quarters(self, i: int, after: int, value: float) -> bool:
        """ "Two quarters for the core tees", "runs for three quarters"; not "three quarters of the buy"."""
        stock = {self.key(k) for k in range(after, after + 5)} & (_STOCK_CUES | {"stockword", "sold", "unsold", "unit"})
        led = self.key(i - 1) in {"for", "over", "run", "length", "lasts"}
        return not stock and (value == 0.5 or (led and self.text(after) != "of"))

    def _is_length(self, i: int, after: int, value: float) -> bool:
        """Whether "a quarter" or "the half" is of a year, from the nearest telling word on either side."""
        if self.text(after + (self.key(after) == "dots")) in {"of", "term"} or self.key(after) in _STOCK_CUES:
            return False
        if self.key(i - 1) in {"below", "above"} and self.text(i - 1) != "over":
            return False  # "if less than half has gone by week 7"; not "from 19 January over a quarter"
        left = [self.key(k) for k in range(i - 1, max(-1, i - 7), -1)]
        right = [self.key(k) for k in range(after, after + 4)]
        if {"sold", "unsold", "sellthrough"} & set(right):
            return False
        for side in (left, right):
            for key in side:
                if key in {".", "break", ";"}:
                    break
                if key in _STOCK_CUES:
                    return False
                if key in _LENGTH_CUES or (key == "last" and self.text(i) in _ONE):
                    return True  # "and last a quarter"
        return value == 0.25 and not _STOCK_CUES & {*left, *right}
