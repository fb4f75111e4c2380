"""Pictures of a forecast say what they show in their title and alternative text, and hold up with little data."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.widgets import effects_chart, outlook_chart, track_chart, value_added_chart

WEEKS = pd.date_range("2024-01-01", periods=60, freq="7D")


def record(origins: int = 3, ahead: int = 4) -> pd.DataFrame:
    rows = [
        {
            "category": "Coats",
            "origin": WEEKS[at],
            "week_start": WEEKS[at + step],
            "weeks_ahead": step,
            "units": 100.0 + step,
            "forecast": 104.0,
            "forecast_lo_80": 90.0,
            "forecast_hi_80": 120.0,
            "seasonal_naive": 130.0,
        }
        for at in range(10, 10 + 4 * origins, 4)
        for step in range(1, ahead + 1)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("origins", [1, 3])
def test_past_forecasts_are_drawn_over_what_came(origins):
    chart = track_chart(record(origins), "Coats")
    assert "Coats" in chart.describe()
    assert "100 %" in chart.describe()  # every week was inside its band
    assert len(chart.axes[0].collections) == origins
    assert chart.png().startswith(b"\x89PNG")


def test_what_the_forecast_adds_is_told_in_points():
    table = pd.DataFrame({"weeks_ahead": [1, 2], "wape": [0.1, 0.12], "naive_wape": [0.16, 0.2], "value_added": 0.0})
    chart = value_added_chart(table, "Coats")
    assert "7.0 points better" in chart.texts[0].get_text()
    worse = table.rename(columns={"wape": "naive_wape", "naive_wape": "wape"})
    assert "7.0 points worse" in value_added_chart(worse, "Coats").texts[0].get_text()


def test_an_effect_is_told_with_its_band_and_the_weeks_it_was_seen_in():
    effects = pd.DataFrame(
        {
            "category": "Coats",
            "column": ["price_cut"],
            "usual": 0.0,
            "promoted": 0.2,
            "effect": 1.31,
            "effect_lo_80": 1.28,
            "effect_hi_80": 1.34,
            "weeks_seen": 21,
        }
    )
    chart = effects_chart(effects, "Coats")
    assert "price_cut +31 % (+28 to +34)" in chart.describe()
    assert any("seen in 21 weeks" in text.get_text() for text in chart.axes[0].texts)


def test_the_outlook_tells_the_sum_of_the_weeks_ahead():
    ahead = pd.date_range(WEEKS[-1] + pd.Timedelta(weeks=1), periods=3, freq="7D")
    weekly = pd.DataFrame(
        {"category": "Coats", "week_start": ahead, "units": 50.0, "units_lo_80": 40.0, "units_hi_80": 60.0}
    )
    history = pd.DataFrame({"category": "Coats", "week_start": WEEKS, "units": np.arange(60.0)})
    assert "150 units in 3 weeks" in outlook_chart(weekly, history, "Coats").describe()
