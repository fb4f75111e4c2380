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
    (row,) = study.before_and_after().rows
    assert row[0] == "Dresses"
    assert row[2:4] == ("not recorded", "not recorded")
    assert row[1] == row[4]


def test_earlier_plans_of_the_same_weeks_are_scored_beside_each_other(study) -> None:
    section = study.planned_earlier()
    assert [row[0] for row in section.rows] == ["at its start", "13 weeks before", "26 weeks before"]
    weeks = {
        gap: set(part.loc[part["category"] == "Dresses", "scores"]) for gap, part in study.gaps.groupby("gap_weeks")
    }
    assert all(min(counts) > 20 for counts in weeks.values())


def test_the_models_add_up_week_by_week(study) -> None:
    section = study.models()
    assert len(section.rows) == 1 + len(study.forecast.weeks)
    assert section.rows[0][0] == "Weight"
    models = study.explanation.models.groupby("week_start")["units"].sum()
    assert models.to_numpy() == pytest.approx(study.explanation.units.set_index("week_start")["units"].to_numpy())
    assert any("Structural" in name for name in section.headers)


def test_this_category_stands_first_among_the_measured(study, inputs) -> None:
    section = study.trust()
    assert section.rows[0][0] == inputs.category
    assert len(section.rows) == study.record["category"].nunique()


def test_nothing_after_the_day_of_planning_is_looked_at(study, inputs) -> None:
    last = pd.Timestamp(inputs.as_of) - pd.Timedelta(days=6)
    assert study.record["week_start"].max() <= last
    assert isinstance(inputs.as_of, date)


def new_category(total: float | None = 900.0, comparables: tuple[str, ...] = ("Knitwear",)) -> SeasonInputs:
    old = season_inputs()
    return season_inputs(
        sales=old.sales[old.sales["category"] == "Knitwear"], comparables=comparables, season_total_units=total
    )


def test_a_category_without_sales_is_planned_from_its_comparables_and_the_stated_total() -> None:
    from forecast_kit.planning import SeasonDesk

    plan = SeasonDesk(new_category()).run()
    assert plan.forecast.total_units == pytest.approx(900)
    assert any("Dresses has no sales: its season is lent by Knitwear" in note for note in plan.forecast.notes)
    assert plan.buy.buy_units > 0
    assert len(plan.allocation.lines) == 9


def test_without_comparables_or_a_total_it_is_refused_with_what_to_give() -> None:
    from forecast_kit.errors import PlanError

    for lacking in (new_category(total=None), new_category(comparables=())):
        with pytest.raises(PlanError, match="0 weeks of sales of Dresses") as refused:
            study_demand(lacking)
        assert "name comparable categories" in str(refused.value)


def test_a_few_weeks_are_enough_with_comparables() -> None:
    old = season_inputs()
    early = (old.sales["category"] == "Dresses") & (old.sales["week_start"] < old.sales["week_start"].max())
    study = study_demand(season_inputs(sales=old.sales[~early], comparables=("Knitwear",)))
    assert any("1 week of sales" in note and "Knitwear, as you named them" in note for note in study.forecast.notes)


def test_what_is_said_of_a_new_category_is_part_of_what_was_approved() -> None:
    assert len({new_category(total).digest() for total in (900.0, 1000.0)}) == 2


def test_a_season_that_starts_mid_week_still_sells_the_stated_total() -> None:
    from dataclasses import replace

    from forecast_kit.planning import SeasonDesk
    from tests.seasons import parameters

    late = replace(new_category(), parameters=parameters(season_start_date=date(2025, 3, 6)))
    forecast = SeasonDesk(late).forecast()
    assert forecast.total_units == pytest.approx(900)
    middle = {point.quantile: point.units for point in forecast.total_quantiles}[0.5]
    assert middle == pytest.approx(900)
