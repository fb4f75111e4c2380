"""A workbench on the small season's own files, on SQLite and on PostgreSQL."""

import pytest

from forecast_kit.workbench import Workbench
from tests.seasons import AS_OF, plan_ahead, sales, stock, stores
from tests.workbench.samples import settings


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    sales().to_csv(tmp_path / "data/sales.csv", index=False)
    stores().drop(columns=["open_from", "open_to"]).to_csv(tmp_path / "data/stores.csv", index=False)
    stock().to_csv(tmp_path / "data/stock.csv", index=False)
    plan_ahead().to_csv(tmp_path / "data/plan_ahead.csv", index=False)
    (tmp_path / "data/categories.csv").write_text(
        "category,unit_price,unit_cost,salvage_value,vat_rate,supplier_lead_weeks\nDresses,60,20,8,0.2,2\n"
        "Knitwear,80,30,10,0.2,3\n"
    )
    return tmp_path / "data"


@pytest.fixture
def bench(folder, database_url):
    return Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings())
