from datetime import date

import pandas as pd
import pytest

from forecast_kit.planning import Terms
from forecast_kit.season import CategoryEconomics
from forecast_kit.workbench.facts import facts_of
from tests.seasons import inputs, parameters, stock, stores


def facts(**changes):
    return dict(facts_of(inputs(**changes)))


def shut(**last_days):
    frame = stores()
    frame["open_to"] = frame["store_id"].map({name: pd.Timestamp(day) for name, day in last_days.items()})
    return frame


def test_the_first_row_says_what_the_data_knows():
    assert facts(stock=stock()) == {
        "Category": "Dresses",
        "Stores": "9 in, none out",
        "Sales through": "week of Mon 3 Feb 2025",
        "Price and cost": "£60.00 incl. 20 % VAT, cost £20.00",
        "Stock": "135 on hand, 60 on order in time, 40 too late",
        "Order by": "Mon 17 Feb 2025",
    }


@pytest.mark.parametrize(
    ("closing", "told"),
    [
        ({"S1": "2025-03-02"}, "8 in, 1 out (S1 closed)"),
        ({"S1": "2025-03-02", "S2": "2025-01-31"}, "7 in, 2 out (S1, S2 closed)"),
        ({"S1": "2025-03-02", "S2": "2025-01-31", "S3": "2025-02-28"}, "6 in, 3 out"),
        ({"S1": "2025-03-03"}, "9 in, none out"),
    ],
)
def test_stores_that_are_closed_by_then_are_out(closing, told):
    assert facts(stores=shut(**closing))["Stores"] == told


def test_a_later_start_moves_the_order_date_and_what_comes_in_time():
    later = facts(stock=stock(), parameters=parameters(season_start_date=date(2025, 4, 7)))
    assert later["Order by"] == "Mon 24 Mar 2025"
    assert later["Stock"] == "135 on hand, 100 on order"


def test_an_order_date_that_is_over_is_said_so():
    assert facts(terms=Terms(supplier_lead_weeks=9))["Order by"] == "Mon 30 Dec 2024: already past"


def test_what_is_not_known_is_said_and_not_shown_as_zero():
    told = facts(economics=CategoryEconomics(category="Dresses"), terms=Terms())
    assert told["Price and cost"] == "not known: no categories file"
    assert told["Stock"] == "no stock file: none counted"
    assert told["Order by"] == "not known: no supplier lead time"
