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
        assert row.actual == pytest.approx(sold[row.category, row.week_start])
        assert row.naive == pytest.approx(sold[row.category, row.week_start - pd.Timedelta(weeks=52)])


def test_the_forecast_lies_in_its_interval_and_nothing_is_negative(tested):
    assert (tested[["forecast", "lo_80", "hi_80", "naive"]] >= 0).all(axis=None)
    assert tested["forecast"].between(tested["lo_80"], tested["hi_80"]).all()


def test_the_scores_are_those_of_the_fit(history, tested):
    scores = backtest_scores(tested, history).set_index("category")
    fit = fit_forecast(history, 6).accuracy.set_index("category")
    assert scores["wape"].to_numpy() == pytest.approx(fit["wape"].to_numpy())
    assert scores["bias"].to_numpy() == pytest.approx(fit["bias"].to_numpy())
    assert scores["coverage_80"].to_numpy() == pytest.approx(fit["coverage_80"].to_numpy())
    assert scores["scores"].tolist() == fit["scores"].tolist()


def test_the_value_added_is_what_naive_loses(history, tested):
    scores = backtest_scores(tested, history).set_index("category")
    for name, part in tested.groupby("category"):
        own, naive = (
            (part["actual"] - part[made]).abs().sum() / part["actual"].sum() for made in ("forecast", "naive")
        )
        assert scores.loc[name, "naive_wape"] == pytest.approx(naive)
        assert scores.loc[name, "value_added"] == pytest.approx(1 - own / naive)
    assert (scores["value_added"] > 0).all()


def test_they_agree_with_utilsforecast(history, tested):
    losses = pytest.importorskip("utilsforecast.losses")
    scores = backtest_scores(tested, history).set_index("category")
    names = {"category": "unique_id", "week_start": "ds", "actual": "y"}
    theirs = tested.rename(columns=names)
    train = history.rename(columns={**names, "units": "y"})
    mase = losses.mase(theirs, ["forecast"], seasonality=52, train_df=train).set_index("unique_id")["forecast"]
    low = losses.quantile_loss(theirs, {"lo_80": "lo_80"}, q=0.1).set_index("unique_id")["lo_80"]
    inside = losses.coverage(theirs.rename(columns={"lo_80": "m-lo-80", "hi_80": "m-hi-80"}), ["m"], 80)
    usual = tested.groupby("category")["actual"].mean()
    assert scores["mase"].to_numpy() == pytest.approx(mase.to_numpy())
    assert scores["pinball_10"].to_numpy() == pytest.approx((low / usual).to_numpy())
    assert scores["coverage_80"].to_numpy() == pytest.approx(inside["m"].to_numpy())


def test_too_short_to_be_tested_is_an_empty_frame():
    short = frame(seasonal(9))
    assert backtest_frame(short, 4).empty
    assert backtest_scores(backtest_frame(short, 4), short).empty


def test_no_error_of_an_origin_widens_its_own_interval():
    calm = frame(np.full(120, 100.0))
    spiked = calm.assign(units=calm["units"].where(calm.index < 116, 300.0))
    last = backtest_frame(spiked, 4)["origin"].max()
    widths = [
        made.loc[made["origin"] == last].eval("hi_80 - lo_80").max()
        for made in (backtest_frame(spiked, 4), backtest_frame(spiked.iloc[:117], 4))
    ]
    assert widths[0] < 300
