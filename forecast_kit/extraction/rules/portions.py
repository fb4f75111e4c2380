"""Parts of a whole: 35 %, a third, two out of five, 3,000 of the 10,000 units, 60/40."""

from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.lexicon import MONTHS, words
from forecast_kit.extraction.rules.numbers import fraction_at
from forecast_kit.extraction.rules.values import Share, Split

Found = tuple[str, object, int] | None

PERCENT = words("% percent pct pc percents prcnt perc percentage pcnt prct procent percnt p.c.")
_BEFORE_WHOLE = words("the those these every our a total all each initial bought")
_TIME = frozenset({"week", "month", "day", "year", "fortnight", "quarter"})
_MANY = 100
_UNIT = frozenset({"unit", "stockword"})


class PortionReader(Cursor):
    """Reads a share that begins at a given term."""

    def read(self, i: int) -> Found:
        """The share at term i, and the term after it. Fractions of a year are lengths and are read elsewhere."""
        return (
            self._split(i)
            or self._of_units(i)
            or self._of_every(i)
            or self._every_nth(i)
            or self._percent(i)
            or self._fraction(i)
        )

    def _split(self, i: int) -> Found:
        """ "60/40", "70:30", "58 - 42", "85 % / 15 %"."""
        if self.kind(i) in {"slash", "colon"}:
            first, second = (float(part) for part in self.text(i).replace(":", "/").split("/"))
            whole = first + second
            is_split = whole in {100.0, 10.0} or (self.kind(i) == "slash" and whole == 1)
            return ("#split", Split(first / whole, second / whole), i + 1) if is_split else None
        one = self.amount(i)
        if one is None:
            return None
        j = one[1] + (self.text(one[1]) in PERCENT)
        other = self.amount(j + 1) if self.text(j) in {"/", "-", ":"} else None
        if other is None or one[0] + other[0] != 100 or min(one[0], other[0]) < 1:
            return None
        return "#split", Split(one[0] / 100, other[0] / 100), other[1] + (self.text(other[1]) in PERCENT)

    def _of_units(self, i: int) -> Found:
        """ "3,000 of the 10,000", "52 of every 100", "one in four", "two out of five"."""
        part = self.amount(i)
        if part is None or part[0] < 0:
            return None
        j = part[1] + (self.key(part[1]) in _UNIT)
        j += part[0] >= _MANY and self.kind(j) == "word" and not self.terms[j].known  # "3,600 visors of the 12,000"
        link = self.text(j)
        if link not in {"of", "out", "in", "from"}:
            return None
        first = j = j + (2 if self.words(j, j + 2) == "out of" else 1)
        while self.text(j) in _BEFORE_WHOLE:
            j += 1
        whole = (100.0, j + 1) if self.text(j) == "hundred" else self.amount(j)
        if whole is None or not self._is_whole(part[0], whole):
            return None
        if link == "in" and not self._is_ratio(part[0], whole[0], first, j):
            return None
        return "#share", Share(part[0] / whole[0], "units"), whole[1] + (self.key(whole[1]) in _UNIT)

    def _is_whole(self, part: float, whole: tuple[float, int]) -> bool:
        number, after = whole
        counted = self.text(after) in PERCENT or self.key(after) in _TIME | {"store"} or self.text(after) in MONTHS
        return number > part and not counted

    def _is_ratio(self, part: float, whole: float, first: int, j: int) -> bool:
        """ "1 in 4" and "35 in every hundred", not "320 in 14 stores" nor "5 in the 12"."""
        if self.text(first) in {"every", "each"}:
            return True
        return j == first + (self.text(first) == "a") and whole <= 20 and part <= 10

    def _of_every(self, i: int) -> Found:
        """ "Of every ten units seven"."""
        if self.text(i) not in {"of", "out of"} or self.text(i + 1) not in {"every", "each"}:
            return None
        whole = self.amount(i + 2)
        if whole is None:
            return None
        j = whole[1] + (self.key(whole[1]) in _UNIT)
        part = self.amount(j + (self.text(j) == ","))
        if part is None or part[0] >= whole[0] or self.text(part[1]) in PERCENT or self.key(part[1]) in _TIME:
            return None
        return "#share", Share(part[0] / whole[0], "units"), part[1]

    def _every_nth(self, i: int) -> Found:
        """ "Every fourth unit"."""
        nth = self.ordinal(i + 1) if self.key(i) == "every" else None
        if nth is None or nth < 2 or self.key(i + 2) not in _UNIT:
            return None
        return "#share", Share(1 / nth, "units"), i + 3

    def _percent(self, i: int) -> Found:
        """ "35 %", "twenty per cent", "40-45 %" (the first), "from 40 to 45 %" (the second)."""
        number = self.amount(i)
        if number is None:
            return None
        after = self._after_percent(number[1])
        second = self._range_to(number[1] if after is None else after)
        end = self._after_percent(second[1]) if second else None
        if second is None or end is None or (after is not None and self.text(after) != "-"):
            return ("#share", Share(number[0] / 100), after) if after is not None else None
        if self.text(i - 1) == "from":
            return "#share", Share(second[0] / 100), end
        return "#share", Share(number[0] / 100, upper=second[0] / 100), end

    def _range_to(self, i: int) -> tuple[float, int] | None:
        return self.amount(i + 1) if self.text(i) in {"-", "to", "or"} else None

    def _after_percent(self, i: int) -> int | None:
        if self.text(i) in PERCENT:
            return i + 1
        return i + 2 if self.text(i) == "per" and self.text(i + 1) in {"cent", "hundred"} else None

    def _fraction(self, i: int) -> Found:
        found = fraction_at(self.terms, i)
        return ("#share", Share(found[0], "fraction"), found[1]) if found else None
