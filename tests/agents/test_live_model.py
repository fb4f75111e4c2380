"""A real language model goes the whole way (opt-in, see tests/live_model.py)."""

import asyncio

from forecast_kit.agents import plan_with_agents
from forecast_kit.agents.tape import MemoryTape
from forecast_kit.events import fold
from forecast_kit.planning import SeasonDesk, SeasonInputs, plan_season
from tests.agents.conftest import Recorder
from tests.agents.test_graph import without_words
from tests.live_model import live, live_settings


@live
def test_a_real_model_plans_what_the_desk_plans_under_its_choices_and_can_be_had_again_without_it(
    inputs: SeasonInputs, told: Recorder, no_model
):
    settings, tape, desk = live_settings(), MemoryTape(), SeasonDesk(inputs)
    result = asyncio.run(plan_with_agents(desk, settings=settings, engine="llm", tape=tape, **told.arguments()))
    assert without_words(result.plan) == without_words(plan_season(inputs, desk.choices))
    assert result.planned_by == settings.model
    assert {line.status for line in fold(told.events).lines} == {"done"}
    again = plan_with_agents(
        SeasonDesk(inputs), settings=no_model, engine="recorded", tape=tape, **Recorder().arguments()
    )
    assert asyncio.run(again) == result
