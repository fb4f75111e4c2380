"""Groups of like points, the same every time."""

import numpy as np
import pytest

from forecast_kit.allocation.clusters import (
    adjusted_rand_index,
    choose_groups,
    group_points,
    silhouette,
    stability,
)


def blobs(*centres, size=12, spread=0.1, seed=0):
    draw = np.random.default_rng(seed)
    return np.concatenate([draw.normal(centre, spread, (size, 2)) for centre in centres])


@pytest.mark.parametrize("groups", [2, 3, 4, 5])
def test_groups_that_stand_apart_are_found_and_counted(groups):
    points = blobs(*[(5.0 * n, 3.0 * (n % 2)) for n in range(groups)])
    truth = np.repeat(np.arange(groups), 12)
    labels, _ = group_points(points, choose_groups(points, seed=0), seed=0)
    assert adjusted_rand_index(labels, truth) == 1
    assert stability(points, labels, groups, seed=0) == pytest.approx(1)


def test_a_cloud_without_groups_is_less_stable_than_groups():
    cloud, apart = blobs((0, 0), size=36, spread=1.0), blobs((0, 0), (5, 0), (0, 5))
    firm = [stability(points, group_points(points, 3, seed=0)[0], 3, seed=0) for points in (cloud, apart)]
    assert firm[0] < 0.9 < firm[1]


def test_the_same_seed_gives_the_same_groups():
    points = blobs((0, 0), (1, 1), spread=1.0)
    first, second = (group_points(points, 4, seed=7)[0].tolist() for _ in range(2))
    assert first == second


def test_alike_points_are_one_group_and_few_points_are_too():
    assert choose_groups(np.zeros((9, 2)), seed=0) == 1
    assert choose_groups(np.array([[0.0, 1.0], [5.0, 1.0]]), seed=0) == 1
    assert choose_groups(np.array([[0.0, 0.0]]), seed=0) == 1


def test_as_many_groups_as_points_are_the_points():
    labels, _ = group_points(np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 0.0]]), 3, seed=0)
    assert sorted(labels.tolist()) == [0, 1, 2]


class TestAdjustedRandIndex:
    def test_hubert_and_arabie_worked_by_hand(self):
        """Contingency 2 0 / 1 1 / 0 2: 2 pairs together, rows 3, columns 6, of 15; (2 - 1.2) / (4.5 - 1.2)."""
        one, two = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 0, 0, 1, 1, 1])
        assert adjusted_rand_index(one, two) == pytest.approx(0.8 / 3.3)

    def test_names_of_groups_do_not_matter(self):
        assert adjusted_rand_index(np.array([0, 0, 1, 2]), np.array([9, 9, 4, 1])) == 1

    def test_unrelated_groupings_are_about_zero(self):
        draw = np.random.default_rng(0)
        found = [adjusted_rand_index(draw.integers(3, size=60), draw.integers(3, size=60)) for _ in range(50)]
        assert np.mean(found) == pytest.approx(0, abs=0.03)

    def test_everything_in_one_group_twice_is_the_same(self):
        assert adjusted_rand_index(np.zeros(5, dtype=int), np.ones(5, dtype=int)) == 1


def test_the_silhouette_by_hand():
    """Points 0 and 2 lie 1 from their centre and 10 and 8 from the other; point 10 is its own centre."""
    points, labels, centres = np.array([[0.0], [2.0], [10.0]]), np.array([0, 0, 1]), np.array([[1.0], [10.0]])
    assert silhouette(points, labels, centres) == pytest.approx((9 / 10 + 7 / 8 + 1) / 3)
