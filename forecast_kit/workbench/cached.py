"""Asking a model the same question once: readings kept by a digest of brief, day, model and prompt."""

import json
from datetime import date
from typing import Literal

from forecast_kit.extraction import extract_parameters
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.plan import digest_of
from forecast_kit.runs import Clock
from forecast_kit.season import Extraction, ReadingWarning
from forecast_kit.settings import Settings
from forecast_kit.version import __version__

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
    if use_cache and (kept := _kept(database, key)) is not None:
        return kept
    read = extract_parameters(brief, today=today, engine=engine, settings=settings)
    if not any(_is_failure(warning) for warning in read.warnings):
        with UnitOfWork(database) as work:
            # as ASCII: a brief may hold half a character, and no database takes it
            work.cache.put(key, json.dumps(read.model_dump(mode="json")), now=clock.now())
            work.commit()
    return read


def _key(settings: Settings, brief: str, today: date, engine: Engine) -> str:
    """A digest of all that the reading depends on: the very question put to the model, and what the rules make of it.

    The instructions, the examples and the schema are part of the question, so a change of any of them is a new one.
    """
    from forecast_kit.extraction.llm import question

    rules = extract_parameters(brief, today=today, engine="rules").model_dump(mode="json") if engine == "auto" else None
    return "reading:" + digest_of(
        [__version__, engine, today.isoformat(), ascii([brief, rules]), question(brief, settings)]
    )


def _kept(database: Database, key: str) -> Extraction | None:
    with UnitOfWork(database, read_only=True) as work:
        kept = work.cache.get(key)
    try:
        return None if kept is None else Extraction.model_validate(json.loads(kept))
    except (TypeError, ValueError):  # kept by another version of the kit
        return None


def _is_failure(warning: ReadingWarning) -> bool:
    """Whether the model's answer was of no use, so that it is asked again the next time."""
    return warning.code == "model_failed" or (warning.code == "engines_disagree" and not warning.fields)
