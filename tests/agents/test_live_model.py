"""A real language model goes the whole way (opt-in: it needs a server, and minutes)."""

import asyncio
import os

import pytest

from forecast_kit.agents import plan_with_agents
from forecast_kit.events import fold
from forecast_kit.planning import SeasonDesk, SeasonInputs, plan_season
from forecast_kit.replay import SeasonChoices
from tests.agents.conftest import Recorder, model_settings
from tests.agents.test_graph import without_words

ADDRESS = "FORECAST_KIT_TEST_MODEL_URL"


@pytest.mark.live_model
@pytest.mark.skipif(ADDRESS not in os.environ, reason=f"set {ADDRESS} to the address of a language model server")
def test_a_real_model_plans_what_the_desk_plans_under_its_choices(inputs: SeasonInputs, told: Recorder):
    settings = model_settings(
        base_url=os.environ[ADDRESS], openai_api_key="none", model="local", model_timeout_seconds=180
    )
    result = asyncio.run(plan_with_agents(SeasonDesk(inputs), settings=settings, engine="llm", **told.arguments()))
    made = {choice.name: choice.chosen for choice in result.plan.choices}
    same = SeasonChoices(buy_rule=made["buy"], share_method=made["store shares"])
    assert without_words(result.plan) == without_words(plan_season(inputs, same))
    assert result.planned_by == "local"
    assert {line.status for line in fold(told.events).lines} == {"done"}
