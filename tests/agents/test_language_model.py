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
from tests.agents.fake_server import as_stream, calls, on_the_way, refuses, says, serving
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


def quota(request, key):
    error = {"message": f"You exceeded your quota, {key}", "code": "insufficient_quota"}
    return 429, "application/json", json.dumps({"error": error}).encode()


def cut_off(request, key):
    return says('{"headline": "Buy 1,', finish="length")


def stream_that(break_it):
    """The way on, as a stream that `break_it` has changed the bytes of."""

    def answered(request, key):
        _, _, body = on_the_way(request)
        return 200, "text/event-stream", break_it(as_stream(json.loads(body)))

    return answered


FAULTS = {
    "quota": ({0: quota}, "has no credit left"),
    "refusal": ({3: refuses}, "refused"),
    "refuses the report": ({11: refuses}, "refused"),
    "cut off": ({11: cut_off}, "not open to it"),
    "wrong final answer": ({11: lambda r, key: says('{"units": 7}')}, "not open to it"),
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


BROKEN_STREAMS = {
    "malformed": (stream_that(lambda body: body.replace(b'{"id"', b'{"id', 3)), "not a model's answer"),
    "an error in the middle": (
        stream_that(lambda body: body[:300] + b'\n\ndata: {"error": {"message": "sk-planted-9f31c7"}}\n\n'),
        "127.0.0.1",
    ),
    "ends in the middle": (stream_that(lambda body: body[: len(body) // 2]), ""),
    "nothing at all": (stream_that(lambda body: b""), ""),
    "no end of a line": (stream_that(lambda body: b"data: " + b"x" * 100_000), ""),
    "html": (lambda r, key: (200, "text/html", b"<html>Sign in</html>"), ""),
    "500": (lambda r, key: (500, "text/html", b"down"), "failed"),
}


@pytest.mark.parametrize("at", [1, 5, 11], ids=["at once", "at the buy", "at the report"])
@pytest.mark.parametrize("fault", BROKEN_STREAMS)
def test_a_stream_that_breaks_is_told_and_the_season_is_planned_without_it(
    inputs: SeasonInputs, told: Recorder, own_plan, fault: str, at: int
):
    broken, problem = BROKEN_STREAMS[fault]
    with serving(dict.fromkeys(range(at, 40), broken)) as server:
        result = plan_by_agents(
            inputs, told, model_settings(base_url=server.url, openai_api_key=KEY, model_streams=True)
        )
        assert all(request["stream"] for request in server.asked)
        assert len(server.asked) >= at
    assert result.plan.digest == own_plan.digest
    assert result.planned_by == OFFLINE
    assert problem in result.warnings[0]
    assert "by the kit's own rules instead" in result.warnings[0]
    assert KEY not in told.text + "".join(result.warnings)


def test_streamed_the_season_is_planned_as_it_is_otherwise(inputs: SeasonInputs, told: Recorder, own_plan):
    with serving() as server:
        result = plan_by_agents(inputs, told, model_settings(base_url=server.url, model_streams=True), engine="llm")
        assert len(server.asked) == 11
    assert (result.plan.buy, result.plan.allocation) == (own_plan.buy, own_plan.allocation)
    assert result.warnings == ()
    used = next(event for event in told.events if event.type == "model_used")
    assert (used.input_tokens, used.output_tokens) == (11, 11)


PASSING = {
    "500": lambda r, key: (500, "text/html", b"down"),
    "503": lambda r, key: (503, "text/html", b"down"),
    "429 with Retry-After": lambda r, key: (429, "application/json", b"{}", {"Retry-After": "0.2"}),
    "too slow once": lambda r, key: slow(r, key),
}


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_tried_again_and_the_model_plans_on(inputs: SeasonInputs, told: Recorder, fault: str):
    with serving({5: PASSING[fault]}) as server:
        patience = 0.4 if fault == "too slow once" else 5.0
        settings = model_settings(base_url=server.url, model="fake", model_timeout_seconds=patience)
        result = plan_by_agents(inputs, told, settings.model_copy(update={"model_max_retries": 2}))
        assert len(server.asked) == 12
    assert (result.planned_by, result.warnings) == ("fake", ())


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
