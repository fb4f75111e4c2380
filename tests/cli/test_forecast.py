"""`forecast-kit forecast` as it is typed: explained, with effects, as a picture, and refused in a sentence."""

import pytest


@pytest.fixture
def sales(tmp_path):
    from tests.seasons import sales as frame

    path = tmp_path / "sales.csv"
    frame().to_csv(path, index=False)
    return str(path)


@pytest.fixture
def plan(tmp_path):
    import pandas as pd

    from tests.seasons import AHEAD, promotions

    path = tmp_path / "plan.csv"
    frames = [
        pd.DataFrame({"category": name, "week_start": AHEAD[:6], "promotion": promotions(AHEAD[:6])})
        for name in ("Dresses", "Knitwear")
    ]
    pd.concat(frames).to_csv(path, index=False)
    return str(path)


def test_a_week_taken_apart_multiplies_out_to_its_units(call, sales, plan):
    done = call("forecast", sales, "--horizon", "6", "--plan", plan, "--explain", "Dresses", "--effects", "--json")
    said = done.json
    weekly = {row["week_start"]: row["units"] for row in said["weekly"] if row["category"] == "Dresses"}
    for week, units in weekly.items():
        product = 1.0
        for row in said["explained"]:
            if row["week_start"] == week:
                product *= row["value"]
        assert product == pytest.approx(units)
    assert {row["column"] for row in said["effects"]} == {"promotion"}


def test_people_read_factors_and_effects_and_get_a_picture(call, sales, plan, tmp_path):
    picture = tmp_path / "outlook.png"
    done = call(
        "forecast",
        sales,
        "--horizon",
        "6",
        "--plan",
        plan,
        "--explain",
        "Knitwear",
        "--effects",
        "--chart",
        str(picture),
    )
    assert "x season" in done.out
    assert "What the plan ahead gives" in done.out
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_category_that_is_not_there_is_a_sentence(call, sales):
    done = call("forecast", sales, "--horizon", "6", "--explain", "Hats")
    assert done.code == 1
    assert "There are no sales of Hats" in done.err
    assert done.out == ""


def test_a_picture_that_cannot_be_written_is_a_sentence(call, sales, tmp_path):
    done = call("forecast", sales, "--chart", tmp_path / "nowhere" / "a.png")
    assert done.code == 1
    assert "cannot be written" in done.err


@pytest.fixture
def recorded(tmp_path):
    """Sales with prices and stock: Dresses cut in some weeks, Knitwear out of stock in some."""
    import numpy as np

    from tests.seasons import sales as frame

    made = frame().assign(list_price=50.0, in_stock=1.0)
    week = made["week_start"].dt.isocalendar().week
    made["price"] = np.where((made["category"] == "Dresses") & (week % 10 == 0), 35.0, 50.0)
    made.loc[(made["category"] == "Knitwear") & (week % 13 == 0) & (made["store_id"] == "S1"), "in_stock"] = 0.0
    path = tmp_path / "recorded.csv"
    made.to_csv(path, index=False)
    return str(path)


def test_sold_and_demand_stand_beside_each_other_and_add_up(call, recorded):
    done = call("forecast", recorded, "--horizon", "4", "--elasticity", "2", "--json")
    by_name = {row["category"]: row for row in done.json["demand"]}
    for row in by_name.values():
        assert row["demand"] == pytest.approx(row["sold"] - row["price_cuts"] + row["stock_outs"])
    assert by_name["Dresses"]["price_cuts"] > 0
    assert by_name["Knitwear"]["stock_outs"] > 0
    people = call("forecast", recorded, "--horizon", "4", "--elasticity", "2").out
    assert "From sales to demand" in people
    assert "Lost to empty shelves" in people


def test_without_the_columns_nothing_is_taken_off_and_it_is_said(call, sales):
    done = call("forecast", sales, "--horizon", "4", "--json")
    assert [(row["price_cuts"], row["stock_outs"]) for row in done.json["demand"]] == [(None, None)] * 2
    assert all(row["demand"] == row["sold"] for row in done.json["demand"])
    assert any("clearance and promotions of the past are in these numbers" in note for note in done.json["notes"])
    assert "not recorded" in call("forecast", sales, "--horizon", "4").out


def test_returns_are_netted_counted_and_said(call, tmp_path):
    from tests.seasons import sales as frame

    made = frame()
    back = made.iloc[[5]].assign(units=-3)
    import pandas as pd

    path = tmp_path / "returns.csv"
    pd.concat([made, back]).to_csv(path, index=False)
    assert call("forecast", path, "--horizon", "4").code == 1
    done = call("forecast", path, "--horizon", "4", "--returns", "net", "--json")
    assert any("3" in note and "return" in note.lower() for note in done.json["notes"])


def test_a_season_that_starts_later_is_the_same_by_gap_and_by_date(call, sales):
    by_gap, by_date = (
        call("forecast", sales, "--horizon", "4", *how, "--json").json
        for how in (("--gap", "13"), ("--start", "2025-05-12"))
    )
    assert by_gap == by_date
    assert by_gap["gap_weeks"] == 13
    first = min(row["week_start"] for row in by_gap["weekly"])
    assert first == "2025-05-12"
    total = {row["category"]: row["units"] for row in by_gap["totals"] if row["quantile"] == 0.5}
    for name, units in total.items():
        assert sum(row["units"] for row in by_gap["weekly"] if row["category"] == name) == pytest.approx(units)


def test_explained_says_how_far_ahead_the_method_holds_and_lists_every_model(call, sales):
    said = call("forecast", sales, "--horizon", "6", "--explain", "Dresses", "--json").json
    assert [row["gap_weeks"] for row in said["forecast_earlier"]] == [0, 13, 26]
    listed = {row["model"] for row in said["explained_models"]}
    assert listed == {row["model"] for row in said["models"] if row["category"] == "Dresses"}
    weekly = {row["week_start"]: row["units"] for row in said["weekly"] if row["category"] == "Dresses"}
    for week, units in weekly.items():
        adds = sum(row["units"] for row in said["explained_models"] if row["week_start"] == week)
        assert adds == pytest.approx(units)
    people = call("forecast", sales, "--horizon", "6", "--explain", "Dresses").out
    assert "26 weeks before" in people
    assert "The models, and what each adds" in people
    assert "Mstl" in people


def test_a_category_without_sales_is_forecast_from_its_comparables(call, sales):
    done = call(
        "forecast", sales, "--horizon", "6", "--comparable", "Dresses", "--comparable", "Knitwear", "--new",
        "Capes=900", "--json",
    )  # fmt: skip
    capes = [row["units"] for row in done.json["weekly"] if row["category"] == "Capes"]
    assert sum(capes) == pytest.approx(900)
    assert any("Capes has no sales: its season is lent by Dresses and Knitwear" in note for note in done.json["notes"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--new", "Capes=900"), "categories to borrow a season from is not given"),
        (("--new", "Capes"), "not of the form NAME=UNITS"),
        (("--comparable", "Dresses"), "No category has under a year of sales"),
        (("--comparable", "Capes=Dresses"), "Capes has no sales, and a season's total to aim at is not given"),
        (("--gap", "3", "--start", "2025-05-12"), "Both --gap and --start"),
        (("--start", "2025-01-06"), "sales are known through the week of 3 February 2025"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(call, sales, options, said):
    done = call("forecast", sales, "--horizon", "6", *options)
    assert done.code == 1
    assert said in done.err
    assert done.out == ""
