import pytest
from pydantic import ValidationError

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
    "address", ["foo", "http://[::1", "http://x:abc/v1", "ftp://x/v1", "https://", "http://a b/v1"]
)
@pytest.mark.parametrize("variable", ["FORECAST_KIT_BASE_URL", "AZURE_OPENAI_ENDPOINT"])
def test_an_address_that_is_none_is_refused_by_the_name_it_was_set_under(monkeypatch, variable, address):
    monkeypatch.setenv(variable, address)
    with pytest.raises(SettingsError, match=f"{variable} cannot be used: it is not the address of a server") as error:
        get_settings()
    assert address not in str(error.value)


@pytest.mark.parametrize("key", ["sk-planted’s", "sk-planted\nX: y", "sk-planted\x7f"])
def test_a_key_that_cannot_be_sent_is_refused_and_not_shown(monkeypatch, key):
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY cannot be used") as error:
        get_settings()
    assert "planted" not in str(error.value) + repr(error.value)
    with pytest.raises(ValidationError) as raised:
        Settings()
    assert "planted" not in str(raised.value)


def test_what_is_empty_or_padded_is_as_if_it_were_not(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "  ")
    monkeypatch.setenv("FORECAST_KIT_BASE_URL", "")
    assert not Settings(_env_file=None).model_configured
    monkeypatch.setenv("OPENAI_API_KEY", " sk-1\n")
    assert Settings(_env_file=None).openai_api_key.get_secret_value() == "sk-1"


def test_a_password_in_an_address_does_not_print():
    assert "planted" not in repr(Settings(_env_file=None, base_url="http://me:planted@models.example/v1"))


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
