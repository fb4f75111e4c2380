"""Named days of the retail calendar, computed for any year."""

from datetime import date, timedelta

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
}
_NEW_MOONS = {  # Lunar New Year, from the published almanac
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
    2029: (2, 13),
    2030: (2, 3),
}
_DIWALI = {2025: (10, 20), 2026: (11, 8), 2027: (10, 29), 2028: (10, 17), 2029: (11, 5), 2030: (10, 26)}

# spelling (words, possessives already gone) -> name above
SPELLINGS: dict[tuple[str, ...], str] = {}
for _name in (*_FIXED, *_EASTER_DAYS, *_NTH):
    SPELLINGS[tuple(_name.split())] = _name
for _alias, _name in {
    "new year day": "new year",
    "new years day": "new year",
    "new years": "new year",
    "nyd": "new year",
    "new years eve": "new year eve",
    "nye": "new year eve",
    "valentine day": "valentine",
    "valentines day": "valentine",
    "valentines": "valentine",
    "vday": "valentine",
    "st davids day": "st david",
    "st patricks day": "st patrick",
    "st patrick day": "st patrick",
    "saint patrick day": "st patrick",
    "saint patricks day": "st patrick",
    "paddy day": "st patrick",
    "paddys day": "st patrick",
    "st georges day": "st george",
    "st george day": "st george",
    "fourth of july": "independence",
    "independence day": "independence",
    "canada day": "canada",
    "bastille day": "bastille",
    "hallowe'en": "halloween",
    "halowen": "halloween",
    "haloween": "halloween",
    "guy fawkes": "bonfire night",
    "guy fawkes night": "bonfire night",
    "fireworks night": "bonfire night",
    "singles day": "singles",
    "veterans day": "veterans",
    "remembrance day": "remembrance",
    "armistice day": "remembrance",
    "xmas": "christmas",
    "xmas eve": "christmas eve",
    "xmas day": "christmas",
    "christmas day": "christmas",
    "boxing day": "boxing",
    "twelfth night": "epiphany",
    "april fools": "april fool",
    "april fools day": "april fool",
    "leap day": "leap",
    "anzac day": "anzac",
    "australia day": "australia",
    "earth day": "earth",
    "pancake day": "shrove tuesday",
    "easter day": "easter",
    "easter bank holiday": "easter monday",
    "mothers day": "mother",
    "mother day": "mother",
    "uk mothers day": "mother uk",
    "uk mother day": "mother uk",
    "fathers day": "father",
    "father day": "father",
    "memorial day": "memorial",
    "labor day": "labor",
    "labour day": "labor",
    "presidents day": "presidents",
    "president day": "presidents",
    "mlk day": "mlk",
    "martin luther king day": "mlk",
    "columbus day": "columbus",
    "thanksgiving day": "thanksgiving",
    "black friday": "black friday",
    "cyber monday": "cyber monday",
    "early may bank holiday": "early may bank holiday",
    "may bank holiday": "early may bank holiday",
    "late may bank holiday": "spring bank holiday",
    "whitsun": "whit sunday",
    "advent": "advent",
    "advent sunday": "advent",
    "super bowl": "super bowl sunday",
    "chinese new year": "lunar new year",
    "lunar new year": "lunar new year",
    "cny": "lunar new year",
    "diwali": "diwali",
    "international womens day": "womens",
    "womens day": "womens",
}.items():
    SPELLINGS[tuple(_alias.split())] = _name
for _bare in (
    "labor",
    "labour",
    "mother",
    "father",
    "memorial",
    "boxing",
    "veterans",
    "earth",
    "leap",
    "canada",
    "singles",
):
    del SPELLINGS[(_bare,)]  # products and places: "mother of pearl", "boxing gloves"
for _bare in (
    "womens",
    "australia",
    "presidents",
    "independence",
    "bastille",
    "remembrance",
    "columbus",
    "mlk",
    "anzac",
):
    del SPELLINGS[(_bare,)]
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
    if name in {"lunar new year", "diwali"}:
        table = _NEW_MOONS if name == "lunar new year" else _DIWALI
        if year not in table:
            raise ValueError(f"the date of {name} in {year} is not known here")
        return date(year, *table[year])
    month, day = _FIXED[name]
    return date(year, month, day if (month, day) != (2, 29) or year % 4 == 0 else 28)
