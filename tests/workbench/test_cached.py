from datetime import date

import pytest
from sqlalchemy import text

from forecast_kit.errors import BriefError, ModelError
from forecast_kit.persistence import UnitOfWork
from forecast_kit.workbench import Workbench
from tests.extraction.answers import BRIEF, GOOD, TODAY, answer, saying, statement
from tests.extraction.model_server import completion, error_reply, model_server


@pytest.fixture
def ask(sqlite_database):
    def asking(server, *, today=TODAY, brief=BRIEF, engine="llm", use_cache=True, **changes):
        address = str(sqlite_database.engine.url)
        bench = Workbench(database_url=address, settings=server.settings(**changes))
        return bench.extract(brief, today, engine=engine, use_cache=use_cache)

    return asking


def test_the_same_question_is_paid_for_once(ask):
    with model_server(saying(GOOD)) as server:
        first, second = ask(server), ask(server)
    assert second == first
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "changes", [{"use_cache": False}, {"today": date(2026, 3, 3)}, {"model": "another"}, {"brief": BRIEF + " "}]
)
def test_another_day_model_or_word_is_another_question(ask, changes):
    with model_server(saying(GOOD)) as server:
        ask(server)
        ask(server, **changes)
    assert len(server.requests) == 2


@pytest.mark.parametrize("changed", ["INSTRUCTIONS", "EXAMPLES"])
def test_other_instructions_or_examples_are_another_question(ask, monkeypatch, changed):
    with model_server(saying(GOOD)) as server:
        ask(server)
        value = "Read the brief." if changed == "INSTRUCTIONS" else ()
        monkeypatch.setattr(f"forecast_kit.extraction.prompt.{changed}", value)
        ask(server)
    assert len(server.requests) == 2


def test_another_form_of_answer_is_another_question(ask, monkeypatch):
    with model_server(saying(GOOD)) as server:
        ask(server)
        monkeypatch.setattr("forecast_kit.extraction.llm.FORMS", ({"type": "json_object"}, None))
        ask(server)
    assert len(server.requests) == 2


def test_another_server_or_engine_is_another_question(ask):
    with model_server(saying(GOOD)) as server, model_server(saying(GOOD)) as other:
        ask(server)
        ask(other)
        ask(server, engine="auto")
    assert (len(server.requests), len(other.requests)) == (2, 1)


def test_rules_that_read_otherwise_are_another_question(ask, monkeypatch):
    said = saying(answer(statement("10 weeks", "season length", 10, "week")))
    with model_server(said) as server:
        ask(server, engine="auto", brief="Raincoats, 10 weeks")
        monkeypatch.setattr("forecast_kit.extraction.resolve.DEFAULT_HOLDBACK", 0.5)
        assert ask(server, engine="auto", brief="Raincoats, 10 weeks").parameters.dc_holdback_percentage == 0.5
    assert len(server.requests) == 2


def test_a_reading_without_the_model_is_not_kept(ask):
    with model_server(error_reply(500, "down"), saying(GOOD)) as server:
        failed = ask(server, engine="auto")
        worked = ask(server, engine="auto")
    assert any(warning.code == "model_failed" for warning in failed.warnings)
    assert not any(warning.code == "model_failed" for warning in worked.warnings)


@pytest.mark.parametrize(
    "useless", [completion("no json"), saying(answer(statement("10 weeks", "season length", 80, "week")))]
)
def test_an_answer_that_was_of_no_use_is_not_kept(ask, sqlite_database, useless):
    with model_server(useless) as server:
        with pytest.raises(ModelError):
            ask(server)
        ask(server, engine="auto")
    assert rows(sqlite_database) == []


def test_a_season_that_cannot_be_is_not_kept_when_the_model_insists(ask, sqlite_database):
    said = saying(answer(statement("80 years", "season length", 80, "year")))
    with model_server(said) as server:
        read = ask(server, brief="Raincoats, 10 weeks, as in the last 80 years", engine="auto")
    assert read.warnings
    assert rows(sqlite_database) == []


def test_a_kept_reading_that_no_longer_fits_is_read_anew(ask, sqlite_database):
    with model_server(saying(GOOD)) as server:
        first = ask(server)
        with sqlite_database.engine.begin() as connection:
            connection.execute(text("update cache set value = '\"{}\"'"))
        assert ask(server) == first
    assert len(server.requests) == 2


def test_what_is_kept_holds_no_key(ask, sqlite_database):
    with model_server(saying(GOOD)) as server:
        ask(server, openai_api_key="sk-planted-9f31c7")
    (row,) = rows(sqlite_database)
    assert "planted" not in str(row)


def test_half_a_character_does_not_stop_the_keeping(ask):
    with model_server(saying(GOOD)) as server:
        first, second = (ask(server, brief=f"{BRIEF} \ud800") for _ in range(2))
    assert first == second
    assert len(server.requests) == 1


def test_a_brief_that_is_none_is_not_asked_about(ask):
    with model_server(saying(GOOD)) as server:
        for brief in ("", "x" * 200_000):
            with pytest.raises(BriefError):
                ask(server, brief=brief)
    assert server.requests == []


def rows(database) -> list:
    with UnitOfWork(database, read_only=True), database.engine.connect() as connection:
        return list(connection.execute(text("select * from cache")))


def test_the_rules_are_asked_without_a_model_or_a_cache(ask):
    with model_server(completion("never asked")) as server:
        read = ask(server, engine="rules")
    assert server.requests == []
    assert read.engine == "rules"
