from datetime import date

import pytest

from forecast_kit.workbench import Workbench
from tests.extraction.model_server import completion, error_reply, model_server
from tests.extraction.test_llm import BRIEF, GOOD, TODAY, saying


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


def test_a_reading_without_the_model_is_not_kept(ask):
    with model_server(error_reply(500, "down"), saying(GOOD)) as server:
        failed = ask(server, engine="auto")
        worked = ask(server, engine="auto")
    assert any(warning.code == "model_failed" for warning in failed.warnings)
    assert not any(warning.code == "model_failed" for warning in worked.warnings)


def test_the_rules_are_asked_without_a_model_or_a_cache(ask):
    with model_server(completion("never asked")) as server:
        read = ask(server, engine="rules")
    assert server.requests == []
    assert read.engine == "rules"
