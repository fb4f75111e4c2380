"""`extract`: text, '-', or a file; with rules, a model, or both; and what goes wrong, in one sentence."""

import io
import json
import os
import subprocess
import sys

import pytest

from tests.extraction.answers import BRIEF, GOOD, saying
from tests.extraction.model_server import Reply, completion, model_server
from tests.extraction.test_conversation import FAULTS

KEY = "sk-planted-9f31c7"
TODAY = ("--today", "2026-03-02")


@pytest.fixture
def asking(call, monkeypatch):
    """`asking(server, ...)` calls `extract` with that server as the model."""

    def run(server, *arguments):
        monkeypatch.setenv("FORECAST_KIT_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("FORECAST_KIT_MODEL_MAX_RETRIES", "0")
        return call("extract", *arguments, *TODAY)

    return run


def test_each_value_comes_with_its_source_its_words_and_the_reason(call):
    answer = call("extract", "10 weeks from 9 March 2026, ship 60% at launch, 12 widgets", *TODAY)
    assert answer.code == 0
    said = " ".join(answer.out.split())
    assert "Season length 10 weeks ● stated “10 weeks” The season is 10 weeks long." in said
    assert "Held back in the DC 40 % ◐ inferred “60%”" in said
    assert "Store top-ups every week ○ assumed" in said


def test_what_was_doubtful_or_not_understood_is_shown(call):
    answer = call("extract", "Kettles 10 weeks from 9 March, hold 40%, hold 30%, brumsel <b>x</b>", *TODAY)
    assert "! Markup in the brief" in answer.out
    assert "Not understood: " in answer.out


def test_a_brief_cannot_move_the_cursor(call):
    answer = call("extract", "10 weeks, hold 4\x1b[2J0%, from 9 \x9bMarch", *TODAY)
    assert "\x1b[2J" not in answer.out
    assert "\x9b" not in answer.out


@pytest.mark.parametrize(
    "content", ["9 weeks from 9 March", "\ufeff9 weeks from 9 March", "9 weeks\r\nfrom 9 March\r\n"]
)
def test_standard_input_and_a_file_are_the_same_brief(call, monkeypatch, tmp_path, content):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    typed = call("extract", "-", *TODAY, "--json")
    file = tmp_path / "my brief.txt"
    file.write_bytes(content.encode())
    read = call("extract", file, *TODAY, "--json")
    assert typed.json == read.json
    assert read.json["parameters"]["forecast_horizon_weeks"] == 9


BAD_FILES = {
    "binary": (b"\x7fELF\x00\x01" * 100, "is not a text file"),
    "utf-16": ("10 weeks".encode("utf-16"), "UTF-16"),
    "latin-1": ("10 weeks, £40".encode("latin-1"), "not text in UTF-8 (byte 11)"),
    "200 kB": (b"10 weeks " * 23_000, "longer than a brief"),
    "empty": (b"", "The brief is empty"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
@pytest.mark.parametrize("way", ["file", "-"])
def test_a_file_that_is_no_brief_is_one_sentence(call, monkeypatch, tmp_path, kind, way):
    content, sentence = BAD_FILES[kind]
    (tmp_path / "brief").write_bytes(content)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    refused(call("extract", tmp_path / "brief" if way == "file" else "-", *TODAY), sentence)


def test_a_file_that_is_not_there_and_a_folder(call, tmp_path):
    refused(call("extract", tmp_path / "brief.txt", *TODAY), "There is no file")
    refused(call("extract", "next season.txt", *TODAY), "There is no file next season.txt")
    refused(call("extract", tmp_path, *TODAY), "is a folder")
    refused(call("plan", tmp_path / "brief.docx"), "There is no file")


@pytest.mark.parametrize("brief", ["10 weeks, w/c 9 March", "9 wks from 2/3.", "10 weeks\nbrief.txt", "x" * 300])
def test_a_brief_is_not_mistaken_for_a_file(call, brief):
    assert call("extract", brief, *TODAY).code == 0


def test_a_wrong_call_is_exit_2(call):
    for arguments in (["10 weeks", "--engine", "gpt"], ["10 weeks", "--today", "soon"], [], ["10 weeks", "11 weeks"]):
        assert call("extract", *arguments).code == 2


def test_the_help_says_how_long_a_model_may_take(call):
    answer = call("extract", "--help")
    assert answer.code == 0
    assert "45 seconds" in " ".join(answer.out.replace("│", " ").split())


def test_the_model_is_asked_once_unless_it_is_to_be_asked_again(asking):
    with model_server(saying(GOOD)) as server:
        first = asking(server, BRIEF, "--engine", "llm", "--json")
        second = asking(server, BRIEF, "--engine", "llm", "--json")
        assert len(server.requests) == 1
        asking(server, BRIEF, "--engine", "llm", "--no-cache")
        assert len(server.requests) == 2
        asking(server, BRIEF, "--engine", "rules")
        assert len(server.requests) == 2
    assert first.out == second.out
    assert first.json["engine"] == "llm"


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_gives_the_key_away(asking, database_file, fault):
    def reply(body):
        made = Reply(*FAULTS[fault][0])
        return made._replace(body=made.body.replace(b"sk-very-secret-key", KEY.encode()))

    with model_server(reply) as server:
        failed = asking(server, BRIEF, "--engine", "llm")
        fallen_back = asking(server, BRIEF, "--json")
        assert any(KEY in value for value in server.headers[0].values())
    refused(failed, FAULTS[fault][1])
    assert fallen_back.code == 0
    assert fallen_back.json["parameters"]["forecast_horizon_weeks"] == 10
    assert [warning["code"] for warning in fallen_back.json["warnings"]] == ["model_failed"]
    assert KEY not in failed.out + failed.err + fallen_back.out + fallen_back.err
    assert KEY.encode() not in database_file.read_bytes()


def test_a_model_that_insists_on_nonsense_is_one_sentence(asking):
    with model_server(completion("Ten weeks I guess.")) as server:
        refused(asking(server, BRIEF, "--engine", "llm"), "does not match the brief")


def test_a_server_that_stalls_is_given_up_in_time(asking, monkeypatch):
    monkeypatch.setenv("FORECAST_KIT_READING_TIMEOUT_SECONDS", "0.3")
    with model_server(saying(GOOD), seconds=30) as server:
        refused(asking(server, BRIEF, "--engine", "llm"), "within 0.3 seconds")


def test_the_command_itself_ends_when_a_server_does_not(tmp_path):
    """In a process of its own: the thread that still waits must not hold its end."""
    with model_server(saying(GOOD), trickle=0.2) as server:
        environment = os.environ | {
            "FORECAST_KIT_DATABASE_URL": f"sqlite:///{tmp_path / 'w.db'}",
            "FORECAST_KIT_BASE_URL": server.url,
            "FORECAST_KIT_READING_TIMEOUT_SECONDS": "0.5",
            "OPENAI_API_KEY": KEY,
        }
        done = subprocess.run(
            [sys.executable, "-m", "forecast_kit.cli", "extract", "-", *TODAY, "--json"],
            input=BRIEF.encode(), capture_output=True, env=environment, timeout=40, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert read["parameters"]["forecast_horizon_weeks"] == 10
    assert "within 0.5 seconds" in read["warnings"][0]["message"]


def refused(answer, *words: str) -> None:
    assert answer.code == 1, (answer.out, answer.err)
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    for word in words:
        assert word in answer.err, answer.err
