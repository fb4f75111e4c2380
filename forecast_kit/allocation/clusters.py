"""Groups of like points, the same every time: seeded k-means, how many groups, and whether they are really there."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_GROUPS", "adjusted_rand_index", "choose_groups", "group_points", "nearest", "silhouette", "stability"]

Array = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

MOST_GROUPS = 6
STARTS = 8
REFITS = 20
ROUNDS = 50
STORES_A_GROUP = 3


def group_points(points: Array, groups: int, *, seed: int) -> tuple[Labels, Array]:
    """Labels and centres of `groups` clusters: k-means++, the best of eight seeded starts.

    `groups` must not exceed the number of distinct points. Source: Arthur and Vassilvitskii (2007), "k-means++".

    >>> labels, _ = group_points(np.array([[0.0], [0.1], [9.0]]), 2, seed=0)
    >>> bool(labels[0] == labels[1] != labels[2])
    True
    """
    best: tuple[float, Labels, Array] | None = None
    for draw in _draws(seed):
        found = _settled(points, _spread_starts(points, groups, draw))
        if found is None:  # a start that left a group empty: the next one
            continue
        labels, centres = found
        inertia = float(((points - centres[labels]) ** 2).sum())
        if best is None or inertia < best[0] - 1e-9:
            best = inertia, labels, centres
    if best is None:
        return _by_distinct_points(points, groups)
    return best[1], best[2]


def _spread_starts(points: Array, groups: int, draw: np.random.Generator) -> Array:
    """Starting centres: each next one a point drawn in proportion to its squared distance from those there are."""
    chosen = [int(draw.integers(len(points)))]
    nearest_so_far = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < groups:
        weight = nearest_so_far.cumsum()
        chosen.append(min(int(np.searchsorted(weight, draw.random() * weight[-1], side="right")), len(points) - 1))
        nearest_so_far = np.minimum(nearest_so_far, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    return points[chosen]


def _settled(points: Array, centres: Array) -> tuple[Labels, Array] | None:
    """Each point to its nearest centre and each centre to the mean of its points, until nothing moves.

    None where a group loses its last point. Source: Lloyd (1982), "Least squares quantization in PCM".
    """
    labels = nearest(points, centres)
    for _ in range(ROUNDS):
        member = (labels[:, None] == np.arange(len(centres))).astype(np.float64)
        size = member.sum(axis=0)
        if not size.all():
            return None
        centres = member.T @ points / size[:, None]
        before, labels = labels, nearest(points, centres)
        if (labels == before).all():
            return labels, centres
    return labels, centres


def choose_groups(points: Array, *, seed: int) -> int:
    """How many groups stand apart best: the largest simplified silhouette of 2 to 6, three points a group or more.

    Fewer than three points, or points that are all alike, are one group.
    """
    distinct = len(np.unique(points.round(9), axis=0))
    if len(points) < STORES_A_GROUP or distinct < 2:
        return 1
    most = min(MOST_GROUPS, max(2, len(points) // STORES_A_GROUP), distinct)
    scores = {k: silhouette(points, *group_points(points, k, seed=seed)) for k in range(2, most + 1)}
    return max(scores, key=lambda k: (round(scores[k], 9), -k))


def silhouette(points: Array, labels: Labels, centres: Array) -> float:
    """Mean of (b - a) / max(a, b), a the distance to the own centre and b to the nearest other: -1 to 1.

    The simplified form measures to centres, not to every point. Source: Vendramin, Campello and Hruschka (2010).
    """
    distance = _distances(points, centres)
    own = distance[np.arange(len(points)), labels]
    distance[np.arange(len(points)), labels] = np.inf
    other = distance.min(axis=1)
    larger = np.maximum(own, other)
    return float(np.mean(np.where(larger > 0, (other - own) / np.where(larger > 0, larger, 1.0), 0.0)))


def stability(points: Array, labels: Labels, groups: int, *, seed: int) -> float:
    """Mean adjusted Rand index between the groups and those refitted on 20 bootstrap samples: 1 is always the same.

    Each refit's centres label all the points. Source: Hennig (2007), "Cluster-wise assessment of cluster stability".
    """
    agreements = []
    for draw in _draws(seed + 1, REFITS):
        sample = points[draw.integers(len(points), size=len(points))]
        k = min(groups, len(np.unique(sample.round(9), axis=0)))
        _, centres = group_points(sample, k, seed=seed)
        agreements.append(adjusted_rand_index(labels, nearest(points, centres)))
    return float(np.mean(agreements))


def adjusted_rand_index(one: Labels, two: Labels) -> float:
    """How alike two groupings of the same points are, chance taken out: 1 the same, about 0 unrelated.

    Source: Hubert and Arabie (1985), "Comparing partitions", equation 5.

    >>> adjusted_rand_index(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    _, row = np.unique(one, return_inverse=True)
    _, column = np.unique(two, return_inverse=True)
    table = np.zeros((row.max() + 1, column.max() + 1))
    np.add.at(table, (row, column), 1)
    together, rows, columns = (_pairs(counts) for counts in (table, table.sum(axis=1), table.sum(axis=0)))
    by_chance = rows * columns / max(_pairs(np.array(len(one))), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == by_chance else float((together - by_chance) / (most - by_chance))


def nearest(points: Array, centres: Array) -> Labels:
    """The number of the centre each point lies closest to; of equals the first."""
    labels: Labels = _distances(points, centres).argmin(axis=1)
    return labels


def _pairs(counts: Array) -> float:
    return float((counts * (counts - 1) / 2).sum())


def _distances(points: Array, centres: Array) -> Array:
    distances: Array = np.sqrt(((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2))
    return distances


def _draws(seed: int, times: int = STARTS) -> Iterator[np.random.Generator]:
    return (np.random.default_rng([seed, start]) for start in range(times))


def _by_distinct_points(points: Array, groups: int) -> tuple[Labels, Array]:
    """One group per distinct point in order: what is left when every start of k-means emptied a group."""
    centres = np.unique(points, axis=0)[:groups]
    return nearest(points, centres), centres
