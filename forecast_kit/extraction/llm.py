"""Reading a brief with a language model: it quotes and types, Python checks, resolves and calculates."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from forecast_kit.errors import BriefError, ModelError
from forecast_kit.extraction.answer import INSTRUCTIONS, Answer, answer_schema
from forecast_kit.extraction.checks import check
from forecast_kit.extraction.client import build_client, model_faults, model_name, server_of
from forecast_kit.extraction.interpret import AnswerRefusedError, interpret
from forecast_kit.extraction.resolve import extraction, resolve
from forecast_kit.extraction.resolved import Resolved
from forecast_kit.extraction.rules.text import CleanText, clean
from forecast_kit.season import Extraction
from forecast_kit.settings import Settings

_MAX_ANSWER_TOKENS = 2_000
_FORMATS: tuple[Mapping[str, Any] | None, ...] = (
    {"type": "json_schema", "json_schema": {"name": "season_brief", "strict": True, "schema": answer_schema()}},
    {"type": "json_object"},
    None,
)


def by_model(text: str, *, today: date, settings: Settings) -> Extraction:
    """What a language model reads in a brief.

    Raises:
        BriefError: the brief is empty, too long, or asks for what cannot be.
        ModelError: the model cannot be reached, refuses, or twice answers what the brief does not say.
        SettingsError: no model is set up.
    """
    brief = clean(text)
    conversation = _Conversation(settings)
    answered = conversation.ask(json.dumps({"today": today.isoformat(), "brief": brief.text}, ensure_ascii=False))
    try:
        resolved = _resolved(answered, brief, today)
    except (AnswerRefusedError, BriefError) as complaint:
        answered = conversation.ask(f"That answer cannot be used. {complaint} Answer again with the whole JSON object.")
        try:
            resolved = _resolved(answered, brief, today)
        except AnswerRefusedError as again:
            raise ModelError(f"The model's answer does not match the brief. {again}", "Use engine='rules'.") from None
    return extraction(resolved, "llm", check(resolved))


def _resolved(answered: str, brief: CleanText, today: date) -> Resolved:
    try:
        answer = Answer.model_validate(json.loads(_object_in(answered)))
    except json.JSONDecodeError as error:
        raise AnswerRefusedError(f"It is not JSON ({error.msg} at character {error.pos}).") from None
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)[:5]
        listed = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'answer'}: {fault['msg']}" for fault in faults)
        raise AnswerRefusedError(f"It does not have the asked form: {listed}.") from None
    return resolve(interpret(answer, brief), today)


def _object_in(answered: str) -> str:
    """The JSON object in an answer that may come in a fence or with a sentence around it."""
    first, last = answered.find("{"), answered.rfind("}")
    return answered[first : last + 1] if 0 <= first < last else answered


class _Conversation:
    """The messages so far, and the strictest answer format the server has accepted."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.client = build_client(settings)
        self.format = 0
        self.messages: list[dict[str, str]] = [{"role": "system", "content": INSTRUCTIONS}]

    def ask(self, content: str) -> str:
        """Say something and return the answer's text."""
        self.messages.append({"role": "user", "content": content})
        with model_faults(self.settings):
            answered = self._answered()
        self.messages.append({"role": "assistant", "content": answered})
        return answered

    def _answered(self) -> str:
        from openai import BadRequestError, UnprocessableEntityError

        while True:
            try:
                completion: Any = self._complete(self.messages)
            except (BadRequestError, UnprocessableEntityError) as error:
                if self.format + 1 == len(_FORMATS) or not _is_about_format(error):
                    raise
                self.format += 1
                if self.format == 1:  # without the schema in the request it has to be in the words
                    self.messages[0]["content"] += (
                        f"\nAnswer with one JSON object of this schema:\n{json.dumps(answer_schema())}"
                    )
                continue
            return self._text(completion)

    def _complete(self, messages: Sequence[Mapping[str, str]]) -> object:
        chosen = _FORMATS[self.format]
        options: dict[str, Any] = {"response_format": chosen} if chosen else {}
        if server_of(self.settings) == "api.openai.com":
            options["store"] = False  # a brief is the company's business
        create: Any = self.client.chat.completions.create
        return create(
            model=model_name(self.settings),
            messages=list(messages),
            max_completion_tokens=_MAX_ANSWER_TOKENS,
            **options,
        )

    def _text(self, completion: Any) -> str:
        choices = completion.choices
        if not choices:
            raise TypeError("no choices")
        choice = choices[0]
        server = server_of(self.settings)
        if choice.message.refusal:
            raise ModelError("The model refused to read the brief.", "Use engine='rules'.")
        if choice.finish_reason == "length":
            raise ModelError(f"The answer of {server} was cut off: it was too long.", "Use engine='rules'.")
        if choice.finish_reason == "content_filter":
            raise ModelError(f"{server} withheld its answer: its content filter was triggered.", "Use engine='rules'.")
        text = choice.message.content
        if not isinstance(text, str) or not text.strip():
            raise ModelError(f"{server} gave an empty answer.", "Try again, or use engine='rules'.")
        return text


def _is_about_format(error: Exception) -> bool:
    words = str(error).lower()
    return any(
        word in words for word in ("response_format", "json_schema", "schema", "json_object", "json mode", "structured")
    )
