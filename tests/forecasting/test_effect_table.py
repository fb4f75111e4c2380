"""What a promotion gives: found again where we put it, as sure as it may be, and honest where there is nothing."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.errors import DataError
from forecast_kit.forecasting import plan_effects
from tests.forecasting.series import frame, seasonal


def made(true, *, weeks=130, noise=0.05, share=0.2, seed=0):
    """A category for each true multiplier, promoted in a random `share` of its weeks."""
    rng = np.random.default_rng(seed)
    rows = []
    for s, effect in enumerate(true):
        promotion = (rng.random(weeks) < share).astype(float)
        units = seasonal(weeks, noise=noise, seed=1000 * seed + s) * np.where(promotion > 0, effect, 1.0)
        rows.append(frame(units, f"line_{s:02}").assign(promotion=promotion))
    return pd.concat(rows, ignore_index=True)


def test_a_row_for_every_category_and_column():
    table = plan_effects(made([1.5, 1.5]))
    assert table.columns.tolist() == [
        "category",
        "column",
        "usual",
        "promoted",
        "effect",
        "effect_lo_80",
        "effect_hi_80",
        "weeks_seen",
    ]
    assert table[["category", "column"]].to_numpy().tolist() == [["line_00", "promotion"], ["line_01", "promotion"]]
    assert table[["usual", "promoted"]].to_numpy().tolist() == [[0, 1], [0, 1]]


def test_planted_effects_are_found():
    table = plan_effects(made([1.6] * 6))
    assert table["effect"].to_numpy() == pytest.approx(np.full(6, 1.6), rel=0.06)
    assert (table["effect_lo_80"] < table["effect"]).all()
    assert (table["effect"] < table["effect_hi_80"]).all()


def test_each_category_keeps_its_own_effect():
    assert plan_effects(made([1.2, 1.5, 2.0]))["effect"].is_monotonic_increasing


def test_a_column_without_effect_has_one_in_its_interval():
    table = plan_effects(made([1.0] * 5))
    assert (table["effect_lo_80"] <= 1.02).all()
    assert (table["effect_hi_80"] >= 0.98).all()


def test_about_eight_of_ten_intervals_hold_the_truth():
    rng = np.random.default_rng(1)
    held = []
    for seed in range(1, 25):
        true = np.exp(0.4 + 0.1 * rng.standard_normal(5))
        table = plan_effects(made(true, weeks=110, noise=0.12, seed=seed))
        held += ((table["effect_lo_80"] <= true) & (true <= table["effect_hi_80"])).tolist()
    assert 0.7 <= np.mean(held) <= 0.92


def test_a_discount_is_worth_what_its_typical_depth_gives():
    rng = np.random.default_rng(3)
    discount = rng.choice([0.0, 0.0, 0.0, 0.2, 0.3], size=130)
    history = frame(seasonal(130, noise=0.02) * (1 - discount) ** -2.0).assign(discount=discount)
    row = plan_effects(history).iloc[0]
    assert row["promoted"] in (0.2, 0.3)
    assert row["effect"] == pytest.approx((1 - row["promoted"]) ** -2.0, rel=0.06)
    assert row["weeks_seen"] == (discount > 0).sum()


def test_opening_days_are_against_the_usual_week():
    days = np.random.default_rng(4).choice([6.0, 6.0, 6.0, 6.0, 5.0], size=130)
    row = plan_effects(frame(seasonal(130, noise=0.02) * days).assign(open_days=days)).iloc[0]
    assert (row["usual"], row["promoted"]) == (6.0, 5.0)
    assert row["effect"] == pytest.approx(5 / 6, rel=0.03)


def test_a_category_never_promoted_takes_the_others_and_says_so():
    history = made([1.6] * 6)
    silent = history["category"] == "line_00"
    history = history.assign(promotion=history["promotion"].where(~silent, 0.0))
    history.loc[silent, "units"] = seasonal(130, noise=0.05, seed=0)
    table = plan_effects(history)
    assert table["weeks_seen"].iloc[0] == 0
    assert table["effect"].iloc[0] == pytest.approx(1.6, rel=0.1)
    width = table["effect_hi_80"] - table["effect_lo_80"]
    assert width.iloc[0] > width.iloc[1:].max()


def test_a_column_that_never_varied_says_nothing():
    row = plan_effects(made([1.0]).assign(promotion=1.0)).iloc[0]
    assert (row["effect"], row["effect_lo_80"], row["effect_hi_80"], row["weeks_seen"]) == (1.0, 1.0, 1.0, 0)


def test_the_columns_can_be_named():
    history = made([1.5]).assign(shelf=1.0)
    assert plan_effects(history, plan_columns=["promotion"])["column"].tolist() == ["promotion"]
    with pytest.raises(DataError, match="no column weather"):
        plan_effects(history, plan_columns=["weather"])


def test_a_history_without_plan_columns_is_refused():
    with pytest.raises(DataError, match="no plan columns"):
        plan_effects(frame(seasonal(100)))


def test_a_week_that_is_an_error_in_the_data_teaches_nothing():
    clean = made([1.5, 1.5, 1.5])
    spiked = clean.copy()
    at = spiked.index[(spiked["category"] == "line_01") & (spiked["promotion"] > 0)][5]
    spiked.loc[at, "units"] = 1e6
    wrong, right = (plan_effects(each).set_index("category") for each in (spiked, clean))
    assert wrong["effect"].to_numpy() == pytest.approx(right["effect"].to_numpy(), rel=0.03)
    assert wrong["effect_hi_80"].to_numpy() == pytest.approx(right["effect_hi_80"].to_numpy(), rel=0.05)
