"""What was forecast before, beside what came: only from what was known, and measured as a naive reader would."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.forecasting import scorecard, track_record, value_added

WEEKS = pd.date_range("2022-01-03", periods=130, freq="7D")


def history(seed: int = 0, categories: int = 2) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(len(WEEKS)) / 52)
    frames = [
        pd.DataFrame({"category": f"c{n}", "week_start": WEEKS, "units": rng.poisson(200 * (n + 1) * season)})
        for n in range(categories)
    ]
    return pd.concat(frames, ignore_index=True).astype({"units": float})


def test_every_row_is_a_week_that_came_after_its_origin() -> None:
    frame = history()
    record = track_record(frame, 6)
    assert (record["week_start"] - record["origin"] == pd.to_timedelta(7 * record["weeks_ahead"], unit="D")).all()
    came = frame.rename(columns={"units": "really"})
    both = record.merge(came, on=["category", "week_start"])
    assert len(both) == len(record)
    assert (both["units"] == both["really"]).all()


def test_the_naive_column_is_the_same_week_a_year_before() -> None:
    frame = history()
    record = track_record(frame, 6)
    before = frame.assign(week_start=frame["week_start"] + pd.Timedelta(weeks=52)).rename(columns={"units": "year_ago"})
    both = record.merge(before, on=["category", "week_start"])
    assert len(both)
    assert both["seasonal_naive"].to_numpy() == pytest.approx(both["year_ago"].to_numpy())


def test_what_came_after_an_origin_changes_nothing_of_what_was_said_there() -> None:
    frame = history()
    origin = WEEKS[100]
    later = frame["week_start"] > origin + pd.Timedelta(weeks=3)
    shorter = track_record(frame[~later], 6)
    longer = track_record(frame, 6)
    models = ["category", "origin", "week_start"]
    both = shorter.merge(longer, on=models, suffixes=("", "_longer"))
    # weights are learnt over all origins, so the combination may move a little; last year's weeks may not
    assert both["seasonal_naive"].to_numpy() == pytest.approx(both["seasonal_naive_longer"].to_numpy())


def test_value_added_is_what_a_reader_would_reckon_week_by_week() -> None:
    record = track_record(history(), 4)
    table = value_added(record).set_index("weeks_ahead")
    for ahead, part in record.groupby("weeks_ahead"):
        miss = sum(abs(row.units - row.forecast) for row in part.itertuples()) / part["units"].sum()
        naive = sum(abs(row.units - row.seasonal_naive) for row in part.itertuples()) / part["units"].sum()
        assert table.at[ahead, "wape"] == pytest.approx(miss)
        assert table.at[ahead, "value_added"] == pytest.approx(naive - miss)


def test_the_scorecard_counts_every_scored_week_once() -> None:
    frame = history()
    record = track_record(frame, 4)
    card = scorecard(record, frame).set_index("category")
    assert card["forecasts"].to_dict() == record.groupby("category").size().to_dict()
    inside = record["units"].between(record["forecast_lo_80"], record["forecast_hi_80"])
    assert card.at["c0", "coverage_80"] == pytest.approx(inside[record["category"] == "c0"].mean())
    assert (card["value_added"] == card["naive_wape"] - card["wape"]).all()


def test_intervals_hold_the_forecast_and_nothing_is_negative() -> None:
    record = track_record(history(), 4)
    assert (record["forecast_lo_80"] >= 0).all()
    assert (record["forecast_lo_80"] <= record["forecast"] + 1e-9).all()
    assert (record["forecast"] <= record["forecast_hi_80"] + 1e-9).all()
