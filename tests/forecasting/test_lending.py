"""A season lent to a young series: its own level, the shape of those most like it or of those that were named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.forecasting.lending import lend_seasons
from tests.forecasting.series import seasonal

NOBODY = [np.array([], dtype=np.intp)] * 3


def three(known: int, *, times: float = 3.0, strength: float = 1.0, weeks: int = 104) -> tuple[np.ndarray, np.ndarray]:
    """Rows: a summer season, the winter that mirrors it, and a young series like the first; and that one's truth."""
    summer = seasonal(weeks, noise=0.0)
    young = times * 200 * (summer / 200) ** strength
    rows = np.stack([summer, 4e4 / summer, young])
    rows[2, : weeks - known] = np.nan
    return rows, young


def lend(rows: np.ndarray, known: int, named=NOBODY):
    starts = np.array([0, 0, rows.shape[1] - known])
    return lend_seasons(rows, starts, np.array([2]), named)


@pytest.mark.parametrize("known", [10, 20, 40])
def test_who_moved_alike_lends_nearly_all_and_the_truth_is_found(known):
    rows, truth = three(known)
    (loan,) = lend(rows, known)
    assert loan.shares[0] > 0.9
    assert np.abs(rows[2] - truth).sum() / truth.sum() < 0.05


def test_who_is_named_lends_alone_however_it_moved():
    rows, _ = three(20)
    named = [*NOBODY[:2], np.array([1])]
    (loan,) = lend(rows, 20, named)
    assert (loan.lenders.tolist(), loan.shares.tolist(), loan.named) == ([1], [1.0], True)


def test_several_named_lend_equal_parts():
    rows, _ = three(20)
    (loan,) = lend(rows, 20, [*NOBODY[:2], np.array([0, 1])])
    assert loan.shares.tolist() == [0.5, 0.5]


def test_a_stronger_season_than_the_lenders_is_taken_as_stronger():
    rows, truth = three(40, strength=1.4)
    lend(rows, 40, [*NOBODY[:2], np.array([0])])
    assert np.corrcoef(np.log(rows[2]), np.log(truth))[0, 1] > 0.99
    found, lenders, own = (np.log(units[:60]).std() for units in (rows[2], rows[0], truth))
    assert 1.1 * lenders < found < own


def test_a_series_without_a_week_is_its_lenders_mean_season_at_their_level():
    rows, _ = three(0)
    lend(rows, 0, [*NOBODY[:2], np.array([0])])
    assert rows[2] == pytest.approx(rows[0], rel=0.02)


def test_where_nobody_has_a_year_the_level_is_flat():
    rows = np.array([[np.nan, np.nan, 4.0, 6.0]])
    assert lend_seasons(rows, np.array([2]), np.array([0]), NOBODY[:1]) == ()
    assert rows[0, :2].tolist() == [5.0, 5.0]


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=51))
def test_whatever_was_sold_the_weeks_lent_are_units_and_shares_add_up(own):
    rows, _ = three(len(own))
    rows[2, -len(own) :] = own
    (loan,) = lend(rows, len(own))
    assert np.isfinite(rows).all()
    assert (rows >= 0).all()
    assert loan.shares.sum() == pytest.approx(1.0)
