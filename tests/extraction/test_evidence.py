"""Every value says where it comes from: words of the brief in their place, or a reason, in one sentence."""

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forecast_kit.errors import ForecastKitError
from forecast_kit.extraction import extract_parameters
from forecast_kit.extraction.brief import cross_checked
from forecast_kit.season import PARAMETER_NAMES, Extraction

from .briefs import load_briefs
from .corpora import labelled_briefs

TODAY = date(2026, 3, 4)
CORPUS = [(b.text, b.today) for b in labelled_briefs()] + [(b.text, b.today) for b in load_briefs()]
SENTENCE = re.compile(r"[A-Z0-9](?:[^.!?\n]|\.(?=\d))*\.")
HOSTILE = (
    "\ud83d|👗🏽|مرحبا|\u202e|\u200b|\x00|<script>alert(1)</script>|<b>|&lt;|ﬁ|½|e\u0301|\ufeff|\r\n"
    "|\t|“|'|\"|–|10 weeks|hold 40%|from 9 March|weekly|week 6|below 55%|a third|no markdowns"
    "|lead time 9 weeks|last year|, |. |zebras|3 of 10|every "
)


def read(text: str, today: date = TODAY) -> Extraction:
    return extract_parameters(text, today=today, engine="rules")


def speaks_for_itself(found: Extraction, text: str) -> None:
    assert found.text == text
    for name in PARAMETER_NAMES:
        field = found.fields[name]
        assert field.value == getattr(found.parameters, name)
        assert SENTENCE.fullmatch(field.reason), field.reason
        if field.source == "default":
            assert (field.quote, field.span) == (None, None)
        else:
            assert field.span is not None
            start, end = field.span
            assert 0 <= start < end <= len(text)
            assert text[start:end] == field.quote
    for start, end in found.leftover_spans:
        assert 0 <= start < end <= len(text)
    if found.category_span is not None:
        start, end = found.category_span
        assert found.category_phrase is not None
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(("text", "today"), CORPUS, ids=[str(n) for n in range(len(CORPUS))])
def test_every_value_of_a_brief_speaks_for_itself(text: str, today: date) -> None:
    try:
        found = read(text, today)
    except ForecastKitError:
        return  # refused in words, as other tests ask
    speaks_for_itself(found, text)


@given(st.lists(st.sampled_from(HOSTILE.split("|")) | st.text(max_size=8), max_size=14).map("".join))
def test_hostile_text_is_quoted_as_it_stands_or_refused(text: str) -> None:
    try:
        found = read(text)
    except ForecastKitError:
        assume(False)
    speaks_for_itself(found, text)
    assert "<script" not in found._repr_html_()
    found._repr_html_().encode("utf-8")


def test_a_value_never_stated_is_never_quoted_and_one_stated_always_is() -> None:
    found = read("Hats for 8 weeks")
    assert {name: bool(field.quote) for name, field in found.fields.items()} == {
        name: name == "forecast_horizon_weeks" for name in PARAMETER_NAMES
    }


def test_unread_words_are_found_in_their_place() -> None:
    text = "Plan hats for 8 weeks, and mind the Zebras in the corridor"
    found = read(text)
    assert [text[start:end] for start, end in found.leftover_spans] == ["mind", "Zebras", "corridor"]
    assert [word.lower() for word in (text[start:end] for start, end in found.leftover_spans)] == list(found.leftover)


def test_the_goods_are_found_in_their_place() -> None:
    text = "Please: 8 weeks of linen  shirts"
    found = read(text)
    assert found.category_phrase == "linen shirts"
    assert found.category_span is not None
    assert text[slice(*found.category_span)] == "linen  shirts"


def test_two_engines_readings_keep_the_places_of_the_words() -> None:
    text = "8 weeks of hats, zebras"
    speaks_for_itself(cross_checked(read(text), read(text)), text)
