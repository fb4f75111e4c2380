"""What a season came to: reckoned by hand once, and conserved to the unit in every season there can be."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from forecast_kit.plan import UsableStock
from forecast_kit.replay import SupplyTerms, World, play
from forecast_kit.replay.results import measure
from tests.replay.small import Script, demand, season
from tests.replay.test_world import CHECKPOINT_1, games

HELD = {"dc_holdback_percentage": 0.5}


def test_a_season_reckoned_by_hand():
    """The season of test_world: 20 bought at 4, 19 sold, 3 of them at half of 10, 1 left at salvage 1, 5 lost."""
    world = World(season(terms=CHECKPOINT_1), demand(A=[5, 3, 1], B=[8, 4, 0]))
    found = measure(world, play(world, Script({"A": 7, "B": 5}, 8, {2: {"B": 5}, 3: {"A": 3}}, {3: 0.5})))
    totals = found.totals
    assert (totals.units_sold, totals.units_lost, totals.units_left, totals.units_delivered) == (19, 5, 1, 8)
    assert (totals.sell_through, totals.service_level) == (19 / 20, 19 / 24)
    assert (totals.revenue, totals.markdown_cost, totals.salvage_income, totals.purchase_cost) == (175, 15, 1, 80)
    assert totals.gross_margin == pytest.approx(96)
    # 20, then 10, then 4 units at the start of the weeks: 34 / 3 on average, at a cost of 4
    assert totals.average_stock_at_cost == pytest.approx(34 / 3 * 4)
    assert totals.gmroi == pytest.approx(96 / (34 / 3 * 4))
    assert found.weeks["sell_through"].tolist() == [10 / 20, 16 / 20, 19 / 20]
    assert found.weeks["arrived"].tolist() == [0, 5, 3]


def test_each_store_and_the_dc_has_a_line():
    world = World(season(terms=CHECKPOINT_1), demand(A=[5, 3, 1], B=[8, 4, 0]))
    result = play(world, Script({"A": 7, "B": 5}, 8, {2: {"B": 5}, 3: {"A": 3}}, {3: 0.5}))
    lines = measure(world, result).stores.set_index("location")
    assert lines["opening_units"].to_dict() == {"A": 7, "B": 5, "DC": 8}
    assert lines["delivered_units"].to_dict() == {"A": 3, "B": 5, "DC": -8}
    assert lines["units_sold"].to_dict() == {"A": 10, "B": 9, "DC": 0}
    assert lines["units_left"].to_dict() == {"A": 0, "B": 1, "DC": 0}
    assert lines.loc["A", "gross_margin"] == pytest.approx(70 + 15 - 4 * 10)
    assert lines.loc["B", "gross_margin"] == pytest.approx(90 + 1 - 4 * 10)
    assert lines.loc["B", "service_level"] == 9 / 12


def test_what_is_still_on_its_way_at_the_end_is_the_dcs():
    slow = season(3, terms=HELD, lead_time_weeks=2)
    world = World(slow, demand(A=[1, 1, 1]))
    found = measure(world, play(world, Script({"A": 5}, 5, {2: {"A": 4}})))
    assert found.weeks["arrived"].tolist() == [0, 0, 0]
    assert found.stores.set_index("location")["units_left"].to_dict() == {"A": 2, "DC": 5}


def test_online_is_delivered_what_it_sells():
    stores = pd.DataFrame({"store_id": ["A", "WEB"], "ships_from_dc": [False, True]})
    world = World(season(2, terms=HELD, stores=stores), demand(A=[1, 1], WEB=[2, 2]))
    lines = measure(world, play(world, Script({"A": 5}, 5))).stores.set_index("location")
    assert lines.loc["WEB", ["opening_units", "delivered_units", "units_sold"]].tolist() == [0, 4, 4]
    assert lines.loc["DC", "units_left"] == 1


def test_a_season_without_stock_or_demand_divides_by_nothing():
    world = World(season(1), demand(A=[0]))
    totals = measure(world, play(world, Script({"A": 0}, 0))).totals
    assert (totals.sell_through, totals.service_level, totals.gmroi) == (0, 1, None)


def test_money_is_net_of_vat_and_usable_stock_costs_nothing_more():
    stocked = season(
        1, terms={"dc_holdback_percentage": 0.0}, supply=SupplyTerms(vat_rate=0.25), usable=UsableStock(on_hand_dc=4)
    )
    world = World(stocked, demand(A=[8]))
    found = measure(world, play(world, Script({"A": 10}, 0)))
    assert (found.totals.committed_units, found.totals.purchase_cost) == (10, 24)
    assert found.stores["gross_margin"].sum() == pytest.approx(found.totals.gross_margin)


@settings(max_examples=60)
@given(games())
def test_units_and_money_of_weeks_and_stores_add_up_to_the_totals(game):
    world, script = game
    result = play(world, script)
    found = measure(world, result)
    totals, stores, weeks = found.totals, found.stores, found.weeks
    assert totals.units_sold + totals.units_left == pytest.approx(totals.committed_units)
    supplied = stores["opening_units"] + stores["delivered_units"]
    assert supplied.to_numpy() == pytest.approx((stores["units_sold"] + stores["units_left"]).to_numpy())
    for total, column in (
        (totals.units_sold, "units_sold"),
        (totals.units_left, "units_left"),
        (totals.units_lost, "units_lost"),
        (totals.revenue, "revenue"),
        (totals.markdown_cost, "markdown_cost"),
        (totals.gross_margin, "gross_margin"),
        (totals.committed_units, "opening_units"),
    ):
        assert stores[column].sum() == pytest.approx(total), column
    assert weeks["sales"].sum() == pytest.approx(totals.units_sold)
    assert weeks["revenue"].sum() == pytest.approx(totals.revenue)
    assert totals.gross_margin == pytest.approx(totals.revenue + totals.salvage_income - totals.purchase_cost)
    assert (weeks.drop(columns="week").to_numpy() >= -1e-9).all()
    assert (np.diff(weeks["sell_through"]) >= -1e-12).all()
