from typing import get_args

import pytest

from forecast_kit.extraction.answer import Answer, Meaning, Statement
from forecast_kit.extraction.omissions import omissions
from forecast_kit.extraction.rules.text import clean

BRIEF = "Hats, 14 weeks from 6 April, weekly, hold 30%, markdown in week 6 below half"


def answer(*said: tuple[str, Meaning]) -> Answer:
    return Answer(said=[Statement(quote=quote, means=means, number=None, unit=None) for quote, means in said])


def test_an_empty_answer_passes_everything_over_and_hears_what_it_may_mean() -> None:
    passed_over = omissions(answer(), clean(BRIEF))
    assert [words.partition(" (")[0] for words in passed_over] == [
        "'14 weeks'",
        "'6 April'",
        "'weekly'",
        "'30%'",
        "'week 6'",
        "'half'",
    ]
    assert passed_over[1] == "'6 April' (season start, season end, markdown on date or something else)"


def test_a_statement_speaks_of_what_is_of_its_kind_in_its_quote() -> None:
    said = answer(("14 weeks from 6 April", "season start"), ("weekly, hold 30%", "share held in DC"))
    passed_over = omissions(said, clean("Hats, 14 weeks from 6 April, weekly, hold 30%"))
    assert [words.partition(" (")[0] for words in passed_over] == ["'14 weeks'", "'weekly'"]


def test_something_else_speaks_of_all_that_it_quotes() -> None:
    assert omissions(answer((BRIEF, "something else")), clean(BRIEF)) == []


@pytest.mark.parametrize(
    "brief", ["Hats, 64 stores, £12, 3,000 units", "Hats. Last year we ran 14 weeks and held 40%.", "just the hats"]
)
def test_other_numbers_and_other_seasons_need_not_be_spoken_of(brief: str) -> None:
    assert omissions(answer(), clean(brief)) == []


@pytest.mark.parametrize("means", get_args(Meaning))
def test_a_statement_of_any_meaning_speaks_of_something_or_of_nothing(means: Meaning) -> None:
    passed_over = omissions(answer((BRIEF, means)), clean(BRIEF))
    assert len(passed_over) < 6 or means in {"product", "no markdowns"}
