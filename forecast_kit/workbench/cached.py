"""Asking a model the same question once: readings kept by a digest of brief, day, model and prompt."""

from datetime import date
from typing import Literal

from forecast_kit.extraction import extract_parameters
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.plan import digest_of
from forecast_kit.runs import Clock
from forecast_kit.season import Extraction
from forecast_kit.settings import Settings

Engine = Literal["auto", "rules", "llm"]


def read_brief(
    database: Database, clock: Clock, settings: Settings, brief: str, today: date, engine: Engine, *, use_cache: bool
) -> Extraction:
    """A brief's reading; a model that has read this brief before, on the same day and prompt, is not asked again.

    The rules are quicker than any cache and always asked. A reading in which the model failed is not kept.

    Raises:
        BriefError: the brief cannot be read.
        ModelError: `engine` is "llm" and the model failed.
    """
    if engine == "rules" or not settings.model_configured:
        return extract_parameters(brief, today=today, engine=engine, settings=settings)
    key = _key(settings, brief, today, engine)
    if use_cache:
        with UnitOfWork(database, read_only=True) as work:
            kept = work.cache.get(key)
        if kept is not None:
            return Extraction.model_validate(kept)
    read = extract_parameters(brief, today=today, engine=engine, settings=settings)
    if not any(warning.code == "model_failed" for warning in read.warnings):
        with UnitOfWork(database) as work:
            work.cache.put(key, read.model_dump(mode="json"), now=clock.now())
            work.commit()
    return read


def _key(settings: Settings, brief: str, today: date, engine: Engine) -> str:
    from forecast_kit.extraction.answer import INSTRUCTIONS, answer_schema

    asked = [settings.model, settings.base_url, settings.azure_endpoint, settings.azure_deployment, engine]
    return "reading:" + digest_of([brief, today.isoformat(), asked, INSTRUCTIONS, answer_schema()])
