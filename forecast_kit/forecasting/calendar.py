"""What moves between years: Easter, the weeks before Christmas, a country's holidays. Any trading-week anchor."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from forecast_kit.errors import PlanError
from forecast_kit.forecasting.grid import Floats, Weeks

__all__ = [
    "CYCLE_WEEKS",
    "align_to_next_year",
    "easter_exposure",
    "easter_sundays",
    "holiday_exposure",
    "month_exposure",
    "next_year",
]

CYCLE_WEEKS = 52
DAYS = 7
THURSDAY, SUNDAY = 0, 3
TURN_OF_YEAR = {*((12, day) for day in range(20, 32)), (1, 1), (1, 2), (1, 3)}
LENT_MOTHERS = ("GB", "IE")  # their Mothering Sunday is in Lent, three weeks before Easter
MONTH_PARTS = ((1, 7), (8, 15), (16, 23))  # the days after them, up to the next pay-day, are what these are against


def easter_sundays(years: NDArray[np.int64]) -> Weeks:
    """Western Easter Sunday of each year. Source: Meeus, Astronomical Algorithms (1991), chapter 8.

    >>> easter_sundays(np.array([2011, 2012])).astype(str).tolist()
    ['2011-04-24', '2012-04-08']
    """
    golden, (century, of_century) = years % 19, np.divmod(years, 100)
    moon_shift = century - (century + 8) // 25 + 1
    epact = (19 * golden + century - century // 4 - moon_shift // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = np.divmod(epact + weekday - 7 * late + 114, 31)
    months = (years - 1970) * 12 + month - 1
    return np.asarray(months.astype("datetime64[M]").astype("datetime64[D]") + day)


def easter_exposure(weeks: Weeks) -> Floats:
    """(2, weeks): shares of the week's days in the week before Easter Sunday, and in the week from it on.

    >>> easter_exposure(np.array(["2025-04-14", "2025-04-21"], dtype="datetime64[D]")).round(2).tolist()
    [[0.86, 0.0], [0.14, 0.86]]
    """
    days = _days(weeks)
    offset = (days - easter_sundays(days.astype("datetime64[Y]").astype(np.int64) + 1970)).astype(np.int64)
    before = ((offset >= -DAYS) & (offset < 0)).mean(axis=1)
    after = ((offset >= 0) & (offset < DAYS)).mean(axis=1)
    return np.stack([before, after])


def month_exposure(weeks: Weeks) -> Floats:
    """(3, weeks): shares of the week's days in the first, second and third part of a month (days 1-7, 8-15, 16-23).

    Wages and benefits are paid by date, so a trading week is better or worse by where in the month it falls, and that
    moves by a day or two from year to year.

    >>> month_exposure(np.array(["2025-05-26"], dtype="datetime64[D]")).round(2).ravel().tolist()
    [0.14, 0.0, 0.0]
    """
    days = _days(weeks)
    of_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    return np.array([((of_month >= first) & (of_month <= last)).mean(axis=1) for first, last in MONTH_PARTS])


def holiday_exposure(weeks: Weeks, country: str) -> tuple[tuple[str, ...], Floats]:
    """Names of a country's holidays and shopping days, and (names, weeks) shares of a week's days that belong to one.

    To a public holiday belongs the day itself; to Black Friday the four days from it on; to a day of gifts (Valentine's
    Day, Mother's Day) the week that ends with it. Only those that fall into different trading weeks of different years
    are kept: the others are part of the season's shape already. Easter and what hangs on it has its own exposure, and
    the days from Christmas to New Year are aligned by date. `country` is an ISO 3166 code.

    Measured on 15 departments and 4 grocery categories (US, WAPE %): 5.41 and 11.94 without; between 5.40 and 5.41, and
    11.94 and 12.01, with any one of these; 5.40 and 12.07 with all; with Christmas Day 6.45 and 11.96, with New Year's
    Day 5.69 and 12.06. So little is won or lost, and none is used unless a country is named.

    Raises:
        PlanError: no such country is known.

    >>> holiday_exposure(np.arange("2010-01-30", "2013-01-30", 7, dtype="datetime64[D]"), "US")[0][:2]
    ('Independence Day', 'Martin Luther King Jr. Day')
    """
    days = _days(weeks)
    years = sorted(set((days.astype("datetime64[Y]").astype(np.int64) + 1970).ravel().tolist()))
    spells = _public(country, years) | _shopping(country, years)
    rows = {name: np.isin(days, found).mean(axis=1) for name, found in sorted(spells.items())}
    moving = {name: row for name, row in rows.items() if _moves(row)}
    return tuple(moving), np.array(list(moving.values())).reshape(len(moving), len(weeks))


def _public(country: str, years: list[int]) -> dict[str, Weeks]:
    """Days of each public holiday, but not of those that hang on Easter or lie between Christmas and New Year."""
    import holidays

    try:
        found = holidays.country_holidays(country, years=years)
    except NotImplementedError:
        raise PlanError(
            f"No holidays of a country {country} are known.", "Give its ISO code, such as US or DE."
        ) from None
    by_name: dict[str, list[date]] = {}
    for day, name in sorted(found.items()):
        if (day.month, day.day) not in TURN_OF_YEAR:
            by_name.setdefault(name.removesuffix(" (observed)"), []).append(day)
    spells = {name: np.array(of_name, dtype="datetime64[D]") for name, of_name in by_name.items()}
    return {name: spell for name, spell in spells.items() if not _hangs_on_easter(spell)}


def _hangs_on_easter(spell: Weeks) -> bool:
    """Whether the days are as far from Easter in every year of several."""
    distance = spell - easter_sundays(spell.astype("datetime64[Y]").astype(np.int64) + 1970)
    return len(spell) > 1 and bool((distance == distance[0]).all())


def _shopping(country: str, years: list[int]) -> dict[str, Weeks]:
    every = np.array(years)
    of_november = _nth_weekday(every, 11, THURSDAY, 4)
    mothers = easter_sundays(every) - 21 if country.upper() in LENT_MOTHERS else _nth_weekday(every, 5, SUNDAY, 2)
    valentine: Weeks = np.array([f"{year}-02-14" for year in years], dtype="datetime64[D]")
    return {
        "Black Friday to Monday": (of_november[:, None] + np.arange(1, 5)).ravel(),
        "Mother's Day": (mothers[:, None] + np.arange(-6, 1)).ravel(),
        "Valentine's Day": (valentine[:, None] + np.arange(-6, 1)).ravel(),
    }


def _nth_weekday(years: NDArray[np.int64], month: int, weekday: int, count: int) -> Weeks:
    """The `count`-th such day of the month; days of the week as numpy counts them from 1970-01-01, a Thursday: 0."""
    first = ((years - 1970) * 12 + month - 1).astype("datetime64[M]").astype("datetime64[D]")
    return np.asarray(first + (weekday - first.astype(np.int64)) % DAYS + DAYS * (count - 1))


def align_to_next_year(values: Floats, weeks: Weeks) -> Floats:
    """`values` (..., T) with every December brought onto the calendar of the 52 weeks that follow the last week.

    A year is 52 weeks and one or two days, so the same trading week starts a little earlier in the calendar each
    year. Most of retail follows the day of the week and needs nothing; Christmas follows the date. December weeks are
    re-cut in proportion to days, so that a week `k` years back covers the dates that its successor will cover.

    >>> weeks = np.arange("2024-01-01", "2024-12-30", 7, dtype="datetime64[D]")
    >>> values = np.arange(52.0)
    >>> moved = align_to_next_year(values, weeks)
    >>> moved[:48].tolist() == values[:48].tolist(), moved[50].round(2)   # one day of seven comes from the week before
    (True, np.float64(49.86))
    """
    count = len(weeks)
    shift = _december_shift(weeks) / DAYS
    whole = np.floor(shift).astype(np.int64)
    part = shift - whole
    at = np.arange(count)
    here = values[..., np.clip(at - whole, 0, None)]
    before = values[..., np.clip(at - whole - 1, 0, None)]
    mixed: Floats = (1 - part) * here + part * before
    return np.where(shift > 0, mixed, values)


def _days(weeks: Weeks) -> Weeks:
    return np.asarray(weeks.astype("datetime64[D]")[:, None] + np.arange(DAYS).astype("timedelta64[D]"))


def _moves(row: Floats) -> bool:
    if len(row) <= CYCLE_WEEKS:
        return bool(row.any())
    return bool(np.abs(row[CYCLE_WEEKS:] - row[:-CYCLE_WEEKS]).max() > 0.5 / DAYS)


def _december_shift(weeks: Weeks) -> Floats:
    """Days by which a December week's calendar dates lag behind its successor's in the year ahead; else 0."""
    starts: Sequence[date] = weeks.astype("datetime64[D]").tolist()
    shift = np.zeros(len(starts))
    for position, start in enumerate(starts):
        years = (len(starts) - 1 - position) // CYCLE_WEEKS + 1
        middle = start + timedelta(days=3 + 7 * CYCLE_WEEKS * years)
        if middle.month == 12 or (middle.month == 1 and middle.day == 1):
            shift[position] = (middle - middle.replace(year=middle.year - years)).days - 7 * CYCLE_WEEKS * years
    return shift


def next_year(weekly: Floats, horizon: int) -> Floats:
    """The last 52 weeks of (S, T) repeated over `horizon` weeks ahead: (S, horizon), also beyond one year.

    >>> next_year(np.arange(60.0)[None, :], 54)[0, [0, 51, 52, 53]].tolist()
    [8.0, 59.0, 8.0, 9.0]
    """
    return np.asarray(weekly[:, -CYCLE_WEEKS:][:, np.arange(horizon) % CYCLE_WEEKS])
