"""With pooling a category learns from the others; without, it is as if it were alone."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.errors import PlanError
from forecast_kit.forecasting import fit_forecast
from tests.forecasting.series import batch, frame, seasonal


@pytest.fixture
def history():
    rng = np.random.default_rng(2)
    made = batch(100, series=3)
    return made.assign(promo=rng.choice([0.0, 1.0], len(made)))


@pytest.fixture
def plan(history):
    weeks = pd.date_range(history["week_start"].max(), periods=5, freq="7D")[1:]
    each = [
        pd.DataFrame({"category": name, "week_start": weeks, "promo": 1.0}) for name in history["category"].unique()
    ]
    return pd.concat(each, ignore_index=True)


def of(made, name, part="weekly"):
    rows = getattr(made, part)
    return rows[rows["category"] == name].reset_index(drop=True)


@pytest.mark.parametrize("part", ["weekly", "totals", "models", "accuracy"])
def test_without_pooling_a_category_is_the_same_alone(history, plan, part):
    together = fit_forecast(history, 4, plan=plan, pool=False)
    mine = "line_1"
    alone = fit_forecast(history[history["category"] == mine], 4, plan=plan[plan["category"] == mine])
    pd.testing.assert_frame_equal(of(together, mine, part), of(alone, mine, part))


def test_with_pooling_it_learns_from_the_others(history, plan):
    pooled, alone = (of(fit_forecast(history, 4, plan=plan, pool=pool), "line_1") for pool in (True, False))
    assert not np.allclose(pooled["units"], alone["units"], rtol=1e-6)


@pytest.mark.parametrize("pool", [True, False])
def test_no_number_depends_on_the_order_of_rows_or_categories(history, plan, pool):
    one = fit_forecast(history, 4, plan=plan, pool=pool)
    other = fit_forecast(history[::-1], 4, plan=plan.sample(frac=1, random_state=4), pool=pool)
    pd.testing.assert_frame_equal(one.weekly, other.weekly)
    pd.testing.assert_frame_equal(one.totals, other.totals)


def test_alone_too_the_weeks_are_those_after_the_last_of_any_category():
    made = fit_forecast(pd.concat([frame(seasonal(90), "a"), frame(seasonal(88), "b")]), 3, pool=False)
    assert of(made, "a")["week_start"].tolist() == of(made, "b")["week_start"].tolist()


def test_a_plan_that_forgets_a_category_is_refused_either_way(history, plan):
    for pool in (True, False):
        with pytest.raises(PlanError, match="line_2"):
            fit_forecast(history, 4, plan=plan[plan["category"] != "line_2"], pool=pool)
