"""Whose word counts, and which season's: what is said of others, of pilots and of other years is not ours."""

from datetime import date

import pytest

from forecast_kit.extraction import extract_parameters
from forecast_kit.season import SeasonParameters

TODAY = date(2026, 3, 2)
PLAN = "Mugs, 12 weeks from 4 May, weekly. "


def read(text: str) -> SeasonParameters:
    return extract_parameters(PLAN + text, today=TODAY, engine="rules").parameters


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Tom asked for 30% in the DC, Jill for 40%; we'll go with Jill.", 0.4),
        ("Tom asked for 30% in the DC, Jill for 40%; we'll go with Tom.", 0.3),
        ("Half at the DC was Priya's idea, mine is 38% there.", 0.38),
        ("She wanted half at the DC; I want 38% there.", 0.38),
        ("They suggested a 50% reserve. I've gone for 35.", 0.35),
        ("Competitors hold 60%; we hold 20%.", 0.2),
        ("The sheet still shows 50% in the DC. The right figure is 30%.", 0.3),
        ("2024 had 50% held, 2025 had 40% held; for 2026 we hold 30%.", 0.3),
        ("We hold 30%, even if the DC could take 60%.", 0.3),
        ("We hold 30%, competitors hold 60%.", 0.3),
    ],
)
def test_the_word_that_stands_is_the_writers(text: str, share: float) -> None:
    assert read(text).dc_holdback_percentage == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("Competitors cut prices by 30% in week 4; we mark down in week 9.", 9),
        ("The pilot sold 58% in 6 weeks. Mark down in week 9.", 9),
        ("Cancel the markdown at week 9.", None),
        ("Cancel the markdown at week 7, do it in week 9.", 9),
    ],
)
def test_a_week_that_is_not_ours_is_no_checkpoint(text: str, week: int | None) -> None:
    assert read(text).markdown_checkpoint_week == week
