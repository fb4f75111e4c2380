"""What a person should look at before anything runs: contradictions, doubts, and what was thrown away."""

import re
from collections.abc import Iterator

from forecast_kit.extraction.languages import foreign_language
from forecast_kit.extraction.remains import LEFT_OPEN
from forecast_kit.extraction.resolved import Resolved
from forecast_kit.extraction.rival_checks import check_rivals
from forecast_kit.extraction.rules.values import Share
from forecast_kit.extraction.timing_checks import check_length, check_start
from forecast_kit.season import PARAMETER_NAMES, ReadingWarning
from forecast_kit.warning_codes import WarningCode
from forecast_kit.wording import said
from forecast_kit.words import percent

_, _, _STRATEGY, _HOLDBACK, _CHECKPOINT, _THRESHOLD = PARAMETER_NAMES
_ASKS_FOR_A_PLAN = re.compile(
    r"\b(plan|forecast|season|range|do|run|buy|order|stock|project|predict|model|prepare|need|please|pls|plz|default|usual)",
    re.IGNORECASE,
)


def check(resolved: Resolved) -> tuple[ReadingWarning, ...]:
    """Every doubt about what was read, in the order in which a planner would ask."""
    looks = (_the_text, check_start, check_length, _the_flow, _the_holdback, _the_markdown, check_rivals)
    found = [warning for look in looks for warning in look(resolved)]
    asked = {name for warning in found if warning.code.about == "reading" for name in warning.fields}
    found += [_not_understood(resolved, name) for name in resolved.not_understood if name not in asked]
    return tuple(found)


def _warning(code: WarningCode, message: str, *fields: str) -> ReadingWarning:
    return ReadingWarning(code=code, message=message, fields=fields)


def _not_understood(r: Resolved, name: str) -> ReadingWarning:
    return _warning(WarningCode.SPOKEN_OF_NOT_READ, r.fields[name].reason, name)


def _the_text(r: Resolved) -> Iterator[ReadingWarning]:
    brief = r.said.brief
    if brief.stripped:
        message = f"{brief.stripped} invisible or unreadable character(s) in the brief were left out."
        yield _warning(WarningCode.STRIPPED_CHARACTERS, message)
    if brief.has_markup:
        yield _warning(WarningCode.MARKUP_IGNORED, "Markup in the brief was left out; only its text was read.")
    if any(s.ignored == "orders to a model" for s in r.said.sentences):
        message = "A sentence of the brief gives orders to a language model; it was not read as planning."
        yield _warning(WarningCode.ORDERS_IGNORED, message)
    language = foreign_language(brief.text)
    if language:
        message = f"The brief seems to be in {language}; only English is understood, so check every value."
        yield _warning(WarningCode.FOREIGN_LANGUAGE, message)
    elif not r.said.says_something and (brief.text.rstrip().endswith("?") or not _is_request(r)):
        message = "Nothing in this text was understood as a season; every value is a default."
        yield _warning(WarningCode.NOT_A_BRIEF, message)
    elif not r.said.says_something and not LEFT_OPEN.search(brief.text) and len(brief.text.split()) > 12:
        message = "No parameter was recognised in the brief; every value is a default."
        yield _warning(WarningCode.NOTHING_STATED, message)


def _is_request(r: Resolved) -> bool:
    return bool(_ASKS_FOR_A_PLAN.search(r.said.brief.text)) or (
        r.said.category_phrase is not None and len(r.said.brief.text.split()) <= 6
    )


def _the_flow(r: Resolved) -> Iterator[ReadingWarning]:
    values = {x.value for x in r.said.flows.readings if not x.weak}
    if "none" in values and len(values) > 1 and r.flow and not r.flow.corrective:
        taken = said(_STRATEGY, r.flow.value)
        message = f"The brief asks for store top-ups and for none; taken: {taken}."
        yield _warning(WarningCode.WEEKLY_BUT_NEVER, message, _STRATEGY)
    if not r.said.flows.readings and r.said.flows.unsupported:
        words = str(r.said.flows.unsupported[0].value)
        message = f"Store top-ups '{words}' cannot be planned; taken: every week, the default."
        yield _warning(WarningCode.UNSUPPORTED_RHYTHM, message, _STRATEGY)
    yield from _flow_and_holdback(r)


def _flow_and_holdback(r: Resolved) -> Iterator[ReadingWarning]:
    """Stock that nothing sends to stores, and top-ups that have nothing to send; defaults are no excuse."""
    strategy, held = r.fields[_STRATEGY], r.fields[_HOLDBACK]
    share = held.value if isinstance(held.value, float) else 0.0
    if strategy.value == "none" and share > 0:
        given = "is held in the DC" if held.source != "default" else "stays in the DC by default"
        message = f"{percent(share)} {given}, and no replenishment will ever send it to stores."
        yield _warning(WarningCode.HOLDBACK_WITHOUT_REPLENISHMENT, message, _STRATEGY, _HOLDBACK)
    if strategy.value != "none" and share == 0:
        often = said(_STRATEGY, strategy.value) + (", the default," if strategy.source == "default" else "")
        message = f"Nothing is held in the DC, so topping stores up {often} has nothing to send."
        yield _warning(WarningCode.REPLENISHMENT_WITHOUT_HOLDBACK, message, _STRATEGY, _HOLDBACK)


def _the_holdback(r: Resolved) -> Iterator[ReadingWarning]:
    for spot in r.said.spots:
        value = spot.term.value
        if isinstance(value, Share) and value.upper is not None and not spot.dropped:
            message = f"A range of {value.value * 100:g} to {value.upper * 100:g} % was read as its first value."
            yield _warning(WarningCode.SHARE_RANGE, message, _HOLDBACK, _THRESHOLD)
    if r.holdback is None and r.said.holdbacks.units_of_unknown:
        message = "Units are held or sent, but of how many is not said; taken: 45 %, the default."
        yield _warning(WarningCode.UNITS_WITHOUT_TOTAL, message, _HOLDBACK)
    if r.holdback and r.holdback.rule == "loose":
        message = "A share that nothing in the brief explains was read as the holdback."
        yield _warning(WarningCode.UNEXPLAINED_SHARE, message, _HOLDBACK)
    elif r.holdback is None and r.said.holdbacks.odd and r.threshold is None:
        message = "A share in the brief was not understood."
        yield _warning(WarningCode.UNEXPLAINED_SHARE, message, _HOLDBACK)


def _the_markdown(r: Resolved) -> Iterator[ReadingWarning]:
    markdowns = r.said.markdowns
    decided = r.check and r.check.rank == 3 and not r.check.corrective
    if markdowns.nones and markdowns.weeks and (decided or not r.check) and not markdowns.nones[-1].corrective:
        message = "The brief rules markdowns out and also gives a week to check them."
        yield _warning(WarningCode.CONTRADICTORY_MARKDOWN, message, _CHECKPOINT, _THRESHOLD)
    elif markdowns.nones and markdowns.thresholds and r.week is None:
        message = "The brief rules markdowns out and also gives a sell-through below which to mark down."
        yield _warning(WarningCode.CONTRADICTORY_MARKDOWN, message, _CHECKPOINT, _THRESHOLD)
    elif r.week is None and r.threshold is not None:
        message = "A markdown threshold is given without a week to look at it, so no markdown is planned."
        yield _warning(WarningCode.THRESHOLD_WITHOUT_WEEK, message, _CHECKPOINT, _THRESHOLD)
    if r.week is not None and r.week == r.horizon_weeks and r.week > 1:
        message = "The markdown check is in the last week: no week is left to sell at a lower price."
        yield _warning(WarningCode.CHECKPOINT_IN_LAST_WEEK, message, _CHECKPOINT)
