import json

import pytest

BRIEF = "12 weeks of women's dresses from 2 March, weekly top-ups, hold 45%, markdown check in week 6"
NAMES_AND_TIMES = ("run_id", "approval_id")


def without_ids(text: str) -> str:
    document = json.loads(text)
    for name in NAMES_AND_TIMES:
        document.pop(name)
    return json.dumps(document, indent=2, sort_keys=True)


def test_the_example_of_the_readme_ends_with_a_proposed_plan(call):
    answer = call("plan", BRIEF)
    assert answer.code == 0, answer.err
    for words in ("What was understood", "Need, stock, buy", "How it adds up", "Store tiers", "Biggest risks"):
        assert words in answer.out
    assert answer.out.index("Need, stock, buy") < answer.out.index("How it adds up") < answer.out.index("sha256")
    assert "waits for approval" in answer.out


def test_the_same_brief_gives_the_same_bytes_apart_from_ids(call):
    first, second = call("plan", BRIEF, "--json"), call("plan", BRIEF, "--json")
    assert first.code == second.code == 0
    assert first.json["run_id"] != second.json["run_id"]
    assert without_ids(first.out) == without_ids(second.out)


def test_the_json_says_what_was_understood_and_what_waits(call):
    document = call("plan", BRIEF, "--json").json
    assert document["status"] == "waiting"
    assert document["approval_id"].startswith("ap_")
    parameters = document["plan"]["parameters"]
    assert parameters["season_start_date"] == "2026-03-02"
    assert parameters["markdown_checkpoint_week"] == 6
    assert document["extraction"]["fields"]["dc_holdback_percentage"]["quote"]


def test_a_persons_own_buy_is_a_third_column(call):
    answer = call("plan", BRIEF, "--mine", 40000, "--rule", "mine", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["plan"]["buy"]["chosen"] == "mine"


def test_a_planned_run_is_listed_and_shown_again(call):
    run_id = call("plan", BRIEF, "--json").json["run_id"]
    assert any(run["run_id"] == run_id for run in call("runs", "list", "--json").json)
    shown = call("runs", "show", run_id[:7], "--json")
    assert shown.json["plan"]["category"] == "Women's Dresses"
    assert shown.json["events"][-1]["type"] == "workflow_complete"
    assert shown.json["confirmed_by"]
    assert shown.json["parameters"]["dc_holdback_percentage"] == 0.45
    assert shown.json["edits"] == []
    told = call("runs", "show", "last").out
    assert "How it adds up" in told
    assert f"Confirmed by {shown.json['confirmed_by']} on" in told
    assert "● stated: “45%”" in told


def test_extract_shows_the_words_each_setting_came_from(call):
    answer = call("extract", "10 weeks from 9 March 2026, weekly, hold 35%", "--today", "2026-02-11")
    assert answer.code == 0
    assert "35 %" in answer.out
    assert "stated" in answer.out
    document = call("extract", "10 weeks from 9 March 2026, hold 35%", "--today", "2026-02-11", "--json").json
    assert document["parameters"]["forecast_horizon_weeks"] == 10


def test_a_brief_is_read_from_standard_input_and_from_a_file(call, monkeypatch, tmp_path):
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"9 weeks from 9 March 2026")))
    assert call("extract", "-", "--today", "2026-02-11", "--json").json["parameters"]["forecast_horizon_weeks"] == 9
    (tmp_path / "brief.txt").write_text("7 weeks from 9 March 2026")
    from_file = call("extract", tmp_path / "brief.txt", "--today", "2026-02-11", "--json")
    assert from_file.json["parameters"]["forecast_horizon_weeks"] == 7


def test_a_wrong_call_is_exit_2(call):
    assert call("plan", BRIEF, "--horizen", 3).code == 2
    assert call("plan", BRIEF, "--as-of", "soon").code == 2
    assert call("plan", BRIEF, "--stores", "stores.csv").code == 2


def test_a_category_without_sales_is_planned_from_comparables_and_a_stated_total(call):
    brief = "12 weeks of capes from 2 February, weekly top-ups, hold 40%, no markdown"
    refused = call("plan", brief, "--engine", "rules", "--category", "Capes")
    assert refused.code == 1
    done = call(
        "plan", brief, "--engine", "rules", "--category", "Capes", "--comparable", "Accessories", "--season-total",
        "9000", "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    plan = done.json["plan"]
    assert sum(week["units"] for week in plan["forecast"]["weeks"]) == pytest.approx(9000)
    assert any("Capes has no sales: its season is lent by Accessories" in note for note in plan["forecast"]["notes"])
