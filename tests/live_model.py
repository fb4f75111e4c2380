"""A real language model for the tests that want one: any server that speaks OpenAI's chat completions.

FORECAST_KIT_TEST_MODEL_URL   its address, e.g. http://127.0.0.1:8091/v1; without it these tests are skipped
FORECAST_KIT_TEST_MODEL       the model's name there (default: local)
FORECAST_KIT_TEST_MODEL_KEY   its key, where it wants one
"""

import os

import pytest

from forecast_kit.settings import Settings

ADDRESS = "FORECAST_KIT_TEST_MODEL_URL"
SECONDS_A_CALL = 180.0  # a small model on a busy machine


def live(test):
    """Marks a test, or all of a module, as one for a real model."""
    reason = f"set {ADDRESS} to the address of a language model server"
    return pytest.mark.live_model(pytest.mark.skipif(ADDRESS not in os.environ, reason=reason)(test))


def live_settings() -> Settings:
    return Settings(
        _env_file=None,
        base_url=os.environ[ADDRESS],
        model=os.environ.get("FORECAST_KIT_TEST_MODEL", "local"),
        openai_api_key=os.environ.get("FORECAST_KIT_TEST_MODEL_KEY", "none"),
        azure_endpoint=None,
        model_timeout_seconds=SECONDS_A_CALL,
        reading_timeout_seconds=2 * SECONDS_A_CALL,
        planning_timeout_seconds=10 * SECONDS_A_CALL,
        model_max_retries=0,
    )
