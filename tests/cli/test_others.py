from pathlib import Path

import pandas as pd
import pytest

from forecast_kit.cli.notebooks import working_copies
from tests.headless.notebooks import write_notebook
from tests.seasons import plan_ahead, sales


def test_forecast_writes_weeks_with_intervals_and_says_how_good_it_was(call, tmp_path):
    sales().drop(columns="promotion").to_csv(tmp_path / "sales.csv", index=False)
    answer = call("forecast", tmp_path / "sales.csv", "--horizon", 6, "--out", tmp_path / "forecast.csv")
    assert answer.code == 0, answer.err
    assert "Dresses: demand at full price" in answer.out
    written = pd.read_csv(tmp_path / "forecast.csv")
    assert len(written) == 12
    assert (written["units_lo_80"] <= written["units"]).all()


def test_forecast_uses_what_is_known_ahead(call, tmp_path):
    both = pd.concat([plan_ahead(), plan_ahead().assign(category="Knitwear")])
    sales().to_csv(tmp_path / "sales.csv", index=False)
    both.to_csv(tmp_path / "plan.csv", index=False)
    answer = call("forecast", tmp_path / "sales.csv", "--plan", tmp_path / "plan.csv", "--json")
    assert answer.code == 0, answer.err
    assert len(answer.json["weekly"]) == 24


def test_forecast_into_a_folder_that_is_not_there_is_refused(call, tmp_path):
    sales().drop(columns="promotion").to_csv(tmp_path / "sales.csv", index=False)
    answer = call("forecast", tmp_path / "sales.csv", "--out", tmp_path / "no" / "where.csv")
    assert answer.code == 1
    assert "cannot be written" in answer.err


def test_a_database_is_made_looked_at_taken_back_and_emptied(call):
    assert "is at revision" in call("db", "upgrade").out
    assert call("db", "status", "--json").json["is_current"]
    assert "up to date" in call("db", "status").out
    assert "base" in call("db", "downgrade", "base", "--yes").out
    assert call("db", "reset", "--yes").code == 0
    assert call("db", "status", "--json").json["is_current"]


def test_runs_of_an_empty_database(call):
    call("db", "reset", "--yes")
    assert call("runs", "list", "--json").json == []
    assert "no runs yet" in call("runs", "list").out
    missing = call("runs", "show", "wf_nothing")
    assert missing.code == 1
    assert "wf_nothing" in missing.err


def test_a_notebook_runs_with_its_parameters(call, tmp_path):
    notebook = write_notebook(tmp_path / "add.ipynb", "print(a + b)", parameters="a: int = 1\nb: int = 1")
    answer = call("run", notebook, "-p", "a", "-1", "-p", "b=43", "--output-dir", tmp_path / "out", "--json")
    assert answer.code == 0, answer.err
    assert "42" in Path(answer.json["html"]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["-p", "a"], "has no value"), (["-p", "a", "1", "2"], "belongs to no parameter"), (["-p", "c", "1"], "'c'")],
)
def test_parameters_that_make_no_sense_are_refused(call, tmp_path, arguments, words):
    notebook = write_notebook(tmp_path / "add.ipynb", "print(a)", parameters="a: int = 1")
    answer = call("run", notebook, *arguments)
    assert answer.code == 1
    assert words in answer.err


def test_an_unknown_notebook_names_those_there_are(call):
    answer = call("run", "03_nothing")
    assert answer.code == 1
    assert "02_plan_the_season" in answer.err


def test_working_copies_keep_what_the_analyst_changed(tmp_path):
    working_copies(tmp_path)
    mine = tmp_path / "02_plan_the_season.ipynb"
    mine.write_text("mine")
    working_copies(tmp_path)
    assert mine.read_text() == "mine"
    assert (tmp_path / "00_start_here.ipynb").exists()
