from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import PlanError
from forecast_kit.planning import plan_season
from forecast_kit.planning.open_to_buy import OpenToBuyMonth, open_to_buy, open_to_buy_of, summarise_open_to_buy
from forecast_kit.workbench.examples import worked_example
from tests.seasons import economics, inputs, stock

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def test_the_published_example():
    given_ = worked_example("open_to_buy")
    found = OpenToBuyMonth(month=JUNE, **given_["given"])
    assert found.planned_receipts == given_["expected"]["planned_receipts"] == 550_000
    assert found.open_to_buy == given_["expected"]["open_to_buy"] == 110_100


def test_markdowns_lower_stock_at_retail_like_sales():
    plain = OpenToBuyMonth(month=JUNE, planned_sales=100, opening_stock=50, closing_stock=80)
    cut = OpenToBuyMonth(month=JUNE, planned_sales=100, opening_stock=50, closing_stock=80, markdowns=12)
    assert cut.open_to_buy - plain.open_to_buy == 12


def test_each_month_opens_with_what_the_last_closed_with():
    first, second = open_to_buy(40, {JUNE: 100, JULY: 60}, {JUNE: 30, JULY: 10}, on_order={date(2026, 7, 20): 15})
    assert (first.planned_receipts, first.open_to_buy) == (90, 90)
    assert second.opening_stock == 30
    assert (second.planned_receipts, second.on_order, second.open_to_buy) == (40, 15, 25)


def test_what_was_due_before_is_the_first_months_and_what_comes_after_is_left_out():
    ordered = {date(2026, 5, 4): 10, date(2026, 9, 7): 99}
    first, second = open_to_buy(0, {JUNE: 50, JULY: 50}, {JUNE: 0, JULY: 0}, on_order=ordered)
    assert (first.on_order, second.on_order) == (10, 0)


amounts = st.integers(0, 10_000)


@given(amounts, st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=12))
def test_receipts_over_all_months_are_what_is_sold_cut_and_left_less_what_was_there(opening, rows):
    months = [date(2026 + n // 12, n % 12 + 1, 1) for n in range(len(rows))]
    sold, cut, closing = (dict(zip(months, values, strict=True)) for values in zip(*rows, strict=True))
    found = open_to_buy(opening, sold, closing, markdowns=cut)
    assert sum(m.planned_receipts for m in found) == sum(sold.values()) + sum(cut.values()) + rows[-1][2] - opening


def test_months_without_a_closing_stock_are_refused():
    with pytest.raises(PlanError, match="same months"):
        open_to_buy(0, {JUNE: 1, JULY: 1}, {JUNE: 1})
    with pytest.raises(PlanError, match="same months"):
        open_to_buy(0, {}, {})


def test_a_plans_bridge_adds_up_to_its_buy():
    given_ = inputs(stock=stock())
    plan = plan_season(given_)
    found = open_to_buy_of(plan, given_)
    usable = plan.buy.usable_stock
    assert found[0].opening_stock == usable.on_hand_stores + usable.on_hand_dc
    assert sum(m.on_order for m in found) == usable.on_order_in_time + usable.on_order_late
    assert sum(m.open_to_buy for m in found) == pytest.approx(plan.buy.buy_units - usable.on_order_late)
    assert sum(m.planned_sales for m in found) == pytest.approx(sum(week.expected_sales for week in plan.stock_path))
    assert [m.month for m in found] == [date(2025, 3, 1), date(2025, 4, 1)]
    assert found[1].open_to_buy == pytest.approx(-40)  # what comes too late is a month over-bought


def test_without_stock_the_first_month_buys_it_all():
    given_ = inputs()
    plan = plan_season(given_)
    found = open_to_buy_of(plan, given_)
    assert found[0].open_to_buy == pytest.approx(plan.buy.buy_units)
    assert [m.open_to_buy for m in found[1:]] == pytest.approx([0], abs=1e-9)


def test_an_order_without_a_day_is_in_no_month():
    undated = stock().assign(due_week=pd.NaT)
    given_ = inputs(stock=undated)
    assert sum(m.on_order for m in open_to_buy_of(plan_season(given_), given_)) == 0


def test_it_reads_by_month_with_its_total_and_its_assumptions():
    given_ = inputs(stock=stock())
    section = summarise_open_to_buy(plan_season(given_), given_)
    assert [row[0] for row in section.rows] == ["Mar 2025", "Apr 2025", "Season"]
    assert "landed cost £20.00" in section.lines[0]
    assert "40 units on order come after the season has started" in section.lines[1]
    unpriced = inputs(economics=economics(unit_cost=None))
    assert summarise_open_to_buy(plan_season(unpriced), unpriced).rows[-1][-1] == "—"
