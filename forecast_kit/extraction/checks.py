"""What a person should look at before anything runs: contradictions, doubts, and what was thrown away."""

import re
from collections.abc import Iterator

from forecast_kit.extraction.languages import foreign_language
from forecast_kit.extraction.resolved import Resolved
from forecast_kit.extraction.rules.readings import Reading, rivals
from forecast_kit.extraction.rules.values import Duration, Share
from forecast_kit.extraction.timing_checks import check_length, check_start
from forecast_kit.season import ReadingWarning

_ASKS_FOR_A_PLAN = re.compile(
    r"\b(plan|forecast|season|range|do|run|buy|order|stock|project|predict|model|prepare|need|please|pls|plz|default|usual)",
    re.IGNORECASE,
)


def check(resolved: Resolved) -> tuple[ReadingWarning, ...]:
    """Every doubt about what was read, in the order in which a planner would ask."""
    return tuple(
        warning
        for look in (_the_text, check_start, check_length, _the_flow, _the_holdback, _the_markdown, _rivals)
        for warning in look(resolved)
    )


def _warning(code: str, message: str, *fields: str) -> ReadingWarning:
    return ReadingWarning(code=code, message=message, fields=fields)


def _the_text(r: Resolved) -> Iterator[ReadingWarning]:
    brief = r.said.brief
    if brief.stripped:
        yield _warning(
            "stripped_characters", f"{brief.stripped} invisible or unreadable character(s) in the brief were left out."
        )
    if brief.has_markup:
        yield _warning("markup_ignored", "Markup in the brief was left out; only its text was read.")
    if any(s.ignored == "orders to a model" for s in r.said.sentences):
        yield _warning(
            "orders_ignored", "A sentence of the brief gives orders to a language model; it was not read as planning."
        )
    language = foreign_language(brief.text)
    if language:
        yield _warning(
            "foreign_language",
            f"The brief seems to be in {language}; only English is understood, so check every value.",
        )
    elif not r.said.says_something and (brief.text.rstrip().endswith("?") or not _is_request(r)):
        yield _warning("not_a_brief", "Nothing in this text was understood as a season; every value is a default.")
    elif not r.said.says_something and not _names_default(brief.text) and len(brief.text.split()) > 12:
        yield _warning("nothing_stated", "No parameter was recognised in the brief; every value is a default.")


def _is_request(r: Resolved) -> bool:
    return bool(_ASKS_FOR_A_PLAN.search(r.said.brief.text)) or (
        r.said.category_phrase is not None and len(r.said.brief.text.split()) <= 6
    )


def _names_default(text: str) -> bool:
    return bool(re.search(r"\b(default|usual|standard|normal|as always|typical)", text, re.IGNORECASE))


def _the_flow(r: Resolved) -> Iterator[ReadingWarning]:
    name = "replenishment_strategy"
    values = {x.value for x in r.said.flows.readings if not x.weak}
    if "none" in values and len(values) > 1 and r.flow and not r.flow.corrective:
        yield _warning(
            "weekly_but_never",
            f"The brief asks both for no replenishment and for some; '{r.flow.value}' was used.",
            name,
        )
    if not r.said.flows.readings and r.said.flows.unsupported:
        words = str(r.said.flows.unsupported[0].value)
        yield _warning(
            "unsupported_rhythm", f"Replenishment '{words}' cannot be planned; weekly, the default, was used.", name
        )
    held = r.fields["dc_holdback_percentage"]
    if (
        r.flow
        and r.flow.value == "none"
        and held.source != "default"
        and isinstance(held.value, float)
        and held.value > 0
    ):
        message = f"{held.value * 100:g} % is held in the DC, and no replenishment will ever send it to stores."
        yield _warning("holdback_without_replenishment", message, name, "dc_holdback_percentage")
    if r.flow and r.flow.value != "none" and held.value == 0:
        message = f"Nothing is held in the DC, so {r.flow.value} replenishment has nothing to send."
        yield _warning("replenishment_without_holdback", message, name, "dc_holdback_percentage")


def _the_holdback(r: Resolved) -> Iterator[ReadingWarning]:
    for spot in r.said.spots:
        value = spot.term.value
        if isinstance(value, Share) and value.upper is not None and not spot.dropped:
            message = f"A range of {value.value * 100:g} to {value.upper * 100:g} % was read as its first value."
            yield _warning("share_range", message, "dc_holdback_percentage", "markdown_threshold")
    if r.holdback is None and r.said.holdbacks.units_of_unknown:
        message = "Units are held or sent, but of how many is not said; the default share was used."
        yield _warning("units_without_total", message, "dc_holdback_percentage")
    if r.holdback and r.holdback.rule == "loose":
        message = "A share that nothing in the brief explains was read as the holdback."
        yield _warning("unexplained_share", message, "dc_holdback_percentage")
    elif r.holdback is None and r.said.holdbacks.odd and r.threshold is None:
        yield _warning("unexplained_share", "A share in the brief was not understood.", "dc_holdback_percentage")


def _the_markdown(r: Resolved) -> Iterator[ReadingWarning]:
    markdowns = r.said.markdowns
    week, threshold = "markdown_checkpoint_week", "markdown_threshold"
    decided = r.check and r.check.rank == 3 and not r.check.corrective
    if markdowns.nones and markdowns.weeks and (decided or not r.check) and not markdowns.nones[-1].corrective:
        yield _warning(
            "contradictory_markdown", "The brief rules markdowns out and also gives a checkpoint.", week, threshold
        )
    elif markdowns.nones and markdowns.thresholds and r.week is None:
        yield _warning(
            "contradictory_markdown", "The brief rules markdowns out and also gives a threshold.", week, threshold
        )
    elif r.week is None and r.threshold is not None:
        message = "A markdown threshold is given without a week to look at it, so no markdown is planned."
        yield _warning("threshold_without_week", message, week, threshold)
    if r.week is not None and r.week == r.horizon_weeks and r.week > 1:
        yield _warning(
            "checkpoint_in_last_week",
            "The markdown checkpoint is the last week: no week is left to sell at a lower price.",
            week,
        )


def _rivals(r: Resolved) -> Iterator[ReadingWarning]:
    for code, name, chosen, readings in (
        ("two_lengths", "forecast_horizon_weeks", r.length, r.said.lengths.lengths),
        ("two_starts", "season_start_date", r.start, r.said.days.starts),
        ("two_strategies", "replenishment_strategy", r.flow, r.said.flows.readings),
        ("two_holdbacks", "dc_holdback_percentage", r.holdback, r.said.holdbacks.readings),
        ("two_checkpoints", "markdown_checkpoint_week", r.check, r.said.markdowns.weeks),
        ("two_thresholds", "markdown_threshold", r.threshold, r.said.markdowns.thresholds),
    ):
        others = _distinct(chosen, readings) if chosen else []
        if (
            others
            and chosen
            and not (code == "two_strategies" and "none" in {chosen.value, *(o.value for o in others)})
        ):
            quotes = ", ".join(f"'{_quote(r, reading)}'" for reading in others[:3])
            message = f"The brief also says {quotes}; '{_quote(r, chosen)}' was used."
            yield _warning(code, message, name)
            if (
                code == "two_lengths"
                and " and " in r.said.brief.text
                and (r.said.category_phrase or "").count(" and ") == 0
            ):
                yield _warning("two_products", "Two lengths may mean two products: plan one product at a time.")


def _distinct(chosen: Reading, readings: list[Reading]) -> list[Reading]:
    weeks = chosen.value.weeks if isinstance(chosen.value, Duration) else chosen.value
    return [
        o
        for o in rivals(readings, chosen)
        if (o.value.weeks if isinstance(o.value, Duration) else o.value) != weeks
        and not (isinstance(o.value, float) and isinstance(weeks, float) and abs(o.value - weeks) < 0.005)
    ]


def _quote(r: Resolved, reading: Reading) -> str:
    start, end = r.said.brief.span(reading.start, reading.end)
    return " ".join(r.said.brief.original[start:end].split())
