"""The backtest as one long frame, and its scores beside naive twins and utilsforecast."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.forecasting import backtest_frame, backtest_scores, fit_forecast
from tests.forecasting.series import batch, frame, seasonal


@pytest.fixture(scope="module")
def history():
    return batch(120, series=2, growth=0.15)


@pytest.fixture(scope="module")
def tested(history):
    return backtest_frame(history, 6)


def test_a_row_for_every_week_that_has_come(history, tested):
    assert tested.columns.tolist()[:4] == ["category", "origin", "week_start", "weeks_ahead"]
    assert not tested.duplicated(["category", "origin", "week_start"]).any()
    assert (tested["week_start"] - tested["origin"] == pd.to_timedelta(7 * tested["weeks_ahead"], unit="D")).all()
    assert tested["week_start"].max() == history["week_start"].max()


def test_what_came_and_what_last_year_said_are_the_historys(history, tested):
    sold = history.set_index(["category", "week_start"])["units"]
    for row in tested.iloc[::17].itertuples():
        assert row.units == pytest.approx(sold[row.category, row.week_start])
        assert row.seasonal_naive == pytest.approx(sold[row.category, row.week_start - pd.Timedelta(weeks=52)])


def test_the_forecast_lies_in_its_interval_and_nothing_is_negative(tested):
    assert (tested[["forecast", "forecast_lo_80", "forecast_hi_80", "seasonal_naive"]] >= 0).all(axis=None)
    assert tested["forecast"].between(tested["forecast_lo_80"], tested["forecast_hi_80"]).all()


def test_what_came_after_an_origin_changes_nothing_of_last_years_word_there(history, tested):
    shorter = backtest_frame(history[history["week_start"] <= history["week_start"].max() - pd.Timedelta(weeks=12)], 6)
    both = shorter.merge(tested, on=["category", "origin", "week_start"], suffixes=("", "_longer"))
    assert len(both)
    assert both["seasonal_naive"].to_numpy() == pytest.approx(both["seasonal_naive_longer"].to_numpy())


def test_the_scores_are_those_of_the_fit(history, tested):
    scores = backtest_scores(tested, history).set_index("category")
    fit = fit_forecast(history, 6).accuracy.set_index("category")
    for name in ("wape", "bias", "coverage_80", "total_error", "scores"):
        assert scores[name].to_numpy() == pytest.approx(fit[name].to_numpy()), name


def naive_twin(rows, last_year_misses):
    """One group's scores as a reader would reckon them, row by row."""
    sold = sum(row.units for row in rows)
    misses = [abs(row.units - row.forecast) for row in rows]
    naive = [abs(row.units - row.seasonal_naive) for row in rows]
    inside = [row.forecast_lo_80 <= row.units <= row.forecast_hi_80 for row in rows]

    def lost(end, share):
        each = [
            max(share * (row.units - getattr(row, end)), (share - 1) * (row.units - getattr(row, end))) for row in rows
        ]
        return sum(each) / sold

    return {
        "wape": sum(misses) / sold,
        "naive_wape": sum(naive) / sold,
        "value_added": (sum(naive) - sum(misses)) / sold,
        "bias": sum(row.forecast - row.units for row in rows) / sold,
        "mase": sum(miss / last_year_misses[row.category] for miss, row in zip(misses, rows, strict=True)) / len(rows),
        "pinball_10": lost("forecast_lo_80", 0.1),
        "pinball_90": lost("forecast_hi_80", 0.9),
        "coverage_80": sum(inside) / len(rows),
        "scores": len(rows),
    }


@pytest.mark.parametrize("by", ["category", "weeks_ahead", "origin"])
def test_every_score_is_what_a_reader_reckons_row_by_row(history, tested, by):
    last_year = {}
    for name, part in history.groupby("category"):
        units = part.sort_values("week_start")["units"].tolist()
        last_year[name] = sum(abs(now - then) for now, then in zip(units[52:], units, strict=False)) / (len(units) - 52)
    scores = backtest_scores(tested, history, by).set_index(by)
    assert len(scores) == tested[by].nunique()
    for key, part in tested.groupby(by):
        for name, wanted in naive_twin(list(part.itertuples()), last_year).items():
            assert scores.loc[key, name] == pytest.approx(wanted), name


def test_the_error_of_totals_is_that_of_whole_seasons(history, tested):
    scores = backtest_scores(tested, history).set_index("category")["total_error"]
    for name, part in tested.groupby("category"):
        seasons = [season for _, season in part.groupby("origin") if len(season) == 6]
        off = [abs(each["forecast"].sum() / each["units"].sum() - 1) for each in seasons]
        assert scores[name] == pytest.approx(sum(off) / len(off))


def test_they_agree_with_utilsforecast(history, tested):
    losses = pytest.importorskip("utilsforecast.losses")
    scores = backtest_scores(tested, history).set_index("category")
    names = {"category": "unique_id", "week_start": "ds", "units": "y"}
    theirs = tested.rename(columns={**names, "forecast_lo_80": "forecast-lo-80", "forecast_hi_80": "forecast-hi-80"})
    usual = tested.groupby("category")["units"].mean()

    def said(table, column):
        return table.set_index("unique_id")[column].to_numpy()

    both = losses.nd(theirs, ["forecast", "seasonal_naive"])
    assert scores["wape"].to_numpy() == pytest.approx(said(both, "forecast"))
    assert scores["naive_wape"].to_numpy() == pytest.approx(said(both, "seasonal_naive"))
    assert scores["value_added"].to_numpy() == pytest.approx(said(both, "seasonal_naive") - said(both, "forecast"))
    mean_error = said(losses.bias(theirs, ["forecast"]), "forecast")
    assert scores["bias"].to_numpy() == pytest.approx(mean_error / usual.to_numpy())
    mase = losses.mase(theirs, ["forecast"], seasonality=52, train_df=history.rename(columns=names))
    assert scores["mase"].to_numpy() == pytest.approx(said(mase, "forecast"))
    for name, end, share in (("pinball_10", "forecast-lo-80", 0.1), ("pinball_90", "forecast-hi-80", 0.9)):
        lost = said(losses.quantile_loss(theirs, {end: end}, q=share), end)
        assert scores[name].to_numpy() == pytest.approx(lost / usual.to_numpy())
    inside = losses.coverage(theirs, ["forecast"], 80)
    assert scores["coverage_80"].to_numpy() == pytest.approx(said(inside, "forecast"))
    whole = theirs.groupby(["unique_id", "origin"]).filter(lambda season: len(season) == 6)
    sums = whole.groupby(["unique_id", "origin"], as_index=False)[["y", "forecast"]].sum()
    totals = losses.mape(sums.rename(columns={"origin": "ds"}), ["forecast"])
    assert scores["total_error"].to_numpy() == pytest.approx(said(totals, "forecast"))


def test_a_gap_leaves_the_seasons_weeks_and_says_the_same_of_them(history):
    late = backtest_frame(history, 6, gap_weeks=8)
    assert sorted(late["weeks_ahead"].unique()) == list(range(9, 15))
    near = backtest_frame(history, 14)
    both = late.merge(near, on=["category", "origin", "week_start"], suffixes=("", "_near"))
    assert len(both) == len(late)
    assert both["forecast"].to_numpy() == pytest.approx(both["forecast_near"].to_numpy())
    whole = late.groupby(["category", "origin"]).filter(lambda season: len(season) == 6)
    off = whole.groupby(["category", "origin"])[["units", "forecast"]].sum().eval("abs(forecast / units - 1)")
    assert backtest_scores(late, history)["total_error"].to_numpy() == pytest.approx(
        off.groupby("category").mean().to_numpy()
    )


def test_an_origin_without_another_to_learn_from_has_no_interval():
    short = frame(seasonal(12))
    tested = backtest_frame(short, 4)
    assert tested["origin"].nunique() == 1
    assert tested[["forecast_lo_80", "forecast_hi_80"]].isna().all(axis=None)


def test_too_short_to_be_tested_is_an_empty_frame():
    short = frame(seasonal(9))
    assert backtest_frame(short, 4).empty
    assert backtest_scores(backtest_frame(short, 4), short).empty


def test_no_error_of_an_origin_widens_its_own_interval():
    calm = frame(np.full(120, 100.0))
    spiked = calm.assign(units=calm["units"].where(calm.index < 116, 300.0))
    last = backtest_frame(spiked, 4)["origin"].max()
    widths = [
        made.loc[made["origin"] == last].eval("forecast_hi_80 - forecast_lo_80").max()
        for made in (backtest_frame(spiked, 4), backtest_frame(spiked.iloc[:117], 4))
    ]
    assert widths[0] < 300
