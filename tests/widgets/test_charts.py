import sys
from itertools import combinations, pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.widgets.charts import buy_chart, forecast_chart, past_seasons, stock_path_chart
from forecast_kit.widgets.figure import Chart, spread
from tests import builders
from tests.widgets.samples import whole_plan

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def plan():
    return whole_plan()


@pytest.fixture(scope="module")
def history():
    weeks = pd.date_range("2023-12-25", "2026-02-02", freq="7D")
    return pd.DataFrame({"week_start": weeks, "units": range(len(weeks))})


def overlaps(chart: Chart) -> list[tuple[str, str]]:
    """Pairs of texts on the chart that are drawn over each other."""
    from matplotlib.text import Text

    chart.canvas.draw()
    shown = [
        t
        for t in chart.findobj(Text)
        if (t.get_visible() and t.get_text().strip() and t.axes is not None) or t in chart.texts
    ]
    boxes = [(t.get_text(), t.get_window_extent().shrunk(0.94, 0.9)) for t in shown]
    return [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.overlaps(two)]


def test_the_check_for_overlaps_sees_one():
    chart = Chart()
    axes = chart.subplots()
    axes.text(0.5, 0.5, "one")
    axes.text(0.51, 0.5, "two")
    assert ("one", "two") in overlaps(chart)


def test_past_seasons_are_the_same_weeks_of_earlier_years(plan, history):
    past = past_seasons(history, plan.forecast)
    assert sorted(past["season"].unique()) == ["2024", "2025"]
    first = pd.Timestamp(plan.forecast.weeks[0].week_start) - pd.Timedelta(weeks=52)
    expected = history.loc[history["week_start"] == first, "units"].item()
    assert past.loc[(past["season"] == "2025") & (past["week"] == 1), "units"].item() == expected


def test_a_season_of_which_weeks_are_missing_is_left_out(plan, history):
    assert past_seasons(history[history["week_start"] > "2025-04-01"], plan.forecast).empty


def test_the_forecast_says_itself_in_words(plan, history):
    chart = forecast_chart(plan.forecast, past_seasons(history, plan.forecast))
    assert chart.png().startswith(PNG)
    assert "10,355 units expected" in chart.describe()
    assert "most in week 5" in chart.describe()
    assert "The same weeks before: 2024" in chart.describe()
    bundle, meta = chart._repr_mimebundle_()
    assert meta["image/png"]["alt"] == bundle["text/plain"] == chart.describe()


@pytest.mark.parametrize(
    "plan_of",
    [
        pytest.param({}, id="12 weeks"),
        pytest.param({"horizon": 26, "checkpoint": 20, "every": 2}, id="26 weeks"),
        pytest.param({"horizon": 52, "checkpoint": 10}, id="52 weeks"),
        pytest.param({"horizon": 6, "checkpoint": 3}, id="6 weeks"),
    ],
)
def test_no_label_covers_another(plan_of, history):
    plan = whole_plan(**plan_of)
    assert overlaps(forecast_chart(plan.forecast, past_seasons(history, plan.forecast))) == []
    assert overlaps(stock_path_chart(plan)) == []
    assert overlaps(buy_chart(plan)) == []


def test_the_stock_chart_counts_what_is_delivered(plan):
    words = stock_path_chart(plan).describe()
    assert f"{len(plan.replenishment)} deliveries" in words
    assert "the DC with 5,125" in words


def test_a_season_without_deliveries_or_markdown_can_be_drawn():
    plan = builders.season_plan(replenishment=())
    assert "0 deliveries" in stock_path_chart(plan).describe()


def test_the_buy_chart_needs_money(plan):
    assert "Newsvendor £206,900" in buy_chart(plan).describe()
    unknown = builders.buy_plan(options=(builders.buy_option("flat", expected_margin=None),), recommended="flat")
    assert buy_chart(unknown) is None


def test_pyplot_is_never_imported(plan):
    stock_path_chart(plan).png()
    assert "matplotlib.pyplot" not in sys.modules


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=8), st.floats(0.1, 20))
def test_labels_spread_apart_keep_their_order_and_their_distance(places, gap):
    moved = spread(places, gap)
    by_place = sorted(range(len(places)), key=lambda n: (places[n], moved[n]))
    for one, two in pairwise(by_place):
        assert moved[two] - moved[one] >= gap - 1e-6
