"""A trace as people see it, and the parts it is made with."""

import pytest

from forecast_kit.errors import PlanError
from forecast_kit.plan.trace import Formula, Trace, TracedRows, TraceList, value_at
from forecast_kit.plan.trace.paths import keyed, values_at
from tests.builders import season_plan


@pytest.fixture(scope="module")
def plan():
    return season_plan()


def test_a_trace_names_formula_inputs_rows_and_code(plan):
    told = repr(plan.trace(f"buy.options[{plan.buy.chosen}].cash"))
    chosen = plan.buy.option(plan.buy.chosen)
    assert "formula: units × cost" in told
    assert f"units: {chosen.buy_units:,}  (buy.options[{plan.buy.chosen}].buy_units)" in told
    assert f"rows: categories where category = {plan.category}" in told
    assert f"code: forecast_kit.allocation.buy.compare_buys, version {plan.code_version}" in told


def test_what_a_number_is_made_of_is_traced_as_well(plan):
    trace = plan.trace("buy.committed_units")
    assert [part.name for part in trace.parts] == ["buy.buy_units", "buy.usable_stock.units"]
    assert trace.holds


def test_the_page_folds_out_and_is_escaped():
    trace = Trace(
        "a[<b>]", 1.5, "Says <i>", "x * y", (), (TracedRows("t", {"k": "<u>"}, 1, (("h",), ("<s>",))),), "c", "1"
    )
    page = trace._repr_html_()
    assert page.count("<details") == 2
    assert not {"<b>]", "<i>", "<u>", "<s>"} & set(page.replace("<b>1.5</b>", "").split("<script>"))
    for harmless in ("a[&lt;b&gt;]", "Says &lt;i&gt;", "k = &lt;u&gt;", "&lt;s&gt;", "x × y"):
        assert harmless in page


def test_the_names_of_one_kind_are_one_line():
    found = TraceList({"w[1].units": 3, "w[2].units": 4.5, "seed": 0})
    assert repr(found).splitlines()[1:] == ["  w[1].units … w[2].units  (2 numbers)", "  seed = 0"]


def test_items_of_the_same_name_are_counted():
    assert keyed((("S1", 3), ("S1", 4))) == [("S1", 3), ("S1 (2)", 4)]


def test_a_path_may_name_every_item_or_those_that_are_so(plan):
    tier = plan.allocation.lines[0].tier
    every = values_at(plan, "allocation.lines[*].share")
    assert len(every) == len(plan.allocation.lines)
    some = values_at(plan, f"allocation.lines[tier={tier}].share")
    others = values_at(plan, f"allocation.lines[tier!={tier}].share")
    assert {*some, *others} == set(every)
    assert not {*some} & {*others}


@pytest.mark.parametrize("path", ["buy.nothing", "forecast.weeks[99].units", "markdown.options[free].depth.x"])
def test_a_path_to_nothing_says_so(plan, path):
    with pytest.raises(PlanError, match="The plan has nothing at"):
        value_at(plan, path)


def test_an_expression_sees_its_inputs_and_nothing_else(plan):
    assert (
        Formula("seed", "units / 2", "", "", {"units": "buy.buy_units"}).evaluate(plan, "seed")
        == plan.buy.buy_units / 2
    )
    with pytest.raises(NameError):
        Formula("seed", "open('/etc/passwd')", "", "").evaluate(plan, "seed")
