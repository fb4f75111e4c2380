"""A real language model goes the whole way (opt-in, see tests/live_model.py)."""

import asyncio

from forecast_kit.agents import plan_with_agents
from forecast_kit.events import fold
from forecast_kit.planning import SeasonDesk, SeasonInputs, plan_season
from forecast_kit.replay import SeasonChoices
from tests.agents.conftest import Recorder
from tests.agents.test_graph import without_words
from tests.live_model import live, live_settings


@live
def test_a_real_model_plans_what_the_desk_plans_under_its_choices(inputs: SeasonInputs, told: Recorder):
    settings = live_settings()
    result = asyncio.run(plan_with_agents(SeasonDesk(inputs), settings=settings, engine="llm", **told.arguments()))
    made = {choice.name: choice.chosen for choice in result.plan.choices}
    same = SeasonChoices(buy_rule=made["buy"], share_method=made["store shares"])
    assert without_words(result.plan) == without_words(plan_season(inputs, same))
    assert result.planned_by == settings.model
    assert {line.status for line in fold(told.events).lines} == {"done"}
