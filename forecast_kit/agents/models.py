"""Which language model the agents ask, from the settings."""

import re
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import agents as sdk

from forecast_kit.errors import ModelError, SettingsError
from forecast_kit.extraction.client import build_async_client, model_faults, model_name, server_of
from forecast_kit.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

FIXED_TEMPERATURE = re.compile(r"^(o\d|gpt-[5-9])")


def model_settings(settings: Settings) -> sdk.ModelSettings:
    """The same answer every time where the model allows it, nothing kept by the server, one step a turn, bounded."""
    fixed = FIXED_TEMPERATURE.match(settings.model) or FIXED_TEMPERATURE.match(model_name(settings))
    tries = 1 + settings.model_max_retries
    return sdk.ModelSettings(
        temperature=None if fixed else 0.0,
        store=False if server_of(settings).endswith("api.openai.com") else None,
        parallel_tool_calls=False,
        timeout=settings.model_timeout_seconds * tries + 2.0,
        include_usage=True if settings.model_streams else None,
    )


def build_model(settings: Settings) -> "ClientModel":
    """The configured model over chat completions, which OpenAI, Azure and compatible servers all speak.

    Raises:
        ModelError: the settings do not make a client; it says what is missing.
    """
    try:
        client = build_async_client(settings)
    except SettingsError as error:
        raise ModelError(error.problem, error.remedy) from None
    return ClientModel(settings, client)


class ClientModel(sdk.Model):
    """A model behind a client, whose every fault becomes a ModelError without the server's words."""

    def __init__(self, settings: Settings, client: "AsyncOpenAI") -> None:
        self._settings, self._client = settings, client
        self._inner = sdk.OpenAIChatCompletionsModel(model_name(settings), client)

    async def get_response(self, *args: Any, **kwargs: Any) -> sdk.ModelResponse:
        """The model's answer."""
        with model_faults(self._settings):
            return await self._inner.get_response(*args, **kwargs)

    async def stream_response(self, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        """The model's answer as it comes."""
        with model_faults(self._settings):
            async for event in self._inner.stream_response(*args, **kwargs):
                yield event

    async def close(self) -> None:
        """Lets the connections go."""
        await self._client.close()
