"""What planners write, and what is understood: every brief exactly right in all six parameters."""

import json
import os
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import BriefError, ForecastKitError, SettingsError
from forecast_kit.extraction import extract_parameters
from forecast_kit.extraction.brief import by_rules, cross_checked
from forecast_kit.season import PARAMETER_NAMES, Extraction
from forecast_kit.settings import Settings

from .answers import saying, statement
from .briefs import Brief, load_briefs
from .model_server import completion, error_reply, model_server

TODAY = date(2026, 3, 4)  # a Wednesday
BRIEFS = load_briefs()
OFFLINE = Settings(_env_file=None, base_url=None, openai_api_key=None, azure_endpoint=None)


def rules(text: str, today: date = TODAY) -> Extraction:
    return extract_parameters(text, today=today, engine="rules")


def values(extraction: Extraction) -> dict[str, Any]:
    """The six values; shares within a hundredth, because "a third or so, 34 %" is both."""
    found = extraction.parameters.model_dump()
    return {
        name: pytest.approx(value, abs=0.01) if isinstance(value, float) else value for name, value in found.items()
    }


@pytest.mark.parametrize("brief", BRIEFS, ids=[re.sub(r"\W+", "-", b.text[:40]) for b in BRIEFS])
def test_a_brief_is_understood_exactly(brief: Brief) -> None:
    assert brief.expected() == values(rules(brief.text, brief.today))


@pytest.mark.parametrize("brief", BRIEFS[::3], ids=[str(i) for i in range(len(BRIEFS[::3]))])
def test_every_value_says_where_it_comes_from(brief: Brief) -> None:
    read = rules(brief.text, brief.today)
    for name in PARAMETER_NAMES:
        field = read.fields[name]
        assert field.value == getattr(read.parameters, name)
        assert field.reason.endswith(".")
        if field.source == "default":
            assert field.quote is None
            assert field.span is None
        else:
            assert field.span is not None
            assert brief.text[field.span[0] : field.span[1]] == field.quote != ""


def test_the_published_worked_examples() -> None:
    folder = os.environ.get("FORECAST_KIT_BRIEFS")
    if not folder:
        pytest.skip("FORECAST_KIT_BRIEFS does not name a folder with the worked examples (README.md)")
    text = (Path(folder) / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"today = (\S+).*?```text\n(.*?)\n```.*?```json\n(.*?)\n```", text, re.DOTALL)
    assert len(examples) == 10
    for today, brief, expected in examples:
        found = rules(brief, date.fromisoformat(today)).parameters.model_dump(mode="json")
        assert found == json.loads(expected)


# -- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  \n\t ", "empty"),
        ("?!...", "empty"),
        ("hats " * 5000, "20,000"),
        ("An 80 week plan for kettles.", "80 weeks"),
        ("two years of forecasts for teapots", "104 weeks"),
        ("0 weeks of hats", "at least one week"),
        ("Hold back 150% of the gloves.", "150 %"),
        ("Hold back -20% of the gloves.", "-20 %"),
        ("Ship 130% of the buy up front.", "-30 %"),
        ("8 weeks, markdown in week 5 if sell-through is below 140%", "140 %"),
        ("12 weeks, look at markdowns in week 15.", "week 15, but the season has 12 weeks"),
        ("Markdown review in week 20.", "by default a season has 12 weeks"),
        ("10 weeks, markdown 12 weeks before the end", "would be week -2"),
        ("from 5 May 2026 to 3 April 2026", "before it starts"),
        ("from 5 May 2026 to 3 August 2027", "at most 52"),
        ("start 30 February", "no day 30 in February"),
        ("start=2026-13-05", "month 13"),
        ("start on 9999-12-31", "year 9999"),
    ],
)
def test_what_cannot_be_a_season_is_refused_with_a_remedy(text: str, told: str) -> None:
    with pytest.raises(BriefError, match=re.escape(told)) as caught:
        rules(text)
    assert caught.value.remedy


def test_a_brief_is_text() -> None:
    with pytest.raises(BriefError, match="NoneType"):
        rules(None)  # type: ignore[arg-type]


def test_there_are_three_engines() -> None:
    with pytest.raises(SettingsError, match="crystal ball"):
        extract_parameters("hats", today=TODAY, engine="crystal ball")  # type: ignore[arg-type]


def test_a_moment_will_do_for_today() -> None:
    assert rules("hats", datetime(2026, 3, 4, 15, 30)).parameters.season_start_date == date(2026, 3, 9)


# -- what must always hold -------------------------------------------------------------------------------------------

FRAGMENTS = "|".join(
    (
        "12 weeks|hold 40%|from 9 March|until|not|no|weekly|every other week|,|.|markdown|week 6|below 55%|last year",
        "a third|half|of|the|make it|14|ship|dc|-|:|=|(|)|60/40|3 of 10|units|in|before the end|halfway|sold|unsold",
        "next Monday|Easter|29 February|start|end|to|and|instead of|was|a quarter|month|0|100|%|/|<|>|mid|may|first|x",
        "1/1|31/12|w/c|£5|2)|//|from 8 to 10|the third we|out of|never|again|two weeks|time|w/e|1.5|-3|1,000|k|1e9",
    )
)
PIECES = st.sampled_from(FRAGMENTS.split("|"))


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=120))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        read = rules(text)
    except ForecastKitError:
        return
    for field in read.fields.values():
        if field.span is not None:
            assert read.text[field.span[0] : field.span[1]] == field.quote


@given(st.integers(1, 52), st.dates(date(2026, 3, 4), date(2029, 1, 1)), st.integers(0, 100), st.integers(1, 60))
def test_a_plainly_written_season_is_read_as_written(weeks: int, start: date, hold: int, week: int) -> None:
    week = min(week, weeks)
    text = f"Plan hats: {weeks} weeks from {start:%d %B %Y}, hold {hold}%, markdown check in week {week} below 55%."
    found = rules(text).parameters
    assert (found.forecast_horizon_weeks, found.season_start_date) == (weeks, start)
    assert found.dc_holdback_percentage == pytest.approx(hold / 100)
    assert (found.markdown_checkpoint_week, found.markdown_threshold) == (week, 0.55)


@pytest.mark.parametrize(
    "piece", ["12 weeks ", "not ", "the week after ", "hold 40% ", "<script ", "one in ", "1/2 ", "mark ", "( "]
)
def test_a_long_monotonous_text_is_no_harder_than_its_length(piece: str) -> None:
    assert rules(f"hats {(piece * 20_000)[:19_900]}").parameters


# -- the other things a brief says -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Plan linen shirts for 10 weeks", "linen shirts"),
        ("just do the bobble hats", "bobble hats"),
        ("Range: gift wrap\nWeeks: 8", "gift wrap"),
        ("Christmas jumpers, 7 weeks", "Christmas jumpers"),
        ("12 weeks from 9 March, hold 40%", None),
        ("Half of the parasols should be sold by week 6", "parasols"),
    ],
)
def test_the_goods_are_the_briefs_own_words(text: str, phrase: str | None) -> None:
    assert rules(text).category_phrase == phrase


def test_a_lead_time_is_not_a_season() -> None:
    read = rules("Umbrellas, 10 weeks, supplier lead time 9 weeks")
    assert (read.parameters.forecast_horizon_weeks, read.supplier_lead_weeks) == (10, 9)


def test_words_nobody_understood_are_listed() -> None:
    assert "zebras" in rules("Plan hats for 8 weeks, and mind the zebras in the corridor").leftover


# -- auto: the model cross-checked by the rules ----------------------------------------------------------------------


def test_auto_without_a_model_is_the_rules() -> None:
    read = extract_parameters("8 weeks of hats", today=TODAY, settings=OFFLINE)
    assert read == by_rules("8 weeks of hats", today=TODAY)


def auto(text: str, said: dict[str, Any]) -> Extraction:
    with model_server(saying({"said": [said]})) as server:
        return extract_parameters(text, today=TODAY, engine="auto", settings=server.settings())


def test_where_both_agree_nothing_is_said() -> None:
    read = auto("8 weeks of hats", statement("8 weeks", "season length", 8, "week"))
    assert (read.engine, read.parameters.forecast_horizon_weeks, read.warnings) == ("auto", 8, ())


def test_where_they_disagree_the_rules_stand_and_both_readings_are_shown() -> None:
    text = "8 weeks of hats after 3 weeks of teasers, hold 40%"
    read = auto(text, statement("3 weeks", "season length", 3, "week"))
    assert read.parameters.forecast_horizon_weeks == 8
    codes = {warning.fields: str(warning) for warning in read.warnings if warning.code == "engines_disagree"}
    assert "8 ('8 weeks'), the language model 3 ('3 weeks')" in codes[("forecast_horizon_weeks",)]
    assert "40 % ('40%'), the language model 45 % (not stated)" in codes[("dc_holdback_percentage",)]


def test_where_the_rules_found_nothing_the_models_quoted_reading_is_taken() -> None:
    text = "Hats. Every so often, that is fortnight by fortnight, the shops want more."
    read = auto(text, statement("fortnight by fortnight", "top-ups every two weeks"))
    assert read.parameters.replenishment_strategy == "bi-weekly"
    assert [w.code for w in read.warnings if "replenishment" in "".join(w.fields)] == ["engines_disagree"]


def test_what_does_not_fit_the_rest_stays_a_warning() -> None:
    ours = by_rules("6 weeks of hats", today=TODAY)
    theirs = by_rules("12 weeks of hats, markdown week 9", today=TODAY)
    both = cross_checked(ours, theirs)
    assert both.parameters == ours.parameters
    assert {w.code for w in both.warnings} == {"engines_disagree"}


@pytest.mark.parametrize("reply", [error_reply(500, "oops"), completion("no idea")])
def test_a_model_that_fails_leaves_the_rules_and_says_so(reply: Any) -> None:
    with model_server(reply) as server:
        read = extract_parameters("8 weeks of hats", today=TODAY, engine="auto", settings=server.settings())
    assert read.parameters.forecast_horizon_weeks == 8
    assert [w.code for w in read.warnings] == ["model_failed"]
    assert "offline rules" in str(read.warnings[0])
