"""The sample data is what data/README.md says it is, and the generator still writes it."""

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
DRESSES = "Women's Dresses"
MAX_BYTES = 3_000_000
SHOCK_WEEK = 5
COLUMNS = {
    "stores.csv": "store_id store_name size_sqft median_income location_tier fashion_tier store_format region "
    "open_from open_to ships_from_dc",
    "categories.csv": "category unit_price unit_cost salvage_value vat_rate pack_size min_order_units elasticity "
    "supplier_lead_weeks",
    "sizes.csv": "category size share",
    "sales.csv.gz": "week_start store_id category units price list_price in_stock promotion",
    "plan_ahead.csv": "category week_start promotion",
    "stock.csv": "location category on_hand on_order due_week",
    "actuals/normal.csv": "week_start store_id units on_hand",
    "actuals/strong.csv": "week_start store_id units on_hand",
    "actuals/weak.csv": "week_start store_id units on_hand",
    "last_season/buys.csv": "category season_start_date buy_units order_date",
    "last_season/shipments.csv": "week_start store_id category units",
    "last_season/markdowns.csv": "week_start category markdown",
}
DATES = {"week_start", "due_week", "open_from", "open_to", "season_start_date", "order_date"}


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name, parse_dates=[column for column in COLUMNS[name].split() if column in DATES])


@pytest.fixture(scope="module")
def sales() -> pd.DataFrame:
    return read("sales.csv.gz")


@pytest.fixture(scope="module")
def stores() -> pd.DataFrame:
    return read("stores.csv").set_index("store_id")


@pytest.fixture(scope="module")
def actuals() -> dict[str, pd.DataFrame]:
    return {name: read(f"actuals/{name}.csv") for name in ("weak", "normal", "strong")}


@pytest.fixture(scope="module")
def last_season(sales: pd.DataFrame) -> pd.DataFrame:
    in_season = sales["week_start"].between("2025-03-03", "2025-05-19")
    return sales[in_season & (sales["category"] == DRESSES)]


def generate(folder: Path, *options: str) -> None:
    script = [sys.executable, "-B", str(DATA / "generate.py"), "--out", str(folder), *options]
    subprocess.run(script, check=True, capture_output=True)


def content(path: Path) -> bytes:
    """A file's bytes; a gzip's uncompressed, because another zlib packs the same text differently."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def test_regenerating_writes_the_committed_files(tmp_path: Path) -> None:
    generate(tmp_path)
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()} == set(COLUMNS)
    assert [name for name in COLUMNS if content(tmp_path / name) != content(DATA / name)] == []


def test_another_seed_is_another_chain(tmp_path: Path) -> None:
    generate(tmp_path, "--seed", "8")
    assert content(tmp_path / "sales.csv.gz") != content(DATA / "sales.csv.gz")


def test_the_packed_file_carries_no_time_and_no_name() -> None:
    flags, *time = (DATA / "sales.csv.gz").read_bytes()[3:8]
    assert (flags, time) == (0, [0, 0, 0, 0])


@pytest.mark.parametrize("name", COLUMNS)
def test_columns(name: str) -> None:
    assert list(read(name).columns) == COLUMNS[name].split()


def test_the_sample_is_small() -> None:
    assert sum((DATA / name).stat().st_size for name in COLUMNS) < MAX_BYTES


def test_fifty_stores_of_which_one_is_online_one_opens_and_one_closes(
    stores: pd.DataFrame, sales: pd.DataFrame
) -> None:
    online = stores[stores["ships_from_dc"]]
    assert (len(stores), stores.index.is_unique, len(online)) == (50, True, 1)
    assert online[["size_sqft", "location_tier", "open_from", "open_to"]].isna().all(axis=None)
    assert stores.loc[~stores["ships_from_dc"], ["size_sqft", "median_income", "location_tier"]].notna().all(axis=None)
    (opens,) = stores["open_from"].dropna()
    (closes,) = stores["open_to"].dropna()
    assert sales["week_start"].min() < opens < sales["week_start"].max()
    assert sales["week_start"].max() < closes < pd.Timestamp("2026-03-02")


def test_a_closed_store_sells_nothing(
    stores: pd.DataFrame, sales: pd.DataFrame, actuals: dict[str, pd.DataFrame]
) -> None:
    opening, closing = stores["open_from"].dropna(), stores["open_to"].dropna()
    of_new_store = sales[sales["store_id"] == opening.index[0]]
    assert of_new_store["week_start"].min() == opening.iloc[0]
    for frame in actuals.values():
        assert closing.index[0] not in set(frame["store_id"])
        assert set(frame["store_id"]) == set(stores.index) - set(closing.index)


def test_sales_are_156_monday_weeks_with_every_open_store(stores: pd.DataFrame, sales: pd.DataFrame) -> None:
    weeks = pd.date_range("2023-01-02", "2025-12-22", freq="7D")
    assert sorted(sales["week_start"].unique()) == list(weeks)
    assert not sales.duplicated(["week_start", "store_id", "category"]).any()
    weeks_by_store = sales.groupby(["store_id", "category"])["week_start"].nunique().unstack()
    always_open = stores.index[stores["open_from"].isna()]
    assert (weeks_by_store.loc[always_open] == len(weeks)).all(axis=None)


def test_prices_and_stock_shares_are_possible(sales: pd.DataFrame) -> None:
    assert sales.notna().all(axis=None)
    assert (sales["units"] >= 0).all()
    assert ((sales["price"] > 0) & (sales["price"] <= sales["list_price"])).all()
    assert sales["in_stock"].between(0, 1).all()
    assert 0.01 < (sales["in_stock"] < 1).mean() < 0.10
    assert set(sales["promotion"]) == {0, 1}


def test_last_list_price_is_the_categorys_price(sales: pd.DataFrame) -> None:
    latest = sales[sales["week_start"] == sales["week_start"].max()].groupby("category")["list_price"].unique()
    economics = read("categories.csv").set_index("category")
    assert {name: list(prices) for name, prices in latest.items()} == {
        name: [price] for name, price in economics["unit_price"].items()
    }
    net = economics["unit_price"] / (1 + economics["vat_rate"])
    assert (net > economics["unit_cost"]).all()
    assert (economics["unit_cost"] > economics["salvage_value"]).all()


def test_an_order_for_march_can_still_be_placed_when_the_data_ends() -> None:
    as_of, start = pd.Timestamp("2025-12-29"), pd.Timestamp("2026-03-02")
    lead_times = pd.to_timedelta(7 * read("categories.csv")["supplier_lead_weeks"], unit="D")
    assert (start - lead_times >= as_of).all()


def test_the_plan_is_known_for_the_52_weeks_after_the_data() -> None:
    plan = read("plan_ahead.csv")
    weeks = list(pd.date_range("2025-12-29", periods=52, freq="7D"))
    assert set(plan["category"]) == set(read("categories.csv")["category"])
    assert all(list(rows["week_start"]) == weeks for _, rows in plan.groupby("category"))


def test_stock_names_known_places_and_some_orders_come_too_late(stores: pd.DataFrame) -> None:
    stock = read("stock.csv")
    assert not stock.duplicated(["location", "category"]).any()
    assert set(stock["location"]) == {*stores.index, "DC"}
    ordered = stock["on_order"] > 0
    assert (stock["due_week"].notna() == ordered).all()
    in_time = stock.loc[ordered, "due_week"] < pd.Timestamp("2026-03-02")
    assert in_time.any()
    assert not in_time.all()


def naive_with_drift(history: np.ndarray, weeks: int) -> np.ndarray:
    """The same weeks a year ago, times the last half year's growth over the year before."""
    growth = float(history[-26:].sum() / history[-78:-52].sum())
    return np.asarray(history[-52 : weeks - 52] * growth)


def test_a_naive_forecast_misses_as_much_as_real_ones_do(sales: pd.DataFrame) -> None:
    totals = sales.groupby(["week_start", "category"])["units"].sum().unstack()
    for category, series in totals.items():
        units, misses = series.to_numpy(float), []
        for origin in range(104, 145, 4):
            actual = units[origin : origin + 12]
            misses.append(np.abs(naive_with_drift(units[:origin], 12) - actual).sum() / actual.sum())
        assert 0.08 < np.mean(misses) < 0.22, category


def test_totals_and_stores_are_of_a_familiar_size(sales: pd.DataFrame) -> None:
    totals = sales.groupby(["category", "week_start"])["units"].sum()
    assert totals.groupby("category").mean().between(2_000, 6_000).all()
    usual = sales[sales["store_id"] != "ONLINE"].groupby(["store_id", "category"])["units"].median()
    assert usual.between(20, 150).mean() > 0.95


def test_last_season_was_sold_from_what_was_shipped(last_season: pd.DataFrame) -> None:
    shipments = read("last_season/shipments.csv")
    shape = {"index": "week_start", "columns": "store_id", "values": "units", "fill_value": 0}
    sold = last_season.pivot_table(**shape)
    shipped = shipments.pivot_table(**shape).reindex_like(sold).fillna(0)
    assert (shipped.cumsum() >= sold.cumsum()).all(axis=None)
    buy = read("last_season/buys.csv").iloc[0]
    assert sold.to_numpy().sum() <= shipments["units"].sum() <= buy["buy_units"]
    assert buy["order_date"] < buy["season_start_date"] == last_season["week_start"].min()


def test_a_store_that_sold_out_last_season_had_nothing_left(last_season: pd.DataFrame) -> None:
    shipped = read("last_season/shipments.csv").groupby("store_id")["units"].sum()
    sold_out_in_the_end = last_season[
        (last_season["in_stock"] < 1) & (last_season["week_start"] == last_season["week_start"].max())
    ]
    sold = last_season.groupby("store_id")["units"].sum()
    assert (shipped - sold)[sold_out_in_the_end["store_id"]].eq(0).all()


def test_last_seasons_markdowns_are_the_prices_paid(last_season: pd.DataFrame) -> None:
    cut = (1 - last_season["price"] / last_season["list_price"]).groupby(last_season["week_start"]).mean()
    stated = read("last_season/markdowns.csv").set_index("week_start")["markdown"]
    pd.testing.assert_series_equal(cut, stated, check_names=False, atol=1e-3, rtol=0)
    assert stated.is_monotonic_increasing


def test_actuals_are_ordered_weak_normal_strong(actuals: dict[str, pd.DataFrame]) -> None:
    usual = {}
    for name, frame in actuals.items():
        weeks = frame.groupby("week_start")["units"].sum()
        assert list(weeks.index) == list(pd.date_range("2026-03-02", periods=12, freq="7D"))
        usual[name] = weeks.drop(weeks.index[SHOCK_WEEK - 1]).sum()
    assert usual["weak"] / usual["normal"] == pytest.approx(0.7, abs=0.05)
    assert usual["strong"] / usual["normal"] == pytest.approx(1.3, abs=0.05)
    totals = {name: frame["units"].sum() for name, frame in actuals.items()}
    assert totals["weak"] < totals["normal"] < totals["strong"]


@pytest.mark.parametrize(("name", "direction"), [("weak", -1), ("normal", -1), ("strong", 1)])
def test_week_five_is_a_shock(actuals: dict[str, pd.DataFrame], name: str, direction: int) -> None:
    weeks = actuals[name].groupby("week_start")["units"].sum().to_numpy(float)
    neighbours = (weeks[SHOCK_WEEK - 2] + weeks[SHOCK_WEEK]) / 2
    assert direction * (weeks[SHOCK_WEEK - 1] / neighbours - 1) > 0.25


def test_actual_stock_is_never_negative_and_a_refill_explains_every_rise(actuals: dict[str, pd.DataFrame]) -> None:
    for frame in actuals.values():
        on_hand = frame.pivot_table(index="week_start", columns="store_id", values="on_hand")
        units = frame.pivot_table(index="week_start", columns="store_id", values="units")
        received = on_hand.diff().iloc[1:] + units.iloc[1:]
        assert (on_hand >= 0).all(axis=None)
        assert (received >= 0).all(axis=None)
