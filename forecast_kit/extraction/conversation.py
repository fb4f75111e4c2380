"""Talking to a language model's server, in the strictest form of answer it knows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forecast_kit.errors import ModelError
from forecast_kit.extraction.answer import answer_schema
from forecast_kit.extraction.client import RULES_INSTEAD, build_client, model_faults, model_name, server_of
from forecast_kit.extraction.patience import Retries, out_of_time
from forecast_kit.settings import Settings

if TYPE_CHECKING:
    from openai import APIStatusError

_MAX_ANSWER_TOKENS = 4_000
_FORM_WORDS = ("response_format", "schema", "json_object", "json mode", "structured")
FORMS: tuple[Mapping[str, Any] | None, ...] = (
    {"type": "json_schema", "json_schema": {"name": "season_brief", "strict": True, "schema": answer_schema()}},
    {"type": "json_object"},
    None,
)


@dataclass(slots=True)
class _Terms:
    """What is asked of a server besides the words. What it does not know is given up, one thing at a time."""

    form: int = 0
    limit: str = "max_completion_tokens"
    temperature: float | None = 0.0

    def options(self, settings: Settings) -> dict[str, Any]:
        out: dict[str, Any] = {"model": model_name(settings), self.limit: _MAX_ANSWER_TOKENS}
        if self.temperature is not None:
            out["temperature"] = self.temperature
        if form := FORMS[self.form]:
            out["response_format"] = form
        if server_of(settings).endswith("api.openai.com"):
            out["store"] = False  # a brief is the company's business
        return out

    def give_up(self, error: "APIStatusError") -> bool:
        """Give up what the server complains of; False when it is none of these."""
        words = str(error).lower()
        if self.limit in words and self.limit != "max_tokens":
            self.limit = "max_tokens"
        elif "temperature" in words and self.temperature is not None:
            self.temperature = None
        elif self.form + 1 < len(FORMS) and any(word in words for word in _FORM_WORDS):
            self.form += 1
        else:
            return False
        return True


class Conversation:
    """The messages so far, and what the server has accepted."""

    def __init__(self, settings: Settings, messages: Iterable[Mapping[str, str]]) -> None:
        self._settings = settings
        self._client = build_client(settings).with_options(max_retries=0)
        self._retries = Retries(settings)
        self._terms = _Terms()
        self._messages = [dict(message) for message in messages]

    def answer(self) -> str:
        """What the model says next.

        Raises:
            ModelError: it cannot be asked, fails, refuses, or says nothing.
        """
        with model_faults(self._settings):
            text = self._text(self._completion())
        self._messages.append({"role": "assistant", "content": text})
        return text

    def object_to(self, complaint: str) -> None:
        """Say what is wrong with the answer, so that the next one may be right."""
        self._messages.append({"role": "user", "content": complaint})

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def _completion(self) -> Any:
        from openai import APIError, APIStatusError, APITimeoutError

        tried = 0
        while self._retries.left_seconds > 0:
            seconds = self._retries.seconds_a_try
            try:
                create: Any = self._client.chat.completions.create
                return create(messages=self._messages, timeout=seconds, **self._terms.options(self._settings))
            except APIError as error:
                if isinstance(error, APIStatusError) and self._terms.give_up(error):
                    self._spell_out()
                    continue
                if isinstance(error, APITimeoutError) and seconds < self._settings.model_timeout_seconds:
                    break
                tried += 1
                self._retries.wait(error, tried)
        raise out_of_time(self._settings)

    def _spell_out(self) -> None:
        """Without the schema in the request it has to be in the words."""
        words = f"\nAnswer with one JSON object of this schema:\n{json.dumps(answer_schema())}"
        if self._terms.form and not self._messages[0]["content"].endswith(words):
            self._messages[0]["content"] += words

    def _text(self, completion: Any) -> str:
        choices = completion.choices
        if not choices:
            raise TypeError("no choices")
        server, message, finish = server_of(self._settings), choices[0].message, choices[0].finish_reason
        problem = ""
        if message.refusal:
            problem = "The model refused to read the brief."
        elif finish == "length":
            problem = f"The answer of {server} was cut off: it was too long."
        elif finish == "content_filter":
            problem = f"{server} withheld its answer: its content filter was triggered."
        elif not isinstance(message.content, str) or not message.content.strip():
            problem = f"{server} gave an empty answer."
        if problem:
            raise ModelError(problem, RULES_INSTEAD)
        text: str = message.content
        return text.encode("utf-8", "replace").decode("utf-8")  # half a character cannot be sent back
