"""A brief to an extraction: by the rules, by a language model, or by the model cross-checked by the rules."""

from contextlib import suppress
from datetime import date, datetime
from typing import Literal, get_args

from pydantic import ValidationError

from forecast_kit.errors import BriefError, ModelError, SettingsError
from forecast_kit.extraction.checks import check
from forecast_kit.extraction.confidence import LEAST
from forecast_kit.extraction.resolve import extraction, resolve
from forecast_kit.extraction.rules.grammar import understand
from forecast_kit.season import PARAMETER_NAMES, Extraction, FieldReading, ReadingWarning, SeasonParameters
from forecast_kit.settings import Settings, get_settings
from forecast_kit.warning_codes import WarningCode
from forecast_kit.wording import LABELS, said

Engine = Literal["auto", "rules", "llm"]


def extract_parameters(
    text: str, *, today: date, engine: Engine = "auto", settings: Settings | None = None
) -> Extraction:
    """Read the season out of a planner's brief.

    Args:
        text: the brief, plain English, at most 20,000 characters.
        today: the day it is read; relative dates and dates without a year count from it.
        engine: "rules" works offline; "llm" asks the configured model; "auto" asks it where there is one and keeps
            what the rules read wherever the two disagree, with a warning, and works by rules alone where there is none.
        settings: for which model to ask; the process's own by default.

    Returns:
        The parameters, and for each one whether it was stated, inferred or assumed, from which words and why.

    Raises:
        BriefError: the brief is empty, or asks for what cannot be: 80 weeks, 130 % held, 30 February.
        ModelError: engine "llm", and the model failed.
        SettingsError: engine "llm", and no model is set up.

    >>> from datetime import date
    >>> read = extract_parameters("8 weeks of kettles from 4 May, hold a third", today=date(2026, 4, 1), engine="rules")
    >>> read.parameters.forecast_horizon_weeks, read.fields["dc_holdback_percentage"].quote, read.category_phrase
    (8, 'a third', 'kettles')
    """
    if engine not in get_args(Engine):
        raise SettingsError(f"There is no engine '{engine}'.", "Use 'auto', 'rules' or 'llm'.")
    if isinstance(today, datetime):
        today = today.date()
    settings = settings or get_settings()
    if engine == "rules" or (engine == "auto" and not settings.model_configured):
        return by_rules(text, today=today)
    from forecast_kit.extraction.llm import by_model

    if engine == "llm":
        return _weighed_by_rules(by_model(text, today=today, settings=settings))
    ours = by_rules(text, today=today)
    try:
        theirs = by_model(text, today=today, settings=settings)
    except (ModelError, BriefError) as error:
        return _without_model(ours, error)
    return cross_checked(ours, theirs)


def by_rules(text: str, *, today: date) -> Extraction:
    """What the offline grammar reads in a brief; see `extract_parameters`."""
    resolved = resolve(understand(text), today)
    return extraction(resolved, "rules", check(resolved))


def _weighed_by_rules(theirs: Extraction) -> Extraction:
    """A model's reading, each value as sure as the rules are that read the same, and least sure where they do not.

    How often a model is right depends on the model and is not measured; how often the rules are, is.
    """
    sure = dict.fromkeys(PARAMETER_NAMES, LEAST)
    with suppress(BriefError):  # a brief that the rules refuse gives no support
        ours = by_rules(theirs.text, today=theirs.today).fields
        sure |= {name: field.confidence for name, field in ours.items() if _same(field, theirs.fields[name])}
    fields = {name: field.model_copy(update={"confidence": sure[name]}) for name, field in theirs.fields.items()}
    return theirs.model_copy(update={"fields": fields})


def _without_model(ours: Extraction, error: ModelError | BriefError) -> Extraction:
    code = WarningCode.MODEL_FAILED if isinstance(error, ModelError) else WarningCode.ENGINES_DISAGREE
    message = f"The language model could not be used, so the offline rules read the brief alone. {error.problem}"
    warning = ReadingWarning(code=code, message=message)
    return ours.model_copy(update={"engine": "auto", "warnings": (*ours.warnings, warning)})


def cross_checked(ours: Extraction, theirs: Extraction) -> Extraction:
    """The rules' reading, with the model's where the rules found nothing; where they differ, each value has a rival."""
    fields: dict[str, FieldReading] = dict(ours.fields)
    apart = [name for name in PARAMETER_NAMES if _differ(name, ours.fields[name], theirs.fields[name])]
    for name in apart:
        if ours.fields[name].source == "default" and theirs.fields[name].source != "default":
            fields[name] = theirs.fields[name]
    if fields["markdown_checkpoint_week"].value is None:
        fields["markdown_threshold"] = ours.fields["markdown_threshold"]
    elif fields["markdown_threshold"].value is None:
        fields["markdown_threshold"] = theirs.fields["markdown_threshold"]
    try:
        parameters = SeasonParameters(**{name: field.value for name, field in fields.items()})
    except ValidationError:  # the model's additions do not fit the rest: they stay rivals only
        fields, parameters = dict(ours.fields), ours.parameters
    for name in apart:
        fields[name] = _with_rival(name, fields[name], ours.fields[name], theirs.fields[name])
    settled = {name for name in apart if ours.fields[name].value != fields[name].value}
    known = [w for w in ours.warnings if w.code is not WarningCode.SPOKEN_OF_NOT_READ or not settled & set(w.fields)]
    doubts = [_disagreement(name, ours.fields[name], theirs.fields[name], fields[name]) for name in apart]
    lead = theirs.supplier_lead_weeks if ours.supplier_lead_weeks is None else ours.supplier_lead_weeks
    return ours.model_copy(
        update={
            "engine": "auto",
            "parameters": parameters,
            "fields": fields,
            "warnings": (*known, *doubts),
            "category_phrase": ours.category_phrase or theirs.category_phrase,
            "category_span": ours.category_span or theirs.category_span,
            "supplier_lead_weeks": lead,
        }
    )


def _differ(name: str, rules: FieldReading, model: FieldReading) -> bool:
    return not _same(rules, model) and not (name == "markdown_threshold" and model.source == "default")


def _same(a: FieldReading, b: FieldReading) -> bool:
    if isinstance(a.value, float) and isinstance(b.value, float):
        return abs(a.value - b.value) < 0.0051
    return a.value == b.value


def _with_rival(name: str, taken: FieldReading, rules: FieldReading, model: FieldReading) -> FieldReading:
    """The value taken, marked with what the other engine read, and no surer than the least sure."""
    ours = taken.value == rules.value
    rival = f"The language model read {_told(name, model)}." if ours else f"The rules read {_told(name, rules)}."
    return taken.model_copy(update={"rival": rival, "confidence": min(taken.confidence, LEAST)})


def _disagreement(name: str, rules: FieldReading, model: FieldReading, taken: FieldReading) -> ReadingWarning:
    used = "the rules'" if taken.value == rules.value else "the model's, because the rules found nothing"
    message = (
        f"{LABELS[name]}: the rules read {_told(name, rules)}, the language model {_told(name, model)}; used: {used}."
    )
    return ReadingWarning(code=WarningCode.ENGINES_DISAGREE, message=message, fields=(name,))


def _told(name: str, reading: FieldReading) -> str:
    """A value and the words it was read from."""
    words = f"“{' '.join(reading.quote.split())}”" if reading.quote else "not stated"
    return f"{said(name, reading.value)} ({words})"
