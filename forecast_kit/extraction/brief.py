"""A brief to an extraction: by the rules, by a language model, or by the model cross-checked by the rules."""

from datetime import date, datetime
from typing import Literal, get_args

from pydantic import ValidationError

from forecast_kit.errors import BriefError, ModelError, SettingsError
from forecast_kit.extraction.checks import check
from forecast_kit.extraction.resolve import extraction, resolve
from forecast_kit.extraction.rules.grammar import understand
from forecast_kit.season import PARAMETER_NAMES, Extraction, FieldReading, ReadingWarning, SeasonParameters
from forecast_kit.settings import Settings, get_settings

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
        return by_model(text, today=today, settings=settings)
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


def _without_model(ours: Extraction, error: ModelError | BriefError) -> Extraction:
    code = "model_failed" if isinstance(error, ModelError) else "engines_disagree"
    message = f"The language model could not be used, so the offline rules read the brief alone. {error.problem}"
    warning = ReadingWarning(code=code, message=message)
    return ours.model_copy(update={"engine": "auto", "warnings": (*ours.warnings, warning)})


def cross_checked(ours: Extraction, theirs: Extraction) -> Extraction:
    """The rules' reading, with the model's where the rules found nothing, and a warning wherever they differ."""
    fields: dict[str, FieldReading] = dict(ours.fields)
    warnings = list(ours.warnings)
    for name in PARAMETER_NAMES:
        rules, model = ours.fields[name], theirs.fields[name]
        if _same(rules, model) or (name == "markdown_threshold" and model.source == "default"):
            continue
        taken = rules.source == "default" and model.source != "default"
        if taken:
            fields[name] = model
        warnings.append(_disagreement(name, rules, model, taken=taken))
    if fields["markdown_checkpoint_week"].value is None:
        fields["markdown_threshold"] = ours.fields["markdown_threshold"]
    elif fields["markdown_threshold"].value is None:
        fields["markdown_threshold"] = theirs.fields["markdown_threshold"]
    try:
        parameters = SeasonParameters(**{name: field.value for name, field in fields.items()})
    except ValidationError:  # the model's additions do not fit the rest: they stay in the warnings only
        fields, parameters = dict(ours.fields), ours.parameters
    return ours.model_copy(
        update={
            "engine": "auto",
            "parameters": parameters,
            "fields": fields,
            "warnings": tuple(warnings),
            "category_phrase": ours.category_phrase or theirs.category_phrase,
            "supplier_lead_weeks": ours.supplier_lead_weeks
            if ours.supplier_lead_weeks is not None
            else theirs.supplier_lead_weeks,
        }
    )


def _same(a: FieldReading, b: FieldReading) -> bool:
    if isinstance(a.value, float) and isinstance(b.value, float):
        return abs(a.value - b.value) < 0.0051
    return a.value == b.value


def _disagreement(name: str, rules: FieldReading, model: FieldReading, *, taken: bool) -> ReadingWarning:
    used = "the model's, because the rules found nothing" if taken else "the rules'"
    theirs = f"{_shown(model.value)} ('{model.quote}')" if model.quote else f"{_shown(model.value)} (not stated)"
    ours = f"{_shown(rules.value)} ('{rules.quote}')" if rules.quote else f"{_shown(rules.value)} (not stated)"
    message = f"{name.replace('_', ' ')}: the rules read {ours}, the language model {theirs}; used: {used}."
    return ReadingWarning(code="engines_disagree", message=message, fields=(name,))


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value * 100:g} %"
    return "none" if value is None else str(value)
