"""A made-up drugstore chain whose promotions, opening days and school holidays are planned ahead: daily, then weekly.

No real data of this kind is at hand, so the assumptions are stated, and taken from what is known of such chains in
Germany: stores open Monday to Saturday, shut on public holidays; a promotion runs Monday to Friday in most other weeks,
in the whole chain, and lifts Mondays most; days beside a closed one sell more, so an open day fewer costs less than its
share; December rises by date; wages lift the turn of the month; the weeks after a promotion sell a little less; school
holidays move between years; some stores shut for weeks to be refitted; groups differ in level, growth, season and in
how they answer a promotion; what happens by chance is partly shared, and partly lasts.
"""

from datetime import date

import numpy as np
import pandas as pd

PLAN = ["promo", "open", "school_holiday"]
FIRST_MONDAY, WEEKS = np.datetime64("2013-01-07"), 134
BY_WEEKDAY = np.array([1.2, 1.03, 0.98, 0.97, 1.02, 0.85, 0.0])
PROMOTED = np.log([1.75, 1.5, 1.38, 1.32, 1.3, 1.0, 1.0])
SCHOOL = {  # first day and length of each holiday; the states differ by up to some weeks
    2013: (("03-25", 13), ("07-15", 43), ("10-14", 13), ("12-23", 14)),
    2014: (("04-14", 13), ("07-21", 43), ("10-13", 13), ("12-22", 15)),
    2015: (("03-30", 13), ("07-06", 43), ("10-05", 13), ("12-23", 15)),
}


def chain(groups: int = 16, stores_a_group: int = 25, seed: int = 7) -> pd.DataFrame:
    """Rows `category, week_start, units, promo, open, school_holiday`: mean promotion and open days of the stores."""
    draw = np.random.default_rng(seed)
    days = FIRST_MONDAY + np.arange(WEEKS * 7)
    shared = _lasting(draw, len(days), 0.015)
    promo = _promotions(draw)
    frames = [_group(draw, f"group {g:02d}", days, promo, shared, stores_a_group) for g in range(groups)]
    return pd.concat(frames, ignore_index=True)


def _promotions(draw: np.random.Generator) -> np.ndarray:
    """(weeks,) most other weeks, sometimes two in a row or none in three; the rhythm slips between years."""
    on, weeks = True, []
    for _ in range(WEEKS):
        weeks.append(on)
        on = (not on) if draw.random() < 0.95 else on
    return np.array(weeks)


def _group(
    draw: np.random.Generator, name: str, days: np.ndarray, promo: np.ndarray, shared: np.ndarray, stores: int
) -> pd.DataFrame:
    import holidays

    state = draw.choice(["NW", "BY", "HE", "BE", "SN", "HH"])
    feasts = np.array(
        sorted(holidays.country_holidays("DE", subdiv=str(state), years=range(2012, 2017))), "datetime64[D]"
    )
    weekday = np.arange(len(days)) % 7
    feast = np.isin(days, feasts)
    trading = (weekday < 6) & ~feast
    beside = np.isin(days + 1, feasts) | np.isin(days - 1, feasts) | (np.isin(days + 2, feasts) & (weekday == 5))
    school = _school(days, int(draw.integers(-10, 11)))
    promoted = np.repeat(promo, 7) & (weekday < 5) & trading
    after = np.repeat(np.concatenate([[False], promo[:-1]]), 7)
    log = np.log(np.maximum(BY_WEEKDAY, 1e-9))[weekday] + draw.normal(1, 0.2) * PROMOTED[weekday] * promoted
    log += -0.03 * (after & ~promoted) + 0.22 * beside + draw.normal(0.02, 0.02) * school
    log += _season(draw, days) + shared * draw.normal(1, 0.3) + _lasting(draw, len(days), 0.015)
    log += draw.normal(0.03, 0.03) * np.arange(len(days)) / 365
    sold, opened, promo_days = np.zeros(len(days)), np.zeros(len(days)), np.zeros(len(days))
    for _ in range(stores):
        there = trading & ~_refitted(draw, len(days))
        level = 6000 * np.exp(draw.normal(0, 0.4))
        sold += there * np.exp(log + draw.normal(0, 0.1, len(days))) * level
        opened, promo_days = opened + there, promo_days + (promoted & there)
    frame = pd.DataFrame(
        {"units": sold, "promo": promo_days / stores, "open": opened / stores, "school_holiday": school / 7}
    )
    weekly = frame.groupby(np.arange(len(days)) // 7).sum().assign(category=name, week_start=days[::7])
    weekly["units"] = weekly["units"].round()
    return weekly[["category", "week_start", "units", *PLAN]]


def _season(draw: np.random.Generator, days: np.ndarray) -> np.ndarray:
    year = days.astype("datetime64[Y]")
    of_year = (days - year.astype("datetime64[D]")).astype(float)
    of_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(float)
    to_christmas = (year.astype("datetime64[D]") + 357 - days).astype(float)
    rush = np.where((to_christmas >= 0) & (to_christmas < 28), (28 - to_christmas) / 28, 0.0)
    wages = 0.08 * np.exp(-of_month / 3) + 0.06 * np.exp(-(30 - of_month) / 2)
    waves = sum(
        draw.normal(0, 0.03) * np.sin(2 * np.pi * k * of_year / 365.25 + draw.uniform(0, 6.3)) for k in (1, 2, 3)
    )
    return waves + wages + draw.normal(0.5, 0.1) * rush


def _school(days: np.ndarray, shift: int) -> np.ndarray:
    off = np.zeros(len(days), bool)
    for year, spells in SCHOOL.items():
        for start, length in spells:
            first = np.datetime64(date.fromisoformat(f"{year}-{start}")) + (shift if length > 20 else 0)
            off |= (days >= first) & (days < first + length)
    return off


def _refitted(draw: np.random.Generator, count: int) -> np.ndarray:
    shut = np.zeros(count, bool)
    if draw.random() < 0.2:
        start, length = draw.integers(0, count), draw.integers(7, 120)
        shut[start : start + length] = True
    return shut


def _lasting(draw: np.random.Generator, count: int, sd: float) -> np.ndarray:
    """A disturbance of which half is left after five weeks."""
    kept = 0.5 ** (1 / 35)
    steps = draw.normal(0, sd * np.sqrt(1 - kept**2), count)
    made = np.zeros(count)
    for day in range(1, count):
        made[day] = kept * made[day - 1] + steps[day]
    return made
