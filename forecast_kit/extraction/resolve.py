"""Readings to the six parameters, each value with the words or the reason it comes from."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from forecast_kit.errors import BriefError
from forecast_kit.extraction import reasons
from forecast_kit.extraction.confidence import weighed
from forecast_kit.extraction.remains import Remains
from forecast_kit.extraction.resolved import Resolved, default, stated
from forecast_kit.extraction.rules.dates import DateExpression
from forecast_kit.extraction.rules.grammar import Understood
from forecast_kit.extraction.rules.lengths import COUNTED_BACK
from forecast_kit.extraction.rules.markdowns import checkpoint_week
from forecast_kit.extraction.rules.readings import Reading, choose, choose_possible
from forecast_kit.extraction.timing import resolve_timing
from forecast_kit.season import (
    DEFAULT_HOLDBACK,
    DEFAULT_STRATEGY,
    DEFAULT_THRESHOLD,
    Extraction,
    FieldReading,
    ReadingWarning,
    SeasonParameters,
)


def resolve(said: Understood, today: date) -> Resolved:
    """Work out the six parameters.

    Raises:
        BriefError: what is said cannot be a season (over 52 weeks, an end before the start, 130 % held ...).
    """
    out = Resolved(said, today, Remains(said))
    resolve_timing(out)
    _flow(out)
    _holdback(out)
    _checkpoint(out)
    _threshold(out)
    return out


def parameters(resolved: Resolved) -> SeasonParameters:
    """The six values, checked once more by the domain's own type."""
    return SeasonParameters(**{name: reading.value for name, reading in resolved.fields.items()})


def extraction(
    resolved: Resolved, engine: Literal["rules", "llm", "auto"], warnings: Sequence[ReadingWarning]
) -> Extraction:
    """The finished extraction."""
    said, remains = resolved.said, resolved.remains
    return Extraction(
        text=said.brief.original,
        today=resolved.today,
        engine=engine,
        parameters=parameters(resolved),
        fields=weighed(resolved, warnings),
        category_phrase=said.category_phrase,
        category_span=said.brief.span(*remains.goods) if remains.goods else None,
        supplier_lead_weeks=resolved.supplier_lead_weeks,
        leftover=said.leftover,
        leftover_spans=tuple(said.brief.span(word.start, word.end) for word in remains.unread_words()),
        warnings=tuple(warnings),
    )


# -- replenishment, holdback -----------------------------------------------------------------------------------------


def _flow(out: Resolved) -> None:
    out.flow = choose(out.said.flows.readings)
    strategy = out.flow.value if out.flow else None
    if out.flow is None or not isinstance(strategy, str):
        default(out, "replenishment_strategy", DEFAULT_STRATEGY, "store top-ups", "every week, the default")
    else:
        stated(out, "replenishment_strategy", strategy, out.flow, reasons.of_strategy(strategy))


def _is_part(reading: Reading) -> bool:
    return isinstance(reading.value, float) and 0 <= reading.value <= 1


def _holdback(out: Resolved) -> None:
    out.holdback = choose_possible(out.said.holdbacks.readings, _is_part)
    if out.holdback is None or not isinstance(out.holdback.value, float):
        default(out, "dc_holdback_percentage", DEFAULT_HOLDBACK, "the holdback", "45 %, the default")
        return
    share = out.holdback.value
    if not 0 <= share <= 1:
        raise BriefError(
            f"The brief would hold back {share * 100:g} % of the buy in the DC.", "Give a share between 0 and 100 %."
        )
    inferred = out.holdback.rule in {"send", "units"}
    reason = reasons.of_holdback(out.holdback, round(share, 4))
    stated(out, "dc_holdback_percentage", round(share, 4), out.holdback, reason, inferred=inferred)


# -- markdown ------------------------------------------------------------------------------------------------------


def _checkpoint(out: Resolved) -> None:
    markdowns = out.said.markdowns
    weeks = out.horizon_weeks
    out.check = choose_possible(markdowns.weeks, lambda r: 1 <= checkpoint_week(r, weeks) <= weeks, first=True)
    day = choose(out.said.days.checks)
    none = choose(markdowns.nones)
    if none is not None and (out.check is None or out.check.weak or _none_wins(none, out.check)):
        out.check = None
        stated(out, "markdown_checkpoint_week", None, none, "The brief rules markdowns out.")
        return
    if out.check is not None:
        out.week = checkpoint_week(out.check, out.horizon_weeks)
        inferred = out.check.rank == 1 or out.check.reason == COUNTED_BACK
        reason = reasons.of_checkpoint(out.check, out.week, out.horizon_weeks)
        stated(out, "markdown_checkpoint_week", out.week, out.check, reason, inferred=inferred)
    elif day is not None and isinstance(day.value, DateExpression):
        when = day.value.on_or_after(out.start_date, out.today)
        out.check, out.week = day, (when - out.start_date) // timedelta(weeks=1) + 1
        reason = reasons.of_check_date(when, out.week)
        stated(out, "markdown_checkpoint_week", out.week, day, reason, inferred=True)
    else:
        default(out, "markdown_checkpoint_week", None, "a markdown check", "none is planned")
        return
    _check_week(out)


def _none_wins(none: Reading, check: Reading) -> bool:
    """Of "no markdowns" and "week 6", the correction stands; without one the better named, then the later."""
    if none.corrective != check.corrective:
        return none.corrective
    return none.order > check.order and check.rank < 3


def _check_week(out: Resolved) -> None:
    week, weeks = out.week or 0, out.horizon_weeks
    if week < 1:
        raise BriefError(f"The markdown checkpoint would be week {week}.", f"Give a week from 1 to {weeks}.")
    if week > weeks:
        length = (
            "the season has" if out.fields["forecast_horizon_weeks"].source != "default" else "by default a season has"
        )
        raise BriefError(
            f"The markdown checkpoint is week {week}, but {length} {weeks} weeks.",
            f"Give a checkpoint from 1 to {weeks}, or a longer season.",
        )


def _threshold(out: Resolved) -> None:
    out.threshold = choose_possible(out.said.markdowns.thresholds, _is_part, first=True)
    share = out.threshold.value if out.threshold else None
    if isinstance(share, float) and not 0 <= share <= 1:
        raise BriefError(
            f"The markdown threshold is {share * 100:g} % sell-through.", "Give a share between 0 and 100 %."
        )
    if out.week is None:
        reason = "Without a markdown check there is no threshold."
        out.fields["markdown_threshold"] = FieldReading(value=None, source="default", reason=reason)
    elif out.threshold is None or not isinstance(share, float):
        default(out, "markdown_threshold", DEFAULT_THRESHOLD, "the markdown threshold", "60 % sold, the default")
    else:
        unsold = "unsold" in out.threshold.reason
        reason = reasons.of_threshold(out.threshold, round(share, 4), unsold=unsold)
        stated(out, "markdown_threshold", round(share, 4), out.threshold, reason, inferred=unsold)
