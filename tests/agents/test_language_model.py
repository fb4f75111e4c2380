"""A language model plans the same season; one that fails is told, and never followed."""

import json
import socket
import time
import traceback

import pytest

from forecast_kit.errors import ModelError
from forecast_kit.events import fold
from forecast_kit.planning import OFFLINE, SeasonInputs, plan_season
from forecast_kit.settings import Settings
from tests.agents.conftest import ONE_TIER, Recorder, model_settings
from tests.agents.fake_server import calls, on_the_way, says, serving
from tests.agents.scripts import plan_by_agents

KEY = "sk-planted-9f31c7"


@pytest.fixture(scope="module")
def own_plan(inputs: SeasonInputs):
    return plan_season(inputs, ONE_TIER)


def test_a_language_model_plans_the_same_season_and_signs_it(inputs: SeasonInputs, told: Recorder, own_plan):
    with serving() as server:
        result = plan_by_agents(
            inputs, told, model_settings(base_url=server.url, openai_api_key=KEY, model="fake"), engine="llm"
        )
    assert (result.planned_by, result.warnings) == ("fake", ())
    assert {choice.chosen_by for choice in result.plan.choices} == {"fake"}
    assert result.plan.buy == own_plan.buy
    assert result.plan.allocation == own_plan.allocation
    assert result.report.sentences == ("The rest is as recommended.",)
    assert len(server.asked) == 11
    assert {request["model"] for request in server.asked} == {"fake"}
    assert [("response_format" in request) for request in server.asked] == [False] * 10 + [True]


def refused() -> str:
    """An address at which nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"


def answer(status: int, kind: str, text: str):
    return lambda request, key: (status, kind, text.encode())


def slow(request, key):
    time.sleep(0.6)
    return on_the_way(request)


def wants_my_number(request, key):
    return calls("decide_buy", {"rule": "mine", "safety_stock": "usual", "reason": ""}, len(request["messages"]))


def no_text(request, key):
    return 200, "application/json", b'{"choices": "\xff\xfe"}'


def buys_flat(request, key):
    return calls("decide_buy", {"rule": "flat", "safety_stock": "usual", "reason": ""}, 99)


def repeats_the_key(request, key):
    return 401, "application/json", json.dumps({"error": {"message": f"Incorrect API key: {key}"}}).encode()


FAULTS = {
    "500": ({0: answer(500, "application/json", "{}")}, "127.0.0.1 failed"),
    "429": ({0: answer(429, "application/json", "{}")}, "refusing requests"),
    "404": ({0: answer(404, "application/json", "{}")}, "There is no model"),
    "401 that repeats the key": ({0: repeats_the_key}, "did not accept the key"),
    "html": ({0: answer(200, "text/html", "<html>Sign in</html>")}, "not a model's answer"),
    "malformed json": ({0: answer(200, "application/json", '{"choices": [')}, "not a model's answer"),
    "not even text": ({0: no_text}, "not a model's answer"),
    "nested without end": ({0: answer(200, "application/json", "[" * 200_000)}, "not a model's answer"),
    "no choices": ({0: answer(200, "application/json", '{"choices": null}')}, "not open to it"),
    "slow": ({0: slow}, "did not answer within"),
    "fails half way": ({6: answer(503, "text/html", "down")}, "127.0.0.1 failed"),
    "fails after an odd choice": ({5: buys_flat, 6: answer(503, "text/html", "down")}, "127.0.0.1 failed"),
    "malformed arguments": ({5: lambda r, key: calls("decide_buy", '{"rule": ', 9)}, "not open to it"),
    "unknown tool": ({3: lambda r, key: calls("order_everything", {}, 9)}, "not open to it"),
    "no handoff": ({4: lambda r, key: says("The forecast is done.")}, "before the plan was whole"),
    "endless tool calls": (dict.fromkeys(range(5, 40), wants_my_number), "round in circles"),
    "report in prose": ({11: lambda r, key: says("Dear planner, all is well.")}, "not open to it"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_model_that_fails_is_told_and_the_season_is_planned_without_it(
    inputs: SeasonInputs, told: Recorder, own_plan, fault: str
):
    faults, problem = FAULTS[fault]
    with serving(faults) as server:
        patience = 0.1 if fault == "slow" else 5.0
        settings = model_settings(base_url=server.url, openai_api_key=KEY, model_timeout_seconds=patience)
        result = plan_by_agents(inputs, told, settings)
        assert server.keys[0] == f"Bearer {KEY}"
    assert result.plan.digest == own_plan.digest
    assert result.planned_by == OFFLINE
    assert problem in result.warnings[0]
    assert result.warnings[0] in {message for _, _, message in told.said}
    assert {line.status for line in fold(told.events).lines} == {"done"}
    assert KEY not in told.text + "".join(result.warnings)


def test_a_server_that_asks_to_wait_a_minute_is_not_waited_for(inputs: SeasonInputs, told: Recorder, own_plan):
    asks = {0: lambda r, key: (429, "application/json", b"{}", {"Retry-After": "60"})}
    with serving(asks) as server:
        settings = model_settings(base_url=server.url, openai_api_key=KEY, model_timeout_seconds=0.1)
        patient = settings.model_copy(update={"model_max_retries": 1})
        result = plan_by_agents(inputs, told, patient)
    assert result.plan.digest == own_plan.digest
    assert "did not answer in time" in result.warnings[0]
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_told_and_the_season_is_planned_without_it(
    inputs: SeasonInputs, told: Recorder, own_plan
):
    result = plan_by_agents(inputs, told, model_settings(base_url=refused(), openai_api_key=KEY))
    assert result.plan.digest == own_plan.digest
    assert "cannot be reached" in result.warnings[0]


@pytest.mark.parametrize("fault", ["500", "401 that repeats the key", "html", "no handoff"])
def test_where_only_the_model_will_do_its_failure_is_raised_without_the_key(
    inputs: SeasonInputs, told: Recorder, fault: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture
):
    faults, problem = FAULTS[fault]
    with serving(faults) as server, pytest.raises(ModelError, match=problem) as raised:
        plan_by_agents(inputs, told, model_settings(base_url=server.url, openai_api_key=KEY), engine="llm")
    printed = capfd.readouterr()
    shown = [*traceback.format_exception(raised.value), caplog.text, printed.out, printed.err, told.text]
    assert KEY not in "".join(shown)
    assert told.events[-1].type == "error"


def test_without_any_model_configured_one_cannot_be_asked(inputs: SeasonInputs, told: Recorder, no_model: Settings):
    with pytest.raises(ModelError, match="No language model is configured"):
        plan_by_agents(inputs, told, no_model, engine="llm")
    assert [event.type for event in told.events] == ["error"]
