"""Parts counted out of a whole: 3,000 of the 10,000, R1.05m of the R4.2m, two in five, of every ten ... four."""

from collections.abc import Sequence
from dataclasses import dataclass

from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.lexicon import MONTHS, WEEKDAYS, stop_words, words
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.extraction.rules.values import Share

Found = tuple[str, object, int] | None

PERCENT = words("% percent pct pc percents prcnt perc percentage pcnt prct procent percnt p.c.")
CURRENCY = words("£ $ € ₹ pounds euros dollars gbp eur usd rand rands rupees quid bucks")
_BEFORE_WHOLE = words("the those these every our a total all each initial bought")
_TIME = frozenset({"week", "month", "day", "year", "fortnight", "quarter"})
_MANY = 100
_UNIT = frozenset({"unit", "stockword"})
_LOADS = words("containers container pallets pallet cartons carton crates crate boxes box bales truckloads")
_WHOLES = frozenset({*range(2, 21), 25, 30, 40, 50, 100, 1000})
_STOPS = frozenset({".", ";", "?", "!", "break"})
_ACTS = frozenset({"dc", "hold", "stay", "ship", "out", "leave", "upfront", "back", "give", "store", "sold", "unsold"})
_REACH = 24


@dataclass(frozen=True, slots=True)
class _Base:
    """What later numbers of the sentence are parts of; `apart` when they come on top of it ("for every 7 sent"),
    `carried` when the whole was named with another part ("send 7 in 10 and leave 3")."""

    whole: float
    money: bool
    apart: bool
    carried: bool = False


class RatioReader(Cursor):
    """Reads a counted part that begins at a given term.

    >>> from forecast_kit.extraction.rules.tokens import tokenise
    >>> terms = tokenise("of every ten duvets, four stay")
    >>> RatioReader(terms).read(0)
    ('#share', Share(value=0.4, form='units', upper=None), 6)
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__(terms)
        self._bases: dict[int, _Base] = {}
        for i, term in enumerate(self.terms):
            leads = term.text in {"of", "for", "from", "in", "into"}
            if found := self._base(i) if leads else self._total(i) if term.kind == "number" else None:
                base, after = found
                for j in range(after, min(after + _REACH, len(terms))):
                    if self.key(j) in _STOPS:
                        break
                    self._bases[j] = base

    def read(self, i: int) -> Found:
        """The share at term i, and the term after it."""
        return self._of_whole(i) or self._every_nth(i) or self._of_base(i) or self._with_base(i)

    def sum_at(self, i: int) -> tuple[float, int, bool] | None:
        """A number, the term after it, and whether it is money."""
        led = self.text(i) in CURRENCY
        number = self.amount(i + led)
        if number is None or number[0] < 0:
            return None
        followed = self.text(number[1]) in CURRENCY
        return number[0], number[1] + followed, led or followed

    # -- a part and its whole side by side ---------------------------------------------------------------------------

    def _of_whole(self, i: int) -> Found:
        """ "3,000 of the 10,000", "8 cartons in 100", "24 of the 30 containers", "two out of five"."""
        part = self.sum_at(i)
        if part is None:
            return None
        j = part[1] + (self.text(part[1]) == "worth")
        j += self._names_goods(j)
        j += 2 * (self.text(j) == "or" and self.text(j + 1) in {"more", "less", "fewer"})
        link = self.text(j)
        if link not in {"of", "out", "in", "from", "/"}:
            return None
        first = j = j + (2 if self.words(j, j + 2) == "out of" else 1)
        while self.text(j) in _BEFORE_WHOLE:
            j += 1
        hundred = (100.0, j + 1, False)
        whole = hundred if self.text(j) == "hundred" else self.sum_at(j)
        if whole is None or not self._is_whole(part, whole):
            return None
        if link == "in" and not self._is_ratio(part[0], whole[0], first, j):
            return None
        if link == "/" and part[0] < _MANY:
            return None
        end = whole[1] + self._is_load(whole[1])
        for k in range(end, min(end + _REACH, len(self.terms))):
            if self.key(k) in _STOPS:
                break
            self._bases.setdefault(
                k, _Base(whole[0], whole[2], apart=False, carried=True)
            )  # "send 7 in 10 and leave 3"
        return "#share", Share(part[0] / whole[0], "units"), end

    def _is_whole(self, part: tuple[float, int, bool], whole: tuple[float, int, bool]) -> bool:
        number, after, money = whole
        counted = self.text(after) in PERCENT or self.key(after) in _TIME | {"store"} or self.text(after) in MONTHS
        return number > part[0] and not counted and (money == part[2] or (part[2] and number >= _MANY))

    def _is_ratio(self, part: float, whole: float, first: int, j: int) -> bool:
        """ "1 in 4", "eleven in twenty" and "35 in every hundred", not "320 in 14 stores" nor "5 in the 12"."""
        if self.text(first) in {"every", "each"}:
            return True
        return j == first + (self.text(first) == "a") and whole in _WHOLES and part < whole

    def _is_load(self, i: int) -> bool:
        return self.key(i) in _UNIT or self.text(i) in _LOADS

    def _names_goods(self, i: int) -> bool:
        """Whether a word stands at i for what is counted: units, cartons, visors."""
        if self._is_load(i):
            return True
        if self.kind(i) != "word" or self.terms[i].known:
            return False
        word = self.text(i)
        return word.isalpha() and word not in stop_words() and word not in MONTHS and word not in WEEKDAYS

    # -- a whole, and its parts later in the sentence ----------------------------------------------------------------

    def _base(self, i: int) -> tuple[_Base, int] | None:
        """ "For every 10 cartons", "out of ten boxes", "Of the 12,000", and the term after it."""
        if parts := self._in_parts(i):
            return parts
        every = self.text(i + 1) in {"every", "each"}
        out_of = self.text(i) == "of" and self.text(i - 1) == "out"
        before = i - 1 - out_of
        leads = before < 0 or self.kind(before) in {"mark", "break"} or self.key(before) in {"and", "so", "but"}
        j = i + 1
        while self.text(j) in _BEFORE_WHOLE:
            j += 1
        whole = self.sum_at(j)
        if whole is None or whole[0] < 2 or self.text(whole[1]) in PERCENT or self.key(whole[1]) in _TIME | {"store"}:
            return None
        if not every and not (
            leads and (out_of or (self.text(i) == "of" and (whole[0] >= _MANY or whole[2] or self._is_load(whole[1]))))
        ):
            return None
        if every and whole[0] > 1000:
            return None
        after = whole[1] + self._names_goods(whole[1])
        return _Base(whole[0], whole[2], every and self._acts_first(after)), after

    def _in_parts(self, i: int) -> tuple[_Base, int] | None:
        """ "In five parts: one for the DC, four for the shops"."""
        whole = self.amount(i + 1) if self.text(i) in {"in", "into", "of"} else None
        parts = whole is not None and self.text(whole[1]) in {"parts", "lots", "shares", "portions"}
        return (_Base(whole[0], money=False, apart=False), whole[1] + 1) if whole and parts and whole[0] > 1 else None

    def _total(self, i: int) -> tuple[_Base, int] | None:
        """ "20 pallets in all", and the term after it."""
        whole = self.amount(i)
        if whole is None or whole[0] < 2 or not self._is_load(whole[1]):
            return None
        j = whole[1] + 1
        said = self.text(j) in {"altogether", "total", "bought", "ordered", "in total", "all in all"}
        return (_Base(whole[0], False, False), j) if said or self.words(j, j + 2) == "in all" else None

    def _acts_first(self, i: int) -> bool:
        """ "For every seven sent, hold three": the clause before the comma already tells where the whole goes."""
        verbs: list[str] = []
        for j in range(i, min(i + 6, len(self.terms))):
            if self.key(j) == ",":
                return bool(verbs)
            if self.amount(j):
                return len(set(verbs)) > 1
            verbs += [self.key(j)] if self.key(j) in {"hold", "stay", "ship", "out", "leave"} else []
        return False

    def _of_base(self, i: int) -> Found:
        base, part = self._bases.get(i), self.sum_at(i)
        if base is None or part is None or part[2] != base.money or not part[0]:
            return None
        number, after = part[0], part[1]
        if base.carried and not {self.key(k) for k in range(i - 3, after + 4)} & _ACTS:
            return None
        if self.text(after) in PERCENT or self.key(after) in _TIME | {"store", "money", "product"}:
            return None
        if not base.apart and (number >= base.whole or (base.whole >= _MANY and number < base.whole / _MANY)):
            return None
        if self.text(i) == "one" and not {self.key(i - 1), self.key(after)} & _ACTS:
            return None  # "this one"
        after += (self.text(after) == "worth") + self._is_load(after + (self.text(after) == "worth"))
        whole = base.whole + number if base.apart else base.whole
        return "#share", Share(number / whole, "units"), after

    def _with_base(self, i: int) -> Found:
        """ "Of every ten units seven", in one."""
        found = self._base(i) if self.text(i) in {"of", "for", "from", "in"} else None
        if found is None:
            return None
        j = found[1] + (self.text(found[1]) == ",")
        return self._of_base(j)

    def _every_nth(self, i: int) -> Found:
        """ "Every fourth unit"."""
        nth = self.ordinal(i + 1) if self.key(i) == "every" else None
        if nth is None or nth < 2 or self.key(i + 2) not in _UNIT:
            return None
        return "#share", Share(1 / nth, "units"), i + 3
