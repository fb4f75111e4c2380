"""The study of a season's demand says the same numbers as the plan, and every table adds up."""

from datetime import date

import pandas as pd
import pytest

from forecast_kit.planning import SeasonInputs, study_demand
from tests.seasons import inputs as season_inputs


@pytest.fixture(scope="module")
def inputs() -> SeasonInputs:
    return season_inputs()


@pytest.fixture(scope="module")
def study(inputs):
    return study_demand(inputs)


def test_its_forecast_is_the_plans_own(study, inputs) -> None:
    from forecast_kit.planning import SeasonDesk

    desk = SeasonDesk(inputs)
    assert study.forecast == desk.forecast()


def test_the_factors_of_a_week_multiply_out_to_its_units(study) -> None:
    product = study.explanation.factors.groupby("week_start")["value"].prod()
    units = study.explanation.units.set_index("week_start")["units"]
    assert product.to_numpy() == pytest.approx(units.reindex(product.index).to_numpy())


def test_the_table_of_weeks_has_the_seasons_weeks_and_no_others(study) -> None:
    rows = study.taken_apart().rows
    assert [int(row[0]) for row in rows] == [week.week for week in study.forecast.weeks]


def test_what_was_sold_and_what_is_demand_add_up(study) -> None:
    frame = study.restated.frame
    assert frame["units_sold"].sum() - study.restated.restated_units + study.restated.lifted_units == pytest.approx(
        frame["units"].sum()
    )
    assert study.before_and_after().rows[0][0] == "Sold"


def test_this_category_stands_first_among_the_measured(study, inputs) -> None:
    section = study.trust()
    assert section.rows[0][0] == inputs.category
    assert len(section.rows) == study.record["category"].nunique()


def test_nothing_after_the_day_of_planning_is_looked_at(study, inputs) -> None:
    last = pd.Timestamp(inputs.as_of) - pd.Timedelta(days=6)
    assert study.record["week_start"].max() <= last
    assert isinstance(inputs.as_of, date)
