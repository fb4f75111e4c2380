"""Reading a brief with a language model: it quotes and types, Python checks, resolves and calculates."""

import re
from datetime import date
from typing import Any

from pydantic import ValidationError

from forecast_kit.errors import BriefError, ModelError
from forecast_kit.extraction.answer import Answer
from forecast_kit.extraction.checks import check
from forecast_kit.extraction.client import RULES_INSTEAD, model_name
from forecast_kit.extraction.conversation import FORMS, Conversation
from forecast_kit.extraction.interpret import AnswerRefusedError, interpret
from forecast_kit.extraction.omissions import omissions
from forecast_kit.extraction.patience import within
from forecast_kit.extraction.prompt import opening
from forecast_kit.extraction.resolve import extraction, resolve
from forecast_kit.extraction.resolved import Resolved
from forecast_kit.extraction.rules.text import CleanText, clean
from forecast_kit.season import Extraction
from forecast_kit.settings import Settings

_AGAIN = "Correct that and answer again with the whole list, what was right included."
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
        first = _Attempt(conversation.answer(), brief, today)
        if not first.complaint:
            return first.resolved()
        conversation.object_to(f"{first.complaint} {_AGAIN}")
        try:
            second = _Attempt(conversation.answer(), brief, today)
        except ModelError:
            if first.failed:
                raise
            return first.resolved()
        return min(second, first, key=lambda attempt: attempt.rank).resolved()
    finally:
        conversation.close()


class _Attempt:
    """One answer: what it comes to, or what is wrong with it."""

    def __init__(self, answered: str, brief: CleanText, today: date) -> None:
        self._fault: AnswerRefusedError | BriefError | None = None
        self._resolved: Resolved | None = None
        self._omitted: list[str] = []
        try:
            answer = _answer_in(answered)
            self._resolved = resolve(interpret(answer, brief), today)
            self._omitted = omissions(answer, brief)
        except (AnswerRefusedError, BriefError) as fault:
            self._fault = fault

    @property
    def failed(self) -> bool:
        """Whether it comes to nothing."""
        return self._fault is not None

    @property
    def complaint(self) -> str:
        """What the model is told, so that its next answer may be right; nothing when there is nothing to say."""
        if self._fault is not None:
            return f"That answer cannot be used. {self._fault}"
        words = ", ".join(self._omitted[:10])
        return f"That answer says nothing of {words}. Add a statement for each." if words else ""

    @property
    def rank(self) -> tuple[bool, int]:
        """The lower the better."""
        return self.failed, len(self._omitted)

    def resolved(self) -> Resolved:
        """What the answer comes to.

        Raises:
            BriefError: the model insists on what cannot be.
            ModelError: it is not what the brief says.
        """
        if self._resolved is not None:
            return self._resolved
        if isinstance(self._fault, BriefError):
            raise self._fault
        raise ModelError(f"The model's answer does not match the brief. {self._fault}", RULES_INSTEAD)


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
