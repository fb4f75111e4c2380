"""Settings from the environment (FORECAST_KIT_...), a .env file, or defaults. The one place they are read."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from forecast_kit.errors import SettingsError

PROJECT_ROOT = Path(__file__).resolve().parents[1]


def _web_address(given: str | None) -> str | None:
    address = (given or "").strip()
    if not address:
        return None
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1) and " " not in address
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("it is not the address of a server, such as http://127.0.0.1:8091/v1")
    return address


def _sendable(given: SecretStr | None) -> SecretStr | None:
    key = given.get_secret_value().strip() if given else ""
    if not (key.isascii() and key.isprintable()):
        raise ValueError("it holds a character that no key has; copy it again")
    return SecretStr(key) if key else None


Address = Annotated[str | None, AfterValidator(_web_address)]
Key = Annotated[SecretStr | None, AfterValidator(_sendable)]


class Settings(BaseSettings):
    """Everything that may differ between machines and teams. Keys are secrets: they never print.

    >>> Settings(openai_api_key="sk-secret").openai_api_key
    SecretStr('**********')
    """

    model_config = SettingsConfigDict(
        env_prefix="FORECAST_KIT_",
        env_file=".env",
        extra="ignore",
        populate_by_name=True,
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str = "sqlite:///data/workbench.db"
    data_dir: Path = Path("data")
    runs_dir: Path = Path("runs")
    confirmed_by: str | None = None
    approved_by: str | None = None
    max_units: int | None = Field(None, ge=0, description="the largest order that approved_by signs ahead, units")
    max_money: float | None = Field(None, ge=0, description="the same in cash, selling currency")
    max_markdown: float | None = Field(None, ge=0, le=1, description="the deepest markdown signed ahead, a share")

    lease_seconds: float = Field(15.0, gt=0, description="how long a run waits for a process that has died")

    engine: Literal["auto", "rules", "llm"] = "auto"
    model: str = "gpt-4o-mini"
    base_url: Address = Field(
        None, repr=False, description="any OpenAI-compatible server, e.g. http://127.0.0.1:8091/v1"
    )
    openai_api_key: Key = Field(None, validation_alias="OPENAI_API_KEY")
    azure_endpoint: Address = Field(None, repr=False, validation_alias="AZURE_OPENAI_ENDPOINT")
    azure_api_key: Key = Field(None, validation_alias="AZURE_OPENAI_API_KEY")
    azure_ad_token: Key = Field(None, validation_alias="AZURE_OPENAI_AD_TOKEN")
    azure_api_version: str | None = Field(None, validation_alias="OPENAI_API_VERSION")
    azure_deployment: str | None = None
    model_timeout_seconds: float = Field(20.0, gt=0, description="how long one answer of the model is waited for")
    model_max_retries: int = Field(1, ge=0, le=5, description="more tries after a fault that may pass")
    reading_timeout_seconds: float = Field(
        45.0, gt=0, description="how long a model may take to read a brief: all tries, waits and questions together"
    )
    planning_timeout_seconds: float = Field(
        180.0,
        gt=0,
        description="how long a model may keep a season's plan waiting: all turns, tries and waits together",
    )
    model_streams: bool = Field(False, description="ask for answers as they are written, for servers that cut silences")
    model_traces: bool = Field(
        False, description="keep what the agents' SDK traces with the run's events; sent nowhere"
    )
    model_max_tokens: int = Field(200_000, gt=0, description="tokens a model may use in one run")
    model_max_money: float | None = Field(None, gt=0, description="money a model may cost in one run")
    model_input_price: float | None = Field(None, ge=0, description="money a million tokens asked")
    model_output_price: float | None = Field(None, ge=0, description="money a million tokens answered")

    currency: str = "GBP"
    supplier_lead_weeks: int | None = Field(None, ge=0)
    dc_lead_weeks: int = Field(1, ge=0)
    min_presentation_units: int = Field(0, ge=0)
    min_ship_units: int = Field(1, ge=1)
    last_delivery_week: int | None = Field(None, ge=1)
    elasticity: float | None = Field(None, gt=0)
    vat_rate: float | None = Field(None, ge=0, lt=1)

    @property
    def model_configured(self) -> bool:
        """Whether a language model can be asked: a key, an own server, or Azure."""
        return bool(self.openai_api_key or self.base_url or self.azure_endpoint)

    def resolved(self, path: Path | str) -> Path:
        """A path as given when absolute, else below the project root."""
        return PROJECT_ROOT / Path(path)

    @property
    def resolved_database_url(self) -> str:
        """The database address with a relative SQLite path resolved against the project root."""
        return resolve_database_url(self.database_url)


def resolve_database_url(url: str) -> str:
    """A relative SQLite path made absolute against the project root; anything else unchanged.

    >>> resolve_database_url("sqlite:///data/x.db") == f"sqlite:///{PROJECT_ROOT / 'data/x.db'}"
    True
    """
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url == prefix or ":memory:" in url:
        return url
    return f"{prefix}{PROJECT_ROOT / url.removeprefix(prefix)}"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The process's settings, read once.

    Raises:
        SettingsError: a variable has a value that cannot be used; it is named, its value is not shown.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = "_".join(str(part) for part in first["loc"])
        variable = name if name.isupper() else f"FORECAST_KIT_{name.upper()}"
        problem = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            f"The setting {variable} cannot be used: {problem}.", "Correct it in the environment or in .env."
        ) from None
