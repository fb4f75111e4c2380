"""What goes wrong at the door: one clear sentence that says what and how to mend it, exit 1, nothing half done."""

import socket
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from tests.seasons import sales as season_sales
from tests.seasons import stores as season_stores

BRIEF = "8 weeks of dresses from 3 March 2025"
AS_OF = ("--as-of", "2025-02-10")


@pytest.fixture
def own(tmp_path):
    """The user's own files: `own(sales=frame, stores=frame)` answers the options that name them."""

    def write(*, text: str | bytes | None = None, **frames) -> list[object]:
        options: list[object] = [*AS_OF]
        for kind, frame in frames.items():
            path = tmp_path / f"{kind}.csv"
            frame.to_csv(path, index=False)
            options += [f"--{kind}", path]
        if text is not None:
            path = tmp_path / "sales.csv"
            path.write_bytes(text.encode() if isinstance(text, str) else text)
            options += ["--sales", path]
        return options

    return write


def good() -> pd.DataFrame:
    return season_sales().drop(columns="promotion")


def rows_stored(database: Path) -> int:
    if not database.exists():
        return 0
    with sqlite3.connect(database) as connection:
        return sum(
            connection.execute(f"select count(*) from {table}").fetchone()[0]
            for table in ("datasets", "sales", "runs", "plan_versions")
        )


def refused(answer, *words: str) -> None:
    assert answer.code == 1, (answer.out, answer.err)
    assert answer.out == ""
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err, answer.err


@pytest.mark.parametrize(
    ("brief", "words"),
    [
        ("", ["brief"]),
        ("   ", ["brief"]),
        ("80 weeks of women's dresses from 2 March", ["80", "52"]),
        ("12 weeks of surfboards from 2 March", ["surfboards", "Accessories", "Men's Shirts", "Women's Dresses"]),
    ],
)
def test_a_brief_that_cannot_be_planned(call, brief, words):
    refused(call("plan", brief), *words)


def test_a_season_that_started_last_month(call):
    refused(call("plan", "10 weeks of women's dresses from 1 December 2025"), "1 December 2025", "before the day")


def faulty(kind: str) -> pd.DataFrame:
    frame = good()
    match kind:
        case "negative":
            frame.loc[4, "units"] = -3
        case "duplicate":
            frame = pd.concat([frame, frame.iloc[[2]]], ignore_index=True)
        case "missing":
            frame = frame.rename(columns={"store_id": "store_idd"})
        case "text":
            frame["units"] = "many"
    return frame


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("negative", ["line 6", "units", "--returns net"]),
        ("duplicate", ["line 4", f"line {len(good()) + 2}"]),
        ("missing", ["store_id", "store_idd", "--map"]),
        ("text", ["line 2", "units", "... and"]),
    ],
)
def test_sales_that_are_refused_say_where_and_why_and_nothing_is_stored(call, own, database_file, kind, words):
    before = rows_stored(database_file)
    refused(call("plan", BRIEF, *own(sales=faulty(kind))), *words)
    assert rows_stored(database_file) == before


def test_every_bad_row_is_counted_and_the_first_twenty_are_shown(call, own):
    frame = good()
    frame.loc[:24, "units"] = -1
    answer = call("plan", BRIEF, *own(sales=frame))
    refused(answer, "and 5 more")
    assert answer.err.count("\n  line ") == 20


@pytest.mark.parametrize("style", ["bom", "semicolons", "latin-1"])
def test_files_as_spreadsheets_write_them_are_read(call, own, style):
    frame = good().assign(category=lambda f: f["category"].replace("Knitwear", "Tricoté"))
    text = {
        "bom": ("﻿" + frame.to_csv(index=False)).encode(),
        "semicolons": frame.to_csv(index=False, sep=";").encode(),
        "latin-1": frame.to_csv(index=False).encode("latin-1"),
    }[style]
    answer = call("plan", BRIEF, *own(text=text), "--json")
    assert answer.code == 0, answer.err
    assert answer.json["plan"]["category"] == "Dresses"


def test_gaps_are_reported_and_not_filled(call, own):
    frame = good().drop(index=range(40, 46))
    answer = call("plan", BRIEF, *own(sales=frame), "--json")
    assert answer.code == 0, answer.err
    assert any("missing" in note or "gap" in note for note in answer.json["notes"]), answer.json["notes"]


def test_less_than_a_year_of_history_is_planned_with_a_warning(call, own):
    frame = good()[lambda f: f["week_start"] >= "2024-06-03"]
    answer = call("plan", BRIEF, *own(sales=frame), "--json")
    assert answer.code == 0, answer.err
    assert any("year" in note for note in [*answer.json["notes"], *answer.json["plan"]["warnings"]])


def test_a_store_in_sales_and_not_in_stores(call, own):
    few = season_stores().drop(columns=["open_from", "open_to"]).iloc[:-2]
    refused(call("plan", BRIEF, *own(sales=good(), stores=few)), "S8", "WEB")


def test_a_store_without_sales_is_told_and_planned(call, own):
    known = season_stores().drop(columns=["open_from", "open_to"])
    more = pd.concat([known, pd.DataFrame({"store_id": ["S99"], "size_sqft": [900.0], "ships_from_dc": [False]})])
    answer = call("plan", BRIEF, *own(sales=good(), stores=more), "--json")
    assert answer.code == 0, answer.err
    assert any("S99" in note for note in answer.json["notes"]), answer.json["notes"]


def test_one_store_and_one_category_are_planned(call, own):
    frame = good()[lambda f: (f["store_id"] == "S4") & (f["category"] == "Dresses")]
    answer = call("plan", "8 weeks from 3 March 2025", *own(sales=frame), "--json")
    assert answer.code == 0, answer.err
    assert [line["store_id"] for line in answer.json["plan"]["allocation"]["lines"]] == ["S4"]


def test_a_database_newer_than_the_code(call, tmp_path, monkeypatch):
    path = tmp_path / "newer.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table alembic_version (version_num varchar(32) not null)")
        connection.execute("insert into alembic_version values ('from_the_future')")
    monkeypatch.setenv("FORECAST_KIT_DATABASE_URL", f"sqlite:///{path}")
    refused(call("plan", BRIEF), "newer", "Update forecast_kit")


def test_a_database_directory_that_cannot_be_written(call, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("FORECAST_KIT_DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'workbench.db'}")
    refused(call("plan", BRIEF), "FORECAST_KIT_DATABASE_URL")


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_no_model_reachable_is_a_sentence_or_in_auto_the_rules_with_a_warning(call, monkeypatch):
    monkeypatch.setenv("FORECAST_KIT_BASE_URL", f"http://127.0.0.1:{closed_port()}/v1")
    monkeypatch.setenv("FORECAST_KIT_MODEL_MAX_RETRIES", "0")
    brief = "12 weeks of women's dresses from 2 March"
    refused(call("plan", brief, "--engine", "llm"), "cannot be reached", "rules")
    answer = call("plan", brief, "--json")
    assert answer.code == 0, answer.err
    said = [*answer.json["notes"], *(warning["message"] for warning in answer.json["extraction"]["warnings"])]
    assert any("model" in sentence for sentence in said)
