import pandas as pd
import pytest

from forecast_kit.errors import PlanError
from forecast_kit.planning.past_season import CompanyRecord, past_parameters, past_season
from forecast_kit.replay import AsHappened, play
from tests.seasons import WEEKS, inputs, parameters, plan_ahead, sales, stock

START = WEEKS[-20].date()


def record(**changes):
    buys = pd.DataFrame(
        {
            "category": "Dresses",
            "season_start_date": pd.to_datetime([WEEKS[-60], WEEKS[-20]]),
            "buy_units": [900, 1000],
            "order_date": pd.to_datetime([None, WEEKS[-24]]),
        }
    )
    shipments = pd.DataFrame(
        {"week_start": WEEKS[-20:-6], "store_id": "S8", "category": "Dresses", "units": [500] + [10] * 13}
    )
    return CompanyRecord(**{"buys": buys, "shipments": shipments, **changes})


def of_the_past(**changes):
    base = {"parameters": parameters(season_start_date=START), "as_of": WEEKS[-24].date(), "stock": stock()}
    return inputs(**{**base, **changes})


# -- which season ----------------------------------------------------------------------------------------------------


def test_the_last_season_on_record_at_its_recorded_length_is_replayed():
    found = past_parameters(sales(), "Dresses", record())
    assert (found.season_start_date, found.forecast_horizon_weeks, found.markdown_checkpoint_week) == (START, 14, 7)


def test_without_a_record_it_is_the_last_twelve_weeks_of_the_sales():
    found = past_parameters(sales(), "Knitwear", record())
    assert found.season_start_date == WEEKS[-12].date()
    assert found.forecast_horizon_weeks == 12


def test_another_season_and_other_terms_can_be_asked_for():
    found = past_parameters(
        sales(),
        "Dresses",
        None,
        start=WEEKS[-40].date(),
        weeks=6,
        dc_holdback_percentage=0.2,
        markdown_checkpoint_week=None,
    )
    assert (found.season_start_date, found.forecast_horizon_weeks) == (WEEKS[-40].date(), 6)
    assert (found.dc_holdback_percentage, found.markdown_checkpoint_week) == (0.2, None)


def test_a_season_that_is_not_over_is_refused():
    with pytest.raises(PlanError, match="is not over in the sales, which end with the week of 3 February 2025"):
        past_parameters(sales(), "Dresses", None, start=WEEKS[-3].date(), weeks=6)
    with pytest.raises(PlanError, match="no sales of Hats"):
        past_parameters(sales(), "Hats", None)


def test_settings_that_make_no_season_are_a_sentence():
    with pytest.raises(PlanError, match="make no season: dc_holdback_percentage: .* less than or equal to 1"):
        past_parameters(sales(), "Dresses", None, dc_holdback_percentage=45)
    with pytest.raises(PlanError, match=r"checkpoint \(week 9\) is after the season's last week \(6\)"):
        past_parameters(sales(), "Dresses", None, weeks=6, markdown_checkpoint_week=9)


def test_the_record_knows_when_a_season_was_ordered():
    assert record().ordered("Dresses", START) == WEEKS[-24].date()
    assert record().ordered("Dresses", WEEKS[-60].date()) is None


# -- what is known, and what customers wanted ------------------------------------------------------------------------


def test_policies_know_the_order_date_and_the_world_the_season():
    past = past_season(of_the_past())
    assert past.season.history_through < WEEKS[-24].date()
    assert past.panel["week_start"].max() < WEEKS[-24]
    own = sales()
    own = own[(own["category"] == "Dresses") & own["week_start"].between(WEEKS[-20], WEEKS[-13])]
    assert past.world.demand.to_numpy().sum() == own["units"].sum()


def test_what_the_future_holds_changes_nothing_that_is_known():
    poisoned = sales()
    poisoned.loc[poisoned["week_start"] >= WEEKS[-24], "units"] *= 50
    clean, poison = past_season(of_the_past()).season, past_season(of_the_past(sales=poisoned)).season
    pd.testing.assert_frame_equal(clean.history, poison.history)


def test_todays_stock_is_not_that_of_the_past():
    assert past_season(of_the_past()).season.usable.units == 0


def test_promotions_known_ahead_are_those_the_weeks_had():
    plan = past_season(of_the_past(plan_ahead=plan_ahead())).season.plan
    assert plan.set_index("week_start").loc[WEEKS[-24:-12], "promotion"].isin([0, 1]).all()
    assert past_season(of_the_past()).season.plan is None


def test_weeks_below_list_price_and_empty_shelves_are_restated_and_said():
    cut = WEEKS[-14]
    marked = sales().assign(list_price=60.0, price=60.0, in_stock=1.0)
    rows = (marked["week_start"] == cut) & (marked["category"] == "Dresses")
    marked.loc[rows, "price"] = 30.0
    marked.loc[rows, "units"] *= 4
    past = past_season(of_the_past(sales=marked))
    plain = past_season(of_the_past())
    assert past.world.demand.to_numpy() == pytest.approx(plain.world.demand.to_numpy())
    assert "at full price with full shelves" in past.notes[0]


def test_the_list_price_is_that_of_the_time():
    marked = sales().assign(list_price=50.0, price=50.0)
    assert past_season(of_the_past(sales=marked)).season.unit_price == 50


@pytest.mark.parametrize("fade", [1.0, 0.5])
def test_a_record_with_markdowns_replays_to_what_was_sold(fade):
    """Sales at full price with full shelves, cut as recorded: the record, played, sells exactly what was sold."""
    sold = sales()
    cuts = pd.DataFrame({"week_start": WEEKS[-15:-12], "category": "Dresses", "markdown": [0.2, 0.2, 0.4]})
    own = record(markdowns=cuts)
    own = CompanyRecord(
        buys=own.buys.assign(buy_units=100_000),
        shipments=pd.DataFrame(
            {
                "week_start": WEEKS[-20],
                "store_id": [f"S{n}" for n in range(1, 9)],
                "category": "Dresses",
                "units": 10_000,
            }
        ),
        markdowns=cuts,
    )
    past = past_season(of_the_past(sales=sold), own, markdown_fade=fade)
    result = play(past.world, AsHappened(own.buys, own.shipments, own.markdowns))
    season = sold[(sold["category"] == "Dresses") & sold["week_start"].between(WEEKS[-20], WEEKS[-13])]
    assert result.units_sold == pytest.approx(season["units"].sum())


def test_without_prices_it_is_said_that_markdowns_are_in_the_demand():
    assert "Prices are not known" in past_season(of_the_past()).notes[0]


def test_a_season_that_starts_mid_week_counts_its_days():
    mid = parameters(season_start_date=WEEKS[-20].date().replace(day=WEEKS[-20].day + 2))
    whole, part = past_season(of_the_past()).world.demand, past_season(of_the_past(parameters=mid)).world.demand
    assert part.loc[1].sum() == pytest.approx(whole.loc[1].sum() * 5 / 7)
    assert part.loc[2].sum() == whole.loc[2].sum()


def test_a_season_with_a_week_without_any_sales_is_refused():
    holes = sales()
    holes = holes[~((holes["category"] == "Dresses") & (holes["week_start"] == WEEKS[-17]))]
    with pytest.raises(PlanError, match="1 of the season's 8 weeks have no sales"):
        past_season(of_the_past(sales=holes))
