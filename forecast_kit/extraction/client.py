"""Clients for OpenAI, Azure OpenAI and compatible servers, and one place where their faults become ModelError."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from forecast_kit.errors import ForecastKitError, ModelError, SettingsError
from forecast_kit.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI, OpenAIError

RULES_INSTEAD = "Try again, or use the offline rules (engine='rules')."
_OPENAI = "https://api.openai.com/v1"
_NO_ANSWER = (
    json.JSONDecodeError, UnicodeError, RecursionError, ValidationError, AttributeError, TypeError, IndexError
)  # fmt: skip


def model_name(settings: Settings) -> str:
    """What to ask for: the Azure deployment where there is one, else the model."""
    return (settings.azure_deployment or settings.model) if settings.azure_endpoint else settings.model


def build_client(settings: Settings) -> "OpenAI":
    """The client for the server the settings name.

    Raises:
        SettingsError: nothing to ask, no key, or an Azure endpoint without its API version.
    """
    from openai import AzureOpenAI, OpenAI

    with _client_of(settings) as (azure, options):
        return AzureOpenAI(**options) if azure else OpenAI(**options)


def build_async_client(settings: Settings) -> "AsyncOpenAI":
    """The same client for use with await (the agents).

    Raises:
        SettingsError: nothing to ask, no key, or an Azure endpoint without its API version.
    """
    from openai import AsyncAzureOpenAI, AsyncOpenAI

    with _client_of(settings) as (azure, options):
        return AsyncAzureOpenAI(**options) if azure else AsyncOpenAI(**options)


@contextmanager
def _client_of(settings: Settings) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Whether the client is Azure's, and its options; what the client says of a proxy becomes a SettingsError."""
    azure = bool(settings.azure_endpoint) and not _is_azure_v1(settings.azure_endpoint or "")
    options = _azure(settings) if azure else _plain(settings)
    try:
        yield azure, options
    except ValueError:
        problem = f"{server_of(settings)} cannot be asked: a proxy is set to an address that cannot be used."
    else:
        return
    raise_alone(SettingsError(problem, "Correct HTTP_PROXY, HTTPS_PROXY or ALL_PROXY."))


def _is_azure_v1(endpoint: str) -> bool:
    """Azure's newer address speaks plain OpenAI and needs no API version."""
    return endpoint.rstrip("/").endswith("/openai/v1")


def _azure(settings: Settings) -> dict[str, Any]:
    if not settings.azure_api_version:
        raise SettingsError("Azure OpenAI needs an API version.", "Set OPENAI_API_VERSION.")
    return {
        "azure_endpoint": settings.azure_endpoint,
        "azure_deployment": settings.azure_deployment,
        "api_version": settings.azure_api_version,
        **_azure_credential(settings),
        "timeout": settings.model_timeout_seconds,
        "max_retries": settings.model_max_retries,
    }


def _azure_credential(settings: Settings) -> dict[str, str]:
    if settings.azure_ad_token:
        return {"azure_ad_token": settings.azure_ad_token.get_secret_value()}
    if settings.azure_api_key:
        return {"api_key": settings.azure_api_key.get_secret_value()}
    raise SettingsError(
        "Azure OpenAI needs a key or an Entra token.", "Set AZURE_OPENAI_API_KEY or AZURE_OPENAI_AD_TOKEN."
    )


def _plain(settings: Settings) -> dict[str, Any]:
    address = settings.base_url
    if settings.azure_endpoint:
        address, (key,) = settings.azure_endpoint, _azure_credential(settings).values()
    else:
        key = _key(settings.openai_api_key, own_server=bool(address))
    return {
        "base_url": address or _OPENAI,  # never left to the client, which would look for an address of its own
        "api_key": key,
        "timeout": settings.model_timeout_seconds,
        "max_retries": settings.model_max_retries,
    }


def _key(secret: SecretStr | None, *, own_server: bool) -> str:
    if secret:
        return secret.get_secret_value()
    if own_server:
        return "none"  # the client insists on one; a server of one's own rarely does
    raise SettingsError(
        "No language model is set up.",
        "Set OPENAI_API_KEY, FORECAST_KIT_BASE_URL or AZURE_OPENAI_ENDPOINT, or use engine='rules'.",
    )


def server_of(settings: Settings) -> str:
    """The host asked, for messages: never a path, a query or a key."""
    address = settings.azure_endpoint or settings.base_url or _OPENAI
    parts = urlsplit(address)
    return parts.hostname or "the model's server"


class ModelFaults:
    """What `model_faults` answers. A class, because a generator's frames would keep the fault among their locals."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, fault: BaseException | None, where: object) -> None:
        from openai import OpenAIError

        if isinstance(fault, OpenAIError):
            problem = _sentence(fault, self._settings)
        elif isinstance(fault, _NO_ANSWER):
            problem = f"{server_of(self._settings)} answered with something that is not a model's answer."
        else:
            return
        del fault, where
        raise_alone(ModelError(problem, RULES_INSTEAD))


def model_faults(settings: Settings) -> ModelFaults:
    """Turn every fault of a call to the model into a ModelError.

    Besides its own errors the client lets others through: a body that is no JSON (JSONDecodeError), no text
    (UnicodeError) or nested without end (RecursionError), HTML or a missing list in place of an answer
    (AttributeError, TypeError, IndexError), a value of the wrong type (ValidationError). What the server wrote is not
    repeated, and the fault itself is let go: either may hold the key, or part of it.

    Raises:
        ModelError: always in place of the fault.
    """
    return ModelFaults(settings)


def raise_alone(error: ForecastKitError) -> NoReturn:
    """Raise an error without the fault it stands for, which knows the request and its key.

    `raise ... from None` hides the fault from a traceback and keeps it in `__context__`.
    """
    try:
        raise error
    finally:
        error.__context__ = None


def _sentence(error: "OpenAIError", settings: Settings) -> str:
    import openai

    server, code = server_of(settings), getattr(error, "code", None)
    if code == "insufficient_quota":
        return f"The account at {server} has no credit left."
    if code == "content_filter":
        return f"{server} refused the brief: its content filter was triggered."
    sentences: tuple[tuple[type[BaseException], str], ...] = (
        (openai.APITimeoutError, f"{server} did not answer within {settings.model_timeout_seconds:g} seconds."),
        (openai.APIConnectionError, f"{server} cannot be reached."),
        (openai.RateLimitError, f"{server} is refusing requests: too many in too short a time."),
        (openai.AuthenticationError, f"{server} did not accept the key."),
        (openai.PermissionDeniedError, f"The key may not use the model {model_name(settings)} at {server}."),
        (openai.NotFoundError, f"There is no model {model_name(settings)} at {server}."),
        (openai.BadRequestError, f"{server} did not accept the request."),
        (openai.LengthFinishReasonError, f"The answer of {server} was cut off: it was too long."),
        (openai.ContentFilterFinishReasonError, f"{server} withheld its answer: its content filter was triggered."),
        (openai.InternalServerError, f"{server} failed."),
        (openai.APIStatusError, f"{server} did not answer the question (status {getattr(error, 'status_code', 0)})."),
    )
    return next((sentence for kind, sentence in sentences if isinstance(error, kind)), f"{server} could not be asked.")
