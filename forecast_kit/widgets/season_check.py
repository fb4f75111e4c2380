"""The kernel's judgement of what stands in the confirmation's form: plain values that the browser shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from forecast_kit.errors import ForecastKitError
from forecast_kit.season import PARAMETER_NAMES, Extraction, ReadingWarning, SeasonParameters
from forecast_kit.widgets.confirmation import Consequences
from forecast_kit.widgets.season_form import meanings, parameters_from

__all__ = ["NAME", "NO_NAME", "FactsOf", "PriceOf", "judge"]

FactsOf = Callable[[SeasonParameters], Sequence[tuple[str, str]]]
PriceOf = Callable[[SeasonParameters], Consequences]

NAME = "confirmed_by"
NO_NAME = "Give your name: a season is confirmed by a person."
# What the brief alone makes doubtful, and the caution that says the same with units and money.
SAME_BUT_PRICED = {"holdback_without_replenishment": "held_without_replenishment"}


def judge(
    values: Mapping[str, Any], extraction: Extraction, facts_of: FactsOf | None, price_of: PriceOf | None
) -> dict[str, Any]:
    """What the browser shows beside the values: problems, what each leads to, doubts, the facts and figures.

    `revision` is that of the values, so that an answer to older ones is known as such. What cannot be worked out is
    said among the warnings and keeps nobody from confirming.
    """
    parameters, problems = parameters_from(values, extraction.parameters)
    if not str(values.get(NAME) or "").strip():
        problems = {**problems, NAME: NO_NAME}
    check: dict[str, Any] = {"revision": values.get("revision", 0), "problems": problems}
    if parameters is None:
        return check
    leads_to = {name: [text] for name, text in meanings(parameters, extraction.today).items()}
    facts: Sequence[tuple[str, str]] = ()
    outcome, failure = None, ""
    try:
        facts = facts_of(parameters) if facts_of else ()
        outcome = price_of(parameters) if price_of else None
    except ForecastKitError as error:
        failure = str(error)
    for name, text in outcome.by_setting.items() if outcome else ():
        leads_to[name].append(text)
    doubts = _doubts(extraction, parameters, outcome.warnings if outcome else ())
    return check | {
        "meanings": leads_to,
        "facts": [list(fact) for fact in facts],
        "tiles": outcome.tiles() if outcome else [],
        "note": outcome.note if outcome else "",
        "warnings": [doubt.message for doubt in doubts] + ([failure] if failure else []),
        "doubted": sorted({name for doubt in doubts for name in doubt.fields}),
    }


def _doubts(
    extraction: Extraction, parameters: SeasonParameters, cautions: Iterable[ReadingWarning]
) -> list[ReadingWarning]:
    """Doubts about the brief that still stand, then the cautions.

    A doubt about a setting is settled when a person changes it, and left out where a caution says the same in money.
    """
    edited = {name for name in PARAMETER_NAMES if getattr(extraction.parameters, name) != getattr(parameters, name)}
    cautioned = list(cautions)
    said = {caution.code for caution in cautioned}
    open_doubts = [
        doubt
        for doubt in extraction.warnings
        if not edited.intersection(doubt.fields)
        and not said.intersection({doubt.code, SAME_BUT_PRICED.get(doubt.code, doubt.code)})
    ]
    return [*open_doubts, *cautioned]
