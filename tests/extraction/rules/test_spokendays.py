"""A day told from one spoken of before, and one day told twice."""

from datetime import date

import pytest

from forecast_kit.extraction.rules.dates import DateExpression
from forecast_kit.extraction.rules.quantities import Quantifier
from forecast_kit.extraction.rules.tokens import tokenise

TODAY = date(2026, 3, 4)


def days(text: str) -> list[date]:
    terms = Quantifier(tokenise(text)).run()
    return [t.value.on_or_after(TODAY, TODAY) for t in terms if isinstance(t.value, DateExpression)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we open on 5 October; make it a fortnight later than that", date(2026, 10, 19)),
        ("launch 5 October, push it back two weeks", date(2026, 10, 19)),
        ("launch 5 October, bring it forward a week", date(2026, 9, 28)),
        ("the fair is 5 October; go live exactly four weeks before that", date(2026, 9, 7)),
        ("Anzac Day is 25 April, launch the Monday after", date(2026, 4, 27)),
        ("Anzac Day is 25 April, launch the following Monday", date(2026, 4, 27)),
        ("shops close 25 April, so launch the Monday before", date(2026, 4, 20)),
    ],
)
def test_the_last_day_is_counted_from_the_one_spoken_of(text: str, expected: date) -> None:
    assert days(text)[-1] == expected


@pytest.mark.parametrize(
    "text", ["launch 5 October, review four weeks after that", "5 October launch, two weeks later we review"]
)
def test_a_review_after_the_start_is_no_new_start(text: str) -> None:
    assert days(text) == [date(2026, 10, 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Diwali falls on 8 November", date(2026, 11, 8)),
        ("Easter Monday, 6 April", date(2026, 4, 6)),
        ("6 April (Easter Monday)", date(2026, 4, 6)),
        ("the early May bank holiday, 4 May 2026", date(2026, 5, 4)),
        ("US Mother's Day, which is May 10 this year", date(2026, 5, 10)),
        ("four weeks before Diwali (8 Nov), i.e. 11 October", date(2026, 10, 11)),
        ("the Monday after Easter, the 6th", date(2026, 4, 6)),
        ("in November, the 9th", date(2026, 11, 9)),
    ],
)
def test_a_day_told_twice_is_one_day(text: str, expected: date) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize("text", ["Easter to 30 May", "from Halloween, 5 January next", "6 April - 14 June"])
def test_two_days_stay_two(text: str) -> None:
    assert len(days(text)) == 2
