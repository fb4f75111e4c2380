"""The offline model follows the recommended path, from nothing but the conversation."""

import asyncio

import agents as sdk
import pytest

from forecast_kit.agents.context import Messenger, PlanningContext
from forecast_kit.agents.graph import TASK, build_graph
from forecast_kit.agents.offline_model import OfflineModel
from forecast_kit.planning import SeasonDesk, SeasonInputs, plan_season
from tests.agents.conftest import NOON, ONE_TIER, Recorder
from tests.agents.scripts import play


class EachTimeAnew(OfflineModel):
    """Forgets everything between calls, and keeps the ids it gave."""

    ids: list[str]

    async def get_response(self, *args, **kwargs):
        answer = await OfflineModel().get_response(*args, **kwargs)
        again = await OfflineModel().get_response(*args, **kwargs)
        assert answer == again
        self.ids.extend(item.call_id for item in answer.output if item.type == "function_call")
        return answer


def test_it_needs_no_memory_and_no_two_calls_share_an_id(inputs: SeasonInputs):
    model = EachTimeAnew()
    model.ids = []
    plan, _, _ = play(model, inputs)
    assert plan.buy == plan_season(inputs, ONE_TIER).buy
    assert len(model.ids) == len(set(model.ids)) == 10


def test_streamed_it_comes_to_the_same_plan(inputs: SeasonInputs, told: Recorder):
    work = PlanningContext(SeasonDesk(inputs, ONE_TIER), Messenger("wf_1", told.events.append, lambda: NOON))

    async def drain() -> sdk.RunResultStreaming:
        config = sdk.RunConfig(tracing_disabled=True)
        result = sdk.Runner.run_streamed(
            build_graph(OfflineModel()), TASK, context=work, max_turns=22, run_config=config
        )
        async for _ in result.stream_events():
            pass
        return result

    result = asyncio.run(drain())
    assert work.desk.finish() == plan_season(inputs, ONE_TIER)
    assert result.final_output.headline == work.fact("buy")


def test_with_nothing_open_it_says_so_and_calls_nothing():
    answer = asyncio.run(
        OfflineModel().get_response(None, "Hello", sdk.ModelSettings(), [], None, [], sdk.ModelTracing.DISABLED)
    )
    assert [item.type for item in answer.output] == ["message"]


@pytest.mark.parametrize("name", ["get_response", "stream_response"])
def test_it_is_a_model_as_the_sdk_knows_them(name: str):
    assert issubclass(OfflineModel, sdk.Model)
    assert callable(getattr(OfflineModel(), name))
