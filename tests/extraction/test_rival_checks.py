from datetime import date

import pytest

from forecast_kit.extraction import extract_parameters
from forecast_kit.season import ReadingWarning


def warnings(text: str) -> tuple[ReadingWarning, ...]:
    return extract_parameters(text, today=date(2026, 3, 4), engine="rules").warnings


def test_a_value_given_twice_quotes_what_was_used_and_what_was_not() -> None:
    (warning,) = warnings("12 weeks of hats. 14 weeks.")
    assert (warning.code, warning.fields) == ("two_lengths", ("forecast_horizon_weeks",))
    assert str(warning) == "The brief also says “12 weeks”; “14 weeks” was used."


@pytest.mark.parametrize(
    "text",
    [
        "3 months, that is 13 weeks, of hats",
        "hold a third, 33.3 %",
        "Hold 40%. No, 30%.",
        "Last year 10 weeks, this year 12 weeks.",
    ],
)
def test_other_words_a_correction_or_another_season_are_no_rivals(text: str) -> None:
    assert warnings(text) == ()


def test_two_lengths_of_goods_that_are_named_together_are_one_product() -> None:
    assert [w.code for w in warnings("hats and gloves for 12 weeks. 14 weeks.")] == ["two_lengths"]
