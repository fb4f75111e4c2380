"""Demand, not sales: lifted where the shelf was empty, restated where a price cut sold it, never in silence."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.errors import DataError, SettingsError
from forecast_kit.forecasting import to_demand


def sales(**columns) -> pd.DataFrame:
    rows = [(week, store) for week in pd.date_range("2025-01-06", periods=4, freq="7D") for store in ("a", "b")]
    base = pd.DataFrame(rows, columns=["week_start", "store_id"]).assign(category="coats", units=[10, 20] * 4)
    return base.assign(**columns)


def test_without_prices_and_stock_nothing_changes_and_both_are_said():
    demand = to_demand(sales())
    assert demand.frame["units"].tolist() == [10.0, 20.0] * 4
    assert demand.lifted_units == demand.restated_units == 0
    assert "clearance" in demand.notes[0]
    assert "run out" in demand.notes[1]


def test_weeks_below_list_price_are_restated_by_the_elasticity():
    demand = to_demand(sales(price=[100.0] * 7 + [50.0], list_price=100.0), elasticity=2.0)
    assert demand.frame["units"].iloc[-1] == pytest.approx(20 * 0.5**2)
    assert demand.restated_units == pytest.approx(15)
    assert demand.frame["units_sold"].tolist() == [10.0, 20.0] * 4
    assert "20 units sold are 5 at full price (elasticity 2)" in demand.notes[0]


def test_without_an_elasticity_they_stay_in_and_the_share_is_shown():
    demand = to_demand(sales(price=[100.0] * 6 + [50.0] * 2, list_price=100.0))
    assert demand.restated_units == 0
    assert "25 % of the units were sold below list price" in demand.notes[0]


@pytest.mark.parametrize("in_stock", [False, 0.4])
def test_a_stock_out_is_lifted_to_the_stores_rate_in_that_week(in_stock):
    column = [True] * 6 + [in_stock, True]
    week_doubled = sales(units=[10, 20, 10, 20, 10, 20, 3, 40], in_stock=column)
    demand = to_demand(week_doubled)
    # Store b sold 40 where its weeks in stock average 25; store a's average 10.
    assert demand.frame["units"].iloc[6] == pytest.approx(10 * 40 / 25)
    assert demand.lifted_units == pytest.approx(13)
    assert "1 store-weeks ran out of stock: 3 units sold, 16 in demand" in demand.notes[1]


def test_a_week_out_everywhere_takes_the_weeks_around_it():
    demand = to_demand(sales(units=[10, 20, 0, 0, 10, 20, 10, 20], in_stock=[1, 1, 0, 0, 1, 1, 1, 1]))
    assert demand.frame["units"].tolist() == pytest.approx([10, 20] * 4)


def test_demand_is_never_below_what_was_sold():
    demand = to_demand(sales(units=[10, 20, 90, 20, 10, 20, 10, 20], in_stock=[1, 1, 0, 1, 1, 1, 1, 1]))
    assert demand.frame["units"].iloc[2] == 90


def test_stores_that_were_never_in_stock_take_the_chains_rate_and_lonely_ones_stay():
    assert to_demand(sales(in_stock=[0, 1] * 4)).frame["units"].tolist() == [20.0] * 8
    alone = to_demand(sales(in_stock=0))
    assert alone.lifted_units == 0
    assert "stay as sold" in alone.notes[-1]


def test_further_columns_are_carried_along():
    assert to_demand(sales(promotion=0.5)).frame["promotion"].tolist() == [0.5] * 8


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"price": 0.0, "list_price": 1.0}, "price: 0 is no price"),
        ({"in_stock": 1.5}, "1.5 is not within 0 and 1"),
    ],
)
def test_values_that_cannot_be_are_refused(columns, said):
    with pytest.raises(DataError, match=said):
        to_demand(sales(**columns))


def test_an_elasticity_must_be_above_zero():
    with pytest.raises(SettingsError, match="elasticity"):
        to_demand(sales(), elasticity=-1.0)


def test_the_frame_it_was_given_is_untouched():
    given = sales(in_stock=[1, 0] * 4)
    before = given.copy()
    to_demand(given)
    pd.testing.assert_frame_equal(given, before)
    assert np.array_equal(given.index, before.index)


def test_before_and_after_add_up_a_row_a_category():
    both = pd.concat([sales(), sales(category="hats")], ignore_index=True).assign(list_price=50.0, in_stock=1.0)
    both["price"] = np.where(both.index % 5 == 0, 40.0, 50.0)
    both.loc[[3, 9], "in_stock"] = 0.0
    made = to_demand(both, elasticity=1.5)
    table = made.by_category.set_index("category")
    assert table["demand"].to_numpy() == pytest.approx(table["sold"] - table["price_cuts"] + table["stock_outs"])
    assert table["demand"].to_dict() == pytest.approx(made.frame.groupby("category")["units"].sum().to_dict())
    assert table["price_cuts"].sum() == pytest.approx(made.restated_units)
    assert table["stock_outs"].sum() == pytest.approx(made.lifted_units)
    assert table["rows_cut"].tolist() == [2.0, 2.0]
    assert table["rows_out"].tolist() == [1.0, 1.0]


def test_what_nobody_recorded_is_not_known_and_not_zero():
    plain = to_demand(sales(), elasticity=2.0).by_category.iloc[0]
    assert plain[["price_cuts", "rows_cut", "stock_outs", "rows_out"]].isna().all()
    assert plain["demand"] == plain["sold"]
    priced = to_demand(sales(price=40.0, list_price=50.0, in_stock=1)).by_category.iloc[0]
    assert np.isnan(priced["price_cuts"])
    assert priced["rows_cut"] == 8
    assert priced["stock_outs"] == 0
