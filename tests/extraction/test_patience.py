"""A reading takes no longer than its limit, whatever the server does. The limits here are small, the servers slower."""

import threading
from typing import Any

import pytest

from forecast_kit.errors import ModelError
from forecast_kit.extraction import extract_parameters
from forecast_kit.settings import Settings

from .answers import BRIEF, GOOD, TODAY, saying
from .model_server import ModelServer, completion, error_reply, model_server

A_WHILE = 30.0  # what each server here would take, were it waited for


def read(server: ModelServer, engine: Any = "llm", **settings: Any) -> Any:
    return extract_parameters(BRIEF, today=TODAY, engine=engine, settings=server.settings(**settings))


def test_the_limit_is_45_seconds_unless_set_otherwise() -> None:
    assert Settings(_env_file=None).reading_timeout_seconds == 45


def test_a_slow_server_is_given_up() -> None:
    with model_server(saying(GOOD), seconds=0.6) as server, pytest.raises(ModelError, match=r"within 0\.2 seconds"):
        read(server, model_timeout_seconds=0.2)


@pytest.mark.parametrize(
    "server",
    [
        {"seconds": A_WHILE},
        {"trickle": A_WHILE / 300},  # never silent for long, and never done
    ],
    ids=["silent", "a byte now and then"],
)
def test_a_server_that_never_comes_to_an_end_is_given_up_at_the_limit(server: dict[str, float]) -> None:
    limits = {"model_timeout_seconds": 20.0, "reading_timeout_seconds": 0.3, "model_max_retries": 5}
    with model_server(saying(GOOD), **server) as running:
        with pytest.raises(ModelError, match=r"no answer that can be used within 0\.3 seconds"):
            read(running, **limits)
        fallen_back = read(running, "auto", **limits)
    assert fallen_back.parameters.forecast_horizon_weeks == 10
    assert [warning.code for warning in fallen_back.warnings] == ["model_failed"]


def test_a_server_that_keeps_failing_is_given_up_at_the_limit_or_when_its_tries_are_used_up() -> None:
    with model_server(error_reply(500, "oops")) as server, pytest.raises(ModelError, match="failed"):
        read(server, model_max_retries=5, reading_timeout_seconds=0.8)
    assert len(server.requests) == 2  # the third would come after 0.5 + 1.0 seconds


@pytest.mark.parametrize("engine", ["llm", "auto"])
def test_a_server_that_asks_for_more_time_than_is_left_is_given_up_at_once(engine: str) -> None:
    asks = error_reply(429, "slow down", retry_after="60")
    with model_server(asks) as server:
        if engine == "llm":
            with pytest.raises(ModelError, match=r"asks to wait 60 seconds; a reading is given 45"):
                read(server, model_max_retries=2)
        else:
            warning = read(server, "auto", model_max_retries=2).warnings[-1]
            assert "asks to wait 60 seconds" in warning.message
    assert len(server.requests) == 1


@pytest.mark.parametrize("wait", [{"retry_after": "0.05"}, {"retry_after_ms": "50"}, {"retry_after": "soon"}, {}])
def test_a_passing_fault_is_retried_after_the_wait_the_server_asks_for(wait: dict[str, str]) -> None:
    with model_server(error_reply(429, "slow down", **wait), saying(GOOD)) as server:
        assert read(server, model_max_retries=1).parameters.forecast_horizon_weeks == 10
    assert len(server.requests) == 2


def test_a_passing_fault_is_retried_as_often_as_the_settings_say() -> None:
    again = {"retry_after_ms": "1"}
    faults = [error_reply(500, "oops", **again), error_reply(500, "oops", **again)]
    with model_server(*faults, saying(GOOD)) as server:
        assert read(server, model_max_retries=2).parameters.forecast_horizon_weeks == 10
    assert len(server.requests) == 3
    with model_server(*faults, saying(GOOD)) as server, pytest.raises(ModelError, match="failed"):
        read(server, model_max_retries=1)


@pytest.mark.parametrize(
    "lasting",
    [
        error_reply(429, "pay", "insufficient_quota"),
        error_reply(401, "no"),
        error_reply(404, "no"),
        error_reply(400, "no"),
    ],
)
def test_a_fault_that_lasts_is_not_retried(lasting: Any) -> None:
    with model_server(lasting) as server, pytest.raises(ModelError):
        read(server, model_max_retries=3)
    assert len(server.requests) == 1


def test_the_second_question_is_within_the_same_limit() -> None:
    gate = threading.Event()

    def second_is_slow(body: dict[str, Any]) -> Any:
        if body["messages"][-1]["content"].startswith("That answer cannot be used"):
            gate.wait(A_WHILE)
        return completion("no json")

    with model_server(second_is_slow) as server, pytest.raises(ModelError, match=r"within 1 seconds"):
        read(server, reading_timeout_seconds=1.0, model_timeout_seconds=20.0)
    gate.set()
    assert len(server.requests) == 2


def test_an_answer_is_used_although_the_time_is_up_before_the_model_adds_to_it() -> None:
    gate = threading.Event()
    short = saying({"said": GOOD["said"][:-1]})

    def second_is_slow(body: dict[str, Any]) -> Any:
        if body["messages"][-1]["content"].startswith("That answer says nothing of"):
            gate.wait(A_WHILE)
        return short

    with model_server(second_is_slow) as server:
        result = read(server, reading_timeout_seconds=3.0, model_timeout_seconds=20.0)
    gate.set()
    assert result.parameters.forecast_horizon_weeks == 10
    assert len(server.requests) == 2


def test_nothing_more_is_asked_when_the_time_is_up() -> None:
    before = set(threading.enumerate())
    with model_server(completion("no json"), trickle=0.005) as server:  # never silent for as long as a try may take
        with pytest.raises(ModelError, match="within"):
            read(server, reading_timeout_seconds=0.2, model_timeout_seconds=20.0)
        (reader,) = (t for t in set(threading.enumerate()) - before if t.name == "reading a brief")
        assert reader.daemon
        reader.join(A_WHILE)
        assert len(server.requests) == 1
