"""`trace`: where a number comes from, in the shell."""

import pytest

BRIEF = "8 weeks of accessories from 2 March"


@pytest.fixture(scope="module")
def named():
    return {}


@pytest.fixture
def run(call, named):
    if not named:
        named["run"] = call("plan", BRIEF, "--json").json["run_id"]
    return named["run"]


def test_without_a_name_the_names_are_listed(call, run):
    told = call("trace", run)
    assert told.code == 0
    assert "forecast.weeks[1].units … forecast.weeks[8].units  (8 numbers)" in told.out
    numbers = call("trace", run, "--json").json
    assert (
        numbers["buy.buy_units"] == call("runs", "show", run, "--json").json["plan"]["buy"]["options"][1]["buy_units"]
    )


def test_a_number_answers_with_formula_inputs_rows_and_code(call, run):
    told = call("trace", run, "buy.options[flat].cash").out
    assert "formula: units × cost = " in told
    assert "rows: categories where category = Accessories: 1 row" in told
    assert "code: forecast_kit.allocation.buy.compare_buys, version" in told
    store = next(name for name in call("trace", run, "--json").json if "lines[" in name and name.endswith("share"))
    document = call("trace", run, store, "--json").json
    sales = next(rows for rows in document["rows"] if rows["table"] == "sales")
    assert sales["count"] > 0
    assert document["holds"] is None


def test_checked_it_is_worked_out_again(call, run):
    document = call("trace", run, "forecast.weeks[2].units", "--check", "--json").json
    assert document["holds"] is True
    assert document["evaluated"] == document["value"]


def test_a_name_that_is_not_there_is_refused_with_the_nearest(call, run):
    answer = call("trace", run, "buy.buy_unit")
    assert answer.code == 1
    assert "Did you mean buy.buy_units" in answer.err
    assert call("trace", "wf_nothing", "buy.buy_units").code == 1
