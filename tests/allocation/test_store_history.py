"""Shares from sales by store and week: a two-way model, its evidence and its noise."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.allocation.store_history import StoreHistory


def history(units, weights=None):
    grid = pd.DataFrame(units)
    return StoreHistory(grid, np.ones(len(grid)) if weights is None else np.array(weights, dtype=float))


def test_a_full_table_gives_the_weighted_shares():
    table = np.array([[30, 10], [10, 10], [50, 50]])
    assert history(table).share.tolist() == pytest.approx([90 / 160, 70 / 160])


def test_stores_that_came_later_are_compared_at_the_same_weeks():
    table = [[10, np.nan], [20, np.nan], [100, 50]]
    assert history(table).share.tolist() == pytest.approx([2 / 3, 1 / 3])


def test_the_fit_is_the_maximum_of_the_likelihood():
    """Its equations: each store's and each week's fitted total is the observed one."""
    draw = np.random.default_rng(0)
    units = draw.poisson(np.outer(draw.uniform(5, 50, 30), [1, 2, 3, 4])).astype(float)
    units[:12, 1] = np.nan
    traded = ~np.isnan(units)
    share = history(units).share
    level = np.nansum(units, axis=1) / (traded * share).sum(axis=1)
    fitted = traded * share * level[:, None]
    assert fitted.sum(axis=0) == pytest.approx(np.nansum(units, axis=0))
    assert fitted.sum(axis=1) == pytest.approx(np.nansum(units, axis=1))


def test_the_dispersion_of_poisson_is_one_and_of_lumpy_sales_is_what_the_lump_is():
    draw = np.random.default_rng(1)
    poisson = draw.poisson(20, (150, 10)).astype(float)
    assert history(poisson).dispersion == pytest.approx(1, abs=0.1)
    assert history(4 * poisson).dispersion == pytest.approx(4, abs=0.3)


def test_equal_weights_leave_every_unit_as_evidence_and_unequal_ones_fewer():
    table = np.full((10, 2), 5.0)
    assert history(table).exposure.tolist() == pytest.approx([50, 50])
    assert history(table, [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]).exposure.tolist() == pytest.approx([10, 10])


def test_no_history_says_nothing():
    empty = history(np.zeros((0, 3)))
    assert (empty.seen.any(), empty.share.sum(), empty.exposure.sum(), empty.dispersion) == (False, 0, 0, 1)
    silent = history(np.zeros((4, 2)))
    assert (silent.seen.all(), silent.share.sum()) == (True, 0)
