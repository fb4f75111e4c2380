"""Reading a brief with a language model: it quotes and types, Python checks, resolves and calculates."""

import re
from contextlib import suppress
from datetime import date
from typing import Any

from pydantic import ValidationError

from forecast_kit.errors import BriefError, ModelError
from forecast_kit.extraction.answer import Answer, Statement
from forecast_kit.extraction.checks import check
from forecast_kit.extraction.client import RULES_INSTEAD, model_name
from forecast_kit.extraction.conversation import FORMS, Conversation
from forecast_kit.extraction.interpret import AnswerRefusedError, interpret, standing
from forecast_kit.extraction.omissions import omissions
from forecast_kit.extraction.patience import within
from forecast_kit.extraction.prompt import opening
from forecast_kit.extraction.resolve import extraction, resolve
from forecast_kit.extraction.resolved import Resolved
from forecast_kit.extraction.rules.text import CleanText, clean
from forecast_kit.season import Extraction
from forecast_kit.settings import Settings

_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)  # what some open models say before their answer


def by_model(text: str, *, today: date, settings: Settings) -> Extraction:
    """What a language model reads in a brief, in at most `settings.reading_timeout_seconds`.

    Raises:
        BriefError: the brief is empty, too long, or asks for what cannot be.
        ModelError: the model cannot be reached, refuses, takes too long, or twice answers what the brief does not say.
        SettingsError: no model is set up.
    """
    brief = clean(text)
    conversation = Conversation(settings, opening(brief.text))
    resolved = within(settings, lambda: _read(conversation, brief, today))
    return extraction(resolved, "llm", check(resolved))


def question(text: str, settings: Settings) -> list[Any]:
    """All that a model's answer depends on: what it is asked, in which form, and who is asked.

    Raises:
        BriefError: the brief is empty or too long.
    """
    who = [model_name(settings), settings.base_url, settings.azure_endpoint, settings.azure_api_version]
    return [who, opening(clean(text).text), FORMS]


def _read(conversation: Conversation, brief: CleanText, today: date) -> Resolved:
    try:
        try:
            answer = _answer_in(conversation.answer())
            resolved = resolve(interpret(answer, brief), today)
        except (AnswerRefusedError, BriefError) as fault:
            return _second_try(conversation, fault, brief, today)
        passed_over = omissions(answer, brief)
        return _completed(conversation, answer, passed_over, brief, today) if passed_over else resolved
    finally:
        conversation.close()


def _second_try(
    conversation: Conversation, fault: AnswerRefusedError | BriefError, brief: CleanText, today: date
) -> Resolved:
    """What the model answers when it is told what is wrong with its first answer."""
    conversation.object_to(
        f"That answer cannot be used. {fault} Correct that and answer again with the whole list, "
        "what was right included."
    )
    try:
        return resolve(interpret(_answer_in(conversation.answer()), brief), today)
    except AnswerRefusedError as again:
        problem = f"The model's answer does not match the brief. {again}"
    raise ModelError(problem, RULES_INSTEAD)


def _completed(
    conversation: Conversation, answer: Answer, passed_over: list[str], brief: CleanText, today: date
) -> Resolved:
    """The first answer, with what the model adds when it is told what it passed over, as far as that stands."""
    conversation.object_to(
        f"That answer says nothing of {', '.join(passed_over[:10])}. Answer again, with a statement for each."
    )
    more: list[Statement] = []
    with suppress(AnswerRefusedError, ModelError):
        more = [said for said in standing(_answer_in(conversation.answer()), brief) if said not in answer.said]
    try:
        return resolve(interpret(Answer(said=[*answer.said, *more]), brief), today)
    except BriefError:
        return resolve(interpret(answer, brief), today)


def _answer_in(answered: str) -> Answer:
    try:
        return Answer.model_validate_json(_object_in(answered))
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)[:5]
        listed = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'answer'}: {fault['msg']}" for fault in faults)
    raise AnswerRefusedError(f"It does not have the asked form: {listed}.")


def _object_in(answered: str) -> str:
    """The JSON object in an answer that may come in a fence or with a sentence around it."""
    said = _THOUGHTS.sub("", answered)
    first, last = said.find("{"), said.rfind("}")
    return said[first : last + 1] if 0 <= first < last else said
