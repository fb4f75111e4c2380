"""A run with a language model has an end: in tokens, in money and in time."""

import asyncio
import time

import pytest

from forecast_kit.agents.spending import Spending
from forecast_kit.agents.tape import MemoryTape
from forecast_kit.errors import ModelError
from forecast_kit.planning import OFFLINE, SeasonInputs, plan_season
from tests.agents.conftest import ONE_TIER, Recorder, model_settings
from tests.agents.fake_server import on_the_way, serving
from tests.agents.scripts import plan_by_agents

PRICED = {"model_input_price": 100_000.0, "model_output_price": 100_000.0}  # a tenth a token


@pytest.mark.parametrize(
    ("limit", "problem", "asked"),
    [
        ({"model_max_tokens": 8}, "has used 8 tokens, all that a run may use", 4),
        ({"model_max_money": 0.6, **PRICED}, "has cost 0.60, all that a run may cost", 3),
    ],
    ids=["tokens", "money"],
)
def test_a_model_is_asked_no_more_once_a_run_has_cost_what_it_may(
    inputs: SeasonInputs, told: Recorder, limit: dict, problem: str, asked: int
):
    with serving() as server:
        result = plan_by_agents(inputs, told, model_settings(base_url=server.url, **limit))
        assert len(server.asked) == asked
    assert problem in result.warnings[0]
    assert result.planned_by == OFFLINE
    assert result.plan.digest == plan_season(inputs, ONE_TIER).digest


def test_what_earlier_attempts_have_used_counts(inputs: SeasonInputs, told: Recorder):
    tape = MemoryTape()
    with serving() as server:
        short = model_settings(base_url=server.url, model_max_tokens=6)
        for _ in range(2):
            plan_by_agents(inputs, told, short, tape=tape)
        assert len(server.asked) == 3


def test_a_run_is_given_up_when_all_turns_together_take_too_long(inputs: SeasonInputs, told: Recorder):
    def slowly(request, key):
        time.sleep(0.15)
        return on_the_way(request)

    with serving({0: slowly}) as server:
        settings = model_settings(base_url=server.url, planning_timeout_seconds=0.4)
        result = plan_by_agents(inputs, told, settings)
        assert 1 < len(server.asked) < 6
    assert "came to no plan in 0.4 seconds of waiting" in result.warnings[0]
    assert result.planned_by == OFFLINE


def test_retries_and_the_pauses_a_server_asks_for_count_as_waiting(inputs: SeasonInputs, told: Recorder):
    asks = {0: lambda r, key: (429, "application/json", b"{}", {"Retry-After": "30"})}
    with serving(asks) as server:
        settings = model_settings(base_url=server.url, model_max_retries=5, planning_timeout_seconds=0.3)
        result = plan_by_agents(inputs, told, settings)
        assert len(server.asked) == 1
    assert "came to no plan in 0.3 seconds of waiting" in result.warnings[0]


def test_time_spent_elsewhere_does_not_count():
    async def two_waits() -> float:
        spent = Spending(model_settings(planning_timeout_seconds=0.2))
        async with spent.waiting():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)
        async with spent.waiting():
            await asyncio.sleep(0.01)
        return spent.seconds

    assert asyncio.run(two_waits()) < 0.2


def test_a_time_out_of_something_else_is_not_taken_for_its_own():
    async def another() -> None:
        async with Spending(model_settings()).waiting():
            raise TimeoutError

    with pytest.raises(TimeoutError):
        asyncio.run(another())


@pytest.mark.parametrize("engine", ["auto", "llm"])
def test_what_a_run_has_cost_is_told_whether_it_ends_well_or_not(inputs: SeasonInputs, told: Recorder, engine: str):
    with serving({4: lambda r, key: (500, "text/html", b"")}) as server:
        settings = model_settings(base_url=server.url, model="fake", **PRICED)
        try:
            plan_by_agents(inputs, told, settings, engine=engine)
        except ModelError:
            assert engine == "llm"
    used = next(event for event in told.events if event.type == "model_used")
    assert (used.model, used.input_tokens, used.output_tokens) == ("fake", 3, 3)
    assert used.money == pytest.approx(0.6)


def test_without_a_model_nothing_is_said_of_cost(inputs: SeasonInputs, told: Recorder, no_model):
    plan_by_agents(inputs, told, no_model)
    assert {event.type for event in told.events} == {"agent_status"}
