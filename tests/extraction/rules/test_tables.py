"""Tables drawn with bars or pasted with tabs."""

import pytest

from forecast_kit.extraction.rules.tables import untabled
from forecast_kit.extraction.rules.text import clean
from forecast_kit.extraction.rules.tokens import tokenise


def read(text: str) -> str:
    return " ".join(term.text for term in untabled(tokenise(clean(text).text)) if term.key != "break")


def test_each_cell_stands_under_its_heading() -> None:
    table = "| style | start | weeks |\n|---|:--:|---|\n| kilts | 13 April | 9 |"
    assert read(table) == "style : kilts ; start : 13 april ; weeks : 9 ;"


def test_an_empty_cell_says_nothing() -> None:
    assert read("style | start | weeks | dc\nkilts | | 9 | 30") == "style : kilts ; weeks : 9 ; dc : 30 ;"


def test_of_an_old_and_a_new_column_the_new_one_is_read() -> None:
    assert read("| | old | new |\n| weeks | 12 | 9 |\n| dc | 40 | 30 |") == "weeks : 9 ; dc : 30 ;"


def test_columns_pasted_with_tabs_are_cells() -> None:
    assert read("style\tstart\tweeks\nkilts\t13 April\t9") == "style : kilts ; start : 13 april ; weeks : 9 ;"


@pytest.mark.parametrize("text", ["weeks | 9", "kilts | 13 April | 9 weeks", "no markdown | weekly | hold half"])
def test_a_row_without_headings_stays_as_it_is(text: str) -> None:
    assert [t.key for t in untabled(tokenise(text))] == [t.key for t in tokenise(text)]


def test_a_cell_of_two_values_under_a_heading_of_two_names_is_two_cells() -> None:
    keys = " ".join(t.key for t in untabled(tokenise("field | LY | TY\nMD week / ST | 7 / 60% | 8 / 64%")))
    assert keys == "break markdown week : 8 ; sellthrough : 64 % ;"
