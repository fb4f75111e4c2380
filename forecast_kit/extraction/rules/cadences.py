"""How often: weekly, every other week, once a fortnight, one-shot."""

from itertools import pairwise

from forecast_kit.extraction.rules.cursor import Cursor
from forecast_kit.extraction.rules.lexicon import WEEKDAYS, words
from forecast_kit.extraction.rules.values import Cadence
from forecast_kit.season import ReplenishmentStrategy

Found = tuple[str, object, int] | None

ALONE: dict[str, ReplenishmentStrategy | None] = {
    "weekly": "weekly",
    "fortnightly": "bi-weekly",
    "oneshot": "none",
    "monthly": None,
    "daily": None,
}
_DAYS_IN = {"week": 7, "fortnight": 14, "day": 1, "month": 30}
_TIMES: dict[tuple[str, str], ReplenishmentStrategy] = {
    ("once", "week"): "weekly",
    ("once", "fortnight"): "bi-weekly",
    ("twice", "month"): "bi-weekly",
}
_SHORT: dict[str, ReplenishmentStrategy] = {"bw": "bi-weekly", "2w": "bi-weekly", "wk": "weekly"}
LONE = words("one 1 single sole lone solitary onetime")
_QUEUED = frozenset({"q", "q1", "q2"})
_SIZED = words("big large full whole initial opening only straight solid outright final bulk upfront massive complete")
_FEWEST_LISTED, _MOST_LISTED = 3, 30
_PART_OF = words("phase stage part step drop than least 0 zero")
_STOPS = frozenset(
    {",", ".", ";", "?", "!", ":", "break", "(", ")", "and", "but", "no", "not", "-", "insteadof", "then"}
)
_TURNS = words("rhythm cycle cycles cadence interval intervals rotation turn turns frequency tact beat schedule round")
_PERIODIC = words("every per weekly fortnightly monthly date")
# what goes to stores at one time, by its own words
CONSIGNMENTS = words(
    "drop delivery shipment allocation truck van lorry push dispatch despatch distribution consignment batch load wave "
    "tranche sending send truckload lorryload vanload hit fill shot parcel pallet supply shipping allo instalment "
    "installment handout trip disbursement outload outfeed"
)


class CadenceReader(Cursor):
    """Reads a rhythm that begins at a given term."""

    def read(self, i: int) -> Found:
        """The rhythm at term i, and the term after it."""
        key, word = self.key(i), self.text(i)
        if key in {"oneshot", "atonce"} and (found := self._at_once(i)):
            return found
        if key in ALONE and not (key == "oneshot" and self._recurs(i + 1)):
            return "#cadence", Cadence(ALONE[key], word), i + 1
        if found := self._single(i) or self._gone_is_gone(i) or self._turns(i):
            return found
        if key == "other" and word != "other" and (self.key(i + 1) == "week" or self.text(i + 1) in WEEKDAYS):
            return "#cadence", Cadence("bi-weekly", word), i + 2
        if key in {"once", "twice"}:
            return self._times_a(i)
        if (amount := self.amount(i)) and (self.text(amount[1]) in {"x", "times"} or self._trips(amount[1])):
            return self._often(i, *amount)
        if key in {"every", "per"}:
            return self._every(i)
        return self._in_short(i) or self._all_weeks(i) or self._week_by_week(i)

    def _in_short(self, i: int) -> Found:
        """ "BW replen", "q2w"."""
        word = self.text(i)
        if word in _SHORT and "replen" in {self.key(i - 1), self.key(i + 1)}:
            return "#cadence", Cadence(_SHORT[word], word), i + 1
        return self._queued(i) if word in _QUEUED else None

    def _all_weeks(self, i: int) -> Found:
        """ "All two weeks", as other languages say it."""
        if self.text(i) == "all" and (step := self.amount(i + 1)) and self.text(i - 1) not in {"for", "over", "in"}:
            return self._every(i) if step[0] in {1, 2, 14} and self.key(step[1]) in {"week", "day"} else None
        return None

    def _week_by_week(self, i: int) -> Found:
        """ "Week in, week out", "wk 1, 3, 5, 7", "one week we truck, the next we don't"."""
        if self.words(i, i + 3) == "week in week":
            return "#cadence", Cadence("weekly", "week in, week out"), i + 4
        if self.text(i) in {"one", "1"} and self.key(i + 1) == "week" and (rest := self._rests_the_next(i + 2)):
            return "#cadence", Cadence("bi-weekly", "one week on, one week off"), rest
        return self._listed(i) if self.key(i) == "week" else None

    def _listed(self, i: int) -> Found:
        """ "Replen in wk 1, 3, 5, 7": weeks one apart, or two."""
        weeks: list[float] = []
        j = i + 1
        while (number := self.amount(j)) and len(weeks) < _MOST_LISTED:
            weeks.append(number[0])
            j = number[1] + (self.key(number[1]) in {",", "and"})
            j += self.key(j) == "week"
        steps = {b - a for a, b in pairwise(weeks)}
        fed = {"replen", "ship"} & {self.key(k) for k in (*range(i - 4, i), j, j + 1)}
        if len(weeks) < _FEWEST_LISTED or not fed or steps not in ({1.0}, {2.0}):
            return None
        return "#cadence", Cadence("weekly" if steps == {1.0} else "bi-weekly", self.words(i, j)), j

    def _rests_the_next(self, i: int) -> int:
        """The term after "... the next we don't", 0 if nothing rests."""
        for k in range(i, i + 8):
            if self.kind(k) == "break" or self.key(k) in {".", ";"}:
                return 0
            if self.text(k) == "the" and self.key(k + 1) == "next":
                ends = [m for m in range(k + 2, k + 6) if self.key(m) in {"not", "no", "without", "off", "never"}]
                return ends[0] + 1 if ends else 0
        return 0

    def _at_once(self, i: int) -> Found:
        """ "One delivery a week", "all out at once"."""
        if self.key(i) == "atonce":
            sent = self.key(i - 1) == "out"
            return ("#cadence", Cadence("none", self.text(i)), i + 1) if sent else None
        if self.text(i + 1) not in {"a", "per", "each", "every"} or self.key(i + 2) not in {"week", "fortnight"}:
            return None
        strategy: ReplenishmentStrategy = "weekly" if self.key(i + 2) == "week" else "bi-weekly"
        return "#cadence", Cadence(strategy, self.words(i, i + 3)), i + 3

    def _queued(self, i: int) -> Found:
        """ "q2w", "q2 weeks", "Q 2 wks", as prescriptions have it."""
        tight = self.text(i) in {"q1", "q2"}
        step = float(self.text(i)[1]) if tight else (self.amount(i + 1) or (0.0, i))[0]
        j = i + 1 + (not tight)
        if step not in {1, 2} or not (self.key(j) == "week" or (self.text(j) == "w" and not self.terms[j].spaced)):
            return None
        return "#cadence", Cadence("weekly" if step == 1 else "bi-weekly", self.words(i, j + 1)), j + 1

    def _single(self, i: int) -> Found:
        """ "One lorry", "a single big delivery", "1 drop"; not "one lorry a week"."""
        if self.text(i) not in LONE or self.key(i - 1) in {"week", "per", "no"}:
            return None
        j = i + 1
        while j <= i + 3 and self.text(j) in LONE | _SIZED:
            j += 1
        if self.text(j) not in CONSIGNMENTS:
            return None
        if self.text(j + 1) in {"a", "per", "each", "every"} and self.key(j + 2) in {"week", "fortnight"}:
            strategy: ReplenishmentStrategy = "weekly" if self.key(j + 2) == "week" else "bi-weekly"
            return "#cadence", Cadence(strategy, self.words(i, j + 3)), j + 3  # "one lorry a week"
        if self.text(i - 1) in _PART_OF or self._recurs(j + 1):
            return None
        return "#cadence", Cadence("none", self.words(i, j + 1)), j + 1

    def _recurs(self, i: int) -> bool:
        """Whether a rhythm follows in the clause: "one lorry to each region every week"."""
        following = [self.key(k) for k in range(i, i + 5)]
        if (
            following[0] == ","
            and following[1] in {"weekly", "fortnightly"}
            and self.kind(i + 2) in {"", "mark", "break"}
        ):
            return True
        if following[0] == "from" and "dc" not in following:
            return True  # "one delivery from the factory"
        ended = next((n for n, key in enumerate(following) if key in _STOPS), len(following))
        to_each = {
            n for n, key in enumerate(following[:ended]) if key == "every" and following[n + 1 :][:1] == ["store"]
        }
        following = [key for n, key in enumerate(following) if n not in to_each]
        a_week = any(key == "a" and then in {"week", "fortnight", "month"} for key, then in pairwise(following[:ended]))
        return a_week or bool(_PERIODIC & set(following[:ended]))

    def _gone_is_gone(self, i: int) -> Found:
        """ "Once they've gone out they've gone out", "what's in is in": the same words twice."""
        if self.text(i) not in {"once", "when", "what", "what's", "whatever"}:
            return None
        for size in (1, 2, 3, 4):
            first, j = self.words(i + 1, i + 1 + size), i + 1 + size
            j += self.text(j) in {",", "then"}
            for gap in (0, 1):  # "what goes out goes out", "what's out is out"
                second = self.words(j + gap, j + gap + size)
                if first.strip() and first == second and (" " in first or gap) and (not gap or self.text(j) == "is"):
                    return "#cadence", Cadence("none", self.words(i, j + gap + size)), j + gap + size
        return None

    def _turns(self, i: int) -> Found:
        """ "A 14-day rhythm", "two-week cycle", "7 day intervals"."""
        amount = self.amount(i)
        if amount is None or self.key(amount[1]) not in {"day", "week"}:
            return None
        j = amount[1] + 1
        j += self.key(j) == "replen"
        if self.text(j) not in _TURNS:
            return None
        days = amount[0] * _DAYS_IN[self.key(amount[1])]
        if days not in {7, 14}:
            return None
        return "#cadence", Cadence("weekly" if days == 7 else "bi-weekly", self.words(i, j + 1)), j + 1

    def _times_a(self, i: int) -> Found:
        """ "Once a week", "twice a month", "once every two weeks"."""
        times, j = self.key(i), i + 1
        if times == "twice" and self.key(j) == "monthly":
            return "#cadence", Cadence("bi-weekly", "twice monthly"), j + 1
        if self.key(j) in {"every", "per"} or (self.text(j) == "in" and self.amount(j + 1)):
            found = self._every(j)
            if found is None or times == "once":
                return found
            return "#cadence", Cadence(None, f"twice {self.words(j, found[2])}"), found[2]
        if self.text(j) not in {"a", "in"} or self.key(j + 1) not in _DAYS_IN:
            return None
        unit = self.key(j + 1)
        return "#cadence", Cadence(_TIMES.get((times, unit)), self.words(i, j + 2)), j + 2

    def _trips(self, i: int) -> bool:
        """ "(Two) drops a month", "(two) deliveries per fortnight"."""
        told = self.text(i + 1) in {"a", "per", "each", "every"} and self.key(i + 2) in {"week", "fortnight", "month"}
        return told and (self.key(i) == "replen" or self.text(i).rstrip("s") in CONSIGNMENTS)

    def _often(self, i: int, times: float, j: int) -> Found:
        """ "2x a month", "26 times a year"."""
        j += 1 + (self.text(j + 1) in {"a", "per", "every", "each", "in"})
        step, j = self.amount(j) or (1.0, j)
        days = step * {**_DAYS_IN, "year": 364}.get(self.key(j), 0) / max(times, 1)
        if not days:
            return None
        strategy: ReplenishmentStrategy | None = "weekly" if days == 7 else "bi-weekly" if 14 <= days <= 15 else None
        return "#cadence", Cadence(strategy, self.words(i, j + 1)), j + 1

    def _every(self, i: int) -> Found:
        """ "Every week", "each and every week", "every other Monday", "every 14 days"."""
        j = i + 1
        if self.text(j) == "and" and self.key(j + 1) == "every":
            j += 2
        j += self.text(j) in {"single", "successive", "passing"}
        step, j = self._step(j)
        if self.text(j) in WEEKDAYS and step in {1, 2}:
            return "#cadence", Cadence("weekly" if step == 1 else "bi-weekly", self.words(i, j + 1)), j + 1
        if self.key(j) not in _DAYS_IN:
            return None
        days = step * _DAYS_IN[self.key(j)]
        strategy: ReplenishmentStrategy | None = "weekly" if days == 7 else "bi-weekly" if days == 14 else None
        return "#cadence", Cadence(strategy, self.words(i, j + 1)), j + 1

    def _step(self, i: int) -> tuple[float, int]:
        """How many at a time: "other" and "second" are two."""
        if self.key(i) == "other" or self.text(i) == "othr":
            return 2.0, i + 1
        if (ordinal := self.ordinal(i)) is not None:
            return float(ordinal), i + 1
        if self.text(i) == "couple":
            return 2.0, i + 1 + (self.text(i + 1) == "of")
        return self.amount(i) or (1.0, i)
