from datetime import date

import pytest

from forecast_kit import brief_html
from forecast_kit.season import PARAMETER_NAMES
from forecast_kit.widgets import season_form
from forecast_kit.wording import LABELS, SOURCES, said


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("forecast_horizon_weeks", 1, "1 week"),
        ("forecast_horizon_weeks", 12, "12 weeks"),
        ("season_start_date", date(2026, 3, 2), "Mon 2 Mar 2026"),
        ("replenishment_strategy", "none", "none after opening"),
        ("replenishment_strategy", "bi-weekly", "every two weeks"),
        ("dc_holdback_percentage", 0.3333, "33.33 %"),
        ("dc_holdback_percentage", 0.0, "0 %"),
        ("markdown_checkpoint_week", 6, "after week 6"),
        ("markdown_checkpoint_week", None, "none"),
        ("markdown_threshold", 0.6, "60 % sold"),
    ],
)
def test_values_are_said_as_planners_say_them(name, value, words):
    assert said(name, value) == words


def test_the_brief_and_the_confirmation_use_the_same_words():
    assert list(LABELS) == list(PARAMETER_NAMES)
    assert brief_html.LABELS is season_form.LABELS is LABELS
    assert season_form.said is said
    assert {source: f"{sign} {word}" for source, (sign, word) in SOURCES.items()} == brief_html.SIGNS


def test_where_a_value_came_from_differs_by_sign_and_word():
    assert len({sign for sign, _ in SOURCES.values()}) == len({word for _, word in SOURCES.values()}) == 3
