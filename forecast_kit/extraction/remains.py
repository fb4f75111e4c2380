"""What of a brief no reading took: words nobody understood, quantities without a place, settings spoken of in vain."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import fields
from functools import cached_property
from itertools import accumulate

from forecast_kit.extraction.rules.grammar import Understood
from forecast_kit.extraction.rules.readings import Reading
from forecast_kit.extraction.rules.scopes import Sentence
from forecast_kit.extraction.rules.tokens import Term
from forecast_kit.season import PARAMETER_NAMES

_LENGTH, _START, _STRATEGY, _HOLDBACK, _CHECKPOINT, _THRESHOLD = PARAMETER_NAMES
# the trade's words that speak of a setting, and the quantities that could be its value
_WORDS = {
    _LENGTH: frozenset({"length", "end", "until"}),
    _START: frozenset({"start", "from", "week_commencing"}),
    _STRATEGY: frozenset({"replen", "ship"}),
    _HOLDBACK: frozenset({"hold", "dc", "backstock"}),
    _CHECKPOINT: frozenset({"markdown"}),
    _THRESHOLD: frozenset({"sellthrough", "unsold", "threshold", "sold"}),
}
_QUANTITIES = {
    _LENGTH: frozenset({"#duration", "#date", "#week"}),
    _START: frozenset({"#date"}),
    _STRATEGY: frozenset({"#cadence"}),
    _HOLDBACK: frozenset({"#share", "#split", "#count"}),
    _CHECKPOINT: frozenset({"#week", "#point", "#duration"}),
    _THRESHOLD: frozenset({"#share"}),
}
# a brief that uses the words of these wants something of them, with a quantity or without
_NAMED_BY_WORDS = frozenset({_STRATEGY, _HOLDBACK})
# words that leave a value to the default on purpose
LEFT_OPEN = re.compile(r"\b(default|usual|standard|normal|as always|typical|whatever)", re.IGNORECASE)


class Remains:
    """Looks at what is left of a brief once its readings are taken out; positions are those of the clean text."""

    def __init__(self, said: Understood) -> None:
        self._said = said
        self._sentences = [s for s in said.sentences if s.terms]
        self._firsts = [s.terms[0].start for s in self._sentences]

    def unread_words(self) -> Iterator[Term]:
        """Every word that nobody understood, where it stands."""
        return (term for sentence in self._sentences for term in self._unread_in(sentence))

    def unread_beside(self, reading: Reading) -> int:
        """How many words of the reading's own sentence nobody understood."""
        sentence = self._sentence_of(reading)
        return sum(1 for _ in self._unread_in(sentence)) if sentence else 0

    def of_another_season(self, reading: Reading) -> bool:
        """Whether the reading's sentence also speaks of another season."""
        sentence = self._sentence_of(reading)
        return sentence is not None and any(sentence.past)

    def unplaced(self, name: str) -> int:
        """How many quantities that could be this setting no reading took."""
        return sum(self._unplaced.count(key) for key in _QUANTITIES[name])

    def speak_of(self, name: str) -> bool:
        """Whether the brief uses this setting's words, other than to leave it open or of another season.

        Where the words alone are often idle talk ("we shall see how it sold") a quantity without a place is asked too.
        """
        named = any(self._names(sentence, _WORDS[name]) for sentence in self._sentences)
        return named and (name in _NAMED_BY_WORDS or self.unplaced(name) > 0)

    def _names(self, sentence: Sentence, words: frozenset[str]) -> bool:
        if sentence.ignored or not any(
            term.key in words and past != "strong" for term, past in zip(sentence.terms, sentence.past, strict=True)
        ):
            return False
        return not LEFT_OPEN.search(self._said.brief.text, sentence.terms[0].start, sentence.terms[-1].end)

    def _sentence_of(self, reading: Reading) -> Sentence | None:
        at = bisect_right(self._firsts, reading.start) - 1
        return self._sentences[at] if at >= 0 else None

    def _unread_in(self, sentence: Sentence) -> Iterator[Term]:
        first, last = self.goods or (0, 0)
        for term in sentence.terms if not sentence.ignored else ():
            if term.text in self._leftover and not first <= term.start < last:
                yield term

    @cached_property
    def goods(self) -> tuple[int, int] | None:
        """Where the words that name the goods first stand."""
        words = (self._said.category_phrase or "").split()
        found = re.search(r"\s+".join(map(re.escape, words)), self._said.brief.text) if words else None
        return found.span() if found else None

    @cached_property
    def _leftover(self) -> frozenset[str]:
        return frozenset(self._said.leftover)

    @cached_property
    def _unplaced(self) -> list[str]:
        """The keys of the quantities that count and that no reading took."""
        taken = sorted((reading.start, reading.end) for reading in _readings(self._said))
        starts = [start for start, _ in taken]
        ends = list(accumulate((end for _, end in taken), max))
        out = []
        for spot in self._said.spots:
            at = bisect_right(starts, spot.term.start) - 1
            if not spot.dropped and spot.past != "strong" and (at < 0 or ends[at] <= spot.term.start):
                out.append(spot.term.key)
        return out


def _readings(said: Understood) -> Iterator[Reading]:
    for part in (said.lengths, said.days, said.flows, said.holdbacks, said.markdowns):
        for listed in fields(part):
            yield from (item for item in getattr(part, listed.name) if isinstance(item, Reading))
