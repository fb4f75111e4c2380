"""What the kit is measured against."""

from pathlib import Path

import pandas as pd
import pytest

from forecast_kit.errors import PlanError
from forecast_kit.plan import UsableStock
from forecast_kit.replay import AsHappened, KitPolicy, RuleOfThumb, World, play
from forecast_kit.season import SeasonParameters
from tests.replay.small import SHOPS, START, demand, planned, played, season

DATA = Path(__file__).resolve().parents[2] / "data"


def test_the_rule_of_thumb_buys_the_kits_own_forecast_and_a_fifth():
    made = planned()
    thumb, kit = RuleOfThumb().open(made), KitPolicy().open(made)
    assert thumb.forecast == kit.forecast
    assert thumb.buy_units == pytest.approx(1.2 * kit.forecast.total_units, abs=0.51)
    none = RuleOfThumb().open(planned(terms={"replenishment_strategy": "none"}))
    assert none.buy_units == pytest.approx(1.25 * kit.forecast.total_units, abs=0.51)


def test_the_rule_of_thumb_gives_floor_space_three_tenths():
    sizes = pd.DataFrame({"store_id": list(SHOPS), "size_sqft": [1000.0] * 6})
    sized, plain = RuleOfThumb().open(planned(stores=sizes)), RuleOfThumb().open(planned())
    small, large = (opening.store_units["S1"] / opening.store_units.sum() for opening in (plain, sized))
    assert large == pytest.approx(0.7 * small + 0.3 / 6, abs=0.01)


def test_the_rule_of_thumb_refills_to_two_weeks_of_forecast():
    made = planned()
    policy = RuleOfThumb()
    opening = policy.open(made)
    result = play(played(made), policy)
    share = {line.store_id: line.share for line in opening.allocation.lines}
    ahead = sum(week.units for week in opening.forecast.weeks[4:6])
    fifth = result.ledger.query("week == 5 and shipped > 0")
    assert len(fifth)
    assert (fifth["stock"] - fifth["store_id"].map(share) * ahead).between(-1e-9, 1).all()


def test_the_rule_of_thumb_cuts_by_twice_the_gap_and_at_most_forty_per_cent():
    made = planned(terms={"markdown_checkpoint_week": 4})
    result = play(played(made, 0.3), RuleOfThumb())
    assert result.ledger.groupby("week")["markdown"].first().tolist() == [0] * 4 + [0.4] * 4
    assert play(played(made, 3.0), RuleOfThumb()).ledger["markdown"].max() == 0


def test_against_its_own_plan_the_rule_of_thumb_leaves_a_season_on_plan_alone():
    made = planned(terms={"markdown_checkpoint_week": 4})
    assert play(played(made), RuleOfThumb()).ledger["markdown"].max() > 0
    assert play(played(made), RuleOfThumb(gap_to="plan")).ledger["markdown"].max() <= 0.05
    weak = play(played(made, 0.3), RuleOfThumb(gap_to="plan")).ledger.groupby("week")["markdown"].first()
    assert weak.loc[5] > 0.2


BUYS = pd.DataFrame({"category": ["Coats", "Hats"], "season_start_date": [START] * 2, "buy_units": [20, 99]})
SHIPMENTS = pd.DataFrame(
    {
        "week_start": pd.to_datetime(["2025-03-03", "2025-03-03", "2025-03-10", "2025-03-17", "2024-03-04"]),
        "store_id": ["A", "B", "B", "A", "A"],
        "category": "Coats",
        "units": [7, 4, 5, 3, 500],
    }
)
MARKDOWNS = pd.DataFrame({"week_start": ["2025-03-10", "2025-03-17"], "category": "Coats", "markdown": [0.2, 0.5]})
HISTORY = pd.DataFrame({"week_start": [pd.Timestamp(START) - pd.Timedelta(weeks=1)], "store_id": "A", "units": 1})


def test_the_record_is_played_as_it_was_whatever_the_seasons_terms():
    made = season(history=HISTORY, terms={"replenishment_strategy": "none", "dc_holdback_percentage": 0.9})
    result = play(World(made, demand(A=[5, 3, 1], B=[8, 4, 0])), AsHappened(BUYS, SHIPMENTS, MARKDOWNS))
    assert result.buy_units == 20
    assert result.ledger["shipped"].tolist() == [0, 0, 0, 5, 3, 0]
    assert result.ledger["markdown"].tolist() == [0, 0, 0.2, 0.2, 0.5, 0.5]
    assert result.weeks["dc_units"].tolist() == [9, 4, 1]


def test_the_record_is_held_to_its_own_stock():
    much = SHIPMENTS.assign(units=[7, 4, 50, 3, 500])
    with pytest.raises(PlanError, match="ships 50 units, but the DC has 9"):
        play(World(season(history=HISTORY), demand(A=[5, 3, 1])), AsHappened(BUYS, much))


WEB = pd.DataFrame({"store_id": ["A", "B", "WEB"], "ships_from_dc": [False, False, True]})


def test_units_on_record_that_online_has_sold_by_then_stay_unsent():
    made = season(history=HISTORY, stores=WEB)
    policy = AsHappened(BUYS, SHIPMENTS, MARKDOWNS)
    result = play(World(made, demand(A=[5, 3, 1], B=[8, 4, 0], WEB=[2.5, 0, 0])), policy)
    assert result.weeks["dc_units"].tolist() == [9, 1.5, 0.5]
    assert result.ledger.groupby("week")["shipped"].sum().tolist() == [0, 5, 1]
    assert policy.not_sent == 2


def test_a_record_that_is_short_without_what_online_sold_is_refused():
    with pytest.raises(PlanError, match="ships 50 units, but the DC has 6"):
        play(
            World(season(history=HISTORY, stores=WEB), demand(A=[5, 3, 1], WEB=[3, 0, 0])),
            AsHappened(BUYS, SHIPMENTS.assign(units=[7, 4, 50, 3, 500])),
        )


def test_a_shipment_on_record_left_a_lead_time_before_its_week():
    made = season(history=HISTORY, lead_time_weeks=1)
    result = play(World(made, demand(A=[5, 3, 1], B=[8, 4, 0])), AsHappened(BUYS, SHIPMENTS))
    assert result.ledger["shipped"].tolist() == [0, 5, 3, 0, 0, 0]
    assert result.ledger["stock"].tolist() == [7, 4, 2, 5, 3, 1]


def test_a_season_without_a_record_is_refused():
    for buys, message in [(BUYS[1:], "No buy of Coats"), (BUYS.assign(buy_units=10), "only 10 were bought")]:
        with pytest.raises(PlanError, match=message):
            AsHappened(buys, SHIPMENTS).open(season(history=HISTORY))
    with pytest.raises(PlanError, match="week 2 would have left before the season"):
        AsHappened(BUYS, SHIPMENTS).open(season(history=HISTORY, lead_time_weeks=2))
    with pytest.raises(PlanError, match="opened"):
        AsHappened(BUYS, SHIPMENTS).week(None)


def test_stock_that_was_there_is_in_the_dc():
    opening = AsHappened(BUYS, SHIPMENTS).open(season(history=HISTORY, usable=UsableStock(on_hand_dc=5)))
    assert (opening.buy_units, opening.dc_units) == (20, 14)


def test_last_seasons_record_sells_what_the_chain_sold():
    """The sample chain: its sales at the prices it charged, restated to full price, played from its own shipments."""
    sales = pd.read_csv(DATA / "sales.csv.gz", parse_dates=["week_start"])
    sales = sales[(sales["category"] == "Women's Dresses")]
    first = pd.Timestamp(START)
    weeks = (sales["week_start"] - first).dt.days // 7 + 1
    kept = sales[weeks.between(1, 12)].assign(week=weeks)
    files = {path.stem: pd.read_csv(path) for path in (DATA / "last_season").glob("*.csv")}
    by_week = files["markdowns"]["markdown"].set_axis(range(1, 13))
    wanted = kept.assign(units=kept["units"] * (1 - kept["week"].map(by_week)) ** 1.8)
    made = season(
        category="Women's Dresses",
        history=sales[sales["week_start"] < first][["week_start", "store_id", "units"]],
        stores=pd.read_csv(DATA / "stores.csv"),
        parameters=SeasonParameters(season_start_date=START),
        elasticity=1.8,
    )
    result = play(World(made, wanted[["week", "store_id", "units"]]), AsHappened(**files))
    assert result.buy_units == 58_008
    assert result.units_sold == pytest.approx(51_849)
    assert result.units_lost == pytest.approx(0, abs=1e-6)
