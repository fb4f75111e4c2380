import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecast_kit.errors import BriefError, ForecastKitError, ModelError, SettingsError
from forecast_kit.extraction import extract_parameters
from forecast_kit.extraction.llm import question
from forecast_kit.settings import Settings

from .answers import BRIEF, GOOD, NOTHING, STATEMENTS, TODAY, answer, saying, statement
from .model_server import ModelServer, completion, error_reply, model_server


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
    assert json.loads(request["messages"][-1]["content"])["brief"] == BRIEF
    assert request["temperature"] == 0.0
    assert request["response_format"]["json_schema"]["strict"] is True
    schema = request["response_format"]["json_schema"]["schema"]
    assert set(schema["required"]) == set(schema["properties"])
    assert all(part["additionalProperties"] is False for part in [schema, *schema["$defs"].values()])


def test_a_strict_schema_holds_no_word_that_a_server_may_not_know() -> None:
    known = {"$defs", "$ref", "additionalProperties", "anyOf", "description", "enum", "items", "properties", "required"}

    def words(part: Any) -> set[str]:
        if isinstance(part, list):
            return set().union(*map(words, part))
        if not isinstance(part, dict):
            return set()
        deeper = [inner for key, inner in part.items() if key not in {"properties", "$defs"}]
        named = [inner for key in ("properties", "$defs") for inner in part.get(key, {}).values()]
        return set(part).union(*map(words, [*deeper, *named]))

    with model_server(saying(GOOD)) as server:
        read(server)
    schema = server.requests[0]["response_format"]["json_schema"]["schema"]
    assert words(schema) <= known | {"title", "type"}


def test_the_model_is_not_told_the_day_so_that_it_cannot_reckon_with_it() -> None:
    with model_server(saying(GOOD)) as server:
        read(server)
    assert "2026-03-02" not in json.dumps(server.requests[0])


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
    assert '"$defs"' in server.requests[1]["messages"][0]["content"]


def test_a_server_without_any_format_is_asked_in_words_only() -> None:
    def plain(body: dict[str, Any]) -> Any:
        return (
            error_reply(422, "response_format unknown")
            if "response_format" in body
            else completion(f"<think>{{hm}}</think>Sure!\n```json\n{json.dumps(GOOD)}\n```")
        )

    with model_server(plain) as server:
        assert read(server).parameters.forecast_horizon_weeks == 10
    assert len(server.requests) == 3
    assert server.requests[2]["messages"][0]["content"].count('"$defs"') == 1


@pytest.mark.parametrize(
    ("unknown", "instead"), [("max_completion_tokens", "max_tokens"), ("temperature", "max_completion_tokens")]
)
def test_an_older_or_stricter_server_is_asked_without_what_it_does_not_know(unknown: str, instead: str) -> None:
    def picky(body: dict[str, Any]) -> Any:
        return error_reply(400, f"Unsupported parameter: '{unknown}'") if unknown in body else saying(GOOD)

    with model_server(picky) as server:
        assert read(server).parameters.forecast_horizon_weeks == 10
    assert instead in server.requests[1]
    assert server.requests[1]["response_format"]["type"] == "json_schema"


WRONG = {
    "a quote that is not there": (
        {"length": statement("ten weeks long", "season length", 10, "week")},
        "'ten weeks long' for season length does not occur",
    ),
    "another number": ({"length": statement("10 weeks", "season length", 12, "week")}, "does not say 12 weeks"),
    "a rhythm as a length": ({"length": statement("fortnightly", "season length", 10, "week")}, "does not say 10"),
    "another share": (
        {"holdback": statement("Ship 70% up front", "share held in DC", 30, "percent")},
        "does not say 30 percent",
    ),
    "a share from nowhere": ({"holdback": statement("Ship", "share held in DC", 30, "percent")}, "holds no number"),
    "a length as a share": ({"holdback": statement("10 weeks", "share held in DC", 10, "percent")}, "a time"),
    "no share": ({"holdback": statement("Ship", "share held in DC")}, "holds no share"),
    "no date": ({"start": statement("Raincoats", "season start")}, "is not a date"),
    "an unknown meaning": ({"flow": statement("fortnightly", "top-ups daily")}, "said.3.means"),
    "a number out of this world": ({"flow": statement("fortnightly", "top-ups weekly", 1e12)}, "said.3.number"),
    "no week": ({"checkpoint": statement("halfway", "markdown in week")}, "holds no week"),
    "no point": ({"checkpoint": statement("halfway", "markdown at share of season", 20)}, "share of the season"),
    "no words": ({"product": statement("<b></b>", "product")}, "does not occur"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_answer_that_does_not_stand_up_to_the_brief_is_sent_back_once(wrong: str) -> None:
    changes, told = WRONG[wrong]
    with model_server(saying(answer(**changes)), saying(GOOD)) as server:
        assert read(server).parameters.dc_holdback_percentage == 0.3
    assert told in server.requests[1]["messages"][-1]["content"]
    with (
        model_server(saying(answer(**changes))) as server,
        pytest.raises(ModelError, match="does not match the brief|asked form"),
    ):
        read(server)
    assert len(server.requests) == 2


def test_prose_is_sent_back_too() -> None:
    with model_server(completion("I think ten weeks."), saying(GOOD)) as server:
        assert read(server).parameters.forecast_horizon_weeks == 10
    assert "not have the asked form" in server.requests[1]["messages"][-1]["content"]


def test_what_an_answer_passes_over_is_asked_for_once() -> None:
    short = answer(*(said for name, said in STATEMENTS.items() if name not in {"holdback", "flow"}))
    with model_server(saying(short), saying(GOOD)) as server:
        assert read(server).parameters.dc_holdback_percentage == 0.3
    assert "nothing of 'fortnightly' (a rhythm), '70%' (a share)." in server.requests[1]["messages"][-1]["content"]


@pytest.mark.parametrize("second", [saying(answer(STATEMENTS["product"])), completion("No."), error_reply(500, "down")])
def test_an_answer_that_passes_something_over_is_better_than_none(second: Any) -> None:
    short = answer(*(said for name, said in STATEMENTS.items() if name != "holdback"))
    with model_server(saying(short), second) as server:
        result = read(server)
    assert result.parameters.forecast_horizon_weeks == 10
    assert result.fields["dc_holdback_percentage"].source == "default"
    assert len(server.requests) == 2


def test_one_statement_does_not_speak_of_two_things() -> None:
    text = "Hats, 14 weeks from 6 April"
    both = statement("14 weeks from 6 April", "season start")
    with model_server(
        saying(answer(both)), saying(answer(both, statement("14 weeks", "season length", 14, "week")))
    ) as server:
        assert read(server, text).parameters.forecast_horizon_weeks == 14
    assert "nothing of '14 weeks' (a length)." in server.requests[1]["messages"][-1]["content"]


def test_other_seasons_and_other_things_need_not_be_spoken_of() -> None:
    text = "Hats, 9 weeks. Last year it was 14 weeks and 40% held. 64 stores, £12 a piece."
    with model_server(saying(answer(statement("9 weeks", "season length", 9, "week")))) as server:
        assert read(server, text).parameters.forecast_horizon_weeks == 9
    assert len(server.requests) == 1


def test_an_impossible_season_is_the_briefs_fault_when_the_model_insists() -> None:
    text = "Plan 80 weeks of hats."
    said = answer(statement("80 weeks", "season length", 80, "week"))
    with model_server(saying(said)) as server, pytest.raises(BriefError, match="80 weeks"):
        read(server, text)


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("Hats from 03/08/2026, US dates", statement("03/08/2026", "season start"), date(2026, 3, 8)),
        ("Hats w/c 18 March", statement("18 March", "season start"), date(2026, 3, 16)),
        ("Hats, 20 of them, from 20 April", statement("20 April", "season start"), date(2026, 4, 20)),
    ],
)
def test_a_day_is_read_with_the_words_around_it(text: str, said: dict[str, Any], expected: date) -> None:
    with model_server(saying(answer(said))) as server:
        assert read(server, text).parameters.season_start_date == expected


@pytest.mark.parametrize(
    ("text", "said", "week"),
    [
        ("Hats, 12 weeks, md wk 7", [statement("wk 7", "markdown in week", 7, "week")], 7),
        ("Hats, 12 weeks, md after a month", [statement("a month", "markdown after", 1, "month")], 4),
        ("Hats, 12 weeks, md 3 weeks before the end", [statement("3 weeks", "markdown before the end", 3, "week")], 9),
        ("Hats from 2 March, md on 6 April", [statement("on 6 April", "markdown on date")], 6),
        ("Hats, md wk 7, never any markdowns", [statement("never any markdowns", "no markdowns")], None),
    ],
)
def test_a_checkpoint_may_be_said_in_any_way(text: str, said: list[dict[str, Any]], week: int | None) -> None:
    start = [statement("2 March", "season start")] if "2 March" in text else []
    with model_server(saying(answer(*start, *said))) as server:
        assert read(server, text).parameters.markdown_checkpoint_week == week


def test_the_words_decide_whatever_the_model_calls_them() -> None:
    changed = answer(flow=statement("fortnightly", "top-ups weekly"))
    with model_server(saying(changed)) as server:
        assert read(server).parameters.replenishment_strategy == "bi-weekly"


def test_a_third_is_a_third_and_units_are_reckoned_here() -> None:
    text = "Hats, 3,000 of the 10,000 units stay in the DC, look in week 6, mark down below a third sold"
    said = answer(
        statement("3,000 of the 10,000 units", "share held in DC", 3000),
        statement("in week 6", "markdown in week", 6, "week"),
        statement("below a third sold", "mark down if sold below", 33, "percent"),
    )
    with model_server(saying(said)) as server:
        parameters = read(server, text).parameters
    assert (parameters.dc_holdback_percentage, parameters.markdown_threshold) == (0.3, 0.3333)


def test_a_model_that_mends_a_planners_spelling_is_still_quoting() -> None:
    text = "hats, 11 weks, fortnighly"
    said = [statement("11 weeks", "season length", 11, "week"), statement("fortnightly", "top-ups every two weeks")]
    with model_server(saying(answer(*said))) as server:
        result = read(server, text)
    assert result.fields["forecast_horizon_weeks"].quote == "11 weks"
    assert result.parameters.replenishment_strategy == "bi-weekly"


def test_what_is_said_of_something_else_is_left_alone() -> None:
    said = answer(*STATEMENTS.values(), statement("made up", "something else", 3, "month"))
    with model_server(saying(said)) as server:
        assert read(server).parameters.forecast_horizon_weeks == 10


def test_a_supplier_lead_time_is_kept_apart_from_the_length() -> None:
    text = "Hats, 9 weeks; the mill needs 3 months"
    said = answer(
        statement("9 weeks", "season length", 9, "week"), statement("3 months", "supplier lead time", 3, "month")
    )
    with model_server(saying(said)) as server:
        result = read(server, text)
    assert (result.parameters.forecast_horizon_weeks, result.supplier_lead_weeks) == (9, 13)


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters(codec=None), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["said", "quote"]), inner, max_size=3),
    max_leaves=6,
)
quotes = st.sampled_from([*BRIEF.split(), BRIEF, "10 weeks", "<b>", "\ud800", "", "\x00", "first Monday of April"])
statements = st.fixed_dictionaries(
    {
        "quote": quotes,
        "means": st.sampled_from([
            "product", "season length", "season start", "season end", "top-ups weekly", "no top-ups",
            "share held in DC", "share sent to stores", "markdown in week", "markdown after",
            "markdown before the end", "markdown at share of season", "markdown on date", "no markdowns",
            "mark down if sold below", "mark down if unsold above", "supplier lead time", "something else",
        ]),
        "number": st.none() | st.floats() | st.sampled_from([10, 0.7, 70, -5]),
        "unit": st.sampled_from([None, "day", "week", "month", "year", "percent"]),
    }
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=anything | st.fixed_dictionaries({"said": st.lists(statements, max_size=5)}))
def test_whatever_a_model_answers_it_is_a_reading_or_one_of_our_errors(said: object, one_server: ModelServer) -> None:
    one_server.replies[:] = [saying(said)]
    try:
        result = read(one_server)
    except ForecastKitError:
        return
    assert result.parameters.forecast_horizon_weeks >= 1


@pytest.fixture(scope="module")
def one_server() -> Any:
    with model_server(saying(GOOD)) as server:
        yield server


def test_a_question_changes_with_the_words_the_form_and_who_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = Settings(_env_file=None, base_url="http://127.0.0.1:1/v1", model="a")
    asked = question(BRIEF, ours)
    assert asked == question(BRIEF, ours)
    assert asked != question(BRIEF + " Please.", ours)
    assert asked != question(BRIEF, ours.model_copy(update={"model": "b"}))
    assert asked != question(BRIEF, ours.model_copy(update={"base_url": "http://127.0.0.1:2/v1"}))
    for changed in ("INSTRUCTIONS", "EXAMPLES"):
        with monkeypatch.context() as patch:
            patch.setattr(f"forecast_kit.extraction.prompt.{changed}", "" if changed == "INSTRUCTIONS" else ())
            assert asked != question(BRIEF, ours)


def test_the_question_is_what_is_sent() -> None:
    with model_server(saying(GOOD)) as server:
        read(server)
        _, messages, forms = question(BRIEF, server.settings())
    assert server.requests[0]["messages"] == messages
    assert server.requests[0]["response_format"] == forms[0]


def test_without_a_model_the_llm_engine_says_what_to_set_up() -> None:
    nowhere = Settings(_env_file=None, base_url=None, openai_api_key=None, azure_endpoint=None)
    with pytest.raises(SettingsError, match="No language model is set up"):
        extract_parameters(BRIEF, today=TODAY, engine="llm", settings=nowhere)
