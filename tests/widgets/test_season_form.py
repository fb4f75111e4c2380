from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.season import PARAMETER_NAMES, FieldReading, SeasonParameters
from forecast_kit.widgets.season_form import form_rows, meanings, parameters_from, said, shown_values
from tests.widgets.samples import TODAY, read_brief

HOLDBACK, CHECKPOINT, THRESHOLD = "dc_holdback_percentage", "markdown_checkpoint_week", "markdown_threshold"


@st.composite
def seasons(draw: st.DrawFn) -> SeasonParameters:
    horizon = draw(st.integers(1, 52))
    check = draw(st.none() | st.integers(1, horizon))
    return SeasonParameters(
        forecast_horizon_weeks=horizon,
        season_start_date=draw(st.dates(date(2020, 1, 1), date(2040, 1, 1))),
        replenishment_strategy=draw(st.sampled_from(["none", "weekly", "bi-weekly"])),
        dc_holdback_percentage=draw(st.floats(0, 1)),
        markdown_checkpoint_week=check,
        markdown_threshold=None if check is None else draw(st.floats(0, 1)),
    )


@given(seasons())
def test_what_is_left_as_shown_stays_what_was_read_to_the_last_digit(season):
    assert parameters_from(shown_values(season), season) == (season, {})


@given(seasons(), seasons())
def test_any_valid_season_can_be_typed_to_a_hundredth_of_a_percent(before, wanted):
    parameters, problems = parameters_from(shown_values(wanted), before)
    assert problems == {}
    assert parameters is not None
    assert parameters.forecast_horizon_weeks == wanted.forecast_horizon_weeks
    assert parameters.season_start_date == wanted.season_start_date
    assert parameters.markdown_checkpoint_week == wanted.markdown_checkpoint_week
    assert parameters.dc_holdback_percentage == pytest.approx(wanted.dc_holdback_percentage, abs=5.1e-5)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("forecast_horizon_weeks", None, "whole number of weeks"),
        ("forecast_horizon_weeks", 0, "1 to 52"),
        ("forecast_horizon_weeks", 12.5, "whole number"),
        ("forecast_horizon_weeks", True, "whole number"),
        ("season_start_date", None, "day, month and year"),
        ("season_start_date", "2026-02-30", "day, month and year"),
        ("season_start_date", 1_000_000, "day, month and year"),
        ("replenishment_strategy", "daily", "choose one"),
        (HOLDBACK, 101, "0 to 100 %"),
        (HOLDBACK, "<b>", "0 to 100 %"),
        (CHECKPOINT, 0, "week of the season"),
        (CHECKPOINT, 11, "after the season's last week (10)"),
        (THRESHOLD, None, "0 to 100 % sold"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_a_sentence(name, value, sentence):
    read = read_brief().parameters
    parameters, problems = parameters_from({**shown_values(read), name: value}, read)
    assert parameters is None
    assert sentence in problems[name]


def test_no_check_means_no_threshold_whatever_stood_there():
    read = read_brief().parameters
    parameters, problems = parameters_from({**shown_values(read), CHECKPOINT: None, THRESHOLD: 55}, read)
    assert problems == {}
    assert (parameters.markdown_checkpoint_week, parameters.markdown_threshold) == (None, None)


def test_a_stated_zero_stays_zero():
    read = read_brief().parameters
    parameters, _ = parameters_from({**shown_values(read), HOLDBACK: 0}, read)
    assert parameters.dc_holdback_percentage == 0


def test_a_row_says_whose_words_it_is_in_word_and_sign():
    rows = {row["name"]: row for row in form_rows(read_brief())}
    assert list(rows) == list(PARAMETER_NAMES)
    told = {(row["sign"], row["word"]) for row in rows.values()}
    assert told == {("●", "stated"), ("◐", "inferred"), ("○", "assumed")}
    assert rows["forecast_horizon_weeks"]["quote"] == "10 weeks"
    assert rows["forecast_horizon_weeks"]["why"] == ""
    assert "second Monday of March" in rows["season_start_date"]["why"]
    assert "does not say" in rows["replenishment_strategy"]["why"]


def test_meanings_follow_the_calendar():
    season = SeasonParameters(
        season_start_date=date(2026, 3, 9), forecast_horizon_weeks=10, markdown_checkpoint_week=10
    )
    told = meanings(season, TODAY)
    assert told["forecast_horizon_weeks"] == "last day Sun 17 May 2026"
    assert told["season_start_date"] == "starts in 3 weeks and 5 days"
    assert told["replenishment_strategy"] == "9 deliveries, before weeks 2 to 10"
    assert told[HOLDBACK] == "55 % to stores at opening"
    assert told[CHECKPOINT] == "sales are judged when week 10 is over"
    assert "over by then" in told[THRESHOLD]


@pytest.mark.parametrize(
    ("weeks", "every", "told"),
    [
        (1, "weekly", "no delivery after opening"),
        (2, "weekly", "1 delivery, before week 2"),
        (6, "bi-weekly", "2 deliveries, before weeks 3 and 5"),
        (8, "bi-weekly", "3 deliveries, before weeks 3 to 7, every other week"),
        (9, "none", "no delivery after opening"),
    ],
)
def test_deliveries_are_counted(weeks, every, told):
    season = SeasonParameters(season_start_date=TODAY, forecast_horizon_weeks=weeks, replenishment_strategy=every)
    assert meanings(season, TODAY)["replenishment_strategy"] == told


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "today"), (1, "in 1 day"), (7, "in 1 week"), (63, "in 9 weeks"), (-8, "1 week and 1 day ago")],
)
def test_how_far_away_the_start_is(days, told):
    season = SeasonParameters(season_start_date=TODAY + timedelta(days=days))
    assert meanings(season, TODAY)["season_start_date"] == f"starts {told}"


def test_what_the_other_engine_read_stands_in_the_row():
    class Doubted(FieldReading):
        rival: str | None = None

    read = read_brief()
    reading = Doubted(**read.fields[HOLDBACK].model_dump(exclude={"rival"}), rival="the language model read 40 %")
    row = next(
        r
        for r in form_rows(read.model_copy(update={"fields": {**read.fields, HOLDBACK: reading}}))
        if r["name"] == HOLDBACK
    )
    assert row["rival"] == "the language model read 40 %"
    assert all(not r["rival"] for r in form_rows(read))


def test_values_are_said_as_people_say_them():
    assert said("forecast_horizon_weeks", 1) == "1 week"
    assert said(CHECKPOINT, 6) == "after week 6"
    assert said(THRESHOLD, 0.6) == "60 % sold"
    assert said("replenishment_strategy", "bi-weekly") == "every two weeks"
