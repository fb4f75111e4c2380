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


# -- the reasons -----------------------------------------------------------------------------------------------------


LENGTH, START, STRATEGY, HOLDBACK, CHECKPOINT, THRESHOLD = PARAMETER_NAMES


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("8 weeks of hats", LENGTH, "The season is 8 weeks long."),
        ("1 week of hats", LENGTH, "The season is 1 week long."),
        ("half a year of hats", LENGTH, "Half a year is 26 weeks."),
        ("5 months of hats", LENGTH, "5 months are 21.7 weeks, rounded to 22."),
        ("8-10 weeks of hats", LENGTH, "Of 8 to 10 weeks the first is taken: 8 weeks."),
        ("12 weeks of hats. Make it two weeks longer.", LENGTH, "12 weeks made 2 weeks longer is 14 weeks."),
        (
            "hats from 4 May to 30 June 2026",
            LENGTH,
            "Mon 4 May 2026 to Tue 30 Jun 2026 is 58 days, rounded up to 9 weeks.",
        ),
        ("hats", LENGTH, "Nothing is said of the season's length: 12 weeks, the default."),
        ("hats from 4 May 2026", START, "The season starts on Mon 4 May 2026."),
        ("hats from 4 May", START, "No year is given, so it is the next one: Mon 4 May 2026."),
        ("hats from June", START, "A month alone means its first day: Mon 1 Jun 2026."),
        ("hats from mid-June", START, "The middle of a month means the 15th: Mon 15 Jun 2026."),
        ("hats from w/c 6 May", START, "The Monday of that week is Mon 4 May 2026."),
        ("hats start next Friday", START, "Counted from today, that is Fri 6 Mar 2026."),
        ("hats start on Easter Monday", START, "By the calendar, that is Mon 6 Apr 2026."),
        ("from 1 October to 30 December 2027", START, "It takes its year from the end of the season: Fri 1 Oct 2027."),
        ("replenish fortnightly", STRATEGY, "Stores are topped up every two weeks."),
        ("no replenishment", STRATEGY, "Stores are not topped up after opening."),
        ("hold 40%", HOLDBACK, "40 % of the buy is held back in the DC."),
        ("nothing held", HOLDBACK, "Nothing is held back."),
        ("70% goes out at launch", HOLDBACK, "70 % of the buy goes out at opening, so 30 % is held back."),
        ("3,000 of the 10,000 units remain in the DC", HOLDBACK, "30 % of the buy is held back in the DC."),
        ("markdowns in week 6", CHECKPOINT, "Markdowns are decided after week 6."),
        ("10 weeks, markdowns halfway", CHECKPOINT, "Halfway through a season of 10 weeks is week 5."),
        (
            "10 weeks, markdown check four weeks before the end",
            CHECKPOINT,
            "4 weeks before the end of a season of 10 weeks is week 6.",
        ),
        ("10 weeks, markdowns after 6 weeks", CHECKPOINT, "6 weeks into the season is week 6."),
        ("no markdowns", CHECKPOINT, "The brief rules markdowns out."),
        ("markdowns in week 6 below 55%", THRESHOLD, "Prices are cut if less than 55 % is sold by then."),
        (
            "markdowns in week 6 if more than 40% is unsold",
            THRESHOLD,
            "More than 40 % unsold is less than 60 % sold.",
        ),
        ("markdowns in week 6", THRESHOLD, "Nothing is said of the markdown threshold: 60 % sold, the default."),
        ("hats", THRESHOLD, "Without a markdown check there is no threshold."),
    ],
)
def test_a_reason_is_a_sentence_to_the_planner(text: str, name: str, reason: str) -> None:
    assert read(text).fields[name].reason == reason
