import json
from datetime import date
from typing import Any

import pytest

from forecast_kit.errors import BriefError, ModelError, SettingsError
from forecast_kit.extraction import extract_parameters
from forecast_kit.settings import Settings

from .model_server import ModelServer, completion, error_reply, json_reply, model_server

TODAY = date(2026, 3, 2)
BRIEF = (
    "Raincoats: 10 weeks from the first Monday of April, fortnightly. Ship 70% up front. "
    "Markdown look halfway, below 55%."
)
NOTHING: dict[str, Any] = dict.fromkeys(
    ("length", "start", "end", "replenishment", "holdback", "checkpoint", "threshold", "product", "supplier_lead_time")
)
GOOD = NOTHING | {
    "length": {"quote": "10 weeks", "number": 10, "unit": "week"},
    "start": {"quote": "from the first Monday of April", "expression": "first Monday of April"},
    "replenishment": {"quote": "fortnightly", "strategy": "bi-weekly"},
    "holdback": {"quote": "Ship 70% up front", "percent": 70, "of": "sent"},
    "checkpoint": {"quote": "halfway", "kind": "percent_of_season", "number": 50, "unit": None, "expression": None},
    "threshold": {"quote": "below 55%", "percent": 55, "of": "sold"},
    "product": {"quote": "Raincoats"},
}


def saying(answer: object) -> Any:
    return completion(json.dumps(answer))


def read(server: ModelServer, text: str = BRIEF, **settings: Any) -> Any:
    return extract_parameters(text, today=TODAY, engine="llm", settings=server.settings(**settings))


def test_the_model_quotes_and_python_resolves() -> None:
    with model_server(saying(GOOD)) as server:
        result = read(server)
    assert result.parameters.model_dump() == {
        "forecast_horizon_weeks": 10,
        "season_start_date": date(2026, 4, 6),
        "replenishment_strategy": "bi-weekly",
        "dc_holdback_percentage": 0.3,
        "markdown_checkpoint_week": 5,
        "markdown_threshold": 0.55,
    }
    start = result.fields["season_start_date"]
    assert start.span is not None
    assert BRIEF[start.span[0] : start.span[1]] == start.quote == "from the first Monday of April"
    assert result.category_phrase == "Raincoats"
    assert result.engine == "llm"


def test_the_brief_is_sent_as_data_and_the_schema_strictly() -> None:
    with model_server(saying(GOOD)) as server:
        read(server)
    (request,) = server.requests
    assert json.loads(request["messages"][1]["content"])["brief"] == BRIEF
    assert request["response_format"]["json_schema"]["strict"] is True
    schema = request["response_format"]["json_schema"]["schema"]
    assert set(schema["required"]) == set(schema["properties"])
    assert all(part["additionalProperties"] is False for part in [schema, *schema["$defs"].values()])


def test_what_the_model_leaves_out_is_a_default_and_says_so() -> None:
    with model_server(saying(NOTHING)) as server:
        result = read(server, "just do the bobble hats")
    assert {field.source for field in result.fields.values()} == {"default"}
    assert result.parameters.dc_holdback_percentage == 0.45


@pytest.mark.parametrize("refusal", ["response_format json_schema is not supported", "Invalid schema"])
def test_a_server_without_schemas_is_asked_for_plain_json(refusal: str) -> None:
    def picky(body: dict[str, Any]) -> Any:
        kind = body.get("response_format", {}).get("type")
        return saying(GOOD) if kind == "json_object" else error_reply(400, refusal)

    with model_server(picky) as server:
        assert read(server).parameters.forecast_horizon_weeks == 10
    assert [r["response_format"]["type"] for r in server.requests] == ["json_schema", "json_object"]
    assert '"holdback"' in server.requests[1]["messages"][0]["content"]


def test_a_server_without_any_format_is_asked_in_words_only() -> None:
    def plain(body: dict[str, Any]) -> Any:
        return (
            error_reply(422, "response_format unknown")
            if "response_format" in body
            else completion(f"Sure!\n```json\n{json.dumps(GOOD)}\n```")
        )

    with model_server(plain) as server:
        assert read(server).parameters.forecast_horizon_weeks == 10
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"length": {"quote": "ten weeks long", "number": 10, "unit": "week"}}, "quote for length does not occur"),
        ({"length": {"quote": "10 weeks", "number": 12, "unit": "week"}}, "12 weeks is not what the quote"),
        ({"holdback": {"quote": "Ship 70% up front", "percent": 30, "of": "held"}}, "30 percent is not what the quote"),
        ({"holdback": {"quote": "Ship", "percent": 30, "of": "held"}}, "holds no number"),
        ({"start": {"quote": "April", "expression": "when the swallows return"}}, "cannot be read"),
        ({"replenishment": {"quote": "fortnightly", "strategy": "daily"}}, "replenishment.strategy"),
        (
            {"checkpoint": {"quote": "halfway", "kind": "week", "number": None, "unit": None, "expression": None}},
            "needs a number",
        ),
    ],
)
def test_an_answer_that_does_not_stand_up_to_the_brief_is_sent_back_once(wrong: dict[str, Any], told: str) -> None:
    with model_server(saying(GOOD | wrong), saying(GOOD)) as server:
        assert read(server).parameters.dc_holdback_percentage == 0.3
    assert told in server.requests[1]["messages"][-1]["content"]
    with model_server(saying(GOOD | wrong)) as server, pytest.raises(ModelError, match="does not match the brief"):
        read(server)
    assert len(server.requests) == 2


def test_prose_is_sent_back_too() -> None:
    with model_server(completion("I think ten weeks."), saying(GOOD)) as server:
        assert read(server).parameters.forecast_horizon_weeks == 10
    assert "not JSON" in server.requests[1]["messages"][-1]["content"]


def test_an_impossible_season_is_the_briefs_fault_when_the_model_insists() -> None:
    text = "Plan 80 weeks of hats."
    answer = NOTHING | {"length": {"quote": "80 weeks", "number": 80, "unit": "week"}}
    with model_server(saying(answer)) as server, pytest.raises(BriefError, match="80 weeks"):
        read(server, text)


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (error_reply(429, "slow down"), "too many"),
        (error_reply(429, "pay", "insufficient_quota"), "no credit"),
        ((500, "text/html", b"<html>oops</html>"), "failed"),
        ((503, "text/html", b"<html>oops</html>"), "failed"),
        (error_reply(401, "Incorrect API key provided: sk-very-secret-key"), "did not accept the key"),
        (error_reply(403, "no"), "may not use the model"),
        (error_reply(404, "no such model"), "no model"),
        (error_reply(400, "bad", "content_filter"), "content filter"),
        (error_reply(400, "bad request"), "did not accept the request"),
        ((200, "application/json", b'{"id": "c1", "choices": [{'), "not a model's answer"),
        ((200, "text/html", b"<html>login</html>"), "not a model's answer"),
        (json_reply(200, {"id": "c1", "choices": None}), "not a model's answer"),
        (json_reply(200, {"id": "c1", "choices": []}), "not a model's answer"),
        (json_reply(200, {}), "not a model's answer"),
        (json_reply(200, ["a", "b"]), "not a model's answer"),
        (completion(None, refusal="I will not"), "refused"),
        (completion('{"length": nu', finish="length"), "cut off"),
        (completion("", finish="content_filter"), "content filter"),
        (completion(None), "empty answer"),
    ],
)
def test_every_fault_of_a_server_is_one_error(reply: Any, sentence: str) -> None:
    with model_server(reply) as server, pytest.raises(ModelError, match=sentence) as caught:
        read(server)
    assert "secret" not in str(caught.value)
    assert "rules" in caught.value.remedy
    assert len(server.requests) == 1


def test_a_slow_server_is_given_up() -> None:
    with model_server(saying(GOOD), seconds=0.6) as server, pytest.raises(ModelError, match=r"within 0\.2 seconds"):
        read(server, model_timeout_seconds=0.2)


def test_a_dropped_connection_and_a_closed_port_are_the_same_to_the_planner() -> None:
    with model_server(saying(GOOD), drop=True) as server, pytest.raises(ModelError, match="cannot be reached"):
        read(server)
    with pytest.raises(ModelError, match="cannot be reached"):
        read(server)


def test_a_passing_fault_is_retried_as_often_as_the_settings_say() -> None:
    with model_server(error_reply(500, "oops"), saying(GOOD)) as server:
        assert read(server, model_max_retries=1).parameters.forecast_horizon_weeks == 10
    assert len(server.requests) == 2


def test_without_a_model_the_llm_engine_says_what_to_set_up() -> None:
    nowhere = Settings(_env_file=None, base_url=None, openai_api_key=None, azure_endpoint=None)
    with pytest.raises(SettingsError, match="No language model is set up"):
        extract_parameters(BRIEF, today=TODAY, engine="llm", settings=nowhere)
