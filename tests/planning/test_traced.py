"""Every number of a plan answers: with a formula that gives it, from inputs that are there, and rows that exist."""

from functools import cache
from importlib import import_module

import pandas as pd
import pytest

from forecast_kit.errors import PlanError
from forecast_kit.plan.trace import FORMULAS, formula_of, numbers_of, trace_plan
from forecast_kit.planning import PlanWorkings, SeasonDesk, trace_season
from forecast_kit.planning.inputs import Terms
from forecast_kit.replay import SeasonChoices
from tests.seasons import economics, inputs, parameters, plan_ahead, stock, stores

SIZES = pd.DataFrame({"category": "Dresses", "size": ["S", "M", "L"], "share": [0.3, 0.5, 0.2]})
MINE = SeasonChoices(buy_rule="mine", mine_units=2_000)
SEASONS = {
    "everything known": (lambda: inputs(stock=stock(), plan_ahead=plan_ahead(), size_shares=SIZES), SeasonChoices()),
    "no money known": (
        lambda: inputs(economics=economics(unit_price=None, unit_cost=None, salvage_value=None), stores=None),
        SeasonChoices(),
    ),
    "an order of one's own": (
        lambda: inputs(stock=stock(), economics=economics(pack_size=30, min_order_units=300, supplier_lead_weeks=4)),
        MINE,
    ),
    "sent out at once": (
        lambda: inputs(
            parameters=parameters(
                replenishment_strategy="none", markdown_checkpoint_week=None, dc_holdback_percentage=0.0
            ),
            terms=Terms(min_presentation_units=400),
        ),
        SeasonChoices(safety_share=0.1),
    ),
    "online alone": (lambda: inputs(stores=stores(ships_from_dc=True)), SeasonChoices()),
}


@cache
def planned(name):
    make, choices = SEASONS[name]
    made_from = make()
    return SeasonDesk(made_from, choices).run(), PlanWorkings(made_from, choices)


@pytest.mark.parametrize("season", SEASONS)
def test_every_number_has_a_formula_that_gives_it_and_rows_that_exist(season):
    plan, workings = planned(season)
    numbers = numbers_of(plan)
    assert len(numbers) > 150
    for name in numbers:
        trace = trace_plan(plan, name, workings=workings, rows_of=workings.rows, depth=1)
        assert trace.holds, f"{name} is {trace.value}, its formula gives {trace.evaluated}"
        assert trace.says
        for rows in trace.rows:
            assert rows.count or (rows.table == "stock" and not trace.value), f"{name} rests on no rows of {rows}"


def test_no_number_of_the_plan_is_left_out():
    plan, _ = planned("everything known")

    def count(value):
        if isinstance(value, dict):
            return sum(map(count, value.values()))
        if isinstance(value, list):
            return sum(map(count, value))
        return isinstance(value, int | float) and not isinstance(value, bool)

    names_of_items = sum(
        len(items)
        for items in (
            plan.forecast.weeks,
            plan.forecast.total_quantiles,
            plan.buy.markdowns,
            plan.replenishment,
            plan.stock_path,
        )
    )
    derived = {
        name
        for name in numbers_of(plan)
        if name.startswith("reconciliation")
        or name.endswith((".money_against_next_best", ".net_price", ".total_units", "_stock.units"))
        or name in {"buy.buy_units", "buy.committed_units", "buy.rounding_units"}
        or name in {"allocation.store_units", "allocation.ring_fenced_units"}
        or (name.startswith("replenishment") and name.endswith(".units"))
    }
    assert count(plan.model_dump(mode="json")) - names_of_items == len(numbers_of(plan)) - len(derived)


def test_no_formula_is_there_for_nothing():
    used = {id(formula_of(plan, name)) for plan, _ in map(planned, SEASONS) for name in numbers_of(plan)}
    idle = {formula.of for formula in FORMULAS if id(formula) not in used}
    assert idle <= {"choices[*].options[*].expected_margin"}  # for choices that are yet to have money


@pytest.mark.parametrize("code", sorted({formula.code for formula in FORMULAS}))
def test_the_code_that_is_named_is_there(code):
    parts = code.split(".")
    for at in range(len(parts) - 1, 0, -1):
        try:
            found = import_module(".".join(parts[:at]))
        except ModuleNotFoundError:
            continue
        for name in parts[at:]:
            found = getattr(found, name)
        return
    pytest.fail(f"there is no {code}")


@pytest.mark.parametrize(
    ("part", "changes", "name"),
    [
        ("buy", {"critical_ratio": 0.5}, "buy.critical_ratio"),
        ("forecast", {"backtest_wape": 0.5}, "forecast.backtest_wape"),
        ("markdown", {"expected_sell_through": 0.9}, "markdown.expected_sell_through"),
    ],
)
def test_a_number_that_was_tampered_with_does_not_hold(part, changes, name):
    plan, workings = planned("everything known")
    forged = plan.model_copy(update={part: getattr(plan, part).model_copy(update=changes)})
    assert trace_plan(forged, name, workings=workings).holds is False


def test_without_planning_again_a_computed_number_is_not_called_checked():
    plan, workings = planned("everything known")
    name = "forecast.weeks[1].units"
    assert trace_season(plan, name, workings.inputs, workings.choices).holds is None
    assert trace_season(plan, name, workings.inputs, workings.choices, again=True).holds is True


def test_what_was_given_is_told_with_its_value():
    plan, workings = planned("everything known")
    trace = trace_season(plan, "economics.unit_cost", workings.inputs, workings.choices)
    assert trace.holds
    assert "given: 20, as the season's inputs hold it (economics.unit_cost)" in repr(trace)
    assert plan.trace("economics.unit_cost").holds is None


def test_rows_are_those_of_the_number():
    plan, workings = planned("everything known")
    trace = trace_season(plan, "allocation.lines[S2].on_hand_units", workings.inputs, workings.choices)
    (rows,) = trace.rows
    assert (rows.table, rows.count) == ("stock", 1)
    assert dict(zip(*rows.rows, strict=True))["on_hand"] == str(trace.value) == "3"


def test_a_name_that_is_not_there_is_answered_with_the_nearest():
    plan, _ = planned("everything known")
    with pytest.raises(PlanError, match=r"no number called 'buy.buy_unit'.*Did you mean buy\.buy_units"):
        plan.trace("buy.buy_unit")
    with pytest.raises(PlanError, match=r"buy\.options\[flat\]\.cash"):
        plan.trace("cash")
