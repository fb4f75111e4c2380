"""Named days of the retail calendar, computed for any year."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

_FIXED = {
    "new year": (1, 1),
    "burns night": (1, 25),
    "valentine": (2, 14),
    "st david": (3, 1),
    "st patrick": (3, 17),
    "st george": (4, 23),
    "cinco de mayo": (5, 5),
    "midsummer": (6, 24),
    "juneteenth": (6, 19),
    "independence": (7, 4),
    "canada": (7, 1),
    "bastille": (7, 14),
    "halloween": (10, 31),
    "bonfire night": (11, 5),
    "singles": (11, 11),
    "veterans": (11, 11),
    "remembrance": (11, 11),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing": (12, 26),
    "new year eve": (12, 31),
    "epiphany": (1, 6),
    "st nicholas": (12, 6),
    "all saints": (11, 1),
    "womens": (3, 8),
    "april fool": (4, 1),
    "leap": (2, 29),
    "may day": (5, 1),
    "anzac": (4, 25),
    "australia": (1, 26),
    "earth": (4, 22),
    "st brigid": (2, 1),
    "st andrew": (11, 30),
    "st stephen": (12, 26),
    "groundhog": (2, 2),
    "waitangi": (2, 6),
    "indian republic": (1, 26),
    "freedom": (4, 27),
    "sa youth": (6, 16),
    "sa womens": (8, 9),
    "heritage": (9, 24),
    "gandhi jayanti": (10, 2),
    "indian independence": (8, 15),
    "pongal": (1, 14),
    "german unity": (10, 3),
    "reformation": (10, 31),
    "all souls": (11, 2),
    "longest": (6, 21),
    "shortest": (12, 21),
}
_EASTER_DAYS = {
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "easter saturday": -1,
    "good friday": -2,
    "maundy thursday": -3,
    "palm sunday": -7,
    "ash wednesday": -46,
    "shrove tuesday": -47,
    "mothering sunday": -21,
    "mother uk": -21,
    "ascension": 39,
    "whit sunday": 49,
    "whit monday": 50,
    "pentecost": 49,
    "rosenmontag": -48,
    "corpus christi": 60,
}
# month, weekday, and which one of the month (-1: the last)
_NTH = {
    "mlk": (1, 0, 3),
    "presidents": (2, 0, 3),
    "early may bank holiday": (5, 0, 1),
    "mother": (5, 6, 2),
    "memorial": (5, 0, -1),
    "spring bank holiday": (5, 0, -1),
    "father": (6, 6, 3),
    "summer bank holiday": (8, 0, -1),
    "august bank holiday": (8, 0, -1),
    "labor": (9, 0, 1),
    "labour": (9, 0, 1),
    "columbus": (10, 0, 2),
    "thanksgiving": (11, 3, 4),
    "super bowl sunday": (2, 6, 2),
    "june bank holiday": (6, 0, 1),
    "october bank holiday": (10, 0, -1),
    "father au": (9, 6, 1),
}
_NEW_MOONS = {  # Lunar New Year, from the published almanac
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
    2029: (2, 13),
    2030: (2, 3),
}
# days that follow the moon, by what India's calendar in `holidays` calls them
_INDIAN = {
    "diwali": "Diwali",
    "holi": "Holi",
    "eid": "Eid al-Fitr",
    "eid al adha": "Eid al-Adha",
    "raksha bandhan": "Raksha Bandhan",
    "ganesh chaturthi": "Ganesh Chaturthi",
    "dussehra": "Dussehra",
    "onam": "Onam",
    "janmashtami": "Janmashtami",
    "ugadi": "Ugadi",
}


def _spellings() -> dict[tuple[str, ...], str]:
    """Spelling, as a tuple of words with possessives gone, to the name of the day."""
    joined = Path(__file__).with_name("feasts.txt").read_text(encoding="utf-8").replace("\n    ", " ")
    lines = [line.partition(": ") for line in joined.splitlines() if line and not line.startswith("#")]
    return {tuple(spelling.split()): name for name, _, listed in lines for spelling in listed.split(" | ")}


SPELLINGS = _spellings()
LONGEST_SPELLING = max(map(len, SPELLINGS))


def easter(year: int) -> date:
    """Western Easter Sunday.

    Source: the anonymous Gregorian algorithm (Meeus, Jones, Butcher).

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    golden, century, in_century = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (1, 2, ... or -1 for the last) Monday (0) ... Sunday (6) of a month.

    >>> nth_weekday(2026, 5, 0, -1)
    datetime.date(2026, 5, 25)
    """
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


@lru_cache(maxsize=64)
def _of_india(called: str, year: int) -> date:
    """A day of the Hindu or Islamic calendar as India keeps it; loaded only by a brief that names one."""
    import holidays

    days = holidays.country_holidays("IN", years=year, categories=("public", "optional"))
    found = sorted(day for day, names in days.items() if any(n.startswith(called) for n in names.split("; ")))
    if not found:
        raise ValueError(f"the date of {called} in {year} is not known here")
    return found[-1]


def feast(name: str, year: int) -> date:
    """The date of a named day in a year; `name` is a value of SPELLINGS.

    >>> feast("black friday", 2027), feast("memorial", 2026)
    (datetime.date(2027, 11, 26), datetime.date(2026, 5, 25))
    """
    if name in _EASTER_DAYS:
        return easter(year) + timedelta(days=_EASTER_DAYS[name])
    if name in _NTH:
        return nth_weekday(year, *_NTH[name])
    if name in {"black friday", "cyber monday"}:
        return nth_weekday(year, 11, 3, 4) + timedelta(days=1 if name == "black friday" else 4)
    if name == "advent":
        return date(year, 12, 25) - timedelta(days=date(year, 12, 25).isoweekday() + 21)
    if name == "lunar new year":
        if year not in _NEW_MOONS:
            raise ValueError(f"the date of {name} in {year} is not known here")
        return date(year, *_NEW_MOONS[year])
    if name in _INDIAN:
        return _of_india(_INDIAN[name], year)
    month, day = _FIXED[name]
    return date(year, month, day if (month, day) != (2, 29) or year % 4 == 0 else 28)
