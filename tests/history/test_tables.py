from pathlib import Path

import pandas as pd
import pytest

from forecast_kit.errors import DataError, RowProblem
from forecast_kit.history import Checked, read_categories, read_plan, read_stock, read_stores


def problems(read, path: Path) -> list[str]:
    with pytest.raises(DataError) as refused:
        read(path)
    assert "Nothing was stored." in str(refused.value)
    return [str(row) for row in refused.value.rows]


def notes(checked: Checked) -> str:
    return " ".join(checked.report.notes)


def test_a_store_needs_only_its_id(write) -> None:
    assert read_stores(write("store_id", "7", "08")).frame["store_id"].tolist() == ["7", "08"]


def test_what_is_known_of_stores(write) -> None:
    frame = read_stores(
        write(
            "Store ID,size_sqft,location_tier,open_from,open_to,ships_from_dc,parking",
            '7,"12,500",1,2020-01-06,,no,80',
            "web,,,,2026-01-01,YES,",
        )
    ).frame
    assert frame["size_sqft"].iloc[0] == 12500
    assert frame["location_tier"].iloc[0] == "1"
    assert frame["open_from"].iloc[0] == pd.Timestamp("2020-01-06")
    assert frame["open_to"].isna().tolist() == [True, False]
    assert frame["ships_from_dc"].tolist() == [False, True]
    assert frame["parking"].iloc[0] == 80


def test_a_blank_ships_from_dc_is_no_and_said(write) -> None:
    checked = read_stores(write("store_id,ships_from_dc", "7,", "web,yes"))
    assert checked.frame["ships_from_dc"].tolist() == [False, True]
    assert "blank for 1 store: taken as no" in notes(checked)


def test_stores_are_refused_for(write) -> None:
    path = write(
        "store_id,size_sqft,open_from,open_to,ships_from_dc",
        "7,0,2025-03-03,2025-03-02,perhaps",
        "7,900,,,no",
        ",big,,,no",
    )
    assert problems(read_stores, path) == [
        "line 2, open_to: 2025-03-02 is before open_from (2025-03-03)",
        "line 2, ships_from_dc: 'perhaps' is not yes or no",
        "line 2, size_sqft: 0 is not above 0",
        "line 3: the same store as line 2",
        "line 4, size_sqft: 'big' is not a number",
        "line 4, store_id: is blank",
    ]


def test_categories_and_what_is_blank_stays_blank(write) -> None:
    checked = read_categories(
        write(
            "category,unit_price,unit_cost,salvage_value,vat_rate,pack_size",
            "dresses,60,20,0,20%,6",
            "shirts,,,,0.05,1",
        )
    )
    assert checked.frame["vat_rate"].tolist() == [0.2, 0.05]
    assert checked.frame["salvage_value"].iloc[0] == 0
    assert checked.frame["unit_price"].isna().tolist() == [False, True]
    assert checked.frame["pack_size"].tolist() == [6, 1]
    assert "percentages are read as shares" in notes(checked)


def test_categories_are_refused_for(write) -> None:
    path = write(
        "category,unit_price,vat_rate,pack_size,elasticity",
        "dresses,0,20,0,-1.8",
        "shirts,10,,1.5,2",
    )
    assert problems(read_categories, path) == [
        "line 2, elasticity: -1.8 is not above 0: elasticity is written without its minus sign, as 1.8",
        "line 2, pack_size: 0 is below 1",
        "line 2, unit_price: 0 is not above 0",
        "line 2, vat_rate: 20 is not a share from 0 to below 1: write twenty per cent as 0.2 or 20%",
        "line 3, pack_size: 1.5 is not a whole number",
    ]


def test_economics_that_cannot_be_meant_are_pointed_out(write) -> None:
    checked = read_categories(write("category,unit_price,unit_cost,salvage_value", "dresses,20,30,40"))
    assert "unit_cost is above unit_price for dresses" in notes(checked)
    assert "salvage_value is above unit_cost for dresses" in notes(checked)


def test_stock_of_stores_and_the_dc_with_orders(write) -> None:
    checked = read_stock(
        write(
            "location,category,on_hand,on_order,due_week",
            "dc,dresses,100,50,2025-03-03",
            "DC,dresses,0,50,2025-03-10",
            "7,dresses,5,3,",
        )
    )
    assert checked.frame["location"].tolist() == ["DC", "DC", "7"]
    assert checked.frame["on_hand"].tolist() == [100, 0, 5]
    assert "1 order without due_week" in notes(checked)


def test_a_stock_file_may_call_its_location_store_id(write) -> None:
    checked = read_stock(write("Store ID,category,on_hand", "7,dresses,5"))
    assert checked.frame["location"].tolist() == ["7"]
    assert checked.report.columns_mapped == (("Store ID", "location"),)


def test_stock_is_refused_for(write) -> None:
    path = write(
        "location,category,on_hand,on_order,due_week",
        "DC,dresses,-5,,",
        "DC,shirts,5,,",
        "DC,shirts,6,1,2025-03-03",
        "7,dresses,,,",
        "8,dresses,1,,",
        "8,dresses,0,,",
    )
    assert problems(read_stock, path) == [
        "line 2, on_hand: -5 is negative",
        "line 4, on_hand: stock on hand of shirts at DC is on line 3 too: write it once",
        "line 5, on_hand: is blank",
        "line 7: the same location, category and due week as line 6",
    ]


def test_a_plan_is_numbers_or_yes_and_no_by_category_and_week(write) -> None:
    frame = read_plan(write("category,week_end,promotion,discount", "dresses,2025-03-09,yes,15%")).frame
    assert frame.iloc[0].tolist() == ["dresses", pd.Timestamp("2025-03-03"), 1.0, 0.15]


def test_a_plan_has_to_say(write) -> None:
    path = write("category,week_start,discount,comment", "dresses,2025-03-03,,big week", "dresses,2025-03-10,0.1,")
    assert problems(read_plan, path) == [
        "whole file, comment: a column of text, not a number or yes and no in every row",
        "line 2, discount: is blank",
    ]
    with pytest.raises(DataError, match="no plan column beside category and week"):
        read_plan(write("category,week_start", "dresses,2025-03-03"))


def test_a_planned_week_is_there_once(write) -> None:
    path = write("category,week_start,promo", "dresses,2025-03-03,1", "dresses,2025-03-03,0")
    with pytest.raises(DataError) as refused:
        read_plan(path)
    assert refused.value.rows == (RowProblem(3, "", "the same category and week as line 2"),)
