from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecast_kit.errors import DataError, RowProblem, SettingsError
from forecast_kit.history import Checked, read_actuals, read_sales

HEADER = "week_start,store_id,category,units"
GOOD = "2025-03-03,7,dresses,12"


def refused(path: Path, **options) -> DataError:
    with pytest.raises(DataError) as caught:
        read_sales(path, **options)
    assert "Nothing was stored." in str(caught.value)
    return caught.value


def notes(checked: Checked) -> str:
    return " ".join(checked.report.notes)


def test_one_store_one_category_one_row_is_a_table(write) -> None:
    checked = read_sales(write(HEADER, GOOD))
    assert checked.frame.to_dict("records") == [
        {"week_start": pd.Timestamp("2025-03-03"), "store_id": "7", "category": "dresses", "units": 12}
    ]
    assert (checked.report.rows, checked.report.columns_mapped, checked.report.notes) == (1, (), ())


def test_a_stated_nought_stays_nought(write) -> None:
    assert read_sales(write(HEADER, "2025-03-03,7,dresses,0")).frame["units"].tolist() == [0]


def test_columns_the_kit_has_no_name_for_are_kept(write) -> None:
    checked = read_sales(write(f"{HEADER},promotion,colour", f"{GOOD},0.5,red"))
    assert checked.report.extra_columns == ("promotion", "colour")
    assert checked.frame[["promotion", "colour"]].values.tolist() == [[0.5, "red"]]


def test_the_report_says_which_columns_were_taken_for_which(write) -> None:
    checked = read_sales(write("Week Start,Shop,category,units", GOOD), mapping=["Shop=store_id"])
    assert checked.report.columns_mapped == (("Shop", "store_id"), ("Week Start", "week_start"))


def test_semicolons_with_decimal_commas(write) -> None:
    checked = read_sales(write("week_start;store_id;category;units;price", "03.03.2025;7;dresses;1.200;19,95"))
    assert checked.frame[["units", "price"]].values.tolist() == [[1200, 19.95]]
    assert "decimal commas" in notes(checked)


def test_a_week_end_is_six_days_after_its_start(write) -> None:
    checked = read_sales(
        write("Week Ending,store_id,category,units", "2025-03-09,7,dresses,1"), mapping={"Week Ending": "week_end"}
    )
    assert checked.frame["week_start"].tolist() == [pd.Timestamp("2025-03-03")]
    assert "week_start is six days earlier" in notes(checked)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",7,dresses,12", "week_start", "is blank"),
        ("soon,7,dresses,12", "week_start", "'soon' is not a date: write it as 2025-03-31"),
        ("2025-03-11,7,dresses,12", "week_start", "2025-03-11 is a Tuesday; the other weeks have a Monday"),
        ("2025-03-10,,dresses,12", "store_id", "is blank"),
        ("2025-03-10,7,  ,12", "category", "is blank"),
        ("2025-03-10,7,dresses,", "units", "is blank"),
        ("2025-03-10,7,dresses,NaN", "units", "is blank"),
        ("2025-03-10,7,dresses,many", "units", "'many' is not a number"),
        ("2025-03-10,7,dresses,inf", "units", "inf is not a finite number"),
        ("2025-03-10,7,dresses,-4", "units", "-4 is negative"),
        ("2025-03-03,7,dresses,9", "", "the same store, category and week as line 2"),
    ],
)
def test_a_bad_row_is_named_by_line_column_and_reason(write, row: str, column: str, reason: str) -> None:
    path = write(HEADER, GOOD, "2025-03-17,7,dresses,9", row)
    error = refused(path)
    assert error.rows == (RowProblem(4, column, reason),)
    assert str(error).startswith("sales.csv has 1 bad row of 3.")


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("price", "-1", "-1 is negative"),
        ("price", "cheap", "'cheap' is not a number"),
        ("list_price", "0", "0 is not above 0"),
        ("in_stock", "1.5", "1.5 is not a share between 0 and 1 (or yes, no, or a percentage)"),
        ("in_stock", "perhaps", "'perhaps' is not a share, a percentage, or yes or no"),
    ],
)
def test_optional_columns_may_be_blank_but_not_wrong(write, column: str, cell: str, reason: str) -> None:
    path = write(f"{HEADER},{column}", f"{GOOD},", f"2025-03-10,7,dresses,1,{cell}")
    assert refused(path).rows == (RowProblem(3, column, reason),)


def test_every_fault_of_every_row_is_listed_in_the_files_order(write) -> None:
    error = refused(write(HEADER, "soon,7,,x", GOOD, GOOD, "2025-03-10,7,dresses,-1"))
    assert [(row.line, row.column) for row in error.rows] == [
        (2, "category"),
        (2, "units"),
        (2, "week_start"),
        (4, ""),
        (5, "units"),
    ]
    assert "has 3 bad rows of 4" in str(error)


def test_25_bad_rows_are_all_kept_and_20_are_printed(write) -> None:
    error = refused(write(HEADER, *(f"2025-03-03,{n},dresses,-1" for n in range(25))))
    assert len(error.rows) == 25
    assert str(error).count("is negative") == 20
    assert str(error).endswith("... and 5 more")


def test_a_column_of_text_is_called_one(write) -> None:
    error = refused(write(HEADER, "2025-03-03,7,dresses,many", "2025-03-10,7,dresses,few"))
    assert "units is a column of text: none of 2 values is a number" in error.rows[0].reason
    assert len(error.rows) == 2


def test_problems_are_told_in_the_files_own_column_names(write) -> None:
    error = refused(write("week_start,store_id,category,Qty", "2025-03-03,7,dresses,-1"), mapping={"Qty": "units"})
    assert error.rows[0].column == "Qty"


def test_days_given_as_weeks_are_recognised_rather_than_listed(write) -> None:
    days = [f"2025-03-{day:02d},7,dresses,1" for day in range(3, 17)]
    error = refused(write(HEADER, *days))
    assert str(error.rows[0]).startswith(
        "whole file, week_start: these are days, not weeks: say --map 'week_start=date'"
    )


def test_rows_that_repeat_because_the_file_is_finer_get_the_way_out(write) -> None:
    error = refused(write(f"{HEADER},style", f"{GOOD},midi", f"{GOOD},maxi"))
    assert "If each style is a line of its own, say --map 'style=category'." in str(error)


def test_the_finer_line_can_be_planned(write) -> None:
    frame = read_sales(write(f"{HEADER},style", f"{GOOD},midi", f"{GOOD},maxi"), mapping=["style=category"]).frame
    assert frame["category"].tolist() == ["midi", "maxi"]


def test_negative_units_are_refused_with_the_option_that_nets_them(write) -> None:
    assert "--returns net" in str(refused(write(HEADER, GOOD, "2025-03-10,7,dresses,-4")))


def test_netting_takes_a_weeks_returns_off_its_sales_and_counts_them(write) -> None:
    checked = read_sales(write(HEADER, GOOD, "2025-03-03,7,dresses,-4", "2025-03-10,7,dresses,6"), returns="net")
    assert checked.frame["units"].tolist() == [8, 6]
    assert "1 row of returns (4 units) netted" in notes(checked)


def test_a_week_of_more_returns_than_sales_becomes_nought_and_is_reported(write) -> None:
    checked = read_sales(write(HEADER, GOOD, "2025-03-10,7,dresses,-5"), returns="net")
    assert checked.frame["units"].tolist() == [12, 0]
    assert "1 store-week below 0 even so count as 0 (5 units not netted)" in notes(checked)


def test_netting_does_not_excuse_two_rows_of_sales(write) -> None:
    error = refused(write(HEADER, GOOD, "2025-03-03,7,dresses,-4", GOOD), returns="net")
    assert error.rows == (RowProblem(4, "", "the same store, category and week as line 2"),)


def test_returns_do_not_move_the_price(write) -> None:
    rows = (f"{GOOD},50", "2025-03-03,7,dresses,-4,90")
    assert read_sales(write(f"{HEADER},price", *rows), returns="net").frame["price"].tolist() == [50]


def test_another_way_to_treat_returns_is_a_wrong_option(write) -> None:
    with pytest.raises(SettingsError, match="'drop' is not a way to treat returns"):
        read_sales(write(HEADER, GOOD), returns="drop")  # type: ignore[arg-type]


def test_days_are_summed_to_weeks_with_prices_weighted_by_units(write) -> None:
    checked = read_sales(
        write(
            "date,store_id,category,units,price,in_stock,promotion",
            "2025-03-03,7,dresses,1,40,1,0",
            "2025-03-09,7,dresses,3,20,0,1",
            "2025-03-10,7,dresses,0,30,1,0",
        )
    )
    assert checked.frame["week_start"].dt.date.tolist() == [date(2025, 3, 3), date(2025, 3, 10)]
    assert checked.frame[["units", "price", "in_stock", "promotion"]].values.tolist() == [
        [4, 25, 0.5, 0.5],
        [0, 30, 1, 0],
    ]
    assert "3 daily rows summed to 2 store-weeks." in notes(checked)
    assert "Averaged over the rows of a week: promotion." in notes(checked)


def test_the_week_may_start_on_another_day(write) -> None:
    path = write("date,store_id,category,units", "2025-03-08,7,dresses,1", "2025-03-09,7,dresses,2")
    assert read_sales(path, week_anchor="Sunday").frame["week_start"].dt.date.tolist() == [
        date(2025, 3, 2),
        date(2025, 3, 9),
    ]


def test_a_week_that_is_not_over_is_pointed_out(write) -> None:
    days = [f"2025-03-{day:02d},7,dresses,1" for day in range(3, 27)]
    assert "The last week (2025-03-24) has 3 of 7 trading days" in notes(
        read_sales(write("date,store_id,category,units", *days))
    )


def test_the_same_day_twice_is_refused(write) -> None:
    error = refused(write("date,store_id,category,units", GOOD, GOOD))
    assert error.rows == (RowProblem(3, "", "the same store, category and day as line 2"),)


def test_text_that_differs_between_the_days_of_a_week_is_left_out_and_named(write) -> None:
    checked = read_sales(
        write(
            "date,store_id,category,units,weather,town",
            "2025-03-03,7,dresses,1,rain,York",
            "2025-03-04,7,dresses,1,sun,York",
        )
    )
    assert checked.report.extra_columns == ("town",)
    assert "Left out, because the rows of a week differ in it: weather." in notes(checked)


@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "parquet", "xlsx"])
def test_what_was_written_is_what_is_read(tmp_path: Path, suffix: str) -> None:
    sales = pd.DataFrame(
        {
            "week_start": pd.date_range("2025-03-03", periods=3, freq="7D"),
            "store_id": ["007", "007", "8"],
            "category": ["dresses", "shirts, long", 'knit "heavy"'],
            "units": [3, 0, 12],
            "price": [19.95, np.nan, 1 / 3],
        }
    )
    path = tmp_path / f"sales.{suffix}"
    if suffix == "parquet":
        sales.to_parquet(path)
    elif suffix == "xlsx":
        sales.to_excel(path, index=False)
    else:
        sales.to_csv(path, index=False)
    pd.testing.assert_frame_equal(read_sales(path).frame, sales)


row = st.tuples(st.integers(0, 20), st.sampled_from(["7", "08"]), st.integers(0, 99), st.integers(1, 50))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(row, min_size=1, max_size=30, unique_by=lambda r: r[:2]), anchor=st.integers(0, 6))
def test_summed_days_equal_a_naive_sum(tmp_path: Path, rows, anchor: int) -> None:
    days = pd.date_range("2025-03-03", periods=21)
    lines = [f"{days[day].date()},{store},x,{units},{price}" for day, store, units, price in rows]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(["date,store_id,category,units,price", *lines]))
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    frame = read_sales(path, week_anchor=names[anchor]).frame

    naive: dict[tuple[pd.Timestamp, str], list[tuple[int, int]]] = {}
    for day, store, units, price in rows:
        week = days[day]
        while week.weekday() != anchor:
            week -= pd.Timedelta(days=1)
        naive.setdefault((week, store), []).append((units, price))
    assert list(zip(frame["week_start"], frame["store_id"], strict=True)) == sorted(naive)
    for (_, sold), units, price in zip(sorted(naive.items()), frame["units"], frame["price"], strict=True):
        total = sum(u for u, _ in sold)
        expected = sum(u * p for u, p in sold) / total if total else sum(p for _, p in sold) / len(sold)
        assert units == total
        assert price == pytest.approx(expected)


def test_actuals_need_no_category(write) -> None:
    checked = read_actuals(write("week_start,store_id,units,on_hand", "2025-03-03,7,3,40"))
    assert checked.frame[["units", "on_hand"]].values.tolist() == [[3, 40]]


def test_actuals_by_category_are_one_row_each(write) -> None:
    path = write("week_start,store_id,category,units", GOOD, "2025-03-03,7,shirts,1")
    assert len(read_actuals(path).frame) == 2


def test_stock_after_several_days_is_that_of_the_last_day(write) -> None:
    path = write("date,store_id,units,on_hand", "2025-03-05,7,1,30", "2025-03-03,7,1,40")
    assert read_actuals(path).frame["on_hand"].tolist() == [30]
