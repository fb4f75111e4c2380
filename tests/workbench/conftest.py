"""A folder with a small season's data, and a workbench on it: on SQLite and on PostgreSQL."""

import pytest

from forecast_kit.workbench import Workbench
from tests.seasons import AS_OF, plan_ahead, sales, stock, stores
from tests.workbench.samples import settings

BRIEF = "8 weeks of dresses from 3 March 2025, weekly, hold 40%, markdown check in week 5"


def write_data(folder):
    """The files of tests.seasons, as an analyst has them."""
    folder.mkdir()
    sales().to_csv(folder / "sales.csv", index=False)
    stores().drop(columns=["open_from", "open_to"]).to_csv(folder / "stores.csv", index=False)
    stock().to_csv(folder / "stock.csv", index=False)
    plan_ahead().to_csv(folder / "plan_ahead.csv", index=False)
    (folder / "categories.csv").write_text(
        "category,unit_price,unit_cost,salvage_value,vat_rate,supplier_lead_weeks\nDresses,60,20,8,0.2,2\n"
        "Knitwear,80,30,10,0.2,3\n"
    )
    return folder


@pytest.fixture
def folder(tmp_path):
    return write_data(tmp_path / "data")


@pytest.fixture
def bench(folder, database_url):
    return Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings())
