from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from forecast_kit.errors import DataError
from forecast_kit.history import Checked, check_together, read_sales


def sales_of(weeks: int, stores: tuple[str, ...] = ("7",), categories: tuple[str, ...] = ("dresses",)) -> pd.DataFrame:
    starts = pd.date_range("2024-01-06", periods=weeks, freq="7D")
    rows = [(week, store, category, 3) for week in starts for store in stores for category in categories]
    return pd.DataFrame(rows, columns=["week_start", "store_id", "category", "units"])


STORES = pd.DataFrame({"store_id": ["7"]})
ECONOMICS = pd.DataFrame({"category": ["dresses"], "unit_price": [60.0], "unit_cost": [20.0], "salvage_value": [0.0]})


def test_one_store_and_one_category_with_a_year_of_weeks_is_fine() -> None:
    report = check_together(sales_of(52), STORES, ECONOMICS)
    assert (report.weeks_from, report.weeks_through, report.week_anchor) == (
        date(2024, 1, 6),
        date(2024, 12, 28),
        "Saturday",
    )
    assert (report.n_weeks, report.n_stores, report.n_categories, report.n_rows, report.gaps) == (52, 1, 1, 52, 0)
    assert report.warnings == ()


def test_less_than_a_year_is_a_warning_and_less_than_8_weeks_is_refused() -> None:
    assert "cover 51 weeks, less than a year" in check_together(sales_of(51), STORES, ECONOMICS).warnings[0]
    assert check_together(sales_of(8), STORES, ECONOMICS).n_weeks == 8
    with pytest.raises(DataError, match="The sales cover 7 weeks, too few to forecast from"):
        check_together(sales_of(7), STORES, ECONOMICS)


def test_stores_that_sell_and_are_not_known_are_refused_by_name() -> None:
    sales = sales_of(52, ("7", *(f"new {n:02d}" for n in range(12))))
    with pytest.raises(DataError) as refused:
        check_together(sales, STORES, ECONOMICS)
    assert "does not have 12 stores of the sales: new 00, new 01," in str(refused.value)
    assert "and 2 more" in str(refused.value)
    assert "Nothing was stored. Add each to the stores file, or take its rows out of the sales." in str(refused.value)


def test_lost_leading_zeros_are_suspected() -> None:
    with pytest.raises(DataError, match="'7' may be '007'"):
        check_together(sales_of(52), pd.DataFrame({"store_id": ["007"]}), ECONOMICS)


def test_a_store_without_sales_is_a_note() -> None:
    report = check_together(sales_of(52), pd.DataFrame({"store_id": ["7", "8"]}), ECONOMICS)
    assert "1 store without sales: 8." in report.notes


def test_a_category_without_economics_is_warned_of_because_its_buy_will_be_flat() -> None:
    report = check_together(sales_of(52, categories=("dresses", "shirts")), STORES, ECONOMICS)
    assert report.warnings == (
        "1 category sold and not in the categories file: shirts. "
        "Their buy will follow the flat rule, without money beside it.",
    )
    partial = check_together(sales_of(52), STORES, ECONOMICS.assign(unit_cost=None))
    assert "1 category without price, cost or salvage value: dresses." in partial.warnings[0]


def test_an_economics_file_may_know_more_categories_than_sell() -> None:
    more = pd.concat([ECONOMICS, ECONOMICS.assign(category="coats")])
    assert "1 category in the categories file without sales: coats." in check_together(sales_of(52), STORES, more).notes


def test_missing_weeks_are_counted_and_warned_of_not_filled() -> None:
    sales = sales_of(60, ("7", "8")).drop(index=[3, 5, 8])
    report = check_together(sales, pd.DataFrame({"store_id": ["7", "8"]}), ECONOMICS)
    assert report.gaps == 3
    assert report.warnings[0].startswith(
        "3 store-weeks are missing between first and last sale, "
        "in 2 store-categories (such as dresses in 7, dresses in 8)"
    )


def test_weeks_nobody_sold_in_are_warned_of() -> None:
    report = check_together(sales_of(60).drop(index=[10, 11]), STORES, ECONOMICS)
    assert report.n_weeks == 58
    assert report.warnings[0] == "2 weeks between the first and the last have no sales row at all."


def test_stock_outs_and_prices_are_known_only_if_the_file_says_so() -> None:
    plain = check_together(sales_of(52), STORES, ECONOMICS)
    assert (plain.stock_out_share, plain.price_known) == (None, False)
    assert any("no in_stock column" in note for note in plain.notes)
    told = sales_of(52).assign(price=10.0, list_price=12.0, in_stock=[0.5] * 13 + [1.0] * 39)
    report = check_together(told, STORES, ECONOMICS)
    assert (report.stock_out_share, report.price_known) == (0.25, True)


def test_stock_must_lie_in_a_known_place() -> None:
    stock = pd.DataFrame({"location": ["DC", "9"], "category": "dresses", "on_hand": 5})
    with pytest.raises(DataError, match="does not have 1 store of the stock: 9"):
        check_together(sales_of(52), STORES, ECONOMICS, stock)
    unsold = stock.assign(location="DC", category="hats")
    assert (
        "1 category in the stock file without sales: hats."
        in check_together(sales_of(52), STORES, ECONOMICS, unsold).notes
    )


def test_sales_alone_are_enough_and_say_what_they_lack() -> None:
    report = check_together(sales_of(52))
    assert "There is no categories file: buys follow the flat rule, and nothing is shown in money." in report.warnings
    assert "There is no stores file: stores are known by their sales alone." in report.notes
    with pytest.raises(DataError, match="no sales to plan from"):
        check_together(None)


def test_checked_tables_are_taken_as_they_are(tmp_path) -> None:
    sales_of(52).to_csv(tmp_path / "sales.csv", index=False)
    checked = read_sales(tmp_path / "sales.csv")
    assert isinstance(checked, Checked)
    from_frame = check_together(sales_of(52), STORES, ECONOMICS)
    assert check_together(checked, replace(checked, frame=STORES), ECONOMICS) == from_frame
