"""What was known at one week: every series made as long as the others, on the coming year's calendar, in logs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecast_kit.forecasting.calendar import CYCLE_WEEKS, align_to_next_year
from forecast_kit.forecasting.effects import effects_and_growth
from forecast_kit.forecasting.grid import WEEK_DAYS, Floats, Panel, Weeks, weeks_after
from forecast_kit.forecasting.lending import Loan, lend_seasons, log_offsets

__all__ = ["LONGEST_WEEKS", "SHORTEST_WEEKS", "Learnt", "Past", "known_at", "learnt_from"]

SHORTEST_WEEKS = CYCLE_WEEKS + 12  # models see at least this many weeks; what is missing is lent, see `_lengthened`
LONGEST_WEEKS = 5 * CYCLE_WEEKS  # older sales say nothing about the next season that newer ones do not
LARGEST_LOG_EFFECT = np.log(5.0)
LARGEST_GROWTH = 0.3  # log points a year


@dataclass(frozen=True, slots=True)
class Past:
    """The input of every model. S series, T weeks known, H weeks ahead.

    `units` (S, T) as sold. `log_base` (S, T) = log(units + offset), December on the coming year's calendar, without
    the effects of plan and calendar, and without growth: at the height of the last week. `log_effect_ahead` (S, H) is
    what to add in the weeks ahead: `growth` (S,) a year, and the sum of `log_parts_ahead` (P, S, H), one an exposure.
    `offset` (S,) keeps logs finite and grows with the share of weeks without a sale: an intermittent series is nearly
    linear. `loans` are of those without a year.
    """

    weeks: Weeks
    horizon: int
    units: Floats
    offset: Floats
    log_base: Floats
    log_effect_ahead: Floats
    log_parts_ahead: Floats
    growth: Floats
    loans: tuple[Loan, ...] = ()

    def to_units(self, log_ahead: Floats) -> Floats:
        """Units (S, H) from a forecast of `log_base`: effects put back, offset taken off, never below zero."""
        with np.errstate(over="ignore"):
            ahead = np.exp(log_ahead + self.log_effect_ahead) - self.offset[:, None]
        return np.asarray(np.maximum(ahead, 0.0))


@dataclass(frozen=True, slots=True)
class Learnt:
    """What effects are learnt from: `log_units` (S, T) and `exposures` (P, S, T), on the coming year's calendar."""

    weeks: Weeks
    units: Floats
    offset: Floats
    log_units: Floats
    exposures: Floats
    loans: tuple[Loan, ...]


def learnt_from(panel: Panel, exposures: Floats, cut: int) -> Learnt:
    """The panel's first `cut` weeks, at most the last five years of them, every series made as long as the others."""
    start = max(cut - LONGEST_WEEKS, 0)
    units, loans = _lengthened(panel.units[:, start:cut], np.maximum(panel.first - start, 0), panel.named_lenders())
    extra = units.shape[1] - (cut - start)
    weeks = np.concatenate([panel.weeks[start] - WEEK_DAYS * np.arange(extra, 0, -1), panel.weeks[start:cut]])
    known = np.concatenate(
        [np.repeat(exposures[:, :, start : start + 1], extra, axis=2), exposures[:, :, start:cut]], axis=2
    )
    offset = log_offsets(units)
    log_units = np.log(align_to_next_year(units, weeks) + offset[:, None])
    return Learnt(weeks, units, offset, log_units, align_to_next_year(known, weeks), loans)


def known_at(panel: Panel, exposures: Floats, cut: int, horizon: int) -> Past:
    """The panel as it was after its first `cut` weeks; nothing later is looked at but the planned columns.

    `exposures` (P, S, T + H): events and plan columns on the panel's weeks, of which those from `cut` on are plans.
    """
    learnt = learnt_from(panel, exposures, cut)
    effects, growth = effects_and_growth(learnt.log_units, learnt.exposures)
    growth = np.clip(growth, -LARGEST_GROWTH, LARGEST_GROWTH)[:, None]
    log_past = np.einsum("sp,pst->st", effects, learnt.exposures)
    parts = effects.T[:, :, None] * (exposures[:, :, cut : cut + horizon] - learnt.exposures.mean(axis=2)[:, :, None])
    log_ahead = parts.sum(axis=0)
    tamed = np.clip(log_ahead, -LARGEST_LOG_EFFECT, LARGEST_LOG_EFFECT)
    parts = parts * np.where(log_ahead == tamed, 1.0, tamed / np.where(log_ahead == 0, 1.0, log_ahead))
    all_weeks = np.concatenate([learnt.weeks, weeks_after(learnt.weeks[-1], horizon)])
    years = (np.arange(len(all_weeks)) - len(learnt.weeks) + 1) / CYCLE_WEEKS
    log_base = learnt.log_units - log_past + log_past.mean(axis=1, keepdims=True) - growth * years[:-horizon]
    ahead = tamed + growth * years[-horizon:]
    return Past(all_weeks, horizon, learnt.units, learnt.offset, log_base, ahead, parts, growth[:, 0], learnt.loans)


def _lengthened(
    units: Floats, first: NDArray[np.intp], named: Sequence[NDArray[np.intp]]
) -> tuple[Floats, tuple[Loan, ...]]:
    """Every series without NaN and at least 64 weeks long.

    A week before a series began is its own week a year later; where it has no year, its season is lent.
    """
    have = units.shape[1]
    extra = max(SHORTEST_WEEKS - have, 0)
    long = np.concatenate([np.full((len(units), extra), np.nan), units], axis=1)
    starts = np.asarray(first) + extra
    for week in range(min(starts.max(), long.shape[1] - CYCLE_WEEKS) - 1, -1, -1):
        rows = np.flatnonzero((starts > week) & (starts + CYCLE_WEEKS <= long.shape[1]))
        long[rows, week] = long[rows, week + CYCLE_WEEKS]
    yearless = np.flatnonzero(starts + CYCLE_WEEKS > long.shape[1])
    return long, lend_seasons(long, starts, yearless, named) if len(yearless) else ()
