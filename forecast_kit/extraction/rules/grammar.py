"""The whole grammar: a brief to everything it says, still as words and types, not yet as six parameters."""

import re
from dataclasses import dataclass, field

from forecast_kit.extraction.rules.amendments import settled, without_former
from forecast_kit.extraction.rules.arithmetic import computed
from forecast_kit.extraction.rules.elimination import place_the_rest
from forecast_kit.extraction.rules.flows import Flows, read_flows
from forecast_kit.extraction.rules.goodswords import goods_named
from forecast_kit.extraction.rules.headings import with_denials
from forecast_kit.extraction.rules.holdbacks import Holdbacks, read_holdbacks
from forecast_kit.extraction.rules.lengths import Lengths, read_lengths
from forecast_kit.extraction.rules.lexicon import words
from forecast_kit.extraction.rules.markdowns import Markdowns, read_markdowns
from forecast_kit.extraction.rules.products import read_product
from forecast_kit.extraction.rules.quantities import Quantifier
from forecast_kit.extraction.rules.retractions import mark_scopes
from forecast_kit.extraction.rules.scopes import Sentence, Spot, sentences, spots
from forecast_kit.extraction.rules.shares import read_portions
from forecast_kit.extraction.rules.starts import Days, read_days
from forecast_kit.extraction.rules.tables import untabled
from forecast_kit.extraction.rules.text import CleanText, clean
from forecast_kit.extraction.rules.threads import mark_quoted
from forecast_kit.extraction.rules.tokens import tokenise
from forecast_kit.extraction.rules.years import told_by_year

_MONTH_FIRST = re.compile(r"mm/dd|m/d/y|us (?:date|format|style)|american date|\b\d{1,2}/(?:1[3-9]|2\d|3[01])/\d{2,4}")
_ORDERS_A_MODEL = re.compile(
    r"(ignore|disregard|forget|override)\b.{0,30}\b(instructions?|rules|prompts?|guidelines)|system prompt|you are now"
    r"|developer mode|</?system"
    r"|^\s*(system|assistant)\s*:",
    re.IGNORECASE,
)
_WORDS_OF_ORDERS = words("ignore disregard forget override system assistant developer") | {"you are now"}


@dataclass(slots=True)
class Understood:
    """What a brief says, by parameter; every list may be empty, and may hold rivals."""

    brief: CleanText
    lengths: Lengths = field(default_factory=Lengths)
    days: Days = field(default_factory=Days)
    flows: Flows = field(default_factory=Flows)
    holdbacks: Holdbacks = field(default_factory=Holdbacks)
    markdowns: Markdowns = field(default_factory=Markdowns)
    category_phrase: str | None = None
    leftover: tuple[str, ...] = ()
    sentences: list[Sentence] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        """Whether any parameter was named by words of its own."""
        lists = (
            self.lengths.lengths,
            self.days.starts,
            self.days.ends,
            self.flows.readings,
            self.flows.unsupported,
            self.holdbacks.units_of_unknown,
            self.holdbacks.readings,
            self.markdowns.weeks,
            self.markdowns.nones,
            self.markdowns.thresholds,
            self.days.checks,
        )
        return any(reading.rank >= 2 for readings in lists for reading in readings)


def _ignore_orders(found: list[Sentence], text: str) -> None:
    """Leave out the sentences that give orders to a language model, all looked at only where such a word stands."""
    lower = text.lower()
    if text.isascii() and not any(word in lower for word in _WORDS_OF_ORDERS):
        return
    for sentence in found:
        if _ORDERS_A_MODEL.search(text[sentence.terms[0].start : sentence.terms[-1].end]):
            sentence.ignored = "orders to a model"


def understand(text: str) -> Understood:
    """Read a brief.

    Raises:
        BriefError: it is empty or too long.
    """
    brief = clean(text)
    said = without_former(with_denials(untabled(goods_named(tokenise(brief.text)))))
    terms = Quantifier(said, month_first=bool(_MONTH_FIRST.search(brief.text.lower()))).run()
    found = sentences(settled(computed(told_by_year(terms))))
    _ignore_orders(found, brief.text)
    mark_scopes(found)
    mark_quoted(found, brief.text)
    quantities = list(spots(found))
    out = Understood(brief, sentences=found, spots=quantities)
    out.lengths = read_lengths(quantities)
    out.days = read_days(quantities)
    out.flows = read_flows(quantities, found)
    portions = read_portions(quantities)
    out.holdbacks = read_holdbacks(portions, quantities, found)
    out.markdowns = read_markdowns(portions, quantities, found, out.lengths)
    place_the_rest(out)
    out.category_phrase, out.leftover = read_product(brief, found)
    return out
