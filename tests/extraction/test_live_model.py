"""A real language model reads briefs (opt-in, see tests/live_model.py)."""

from datetime import date

import pytest

from forecast_kit.errors import ForecastKitError
from forecast_kit.extraction import extract_parameters
from forecast_kit.season import PARAMETER_NAMES, Extraction
from tests.live_model import live, live_settings

TODAY = date(2026, 2, 11)
BRIEFS = {
    "Parasols, 10 weeks from 9 March 2026, weekly, hold 35%": (10, date(2026, 3, 9), "weekly", 0.35, None, None),
    "flip flops, 8 wks, start 6 April, top up every two weeks": (8, date(2026, 4, 6), "bi-weekly", 0.45, None, None),
    "Plan the linen shirts please.": (12, date(2026, 2, 16), "weekly", 0.45, None, None),
    "Sunhats from 4 May for 14 weeks. Keep 30% in the DC. No markdowns.": (
        14,
        date(2026, 5, 4),
        "weekly",
        0.3,
        None,
        None,
    ),
    "Rucksacks: 12 weeks from 2 March, no replenishment, send 90% to stores.": (
        12,
        date(2026, 3, 2),
        "none",
        0.1,
        None,
        None,
    ),
    "Aviators, 16 weeks from 30 March. Markdown check in week 9 if sell-through is below 55%.": (
        16,
        date(2026, 3, 30),
        "weekly",
        0.45,
        9,
        0.55,
    ),
}
ENOUGH = len(BRIEFS) // 2


@pytest.fixture(scope="module")
def read() -> dict[str, Extraction | None]:
    """What the model alone reads in each brief; None where it failed."""
    readings: dict[str, Extraction | None] = {}
    for text in BRIEFS:
        try:
            readings[text] = extract_parameters(text, today=TODAY, engine="llm", settings=live_settings())
        except ForecastKitError:
            readings[text] = None
    return readings


@live
def test_most_plain_briefs_are_read_right(read: dict[str, Extraction | None]) -> None:
    right = [
        text
        for text, expected in BRIEFS.items()
        if (found := read[text]) and tuple(found.parameters.model_dump().values()) == expected
    ]
    assert len(right) >= ENOUGH, {text: found and found.parameters for text, found in read.items()}


@live
def test_what_a_model_states_stands_in_the_brief(read: dict[str, Extraction | None]) -> None:
    for text, found in read.items():
        for field in found.fields.values() if found else ():
            assert field.source == "default" or (field.span and text[slice(*field.span)] == field.quote)


@live
def test_a_model_adds_to_the_rules_and_never_overrules_them() -> None:
    text = next(iter(BRIEFS))
    rules = extract_parameters(text, today=TODAY, engine="rules")
    both = extract_parameters(text, today=TODAY, engine="auto", settings=live_settings())
    for name in PARAMETER_NAMES:
        if rules.fields[name].source != "default":
            assert both.fields[name].value == rules.fields[name].value
