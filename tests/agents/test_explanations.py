"""Words are kept only when every number in them is one a tool returned."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.agents.context import PlanningContext
from forecast_kit.agents.explanations import Figures, figures_in, sentences_in, tidy

SAID = "Buy 8,123 units for £162,460: Newsvendor, 71.4 % service. 12 weeks from Mon 2 Mar 2026, 0.45 held back."


@pytest.fixture
def figures() -> Figures:
    known = Figures()
    known.learn(SAID)
    return known


@pytest.mark.parametrize(
    "words",
    [
        "8,123 units",
        "8123 units",
        "8 123 units",
        "8\N{NO-BREAK SPACE}123 units",
        "8\N{NARROW NO-BREAK SPACE}123 units",
        "about 8k units",
        "8.1k units",
        "8.12 thousand units",
        "eight thousand units",
        "£162k of cash",
        "71 % service",
        "71.4%",
        "71.4 per cent",
        "0.714 of demand",
        "45 % held back",
        "forty-five percent held back",
        "twelve weeks",
        "the one that earns most",
        "No number at all.",
        "",
    ],
)
def test_a_number_a_tool_returned_may_be_said_in_any_spelling(figures: Figures, words: str):
    assert figures.unsupported(words) == ()


@pytest.mark.parametrize(
    "words",
    [
        "9,000 units",
        "8124 units",
        "9k",
        "72 %",
        "0.46",
        "45 units",
        "£162",
        "71,4 %",
        "nine thousand units",
        "thousands of units",
        "a dozen stores of thirteen",
        "half of it",
        "three times as much",
        "\N{FULLWIDTH DIGIT NINE}\N{FULLWIDTH DIGIT NINE}",
        "\N{ARABIC-INDIC DIGIT NINE}\N{ARABIC-INDIC DIGIT NINE}",
        "GBP9000",
        "1,200 % more",
        "0.12 of it",
        ".5",
    ],
)
def test_any_other_number_is_found_out(figures: Figures, words: str):
    assert figures.unsupported(words)


def test_what_was_found_out_is_quoted_as_it_was_written(figures: Figures):
    assert figures.unsupported("From 8,123 to 9,999 units, 72 %") == ("9,999", "72 %")


@given(st.integers(0, 10**9))
def test_a_whole_number_is_known_again_with_and_without_separators(number: int):
    known = Figures()
    known.learn(f"{number:,} units")
    assert not known.unsupported(f"{number} or {number:,} or {number / 1000:.3f}k")


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_different_whole_numbers_are_never_taken_for_each_other(known_number: int, other: int):
    known = Figures()
    known.learn(f"{known_number:,} units")
    assert bool(known.unsupported(f"{other} units")) == (other != known_number)


@given(st.text())
def test_any_text_can_be_read(text: str):
    known = Figures()
    known.learn(text)
    assert not known.unsupported(text)
    assert all(figure.value >= 0 for figure in figures_in(text))


def test_words_are_one_line_of_printable_text():
    assert tidy("Buy\nless\x1b[31m \t than\u202e that.") == "Buy less [31m than that."


TOLD = (
    "Dresses: 8 weeks from Mon 3 Mar 2025 to Sun 27 Apr 2025, 45 % held in the DC, markdown check after week 5 below "
    "60 %. 1,995 units are wanted at full price; 80 % of seasons fall between 1,700 and 2,300. Past weeks were missed "
    "by 8.7 %. Buy 2,124 units for £42,480, on top of 96 in stock: Newsvendor. Forecast + 20 %: 2,394 units, £50,750 "
    "margin; Forecast + 25 %: 2,494 units; Newsvendor: 2,124 units, £51,304 margin, £554 more. 8 stores open with "
    "1,221 units; 999 stay in the DC. 3 open short. 58.1 % is sold. clears: 30 % off; earns most: 20 % off."
)
SAMPLES = [json.loads(line) for line in (Path(__file__).parent / "explanations.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def work() -> PlanningContext:
    context = PlanningContext(None, None)  # type: ignore[arg-type]
    context.figures.learn(TOLD)
    return context


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["words"])
def test_explanations_are_shown_or_not(work: PlanningContext, sample: dict):
    assert (work.fault_of(sample["words"]) == "") == sample["good"]


def test_the_samples_are_many_and_of_both_kinds():
    assert len(SAMPLES) >= 60
    assert min(sum(s["good"] for s in SAMPLES), sum(not s["good"] for s in SAMPLES)) >= 30


@given(st.lists(st.sampled_from(["It earns 0.45 of that.", "Is it so?", "Buy 8 units!", "(All is well.)"]), max_size=6))
def test_sentences_are_counted(sentences: list[str]):
    assert sentences_in(" ".join(sentences)) == len(sentences)
