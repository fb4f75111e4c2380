"""What the chain's customers want each week: season, growth, events, promotions, price and noise."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
from chain import DRESSES, FIRST_WEEK, Category, Floats, Ints, draws, week_number
from dateutil.easter import easter  # type: ignore[import-untyped]

# Noise, as the standard deviation of the logarithm: together they make an honest 12-week forecast miss by 10-20 %.
CHAIN_SD, CHAIN_MEMORY = 0.055, 0.85  # weather and the economy, felt by every category; weeks remember it
CATEGORY_SD, CATEGORY_MEMORY = 0.085, 0.60  # a range that hits or misses
STORE_SD, STORE_MEMORY = 0.10, 0.95  # a store drifts: roadworks, a new manager, a neighbour that closes
STORE_WEEK_SHAPE: Final = 22.0  # gamma shape: at 60 units a week the variance is about four times the mean

PROMOTION_LIFT: Final = 1.30  # advertised at an unchanged price
PROMOTIONS_A_YEAR: Final = 7  # planned; those that fall into a sale are dropped; plus Black Friday
PROMOTIONS_START, PROMOTION_WEEKS = 4, 42  # from February to mid November; Christmas needs no help
BLACK_FRIDAY_CUT: Final = 0.20
SPELL_START: Final = 0.014  # chance per store-week that an out-of-stock spell starts, at expected demand
LATE_CONTAINER: Final = ("Men's Shirts", date(2024, 9, 9), 3, 0.65)  # category, from, weeks, share of range in stock

# Average depth over a category's lines (share off list): first day, last day, depth. Two sales a year, all categories.
CLEARANCE: Final = ((101, 112, 0.15), (113, 126, 0.25), (626, 709, 0.15), (710, 729, 0.25))
# Spring dresses, where the chain decided each year anew: from, weeks, depth.
SPRING_MARKDOWNS: Final = (
    (date(2023, 5, 8), 3, 0.15),
    (date(2024, 5, 13), 2, 0.15),
    (date(2025, 4, 28), 2, 0.15),
    (date(2025, 5, 12), 2, 0.25),
)


def wandering(rng: np.random.Generator, weeks: int, series: int, sd: float, memory: float) -> Floats:
    """Autocorrelated noise (AR(1)) with standard deviation `sd`, shape weeks x series."""
    steps = rng.normal(0.0, sd, (weeks, series))
    for week in range(1, weeks):
        steps[week] = memory * steps[week - 1] + np.sqrt(1 - memory**2) * steps[week]
    return steps


def event_days(year: int) -> dict[str, tuple[date, date]]:
    """First and last day of each selling event of a year."""
    sunday, june = easter(year), date(year, 6, 1)
    fathers_day = june + timedelta(days=(6 - june.weekday()) % 7 + 14)
    return {
        "valentine": (date(year, 2, 8), date(year, 2, 14)),
        "mothers_day": (sunday - timedelta(days=28), sunday - timedelta(days=21)),
        "easter": (sunday - timedelta(days=8), sunday + timedelta(days=1)),
        "fathers_day": (fathers_day - timedelta(days=7), fathers_day),
        "christmas": (date(year, 12, 4), date(year, 12, 24)),
    }


def black_friday_week(year: int) -> date:
    """The Monday of the week with the day after November's fourth Thursday."""
    november = date(year, 11, 1)
    thursday = november + timedelta(days=(3 - november.weekday()) % 7 + 21)
    return thursday - timedelta(days=3)


def event_lift(category: Category, week: date) -> float:
    """Log lift of a week: each event in proportion to the days of it that fall into the week."""
    lift = 0.0
    for name, (first, last) in event_days((week + timedelta(days=6)).year).items():
        days = (min(last, week + timedelta(days=6)) - max(first, week)).days + 1
        lift += category.events[name] * max(0, days) / 7
    return lift


def season_index(category: Category, week: date) -> float:
    """The season at list price, monthly values joined by straight lines around the year."""
    middles = np.arange(12) * 30.44 + 15
    return float(np.interp(week.timetuple().tm_yday + 3, middles, category.months, period=365.25))


def promotion_plan(seed: int, category: Category, weeks: Sequence[date]) -> Ints:
    """1 in the weeks a category is advertised: others every year, three weeks apart or more, never in a sale; and in
    Black Friday's week, which is both."""
    rng, slots = draws(seed, f"promotions {category.name}"), PROMOTIONS_A_YEAR
    spare_weeks = PROMOTION_WEEKS - 3 * slots
    plan = np.zeros(len(weeks), dtype=np.int64)
    for first in range(0, len(weeks), 52):
        spare = np.sort(rng.integers(0, spare_weeks + 1, slots))
        plan[first + PROMOTIONS_START + spare + 3 * np.arange(slots)] = 1
    plan[[markdown_depth(category, week) > 0 for week in weeks]] = 0
    plan[[week == black_friday_week(week.year) for week in weeks]] = 1
    return plan


def markdown_depth(category: Category, week: date) -> float:
    """Average share off list price in a week of the history or, as far as it recurs each year, after it."""
    if week == black_friday_week(week.year):
        return BLACK_FRIDAY_CUT
    for first, weeks, depth in SPRING_MARKDOWNS:
        if category.name == DRESSES and 0 <= (week - first).days < 7 * weeks:
            return depth
    day = week.month * 100 + week.day
    return next((depth for first, last, depth in CLEARANCE if first <= day <= last), 0.0)


def list_price(category: Category, week: date) -> float:
    """GBP including VAT; prices change with the calendar year."""
    return category.list_prices[min(week.year - FIRST_WEEK.year, 2)]


def expected_units(category: Category, weeks: Sequence[date], promotion: Ints) -> Floats:
    """The chain's expected demand a week without noise, at the price asked, with every store open."""
    growth = np.arange(len(weeks)) / 52 * np.log1p(category.growth)
    season = np.log([season_index(category, week) for week in weeks])
    events = np.array([event_lift(category, week) for week in weeks])
    price = -category.elasticity * np.log1p([-markdown_depth(category, week) for week in weeks])
    units: Floats = category.weekly_units * np.exp(
        growth + season + events + price + np.log(PROMOTION_LIFT) * promotion
    )
    return units


def draw_units(rng: np.random.Generator, mean: Floats) -> Ints:
    """Whole units around a mean, over-dispersed: gamma times Poisson, the negative binomial."""
    return rng.poisson(mean * rng.gamma(STORE_WEEK_SHAPE, 1 / STORE_WEEK_SHAPE, mean.shape))


def draw_in_stock(rng: np.random.Generator, demand: Ints, mean: Floats) -> Floats:
    """Share of each store-week's demand that found its stock: spells of 1-3 weeks, likelier when demand runs hot."""
    in_stock = np.ones(demand.shape)
    starts = rng.random(demand.shape) < SPELL_START * (demand / np.maximum(mean, 1.0)) ** 2
    for week, store in zip(*np.nonzero(starts), strict=True):
        in_stock[week : week + int(rng.integers(1, 4)), store] = round(float(rng.uniform(0.3, 0.9)), 2)
    return in_stock


def simulate_history(seed: int, category: Category, expected: Floats) -> tuple[Ints, Ints, Floats]:
    """Demand, units sold and in-stock share of a category around its expected demand, each weeks x stores."""
    rng, (weeks, stores) = draws(seed, f"history {category.name}"), expected.shape
    chain = wandering(draws(seed, "chain noise"), weeks, 1, CHAIN_SD, CHAIN_MEMORY)
    own = wandering(rng, weeks, 1, CATEGORY_SD, CATEGORY_MEMORY)
    mean = expected * np.exp(chain + own + wandering(rng, weeks, stores, STORE_SD, STORE_MEMORY))
    demand = draw_units(rng, mean)
    in_stock = draw_in_stock(rng, demand, mean)
    late_category, late_from, late_weeks, late_share = LATE_CONTAINER
    if category.name == late_category:
        late = slice(week_number(late_from), week_number(late_from) + late_weeks)
        in_stock[late] = np.minimum(in_stock[late], late_share)
    return demand, rng.binomial(demand, in_stock), in_stock
