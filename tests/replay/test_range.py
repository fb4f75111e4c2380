"""Which stores a season is planned for."""

import pandas as pd

from forecast_kit.replay import KitPolicy
from forecast_kit.replay.range import trading_stores
from tests.replay.small import SHOPS, WEEKS, history, planned

FILE = pd.DataFrame({"store_id": [*SHOPS, "NEW", "OTHER"], "size_sqft": 1000.0})
PANEL = pd.DataFrame({"week_start": WEEKS, "store_id": "OTHER", "category": "Hats", "units": 50})


def ids(season, panel=None):
    return trading_stores(season, panel)[0]["store_id"].tolist()


def test_a_store_that_trades_without_the_category_gets_none_of_it():
    season = planned(stores=FILE)
    assert ids(season, PANEL) == ["NEW", *SHOPS]
    assert "OTHER" not in KitPolicy(PANEL).open(season).store_units.index


def test_a_store_that_has_sold_nothing_anywhere_or_not_for_long_is_new():
    season = planned(stores=FILE)
    assert set(ids(season)) == {*SHOPS, "NEW", "OTHER"}
    assert "OTHER" in ids(season, PANEL.tail(25))


def test_a_store_that_the_file_forgot_still_trades():
    season = planned(stores=FILE.iloc[1:6])
    assert ids(season) == list(SHOPS)


def test_a_closed_store_is_left_out():
    closed = FILE.assign(open_to=[WEEKS[-1].date() if store == "S2" else None for store in FILE["store_id"]])
    stores, demand = trading_stores(planned(stores=closed), PANEL)
    assert "S2" not in set(stores["store_id"]) | set(demand["store_id"])
    assert set(history()["store_id"]) - set(demand["store_id"]) == {"S2"}
