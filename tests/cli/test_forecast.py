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
