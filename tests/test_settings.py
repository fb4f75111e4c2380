import pytest

from forecast_kit.errors import SettingsError
from forecast_kit.settings import PROJECT_ROOT, Settings, get_settings, resolve_database_url


@pytest.fixture(autouse=True)
def _fresh_settings():
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def test_a_key_never_prints(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-secret")
    settings = Settings()
    assert settings.model_configured
    assert "planted" not in repr(settings) + str(settings.model_dump()) + settings.model_dump_json()


def test_a_wrong_setting_is_named_and_its_value_is_not_shown(monkeypatch):
    monkeypatch.setenv("FORECAST_KIT_MODEL_TIMEOUT_SECONDS", "soon-secret")
    with pytest.raises(SettingsError) as error:
        get_settings()
    assert "MODEL_TIMEOUT_SECONDS" in str(error.value)
    assert "soon-secret" not in str(error.value)


@pytest.mark.parametrize(
    ("given", "resolved"),
    [
        ("sqlite:///data/w.db", f"sqlite:///{PROJECT_ROOT / 'data/w.db'}"),
        ("sqlite:////var/w.db", "sqlite:////var/w.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql+psycopg://u@h/db", "postgresql+psycopg://u@h/db"),
    ],
)
def test_relative_sqlite_paths_are_taken_from_the_project_root(given, resolved):
    assert resolve_database_url(given) == resolved
