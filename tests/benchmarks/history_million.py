"""How long a million sales rows take to read, check and store. Run it: `python tests/benchmarks/history_million.py`.

The file is made here from a seed: 200 weeks, 250 stores, 20 categories, with prices, stock-outs and a plan column.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from forecast_kit.errors import DataError
from forecast_kit.history import check_together, read_categories, read_sales, read_stores
from forecast_kit.workbench import DataFiles, Workbench
from forecast_kit.workbench.files import stored_dataset

WEEKS, CATEGORIES = 200, 20


def make_sales(rows: int, seed: int = 0) -> pd.DataFrame:
    """A row for each of `rows` store-category-weeks."""
    rng = np.random.default_rng(seed)
    row = np.arange(rows)
    weeks = pd.date_range("2021-01-04", periods=WEEKS, freq="7D").strftime("%Y-%m-%d").to_numpy()
    list_price = np.round(rng.uniform(15, 90, rows), 2)
    return pd.DataFrame(
        {
            "week_start": weeks[row % WEEKS],
            "store_id": np.char.add("S", (row // (WEEKS * CATEGORIES)).astype(str)),
            "category": np.char.add("line ", ((row // WEEKS) % CATEGORIES).astype(str)),
            "units": rng.poisson(6, rows),
            "price": np.round(list_price * rng.choice([1.0, 0.8, 0.7], rows), 2),
            "list_price": list_price,
            "in_stock": (rng.random(rows) > 0.05).astype(int),
            "promotion": (rng.random(rows) > 0.9).astype(int),
        }
    )


def timed(what: str, action: object, *arguments: object, **options: object) -> object:
    """Do it once, print the seconds it took."""
    started = time.perf_counter()
    try:
        result = action(*arguments, **options)  # type: ignore[operator]
    except DataError as error:
        result = f"{error.problem} ({len(error.rows):,} problems)"
    print(f"{what:<46}{time.perf_counter() - started:7.2f} s")
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    sales = make_sales(rows)
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        sales.to_csv(there / "sales.csv", index=False)
        sales.to_parquet(there / "sales.parquet", index=False)
        sales.drop_duplicates("store_id")[["store_id"]].to_csv(there / "stores.csv", index=False)
        sales.drop_duplicates("category")[["category"]].to_csv(there / "categories.csv", index=False)
        sales.rename(columns={"week_start": "date"}).to_csv(there / "daily.csv", index=False)
        sales.assign(units=-1).to_csv(there / "all_bad.csv", index=False)
        bad = sales.copy()
        bad.loc[rows // 2, "units"] = -1
        bad.to_csv(there / "one_bad.csv", index=False)
        print(f"{rows:,} rows, {(there / 'sales.csv').stat().st_size / 1e6:.0f} MB of csv")
        bench = Workbench(files=DataFiles(sales=there / "sales.csv"), database_url=f"sqlite:///{there / 'million.db'}")
        bench.database.ensure()
        now = bench.clock.now()
        timed("csv: read, check and store in SQLite", stored_dataset, bench.database, bench.files, now)
        read = timed("csv: read and check", read_sales, there / "sales.csv")
        stores, categories = read_stores(there / "stores.csv"), read_categories(there / "categories.csv")
        print(timed("hold against stores and categories", check_together, read, stores, categories))
        timed("parquet: read and check", read_sales, there / "sales.parquet")
        timed("csv of daily rows: read, check, sum to weeks", read_sales, there / "daily.csv")
        print(timed("csv with one bad row: refuse it by line", read_sales, there / "one_bad.csv"))
        print(timed("csv with all rows bad: name every line", read_sales, there / "all_bad.csv"))


if __name__ == "__main__":
    main()
