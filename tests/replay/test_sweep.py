from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.replay import KitPolicy
from forecast_kit.replay.sweep import frontier, sweep_settings
from tests.replay.small import planned

TERMS = {"dc_holdback_percentage": 0.45, "markdown_checkpoint_week": 4}


@pytest.fixture(scope="module")
def opened():
    season = planned(8, terms=TERMS)
    opening = KitPolicy().open(season)
    return season, opening.forecast, opening.allocation


@pytest.fixture(scope="module")
def sweep(opened):
    return sweep_settings(*opened, scenarios=200)


def test_every_combination_is_there_once_the_seasons_own_among_them(sweep):
    table = sweep.table
    settings = list(table[["holdback", "strategy", "checkpoint"]].itertuples(index=False, name=None))
    assert len(settings) == len({str(setting) for setting in settings}) == 6 * 3 * 4
    assert (sweep.own["holdback"], sweep.own["strategy"], sweep.own["checkpoint"]) == (0.45, "weekly", 4)
    assert sweep.own["against_own"] == 0


def test_own_settings_off_the_grid_are_played_too(opened):
    season, forecast, allocation = opened
    odd = replace(season, parameters=season.parameters.model_copy(update={"dc_holdback_percentage": 0.37}))
    found = sweep_settings(odd, forecast, allocation, scenarios=20, holdbacks=(0.2,), strategies=("none",))
    assert found.own["holdback"] == 0.37
    assert len(found.table) == 5


def test_the_best_margin_comes_first_and_units_are_conserved(sweep):
    table = sweep.table
    assert table["margin"].is_monotonic_decreasing
    assert (table["units_sold"] + table["units_left"]).to_numpy() == pytest.approx(
        np.full(len(table), float(sweep.committed_units))
    )


def test_holding_back_without_replenishment_costs_more_the_more_is_held(sweep):
    never = sweep.table[(sweep.table["strategy"] == "none") & sweep.table["checkpoint"].isna()]
    never = never[never["holdback"] >= 0.45].sort_values("holdback")
    assert never["margin"].is_monotonic_decreasing
    assert never["units_left"].is_monotonic_increasing


def test_on_common_paths_a_difference_is_known_better_than_either_season(sweep):
    near = sweep.table[(sweep.table["strategy"] == "bi-weekly") & (sweep.table["checkpoint"] == 4)]
    alone = (sweep.table["margin"] - sweep.table["margin_low"]).max() / 1.28 / np.sqrt(sweep.scenarios)
    assert near["against_own_error"].min() < alone / 3


def test_the_same_seed_gives_the_same_table(opened, sweep):
    pd.testing.assert_frame_equal(sweep_settings(*opened, scenarios=200).table, sweep.table)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12))
def test_the_frontier_is_what_nothing_else_beats(points):
    money, left = (np.array(values, dtype=float) for values in zip(*points, strict=True))
    kept = frontier(money, left)
    for n, (m, u) in enumerate(points):
        beaten = any(m2 >= m and u2 <= u and (m2 > m or u2 < u) for m2, u2 in points)
        assert kept[n] == (not beaten)
