"""The command line, called in this process with a database of the test's own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forecast_kit.cli.app import main
from forecast_kit.settings import get_settings

MODEL_VARIABLES = ("OPENAI_API_KEY", "FORECAST_KIT_BASE_URL", "AZURE_OPENAI_ENDPOINT", "FORECAST_KIT_ENGINE")


@dataclass
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="module")
def database_file(tmp_path_factory) -> Path:
    """One database for all tests of a module, so that the sample is loaded once."""
    return tmp_path_factory.mktemp("cli") / "workbench.db"


@pytest.fixture
def call(monkeypatch, capsys, database_file):
    """`call("plan", "...")` answers exit code, standard output and standard error."""
    monkeypatch.setenv("FORECAST_KIT_DATABASE_URL", f"sqlite:///{database_file}")
    for name in MODEL_VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Answer:
        get_settings.cache_clear()
        monkeypatch.setattr("sys.argv", ["forecast-kit", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    yield run
    get_settings.cache_clear()
