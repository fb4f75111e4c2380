"""Settings of the tests' own: nobody's keys, no file."""

from typing import Any

from forecast_kit.settings import Settings


def settings(**changes: Any) -> Settings:
    return Settings(_env_file=None, openai_api_key=None, base_url=None, azure_endpoint=None, **changes)
