import asyncio
from datetime import date
from typing import Any

import pytest

from forecast_kit.errors import ModelError, SettingsError
from forecast_kit.extraction import extract_parameters
from forecast_kit.extraction.client import build_async_client, build_client, model_faults, model_name, server_of
from forecast_kit.settings import Settings

from .model_server import completion, model_server

AZURE: dict[str, Any] = {"base_url": None, "openai_api_key": None, "azure_deployment": "season-reader"}


def test_azure_is_asked_at_the_deployment_with_its_key() -> None:
    with model_server(completion("{}")) as server:
        settings = server.settings(
            **AZURE
            | {
                "azure_endpoint": server.url.removesuffix("/v1"),
                "azure_api_key": "az-key",
                "azure_api_version": "2024-10-21",
            }
        )
        with pytest.raises(ModelError):
            extract_parameters("hats", today=date(2026, 1, 5), engine="llm", settings=settings)
    assert server.paths[0] == "/openai/deployments/season-reader/chat/completions?api-version=2024-10-21"
    assert {k.lower(): v for k, v in server.headers[0].items()}["api-key"] == "az-key"
    assert model_name(settings) == "season-reader"


def test_azure_takes_an_entra_token_before_a_key() -> None:
    with model_server(completion("{}")) as server:
        settings = server.settings(
            **AZURE
            | {
                "azure_endpoint": server.url.removesuffix("/v1"),
                "azure_ad_token": "entra",
                "azure_api_key": "az-key",
                "azure_api_version": "2024-10-21",
            }
        )
        build_client(settings).chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}])
    headers = {k.lower(): v for k, v in server.headers[0].items()}
    assert headers["authorization"] == "Bearer entra"


def test_azures_newer_address_is_plain_openai() -> None:
    with model_server(completion("{}")) as server:
        settings = server.settings(
            **AZURE | {"azure_endpoint": f"{server.url.removesuffix('/v1')}/openai/v1/", "azure_api_key": "az-key"}
        )
        build_client(settings).chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}])
    assert server.paths == ["/openai/v1/chat/completions"]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"azure_endpoint": "https://x.openai.azure.com", "azure_api_key": "k"}, "OPENAI_API_VERSION"),
        ({"azure_endpoint": "https://x.openai.azure.com", "azure_api_version": "v"}, "AZURE_OPENAI_API_KEY"),
        ({}, "OPENAI_API_KEY"),
    ],
)
def test_what_is_missing_is_named(values: dict[str, Any], missing: str) -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        (
            "base_url",
            "openai_api_key",
            "azure_endpoint",
            "azure_api_key",
            "azure_ad_token",
            "azure_api_version",
            "azure_deployment",
        )
    )
    settings = Settings(_env_file=None, **(nothing | values))
    for build in (build_client, build_async_client):
        with pytest.raises(SettingsError, match=missing):
            build(settings)


def test_a_server_of_ones_own_needs_no_key() -> None:
    with model_server(completion("{}")) as server:
        settings = server.settings(openai_api_key=None)
        build_client(settings).chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}])
    assert len(server.requests) == 1


def test_the_async_client_asks_the_same_server_within_the_same_limits() -> None:
    async def ask(settings: Settings) -> str | None:
        async with build_async_client(settings) as client:
            answered = await client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hello"}])
            assert (client.timeout, client.max_retries) == (5.0, 0)
            return answered.choices[0].message.content

    with model_server(completion("hello back")) as server:
        assert asyncio.run(ask(server.settings())) == "hello back"


def test_a_message_names_the_host_and_nothing_else() -> None:
    settings = Settings(
        _env_file=None,
        base_url="https://user:pass@models.example/v1?key=secret",
        openai_api_key="sk-1",
        azure_endpoint=None,
    )
    assert server_of(settings) == "models.example"
    with pytest.raises(ModelError) as caught, model_faults(settings):
        raise TypeError("sk-1")
    assert caught.value.__cause__ is None
    assert "sk-1" not in str(caught.value)


def test_a_proxy_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "zzz://user:planted@proxy")
    settings = Settings(_env_file=None, base_url="http://models.example/v1", openai_api_key=None, azure_endpoint=None)
    for build in (build_client, build_async_client):
        with pytest.raises(SettingsError, match="HTTP_PROXY") as raised:
            build(settings)
        assert "planted" not in str(raised.value)
        assert raised.value.__context__ is None
