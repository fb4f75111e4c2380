"""Parts of a whole: 35 %, a third, 0.35, 60/40; ten points more."""

from collections.abc import Sequence

from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.numbers import fraction_at
from forecast_kit.extraction.rules.ratios import CURRENCY, PERCENT, RatioReader
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import WEEKS_IN, Points, Share, Split

Found = tuple[str, object, int] | None

_POINTS = words("points point pts pt pp ppt ppts pps")
_PLACES = frozenset({"store", "dc", "hold", "ship", "out", "back", "stay", "backstock", "upfront"})
_PAIRS = frozenset({"slash", "colon"})
_TIMES = {"twice": 2.0, "double": 2.0, "treble": 3.0, "triple": 3.0}
_APART = 7
_MOST_PARTS = 10


class PortionReader(Cursor):
    """Reads a share that begins at a given term."""

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__(terms)
        self._ratios = RatioReader(self.terms)

    def read(self, i: int) -> Found:
        """The share at term i, and the term after it. Fractions of a year are lengths and are read elsewhere."""
        if self.amount(i) is None and self.kind(i) not in _PAIRS and self.text(i) not in _TIMES:
            return self._ratios.read(i) or self._fraction(i)
        return (
            self._split(i)
            or self._sides(i)
            or self._labelled_sides(i)
            or self._times_the_other(i)
            or self._parts(i)
            or self._of_two(i)
            or self._ratios.read(i)
            or self._points(i)
            or self._percent(i)
            or self._decimal(i)
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

    def _sides(self, i: int) -> Found:
        """ "3:1 stores:DC", "ratio of 3 to 1 in favour of stores": small numbers with both sides named."""
        if self.kind(i) == "colon":
            (first, second), after = (float(part) for part in self.text(i).split(":")), i + 1
        else:
            one = self.amount(i)
            other = self.amount(one[1] + 1) if one and self.text(one[1]) in {"to", ":", "-"} else None
            if one is None or other is None:
                return None
            first, second, after = one[0], other[0], other[1]
        near = {self.key(k) for k in (*range(i - 4, i), *range(after, after + 6))}
        named = {"store", "dc"} <= near or ("split" in near and near & _PLACES)
        if not named or not 1 <= min(first, second) <= max(first, second) < _MOST_PARTS or self.key(after) in WEEKS_IN:
            return None
        return "#split", Split(first / (first + second), second / (first + second)), after

    def _labelled_sides(self, i: int) -> Found:
        """ "Doors 9 : DC 1", "4 to shops, 1 to the DC": each of two small numbers beside its side's name."""
        one = self.amount(i)
        if one is None or not 1 <= one[0] < _MOST_PARTS or not one[0].is_integer():
            return None
        sides = {"store", "dc"}
        led, after = self.key(i - 1) in sides, one[1]
        for k in (after, after + 1, after + 2, after + 3, i - 2, i - 3):
            if led and self.key(k) in sides and self.key(k) != self.key(i - 1) and k > i:
                other = self.amount(k + 1)
            elif led and k < i and self.key(k - 1) in sides and self.key(k - 1) != self.key(i - 1):
                other = self.amount(k)
            else:
                continue
            if other and 1 <= other[0] < _MOST_PARTS and self._free(other[1]) and self._free(after):
                return "#share", Share(one[0] / (one[0] + other[0]), "units"), after
        return None

    def _free(self, i: int) -> bool:
        return self.key(i) not in {*WEEKS_IN, "unit"} and self.text(i) not in PERCENT and self.kind(i) != "number"

    def _times_the_other(self, i: int) -> Found:
        """ "The DC keeps twice as many as stores get", "stores get three times what the DC keeps"."""
        times, j = _TIMES.get(self.text(i), 0.0), i + 1
        if not times:
            number = self.amount(i)
            times, j = (number[0], number[1] + 1) if number and self.text(number[1]) in {"times", "x"} else (0.0, i)
        compared = self.words(j, j + 2) in {"as many", "as much"} or self.text(j) in {"what", "the", "that"}
        if times <= 1 or not compared:
            return None
        near = {self.key(k) for k in range(i - 5, i)}, {self.key(k) for k in range(j, j + 7)}
        other = "dc" if "store" in near[0] else "store" if "dc" in near[0] else ""
        if not other or other not in near[1]:
            return None
        return "#share", Share(times / (times + 1), "units"), j + 1

    def _parts(self, i: int) -> Found:
        """ "6 parts to stores and 4 parts to the DC": each of two numbers of parts."""
        one = self.amount(i)
        if one is None or one[0] <= 0 or self.text(one[1]) not in {"part", "parts"}:
            return None
        for k in (*range(one[1] + 1, one[1] + _APART), *range(i - 2, max(-1, i - _APART), -1)):
            other = self.amount(k)
            if other and other[0] > 0 and self.text(other[1]) in {"part", "parts"}:
                return "#share", Share(one[0] / (one[0] + other[0]), "units"), one[1] + 1
        return None

    def _of_two(self, i: int) -> Found:
        """ "70 to stores and 30 to the DC": each of two bare numbers that make a hundred, and say where they go."""
        one = self.amount(i)
        if one is None or not 1 <= one[0] < 100 or self.text(one[1]) in PERCENT or self.key(one[1]) in WEEKS_IN:
            return None
        if not {self.key(i - 1), *(self.key(k) for k in range(one[1], one[1] + 4))} & _PLACES:
            return None
        for k in (*range(one[1] + 1, one[1] + _APART), *range(i - 2, i - _APART, -1)):
            if self.kind(k) != "number" or (other := self.amount(k)) is None or other[0] + one[0] != 100:
                continue
            between = {self.key(m) for m in range(min(i, k), max(i, k))}
            free = self.text(other[1]) not in PERCENT and self.key(other[1]) not in WEEKS_IN
            if free and "." not in between and "break" not in between and between & _PLACES:
                return "#share", Share(one[0] / 100, "bare"), one[1]
        return None

    def _points(self, i: int) -> Found:
        """ "10 percentage points", "5 pts": a change of a share, no share."""
        number = self.amount(i)
        if number is None:
            return None
        j = number[1] + (self.text(number[1]) in PERCENT)
        return ("#points", Points(number[0]), j + 1) if self.text(j) in _POINTS else None

    def _decimal(self, i: int) -> Found:
        """ "0.35", "0,35", "zero point three five", where no unit follows."""
        number = self.amount(i)
        if number is None or not 0 < number[0] < 1 or self.text(i - 1) in CURRENCY:
            return None
        value, after = number
        if self.text(after) in CURRENCY or self.key(after) in {*WEEKS_IN, "money", "season_span"}:
            return None
        return "#share", Share(value, "decimal"), after

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
        if self.text(i) in {"p", "pr"} and self.text(i + 1) == "." and self.text(i + 2) in {"c", "ct"}:
            return i + 3 + (self.text(i + 3) == ".")  # "forty p.c."
        return i + 2 if self.text(i) == "per" and self.text(i + 1) in {"cent", "hundred"} else None

    def _fraction(self, i: int) -> Found:
        found = fraction_at(self.terms, i)
        return ("#share", Share(found[0], "fraction"), found[1]) if found else None
