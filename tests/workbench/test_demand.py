"""The study of a season's demand in a notebook: tables, pictures, seasons that start later, and new categories."""

from datetime import date

import pytest

from forecast_kit.errors import BriefError, PlanError


def test_its_tables_and_pictures_read_in_a_notebook_and_in_text(bench):
    demand = bench.demand("dresses", horizon_weeks=6)
    assert "From sales to demand" in demand._repr_html_()
    for page, words in (
        (demand.trust, "On past weeks"),
        (demand.earlier, "26 weeks before"),
        (demand.models, "The models, and what each adds"),
        (demand.weeks, "Each week taken apart"),
        (demand.effects, "What the plan ahead gives"),
    ):
        assert words in repr(page)
    for chart in (demand.forecast_chart(), demand.track_chart(), demand.value_added_chart(), demand.effects_chart()):
        assert chart.png()[:4] == b"\x89PNG"


def test_a_season_that_starts_later_is_forecast_across_the_gap(bench):
    demand = bench.demand("dresses", horizon_weeks=6, start=date(2025, 6, 2))
    assert demand.study.forecast.gap_weeks == 16
    assert demand.study.forecast.weeks[0].week_start == date(2025, 6, 2)
    assert "This season begins 16 weeks after the last known sales" in repr(demand.earlier)


def test_a_category_without_sales_has_a_forecast_and_says_what_it_lacks(bench):
    demand = bench.demand("Dressing gowns", horizon_weeks=6, comparables=["knitwear"], season_total_units=700)
    assert demand.study.forecast.total_units == pytest.approx(700)
    assert "its season is lent by Knitwear" in " ".join(demand.study.forecast.notes)
    assert "too few weeks of sales to test" in repr(demand.track_chart())
    assert "too few weeks of sales to test" in repr(demand.value_added_chart())
    assert demand.forecast_chart().png()[:4] == b"\x89PNG"


def test_what_is_not_in_the_data_is_a_sentence(bench):
    with pytest.raises(BriefError, match="hats"):
        bench.demand("hats")
    with pytest.raises(BriefError, match="caps"):
        bench.demand("Dressing gowns", comparables=["caps"], season_total_units=700)
    with pytest.raises(PlanError, match="0 weeks of sales of Dressing gowns"):
        bench.demand("Dressing gowns", season_total_units=700)


def test_a_run_keeps_what_was_said_of_its_new_category(bench):
    brief = "6 weeks of dressing gowns from 3 March 2025, weekly, hold 40%, no markdown"
    reading = bench.read(brief, category="Dressing gowns", comparables=["Knitwear"], season_total_units=700)
    assert dict(reading.facts)["Season like"] == "Knitwear"
    assert dict(reading.facts)["To sell, as stated"] == "700 units"
    again = bench.read(run_id=reading.run_id)
    assert (again.new, again.facts) == (reading.new, reading.facts)
    bench.record_confirmation(reading, reading.extraction.parameters, "Ada")
    assert bench.demand(run_id=reading.run_id).study.forecast.total_units == pytest.approx(700)
