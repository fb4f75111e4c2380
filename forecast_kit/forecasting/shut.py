"""Weeks in which all stores were shut: no demand is learnt from them, and none is forecast where they are planned."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from forecast_kit.forecasting.grid import Floats, Panel

__all__ = ["planned_shut", "without_shut_weeks"]

LONGEST_SHUT = 13  # weeks; a longer silence is the end of a line, or its season
AROUND = 4
LEAST_AROUND = 10.0  # units a week: below it, a week without a sale is chance
RARE = 0.15  # a series silent in more of its weeks than this is intermittent, and its silence is demand


def without_shut_weeks(panel: Panel) -> Panel:
    """The panel with weeks that sold nothing in the midst of a lively series put on the line between their neighbours.

    They are marked as filled, so that no forecast is tested on them, and named in the warnings. Silence at the end is
    left as it is: it may be the truth.
    """
    shut = np.stack([_shut_weeks(row, int(start)) for row, start in zip(panel.units, panel.first, strict=True)])
    rows = np.flatnonzero(shut.any(axis=1))
    if not len(rows):
        return panel
    units, at, said = panel.units.copy(), np.arange(len(panel.weeks)), []
    for row in rows:
        units[row, shut[row]] = np.interp(at[shut[row]], at[~shut[row]], units[row, ~shut[row]])
        which = ", ".join(str(week) for week in panel.weeks[shut[row]][:3])
        more = f" and {shut[row].sum() - 3} more" if shut[row].sum() > 3 else ""
        said.append(
            f"{panel.categories[row]} sold nothing in the weeks of {which}{more}, between weeks that sold well: taken "
            "as shut, and not as weeks without demand."
        )
    return replace(panel, units=units, filled=panel.filled | shut, warnings=(*panel.warnings, *said))


def _shut_weeks(units: Floats, start: int) -> NDArray[np.bool_]:
    silent = units == 0
    shut = np.zeros(len(units), dtype=bool)
    if not silent.any() or silent.sum() > max(RARE * (len(units) - start), 1):
        return shut
    edges = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(np.int8)))
    for begin, end in edges.reshape(-1, 2):
        before, after = units[max(begin - AROUND, start) : begin], units[end : end + AROUND]
        lively = len(before) and len(after) and min(before.mean(), after.mean()) >= LEAST_AROUND
        if lively and end - begin <= LONGEST_SHUT:
            shut[begin:end] = True
    return shut


def planned_shut(units: Floats, values: Floats, first: NDArray[np.intp]) -> NDArray[np.bool_]:
    """(S, H) weeks ahead in which a plan column is 0 that was 0 before only when its category sold nothing.

    `units` (S, T) as in the data, `values` (P, S, T + H): a column of opening days is such a column, once it has been
    0 and the category has sold in other weeks.

    >>> planned_shut(np.array([[5.0, 0.0, 5.0]]), np.array([[[6.0, 0.0, 6.0, 0.0]]]), np.array([0])).tolist()
    [[True]]
    """
    weeks = units.shape[1]
    known = np.arange(weeks) >= first[:, None]
    zero = values[:, :, :weeks] == 0
    sold = np.nan_to_num(units) > 0
    opens = ((zero & known).sum(axis=2) > 0) & ~(zero & known & sold).any(axis=2) & (~zero & known & sold).any(axis=2)
    return np.asarray(((values[:, :, weeks:] == 0) & opens[:, :, None]).any(axis=0))
