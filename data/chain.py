"""The fictional chain: its categories, its stores, its calendar. Every constant carries its unit or its reason."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIRST_WEEK: Final = date(2023, 1, 2)  # a Monday; 156 weeks end with the week of 22 December 2025
HISTORY_WEEKS: Final = 156
AHEAD_WEEKS: Final = 52  # the promotion plan is agreed a year ahead
DRESSES: Final = "Women's Dresses"
OPENING_STORE, CLOSING_STORE, ONLINE = "S042", "S013", "ONLINE"
OPENING: Final = date(2024, 9, 2)
OPENING_RAMP_WEEKS: Final = 12  # a new store needs a quarter to find its customers
CLOSING: Final = date(2026, 1, 24)  # after the data, before the season
ONLINE_SHARE, ONLINE_GROWTH = 0.08, 0.12  # of the chain's units at the start; a year, beyond the category's


@dataclass(frozen=True)
class Category:
    """A category: economics in GBP (price with VAT, cost and salvage without), demand a week, and what moves it."""

    name: str
    weekly_units: float  # the whole chain, an average week of the first year, at list price
    growth: float  # a year
    list_prices: tuple[float, float, float]  # 2023, 2024, 2025 and on
    unit_cost: float
    salvage_value: float
    pack_size: int
    min_order_units: int
    elasticity: float
    supplier_lead_weeks: int
    months: tuple[float, ...]  # season at list price, January to December, about 1 on average
    events: dict[str, float]  # log lift of a week that lies wholly within the event
    income_pull: float  # how much richer catchments buy of it: log units per log income


CATEGORIES: Final = (
    Category(
        DRESSES, 2800, 0.05, (50.0, 52.0, 55.0), 16.0, 7.0, 6, 600, 1.8, 8,
        (0.66, 0.76, 0.92, 1.10, 1.28, 1.26, 1.02, 0.94, 0.92, 0.90, 0.94, 1.10),
        {"easter": 0.25, "mothers_day": 0.12, "christmas": 0.35, "fathers_day": 0.0, "valentine": 0.10}, 0.5,
    ),
    Category(
        "Men's Shirts", 2500, 0.01, (29.0, 30.0, 32.0), 10.5, 5.0, 6, 480, 1.5, 7,
        (0.78, 0.84, 0.94, 1.00, 1.06, 1.10, 0.96, 0.92, 1.06, 1.04, 1.06, 1.14),
        {"easter": 0.10, "mothers_day": 0.0, "christmas": 0.45, "fathers_day": 0.35, "valentine": 0.05}, 0.3,
    ),
    Category(
        "Accessories", 2800, 0.06, (13.5, 14.0, 15.0), 4.2, 1.5, 12, 960, 1.2, 6,
        (0.80, 0.88, 0.94, 0.98, 1.04, 1.08, 1.06, 1.00, 0.92, 0.94, 1.06, 1.20),
        {"easter": 0.12, "mothers_day": 0.40, "christmas": 0.60, "fathers_day": 0.10, "valentine": 0.20}, 0.0,
    ),
)  # fmt: skip

TOWNS: Final = {
    "London": "Bromley Camden Croydon Ealing Kingston Stratford Wimbledon",
    "South East": "Brighton Canterbury Guildford Maidstone Oxford Portsmouth Reading Southampton",
    "South West": "Bath Bournemouth Bristol Exeter Plymouth Taunton",
    "Midlands": "Birmingham Coventry Derby Leicester Lincoln Nottingham Solihull Worcester",
    "North West": "Blackpool Bolton Chester Liverpool Manchester Preston Stockport",
    "North East": "Durham Harrogate Hull Leeds Newcastle Sheffield York",
    "Scotland": "Aberdeen Dundee Edinburgh Glasgow",
    "Wales": "Cardiff Swansea",
}
PRIME_TOWNS: Final = frozenset(
    {"Birmingham", "Bristol", "Camden", "Edinburgh", "Glasgow", "Kingston"}
    | {"Leeds", "Liverpool", "Manchester", "Nottingham", "Oxford", "Reading"}
)
REGION_INCOME: Final = {"London": 41_000, "South East": 38_500, "South West": 34_000, "Scotland": 34_500}  # GBP a year
OTHER_INCOME: Final = 31_500  # GBP a year, median household income of the catchment
OTHER_TIERS: Final = {"high street": 22, "secondary": 15}  # stores
TIER_LIFT: Final = {"prime": 0.22, "high street": 0.0, "secondary": -0.22}  # log units
FORMATS: Final = {  # by tier: format, least and largest selling area in square feet
    "prime": (("flagship", 15_000, 24_000), ("shopping centre", 9_000, 15_000)),
    "high street": (("high street", 5_000, 10_000), ("shopping centre", 7_000, 12_000)),
    "secondary": (("retail park", 6_000, 12_000), ("high street", 3_500, 7_000)),
}
FASHION_TIERS: Final = {"trend": 0.15, "core": 0.0, "basic": -0.15}  # log units of dresses against the other categories


def draws(seed: int, purpose: str) -> np.random.Generator:
    """A generator of its own for each purpose, so that changing one part leaves the others' draws as they were."""
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])


def all_weeks() -> list[date]:
    """The Mondays of history and of the year ahead."""
    return [FIRST_WEEK + timedelta(weeks=n) for n in range(HISTORY_WEEKS + AHEAD_WEEKS)]


def week_number(monday: date) -> int:
    """Position of a week, 0 being the first in the history."""
    return (monday - FIRST_WEEK).days // 7


def make_stores(seed: int) -> pd.DataFrame:
    """50 stores: one online, one that opens during the history, one that closes before the season."""
    rng = draws(seed, "stores")
    others = iter(rng.permutation([tier for tier, count in OTHER_TIERS.items() for _ in range(count)]))
    rows: list[dict[str, object]] = []
    for region, towns in TOWNS.items():
        for town in towns.split():
            tier = "prime" if town in PRIME_TOWNS else str(next(others))
            rows.append(make_store(rng, f"S{len(rows) + 1:03d}", town, region, tier))
    rows.append(
        {"store_id": ONLINE, "store_name": "Online", "store_format": "online", "region": "UK", "ships_from_dc": True}
    )
    stores = pd.DataFrame(rows).astype({"size_sqft": "Int64", "median_income": "Int64"})
    stores["open_from"] = stores["store_id"].map({OPENING_STORE: OPENING.isoformat()})
    stores["open_to"] = stores["store_id"].map({CLOSING_STORE: CLOSING.isoformat()})
    names = ["store_id", "store_name", "size_sqft", "median_income", "location_tier", "fashion_tier"]
    return stores[[*names, "store_format", "region", "open_from", "open_to", "ships_from_dc"]]


def make_store(rng: np.random.Generator, store_id: str, town: str, region: str, tier: str) -> dict[str, object]:
    """One physical store; better locations are larger and carry more fashion."""
    store_format, least, largest = FORMATS[tier][int(rng.integers(2))]
    fashion_odds = {"prime": (0.6, 0.4, 0.0), "high street": (0.25, 0.5, 0.25), "secondary": (0.0, 0.45, 0.55)}[tier]
    income = REGION_INCOME.get(region, OTHER_INCOME) * np.exp(rng.normal(0, 0.10))
    return {
        "store_id": store_id,
        "store_name": town,
        "size_sqft": int(round(rng.uniform(least, largest), -2)),
        "median_income": int(round(income, -2)),
        "location_tier": tier,
        "fashion_tier": str(rng.choice(list(FASHION_TIERS), p=fashion_odds)),
        "store_format": store_format,
        "region": region,
        "ships_from_dc": False,
    }


def store_weights(seed: int, stores: pd.DataFrame, category: Category) -> Floats:
    """Each store's share of a category's demand with every store open: size, place, income, and what is its own."""
    rng = draws(seed, f"store weights {category.name}")
    shops = stores[stores["store_id"] != ONLINE]
    own = draws(seed, "store strength").normal(0, 0.15, len(shops)) + rng.normal(0, 0.10, len(shops))
    tier = shops["location_tier"].map(TIER_LIFT).to_numpy(float)
    fashion = shops["fashion_tier"].map(FASHION_TIERS).to_numpy(float) * (category.name == DRESSES)
    income = category.income_pull * np.log(shops["median_income"].to_numpy(float) / OTHER_INCOME)
    weights = np.exp(0.6 * np.log(shops["size_sqft"].to_numpy(float)) + tier + fashion + income + own)
    return np.append((1 - ONLINE_SHARE) * weights / weights.sum(), ONLINE_SHARE)


def presence(stores: pd.DataFrame, weeks: Sequence[date]) -> Floats:
    """Shape weeks x stores: 0 when closed, rising to 1 while a new store finds its customers; online grows past 1."""
    since = np.array([(week - OPENING).days // 7 for week in weeks])
    years = np.arange(len(weeks)) / 52
    columns = {
        OPENING_STORE: np.clip(0.5 + 0.5 * since / OPENING_RAMP_WEEKS, 0.5, 1.0) * (since >= 0),
        CLOSING_STORE: np.array([float(week <= CLOSING) for week in weeks]),
        ONLINE: (1 + ONLINE_GROWTH) ** years,
    }
    return np.column_stack([columns.get(store_id, np.ones(len(weeks))) for store_id in stores["store_id"]])
