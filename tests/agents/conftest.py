"""A tiny season (8 stores, 2 categories, 110 weeks), and what a test of the agents needs around it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from forecast_kit.events import Event
from forecast_kit.planning import SeasonInputs, Terms
from forecast_kit.replay import SeasonChoices
from forecast_kit.season import CategoryEconomics, SeasonParameters
from forecast_kit.settings import Settings

FIRST_WEEK = pd.Timestamp("2023-01-02")
WEEKS = 110
STORES = [f"S{n}" for n in range(1, 9)]
ONE_TIER = SeasonChoices(tiers=1)  # the quickest way to place a season, for tests that are about something else
NOON = datetime(2025, 2, 10, 12, 0, tzinfo=UTC)


def sales() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    weeks = pd.date_range(FIRST_WEEK, periods=WEEKS, freq="7D")
    season = 1 + 0.4 * np.sin(np.arange(WEEKS) * 2 * np.pi / 52)
    frames = []
    for category, level in (("Dresses", 20.0), ("Knitwear", 12.0)):
        for n, store in enumerate(STORES, start=1):
            units = rng.poisson(level * n / 4 * season)
            frames.append(pd.DataFrame({"week_start": weeks, "store_id": store, "category": category, "units": units}))
    return pd.concat(frames, ignore_index=True)


def season_inputs(**changes: object) -> SeasonInputs:
    base: dict[str, object] = {
        "parameters": SeasonParameters(
            season_start_date=date(2025, 3, 3), forecast_horizon_weeks=8, markdown_checkpoint_week=5
        ),
        "economics": CategoryEconomics(
            category="Dresses", unit_price=60, unit_cost=20, salvage_value=8, vat_rate=0.2, pack_size=6
        ),
        "sales": sales(),
        "stores": pd.DataFrame({"store_id": STORES, "size_sqft": [1000.0 + 250 * n for n in range(8)]}),
        "stock": None,
        "plan_ahead": None,
        "as_of": date(2025, 2, 10),
        "terms": Terms(supplier_lead_weeks=2, dc_lead_weeks=1),
    }
    return SeasonInputs(**{**base, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def inputs() -> SeasonInputs:
    return season_inputs()


@dataclass
class Recorder:
    """Keeps a run's events; its clock stands still."""

    events: list[Event] = field(default_factory=list)

    def arguments(self) -> dict[str, object]:
        return {"workflow_id": "wf_1", "emit": self.events.append, "clock": lambda: NOON}

    @property
    def said(self) -> list[tuple[str, str, str]]:
        return [(e.agent, e.status, e.message) for e in self.events if e.type == "agent_status"]

    @property
    def text(self) -> str:
        return "\n".join(event.model_dump_json() for event in self.events)


@pytest.fixture
def told() -> Recorder:
    return Recorder()


@pytest.fixture
def no_model() -> Settings:
    return model_settings()


def model_settings(**changes: object) -> Settings:
    """Settings that read nothing from the machine they run on."""
    base: dict[str, object] = {
        "openai_api_key": None,
        "base_url": None,
        "azure_endpoint": None,
        "azure_api_key": None,
        "azure_ad_token": None,
        "azure_api_version": None,
        "azure_deployment": None,
        "model": "gpt-4o-mini",
        "model_timeout_seconds": 5.0,
        "model_max_retries": 0,
    }
    return Settings(_env_file=None, **{**base, **changes})  # type: ignore[call-arg]
