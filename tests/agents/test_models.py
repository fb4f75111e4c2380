"""Which model is asked, and how."""

import asyncio

import agents as sdk
import pytest

from forecast_kit.agents.models import build_model
from forecast_kit.agents.models import model_settings as settings_for
from forecast_kit.errors import ModelError
from tests.agents.conftest import model_settings


@pytest.mark.parametrize(
    ("model", "temperature"), [("gpt-4o-mini", 0.0), ("local", 0.0), ("o3-mini", None), ("gpt-5.6-luna", None)]
)
def test_the_same_answer_is_asked_for_wherever_the_model_allows_it(model: str, temperature: float | None):
    assert settings_for(model_settings(openai_api_key="k", model=model)).temperature == temperature


def test_openai_is_told_to_keep_nothing_and_others_are_sent_nothing_they_may_not_know():
    assert settings_for(model_settings(openai_api_key="k")).store is False
    assert settings_for(model_settings(openai_api_key="k", base_url="https://api.openai.com/v1")).store is False
    assert settings_for(model_settings(base_url="http://127.0.0.1:1/v1")).store is None


def test_a_call_ends_even_when_every_try_hangs():
    assert settings_for(model_settings(model_timeout_seconds=20, model_max_retries=1)).timeout == 42.0


def test_a_client_that_cannot_be_made_is_the_models_error_and_says_what_is_missing():
    with pytest.raises(ModelError, match="OPENAI_API_VERSION"):
        build_model(model_settings(azure_endpoint="https://unit.openai.azure.com"))


def test_the_connections_are_let_go():
    model = build_model(model_settings(openai_api_key="k"))
    asyncio.run(model.close())
    assert model._client.is_closed()


def test_azure_is_asked_at_its_deployment():
    azure = {"azure_endpoint": "https://unit.openai.azure.com", "azure_deployment": "planning", "azure_api_key": "k"}
    model = build_model(model_settings(**azure, azure_api_version="2024-10-21"))
    assert model._inner.model == "planning"
    assert str(model._client.base_url) == "https://unit.openai.azure.com/openai/deployments/planning/"


def test_streamed_the_same_faults_are_the_models_error():
    async def first_event() -> None:
        model = build_model(model_settings(base_url="http://127.0.0.1:9/v1"))
        tracing, nothing = (
            sdk.ModelTracing.DISABLED,
            dict.fromkeys(("previous_response_id", "conversation_id", "prompt")),
        )
        async for _ in model.stream_response(None, "Hello", sdk.ModelSettings(), [], None, [], tracing, **nothing):
            raise AssertionError("nobody listens there")

    with pytest.raises(ModelError, match="cannot be reached"):
        asyncio.run(first_event())
