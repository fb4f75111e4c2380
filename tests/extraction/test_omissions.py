import pytest

from forecast_kit.extraction.answer import Answer, Meaning, Statement
from forecast_kit.extraction.omissions import omissions
from forecast_kit.extraction.rules.text import clean

BRIEF = "Hats, 14 weeks from 6 April, weekly, hold 30%, markdown in week 6 below half"


def answer(*said: tuple[str, Meaning]) -> Answer:
    return Answer(said=[Statement(quote=quote, means=means, number=None, unit=None) for quote, means in said])


def test_an_empty_answer_passes_everything_over_and_hears_of_what_kind() -> None:
    assert omissions(answer(), clean(BRIEF)) == [
        "'14 weeks' (a length)",
        "'6 April' (a day)",
        "'weekly' (a rhythm)",
        "'30%' (a share)",
        "'week 6' (a week)",
        "'half' (a share)",
    ]


def test_a_statement_speaks_of_what_is_of_its_kind_in_its_quote() -> None:
    said = answer(("14 weeks from 6 April", "season start"), ("weekly, hold 30%", "share held in DC"))
    assert omissions(said, clean("Hats, 14 weeks from 6 April, weekly, hold 30%")) == [
        "'14 weeks' (a length)",
        "'weekly' (a rhythm)",
    ]


def test_something_else_speaks_of_all_that_it_quotes() -> None:
    assert omissions(answer((BRIEF, "something else")), clean(BRIEF)) == []


@pytest.mark.parametrize(
    "brief", ["Hats, 64 stores, £12, 3,000 units", "Hats. Last year we ran 14 weeks and held 40%.", "just the hats"]
)
def test_other_numbers_and_other_seasons_need_not_be_spoken_of(brief: str) -> None:
    assert omissions(answer(), clean(brief)) == []
