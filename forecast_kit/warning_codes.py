"""Every kind of doubt or contradiction that a person is told of: its code, what it speaks of, and what it means."""

from enum import StrEnum
from typing import Literal

__all__ = ["WarningCode"]

About = Literal["text", "reading", "season", "engine"]


class WarningCode(StrEnum):
    """A code is a plain string; `about` says whether the text, a reading, the season or an engine is doubtful.

    >>> WarningCode("two_lengths").meaning, WarningCode.TWO_LENGTHS == "two_lengths", WarningCode.TWO_LENGTHS.about
    ('the brief gives two lengths', True, 'reading')
    """

    about: About
    meaning: str

    def __new__(cls, value: str, about: About = "text", meaning: str = "") -> "WarningCode":
        """A code with what it speaks of and what it means."""
        code = str.__new__(cls, value)
        code._value_, code.about, code.meaning = value, about, meaning
        return code

    # the text as a whole
    STRIPPED_CHARACTERS = "stripped_characters", "text", "invisible or unreadable characters were left out"
    MARKUP_IGNORED = "markup_ignored", "text", "markup was left out"
    ORDERS_IGNORED = "orders_ignored", "text", "a sentence gives orders to a language model and was not read"
    FOREIGN_LANGUAGE = "foreign_language", "text", "the brief is not in English"
    NOT_A_BRIEF = "not_a_brief", "text", "nothing in the text is about a season"
    NOTHING_STATED = "nothing_stated", "text", "no parameter was recognised, every value is a default"
    TWO_PRODUCTS = "two_products", "text", "the brief may plan two products at once"

    # whether a value is the one that is meant
    AMBIGUOUS_DATE = "ambiguous_date", "reading", "the start can be read as two days"
    CALENDAR_WEEK = "calendar_week", "reading", "the start is a calendar week, read by its ISO number"
    LENGTH_RANGE = "length_range", "reading", "the length is a range"
    LENGTH_ROUNDED = "length_rounded", "reading", "the length is not a whole number of weeks"
    LENGTH_AND_END_DISAGREE = "length_and_end_disagree", "reading", "the length does not last until the end given"
    END_BEFORE_START = "end_before_start", "reading", "the end given is before the start"
    SHARE_RANGE = "share_range", "reading", "a share is a range"
    UNEXPLAINED_SHARE = "unexplained_share", "reading", "nothing says what a share is of"
    UNITS_WITHOUT_TOTAL = "units_without_total", "reading", "units are held or sent, of how many is not said"
    UNSUPPORTED_RHYTHM = "unsupported_rhythm", "reading", "stores are topped up in a rhythm that cannot be planned"
    SPOKEN_OF_NOT_READ = "spoken_of_not_read", "reading", "the brief speaks of a setting that got its default"
    WEEKLY_BUT_NEVER = "weekly_but_never", "reading", "the brief asks both for no replenishment and for some"
    THRESHOLD_WITHOUT_WEEK = "threshold_without_week", "reading", "a threshold has no week at which it is looked at"
    CONTRADICTORY_MARKDOWN = "contradictory_markdown", "reading", "markdowns are ruled out and planned"
    TWO_LENGTHS = "two_lengths", "reading", "the brief gives two lengths"
    TWO_STARTS = "two_starts", "reading", "the brief gives two starts"
    TWO_STRATEGIES = "two_strategies", "reading", "the brief gives two rhythms of replenishment"
    TWO_HOLDBACKS = "two_holdbacks", "reading", "the brief gives two holdbacks"
    TWO_CHECKPOINTS = "two_checkpoints", "reading", "the brief gives two markdown checkpoints"
    TWO_THRESHOLDS = "two_thresholds", "reading", "the brief gives two markdown thresholds"

    # settings that do not go together, or come too late
    START_IN_THE_PAST = "start_in_the_past", "season", "the season starts before today"
    START_FAR_AHEAD = "start_far_ahead", "season", "the season starts over a year ahead"
    ORDER_DATE_GONE = "order_date_gone", "season", "the last day to order for the start is over"
    ORDER_DATE_UNKNOWN = "order_date_unknown", "season", "without a lead time the last day to order is not known"
    HOLDBACK_WITHOUT_REPLENISHMENT = "holdback_without_replenishment", "season", "stock is held, none is ever sent"
    REPLENISHMENT_WITHOUT_HOLDBACK = "replenishment_without_holdback", "season", "nothing is held to replenish from"
    HELD_WITHOUT_REPLENISHMENT = "held_without_replenishment", "season", "as planned, held units reach no store"
    FIRST_DELIVERY_TOO_LATE = "first_delivery_too_late", "season", "stores run out before the first delivery"
    THRESHOLD_OUT_OF_REACH = "threshold_out_of_reach", "season", "a season exactly on plan would be marked down"
    CHECKPOINT_IN_LAST_WEEK = "checkpoint_in_last_week", "season", "no week is left to sell at a lower price"
    CHECKPOINT_NOT_PRICED = "checkpoint_not_priced", "season", "the markdown cannot be priced"
    ECONOMICS_UNKNOWN = "economics_unknown", "season", "price, cost or salvage is not known"

    # the two engines
    MODEL_FAILED = "model_failed", "engine", "the language model could not be used"
    ENGINES_DISAGREE = "engines_disagree", "engine", "the rules and the language model read different values"
