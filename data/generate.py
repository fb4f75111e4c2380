"""Write the sample data: three years of a fictional UK fashion chain, generated, of no real company.

Run `uv run data/generate.py`; the same seed writes the same bytes. README.md in this folder describes each file.
The chain is in chain.py; demand.py draws what its customers want, and stock decides how much of it sells (trading.py).
"""

import argparse
import gzip
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from chain import (
    CATEGORIES,
    DRESSES,
    HISTORY_WEEKS,
    ONLINE,
    Category,
    Floats,
    Ints,
    all_weeks,
    draws,
    make_stores,
    presence,
    store_weights,
    week_number,
)
from demand import expected_units, list_price, markdown_depth, promotion_plan, simulate_history
from trading import LAST_SEASON, SEASON_WEEKS, last_season_files, long_frame, make_actuals

SEED: Final = 7  # one whose last spring was neither a hit nor a flop
VAT_RATE: Final = 0.2  # United Kingdom, adult clothing
STORE_CARRY_OVER_WEEKS, DC_CARRY_OVER_WEEKS = 0.25, 0.5  # weeks of sales in lines that carry on into spring
SIZES: Final = {  # how a category's units divide, per cent; the order is that of the rail
    "Women's Dresses": {"8": 12, "10": 24, "12": 28, "14": 22, "16": 14},
    "Men's Shirts": {"S": 14, "M": 31, "L": 33, "XL": 22},
    "Accessories": {"One size": 100},
}
ORDERS: Final = {  # already placed with suppliers: units and the week they are due; two of four miss a March start
    ("DC", "Women's Dresses"): (2_400, date(2026, 2, 16)),
    (ONLINE, "Women's Dresses"): (600, date(2026, 4, 13)),
    ("DC", "Men's Shirts"): (1_800, date(2026, 3, 23)),
    ("DC", "Accessories"): (3_600, date(2026, 2, 2)),
}


def sales_frame(
    category: Category, here: Floats, store_ids: list[str], past: Mapping[str, Ints | Floats]
) -> pd.DataFrame:
    """Weekly store sales of one category; a closed store has no row.

    `past` holds units and in_stock (weeks x stores) and promotion (weeks x 1).
    """
    weeks = all_weeks()[:HISTORY_WEEKS]
    lists = np.array([[list_price(category, week)] for week in weeks])
    depths = np.array([[markdown_depth(category, week)] for week in weeks])
    columns = {"price": np.round(lists * (1 - depths), 2), "list_price": lists, **past}
    shape = (len(weeks), len(store_ids))
    frame = long_frame(weeks, store_ids, {name: np.broadcast_to(array, shape) for name, array in columns.items()})
    frame["category"] = category.name
    names = ["week_start", "store_id", "category", "units", "price", "list_price", "in_stock", "promotion"]
    return frame.loc[here[:HISTORY_WEEKS].ravel() > 0, names]


def make_sales(seed: int, stores: pd.DataFrame, plans: dict[str, Ints]) -> dict[str, pd.DataFrame]:
    """Three years of sales, and last season's files, from whose shipments the dresses of that season were sold."""
    weeks, frames = all_weeks(), []
    files: dict[str, pd.DataFrame] = {}
    here = presence(stores, weeks)
    for category in CATEGORIES:
        weights, plan = store_weights(seed, stores, category), plans[category.name]
        mean = expected_units(category, weeks, plan)[:, None] * weights * here
        demand, sold, in_stock = simulate_history(seed, category, mean[:HISTORY_WEEKS])
        if category.name == DRESSES:
            season = slice(week_number(LAST_SEASON), week_number(LAST_SEASON) + SEASON_WEEKS)
            files, sold[season] = last_season_files(demand, sold, stores)
            in_stock[season] = np.round(sold[season] / np.maximum(demand[season], 1), 2)
            in_stock[season][demand[season] == 0] = 1.0
        past: dict[str, Ints | Floats] = {"units": sold, "in_stock": in_stock, "promotion": plan[:HISTORY_WEEKS, None]}
        frames.append(sales_frame(category, here, list(stores["store_id"]), past))
    sales = pd.concat(frames).sort_values(["week_start", "store_id", "category"], kind="stable")
    return {"sales.csv.gz": sales, **files}


def make_stock(seed: int, stores: pd.DataFrame) -> pd.DataFrame:
    """Stock at the end of the history that will still be on sale in spring, and what is on order."""
    rng, frames = draws(seed, "stock"), []
    for category in CATEGORIES:
        carried = rng.poisson(STORE_CARRY_OVER_WEEKS * category.weekly_units * store_weights(seed, stores, category))
        locations = [*stores["store_id"], "DC"]
        orders = [ORDERS.get((location, category.name), (0, None)) for location in locations]
        stock = {"location": locations, "category": category.name}
        stock["on_hand"] = [*carried, int(DC_CARRY_OVER_WEEKS * category.weekly_units)]
        stock["on_order"], stock["due_week"] = zip(*orders, strict=True)
        frames.append(pd.DataFrame(stock))
    return pd.concat(frames)


def make_categories() -> pd.DataFrame:
    """The economics of each category today."""
    return pd.DataFrame(
        {
            "category": category.name,
            "unit_price": category.list_prices[-1],
            "unit_cost": category.unit_cost,
            "salvage_value": category.salvage_value,
            "vat_rate": VAT_RATE,
            "pack_size": category.pack_size,
            "min_order_units": category.min_order_units,
            "elasticity": category.elasticity,
            "supplier_lead_weeks": category.supplier_lead_weeks,
        }
        for category in CATEGORIES
    )


def make_sizes() -> pd.DataFrame:
    """How the units of each category divide into sizes."""
    rows = [(name, size, percent / 100) for name, sizes in SIZES.items() for size, percent in sizes.items()]
    return pd.DataFrame(rows, columns=["category", "size", "share"])


def make_plan_ahead(plans: dict[str, Ints]) -> pd.DataFrame:
    """The promotion plan of the year after the data."""
    ahead = all_weeks()[HISTORY_WEEKS:]
    return pd.concat(
        pd.DataFrame({"category": name, "week_start": ahead, "promotion": plan[HISTORY_WEEKS:]})
        for name, plan in plans.items()
    )


def make_files(seed: int) -> dict[str, pd.DataFrame]:
    """Every file of the sample by its path within the folder."""
    stores = make_stores(seed)
    plans = {category.name: promotion_plan(seed, category, all_weeks()) for category in CATEGORIES}
    return {
        "stores.csv": stores,
        "categories.csv": make_categories(),
        "sizes.csv": make_sizes(),
        "plan_ahead.csv": make_plan_ahead(plans),
        "stock.csv": make_stock(seed, stores),
        **make_sales(seed, stores, plans),
        **make_actuals(seed, stores, plans[DRESSES]),
    }


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a CSV, compressed when its name ends in .gz; no time stamp, so that the same rows are the same bytes."""
    text = frame.to_csv(index=False, float_format="%.2f", lineterminator="\n").encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0, compresslevel=9) as stream:
            stream.write(text)
        text = packed.getvalue()
    path.write_bytes(text)


def main() -> None:
    """Generate the sample into a folder."""
    parser = argparse.ArgumentParser(description="Generate the sample data of a fictional fashion chain.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write (default: this one)")
    parser.add_argument("--seed", type=int, default=SEED, help=f"seed of every draw (default: {SEED})")
    options = parser.parse_args()
    for name, frame in make_files(options.seed).items():
        write(frame, options.out / name)
        print(f"{name}: {len(frame):,} rows")


if __name__ == "__main__":
    main()
