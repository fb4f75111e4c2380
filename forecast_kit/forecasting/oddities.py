"""Series that are hard to believe: a spike that is an error is taken out and said, and what is odd is said."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from forecast_kit.forecasting.calendar import CYCLE_WEEKS
from forecast_kit.forecasting.grid import Floats, Panel

__all__ = ["odd_series", "without_spikes"]

SPIKE_TIMES = 20.0  # times a high week (nine in ten sell less); the strongest real peaks, toys at Christmas, reach 8
SPIKE_ALONE = 0.1  # weeks beside a spike, and the same weeks of other years, sell less than this share of it
HIGH = 0.9
STOPPED_WEEKS = 4
SELDOM = 0.5  # of its weeks with a sale
LEAP = 4.0  # times last year's level
RECENT_WEEKS = 8


def without_spikes(panel: Panel) -> Panel:
    """The panel with each lone week of more than 20 times a high week put on the line between its neighbours.

    The same week of another year is looked at as well, so that a line that lives of one week a year keeps it. Such
    weeks are marked as filled, so that no forecast is tested on them, and named in the warnings.
    """
    spiked = np.stack([_spikes(row, int(start)) for row, start in zip(panel.units, panel.first, strict=True)])
    rows = np.flatnonzero(spiked.any(axis=1))
    if not len(rows):
        return panel
    units, at, said = panel.units.copy(), np.arange(len(panel.weeks)), []
    for row in rows:
        known = ~spiked[row] & (at >= panel.first[row])
        units[row, spiked[row]] = np.interp(at[spiked[row]], at[known], panel.units[row, known])
        week = int(np.argmax(np.where(spiked[row], panel.units[row], -1.0)))
        said.append(
            f"{panel.categories[row]} has {panel.units[row, week]:,.0f} units in the week of {panel.weeks[week]}"
            f"{_and_more(int(spiked[row].sum()) - 1)}, more than {SPIKE_TIMES:.0f} times a high week, and nothing like "
            "it around: taken as an error in the data, and not forecast again. Correct it, or plan it by hand."
        )
    return replace(panel, units=units, filled=panel.filled | spiked, warnings=(*panel.warnings, *said))


def odd_series(panel: Panel) -> list[str]:
    """Sentences on series whose forecast rests on little: fallen silent, selling seldom, far off last year's level."""
    said = []
    for name, row, start in zip(panel.categories, panel.units, panel.first, strict=True):
        own = row[start:]
        if not len(own) or own.max() <= 0:
            continue
        silent = int(np.argmax(own[::-1] > 0))
        sold = float((own > 0).mean())
        if sold < SELDOM:
            said.append(
                f"{name} sold in {100 * sold:.0f} % of its weeks: read its forecast as a mean rate, and plan by totals."
            )
        elif silent >= STOPPED_WEEKS:
            said.append(
                f"{name} has sold nothing in its last {silent} weeks: if the line has ended, leave it out; the "
                "forecast expects it back."
            )
        said.extend(_leap(name, own) if silent < STOPPED_WEEKS and sold >= SELDOM else [])
    return said


def _leap(name: str, own: Floats) -> list[str]:
    if len(own) < CYCLE_WEEKS + RECENT_WEEKS:
        return []
    now, before = own[-RECENT_WEEKS:].mean(), own[-RECENT_WEEKS - CYCLE_WEEKS : -CYCLE_WEEKS].mean()
    if before <= 0 or 1 / LEAP <= now / before <= LEAP:
        return []
    times = f"{now / before:,.0f} times" if now > before else f"{100 * now / before:.1f} % of"
    return [
        f"{name} sold {times} last year's units in its last {RECENT_WEEKS} weeks: no model knows how that goes on. "
        "Look at its forecast before you buy."
    ]


def _spikes(units: Floats, start: int) -> NDArray[np.bool_]:
    own = units[start:]
    found = np.zeros(len(units), dtype=bool)
    sold = own[own > 0]
    if not len(sold) or own.max() <= SPIKE_TIMES * np.quantile(sold, HIGH, method="lower"):
        return found
    for week in np.flatnonzero(own > SPIKE_TIMES * np.quantile(sold, HIGH, method="lower")):
        beside = [week - 1, week + 1]
        years = [week + CYCLE_WEEKS * year + day for year in (-2, -1, 1, 2) for day in (-1, 0, 1)]
        near = [own[at] for at in (*beside, *years) if 0 <= at < len(own)]
        found[start + week] = max(near) < SPIKE_ALONE * own[week]
    return found


def _and_more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""
